import MariaDBClient
import SchemaDiff
import SchemaInspector
import SchemaModel
import ServerPort
import TestSupport
import Testing

/// Server settings do not affect the differences found.
@Suite struct ServerSettingsTests {
    /// Everything whose text depends on the `sql_mode` when it is printed or parsed.
    private static let document = #"""
        swiftmig: 1
        tables:
          users:
            columns:
              id: {type: int, auto_increment: true, primary_key: true}
              email: {type: varchar(120), unique: true, default: 'a\b', comment: 'it''s \ "x"'}
              born: {type: date, nullable: true}
              seen: {type: "timestamp(3)", nullable: true}
              ok: {type: boolean, default: false}
              age: {type: int, default: 0}
              rank: {type: char(9), default: a}
              full: {type: varchar(200), nullable: true, generated: {sql: "concat(email, '|')"}}
            checks: {ck: "email <> '' and not (age between 5 and 9)"}
          posts:
            options: {auto_increment: 1000}
            columns: {id: {type: int, auto_increment: true}, user_id: {type: int, references: users(id)}, y: int}
            primary_key: [id, y]
          log:
            columns: {y: {type: int, primary_key: true}}
            partition_by: "range (abs(y)) (partition p0 values less than (10), partition p1 values less than (20))"
        views: {v: "select id, email, concat(email, 'a\\\\b') as c from users where not id = 3"}
        triggers: {tr: {table: users, timing: before, event: insert, body: "SET NEW.email = lower(NEW.email)"}}
        """#

    private func expectNoFalseDifference(_ live: LiveDatabase, _ comment: Comment) throws {
        let first = try live.autogenerate(Self.document)
        #expect(first.undecided == [], comment)
        try live.apply(first.upgrade)
        let again = try live.autogenerate(Self.document)
        #expect(again.changes.map(\.summary) == [], comment)
        #expect(again.undecided == [], comment)
        try live.apply(first.downgrade)
        #expect(try live.inspect().schema.tables == [], comment)
    }

    @Test(arguments: [
        "", "ANSI", "ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "PIPES_AS_CONCAT", "HIGH_NOT_PRECEDENCE", "IGNORE_SPACE",
        "REAL_AS_FLOAT", "PAD_CHAR_TO_FULL_LENGTH", "TRADITIONAL", "NO_UNSIGNED_SUBTRACTION",
    ])
    func noModeMakesADifference(_ mode: String) throws {
        let live = try LiveDatabase()
        try live.run("SET SESSION sql_mode = '\(mode)'")
        try expectNoFalseDifference(try LiveDatabase(connection: live), "\(mode)")
    }

    /// A script restores the session's mode, not that of the server that it was written for.
    @Test(arguments: ["STRICT_TRANS_TABLES", "ANSI_QUOTES,NO_ZERO_DATE", ""])
    func aSessionKeepsItsMode(_ mode: String) throws {
        let live = try LiveDatabase()
        try live.run("SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE'")
        let script = try LiveDatabase(connection: live).autogenerate(
            """
            swiftmig: 1
            tables: {t: {columns: {id: {type: int, primary_key: true}, d: {type: date, default: '0000-00-00'}}}}
            """
        )
        #expect(script.upgrade.contains { $0.sql.contains("sql_mode") })
        try live.run("SET SESSION sql_mode = '\(mode)'")
        try live.apply(script.upgrade)
        #expect(try live.rows("SELECT @@SESSION.sql_mode") == [[mode]])
    }

    @Test(
        .enabled("for MariaDB") { try LiveDatabase.sharedProfile.flavor == .mariadb },
        arguments: ["ORACLE", "MSSQL", "MAXDB", "DB2", "POSTGRESQL", "EMPTY_STRING_IS_NULL", "NO_TABLE_OPTIONS"]
    )
    func noModeOfMariaDBMakesADifference(_ mode: String) throws {
        let live = try LiveDatabase()
        try live.run("SET SESSION sql_mode = '\(mode)'")
        try expectNoFalseDifference(try LiveDatabase(connection: live), "\(mode)")
    }

    /// The tests' sessions are protected too, so the settings do no harm on a shared server.
    private static let settings = [
        "sql_select_limit = 1", "max_join_size = 5", "sql_big_selects = 0", "completion_type = 2",
        "sql_quote_show_create = 0",
    ]
    private static let settingsOfMySQL = [
        "transaction_read_only = 1", "max_execution_time = 1", "show_create_table_verbosity = 1",
    ]
    private static let settingsOfMariaDB = [
        "tx_read_only = 1", "max_statement_time = 0.001", "tmp_disk_table_size = 0",
    ]

    @Test func noSettingMakesADifference() throws {
        let isMariaDB = try PrivateServer.shared.connect().isMariaDB
        let server = isMariaDB ? try PrivateServer.start() : try PrivateServer.shared
        defer { if isMariaDB { server.stop() } }
        let admin = try server.connect()
        for setting in Self.settings + (isMariaDB ? Self.settingsOfMariaDB : Self.settingsOfMySQL) {
            let name = setting.prefix { $0 != " " }
            let value = try admin.execute("SELECT @@GLOBAL.\(name)").rows[0][0] ?? ""
            try admin.execute("SET GLOBAL \(setting)")
            defer { _ = try? admin.execute("SET GLOBAL \(name) = \(Double(value) == nil ? "'\(value)'" : value)") }
            try expectNoFalseDifference(try LiveDatabase(on: server), "\(setting)")
        }
    }

    /// A key that the server adds to a table without one is not a difference, whether or not the setting is still on.
    @Test(.enabled("for MySQL") { try LiveDatabase.sharedProfile.flavor == .mysql })
    func aGeneratedKeyIsNoDifference() throws {
        let live = try LiveDatabase()
        let document = "swiftmig: 1\ntables: {t: {columns: {a: {type: int}, b: {type: int, nullable: true}}}}"
        try live.run("SET SESSION sql_generate_invisible_primary_key = 1")
        let first = try live.autogenerate(document)
        #expect(first.upgrade.allSatisfy { !$0.sql.contains("my_row_id") })
        try live.apply(first.upgrade)
        for setting in [1, 0] {
            try live.run("SET SESSION sql_generate_invisible_primary_key = \(setting)")
            #expect(try live.autogenerate(document).changes.map(\.summary) == [])
            let wider = try live.autogenerate(document.replacing("b: {type: int,", with: "b: {type: bigint,"))
            #expect(wider.changes.map(\.summary) == ["change column t.b: type"])
        }
    }

    /// With `completion_type=2`, COMMIT ends the session.
    @Test func aSessionOutlivesItsTransactions() throws {
        let isMariaDB = try PrivateServer.shared.connect().isMariaDB
        let server = isMariaDB ? try PrivateServer.start(options: ["--completion-type=2"]) : try PrivateServer.shared
        defer { if isMariaDB { server.stop() } }
        let connection = try server.connect()
        for statement in ["START TRANSACTION", "COMMIT", "START TRANSACTION", "ROLLBACK"] {
            try connection.execute(statement)
        }
        #expect(try connection.execute("SELECT @@SESSION.completion_type").rows[0][0] == "NO_CHAIN")
    }
}
