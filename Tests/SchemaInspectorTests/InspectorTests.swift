import MariaDBClient
import SQLStatements
import SchemaInspector
import SchemaModel
import SchemaSQL
import ServerPort
import TestSupport
import Testing

@Suite struct InspectorTests {
    /// Creates the torture schema in a fresh database.
    private func torture(_ database: TestDatabase) throws -> (Connection, ServerProfile, [TortureSchema.Case]) {
        let connection = try database.connect()
        let profile = try Inspector(executor: connection).profile()
        let cases = TortureSchema.cases(for: profile)
        try connection.execute("SET SESSION sql_mode = 'STRICT_TRANS_TABLES'")
        for statement in cases.flatMap(\.statements) { try connection.execute(statement) }
        return (connection, profile, cases)
    }

    @Test func everyTableIsUnderstood() throws {
        let database = try PrivateServer.shared.database()
        let (connection, _, cases) = try torture(database)
        let inspection = try Inspector(executor: connection).inspect()
        #expect(inspection.notUnderstood == [])
        #expect(Set(inspection.schema.tables.map(\.name)) == Set(cases.map(\.table)))
        #expect(inspection.schema.defaults.charset == "utf8mb4")
    }

    /// On MySQL, `????` in an expression may be another character. Elsewhere it is what was written.
    @Test func definitionsAreReadUnlessTheyHideCharacters() throws {
        let database = try PrivateServer.shared.database()
        let connection = try database.connect()
        let profile = try Inspector(executor: connection).profile()
        let reader = DefinitionReader(profile: profile, database: database.name, sessionMode: "")
        func read(_ columns: String, _ options: String = "") throws -> Table {
            try connection.execute(all: ["DROP TABLE IF EXISTS t", "CREATE TABLE t (\(columns)) \(options)"])
            let text = try connection.execute("SHOW CREATE TABLE t").rows.first?[1]
            return try reader.table("t", try #require(text))
        }
        let comments = try read("a int COMMENT 'really????', b int AS (a + 1)", "COMMENT='what????'")
        #expect(comments.columns.first?.comment == "really????")
        guard profile.flavor == .mysql else { return }
        #expect(try read("a varchar(9) DEFAULT 'what????'").columns.count == 1)
        let hiding = [
            ("a varchar(9) CHARACTER SET utf8mb4 DEFAULT (concat('x', '😀'))", ""),
            ("a varchar(9) CHARACTER SET utf8mb4, CHECK (a <> '😀')", ""),
            ("a varchar(9) CHARACTER SET utf8mb4, KEY k ((concat(a, '😀')))", ""),
            ("a varchar(9) CHARACTER SET utf8mb4, b varchar(9) AS (concat(a, '😀'))", ""),
        ]
        for (columns, options) in hiding {
            #expect(throws: NotUnderstood.self, "\(columns)") { try read(columns, options) }
        }
    }

    /// Two independent ways to read a table agree.
    @Test func theParserReadsWhatTheInspectorReads() throws {
        let database = try PrivateServer.shared.database()
        let (connection, profile, _) = try torture(database)
        let parser = ShowCreateTableParser(profile: profile)
        for table in try Inspector(executor: connection).inspect().schema.tables {
            let name = SQLDialect().quotedIdentifier(table.name)
            let text = try #require(try connection.execute("SHOW CREATE TABLE \(name)").rows.first?.bytes(1))
            #expect(try parser.parse(text).table == (profile.flavor == .mariadb ? table.inDictionary : table))
        }
    }

    /// The statement that is written to a revision file creates the same table.
    @Test func statementsMakeTheSameTables() throws {
        let database = try PrivateServer.shared.database()
        let (connection, profile, _) = try torture(database)
        let tables = try Inspector(executor: connection).inspect().schema.tables
        let copies = try PrivateServer.shared.database()
        let other = try copies.connect()
        try other.execute("SET SESSION foreign_key_checks = 0")
        let renderer = CreateTableRenderer(profile: profile)
        for table in tables { try other.execute(renderer.createTable(table)) }
        let made = try Inspector(executor: other).inspect()
        #expect(made.notUnderstood == [])
        for (table, copy) in zip(tables, made.schema.tables) { #expect(table.withoutDroppedDefaults == copy) }
        #expect(tables.count == made.schema.tables.count)
    }

    /// information_schema alone gives the same result as with verification, except for what only SHOW CREATE TABLE has.
    @Test func theOracleCanBeLeftOut() throws {
        let database = try PrivateServer.shared.database()
        let (connection, profile, _) = try torture(database)
        let proved = try Inspector(executor: connection).inspect(oracle: .all).schema.tables
        let quick = try Inspector(executor: connection).inspect(oracle: .none).schema.tables
        // MariaDB's tables are always verified.
        if profile.flavor == .mariadb { #expect(proved == quick) }
        #expect(proved.map(\.name) == quick.map(\.name))
        for (left, right) in zip(proved, quick) where !["dropped_default", "column_storage"].contains(left.name) {
            #expect(left.columns == right.columns)
            #expect(left.checks == right.checks)
            #expect(left.foreignKeys == right.foreignKeys)
            #expect(Set(left.indexes.map(\.parts)) == Set(right.indexes.map(\.parts)))
        }
    }

    @Test func whatIsNoTableIsListed() throws {
        let database = try PrivateServer.shared.database()
        let connection = try database.connect()
        let profile = try Inspector(executor: connection).profile()
        let isMariaDB = profile.flavor == .mariadb
        try connection.execute("CREATE TABLE plain (a int)")
        try connection.execute("CREATE VIEW v AS SELECT a FROM plain")
        if isMariaDB { try connection.execute("CREATE SEQUENCE s") }
        let inspection = try Inspector(executor: connection).inspect()
        #expect(inspection.schema.tables.map(\.name) == ["plain"])
        #expect(inspection.notUnderstood.isEmpty)
        let objects = inspection.schema.objects.map(\.id.description)
        #expect(objects == (isMariaDB ? ["view v", "sequence s"] : ["view v"]))
    }

    @Test(arguments: ["ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "PIPES_AS_CONCAT,ANSI_QUOTES,NO_BACKSLASH_ESCAPES"])
    func theModeOfTheSessionChangesNothing(_ mode: String) throws {
        let database = try PrivateServer.shared.database()
        let (connection, _, _) = try torture(database)
        let expected = try Inspector(executor: connection).inspect()
        let other = try database.connect()
        try other.execute("SET SESSION sql_mode = '\(mode)', SESSION sql_quote_show_create = 0")
        let inspection = try Inspector(executor: other).inspect()
        #expect(inspection.schema == expected.schema)
        let after = try other.execute("SELECT @@SESSION.sql_mode, @@SESSION.sql_quote_show_create").rows
        #expect(after[0][0] == mode)
        #expect(after[0][1] == "0")
    }

    @Test func ignoredTablesAreNotLookedAt() throws {
        let database = try PrivateServer.shared.database()
        let connection = try database.connect()
        for name in ["a", "b", "c"] { try connection.execute("CREATE TABLE \(name) (x int)") }
        let inspection = try Inspector(executor: connection).inspect(ignoring: { $0 == "b" })
        #expect(inspection.schema.tables.map(\.name) == ["a", "c"])
    }

    @Test func temporaryTablesAreNoPartOfTheSchema() throws {
        let database = try PrivateServer.shared.database()
        let connection = try database.connect()
        try connection.execute("CREATE TABLE a (x int)")
        try connection.execute("CREATE TEMPORARY TABLE t (x int)")
        let inspection = try Inspector(executor: connection).inspect()
        #expect(inspection.schema.tables.map(\.name) == ["a"])
        #expect(inspection.notUnderstood == [])
    }

    /// 250 tables take three chunks, and the catalogue queries stay the same.
    @Test func roundTripsDoNotGrowWithTables() throws {
        let database = try PrivateServer.shared.database()
        let connection = try database.connect()
        try connection.execute(all: (0..<250).map { "CREATE TABLE t\($0) (id int PRIMARY KEY, n varchar(10))" })
        let counter = CountingExecutor(connection)
        let inspection = try Inspector(executor: counter).inspect()
        #expect(inspection.schema.tables.count == 250)
        // Profile, catalogue, three chunks of SHOW CREATE TABLE, restoring the session.
        #expect(counter.roundTrips == 6)
        #expect(counter.statements.filter { $0.contains("information_schema") }.count <= 13)
    }

    /// A table that the server refuses to show does not affect the others.
    @Test func aRefusedTableIsReportedAlone() throws {
        let database = try PrivateServer.shared.database()
        let connection = try database.connect()
        try connection.execute(all: (0..<9).map { "CREATE TABLE t\($0) (id int PRIMARY KEY)" })
        let executor = CountingExecutor(connection)
        executor.refusedTables = ["t3", "t4", "t8"]
        let inspection = try Inspector(executor: executor).inspect()
        #expect(inspection.schema.tables.map(\.name) == ["t0", "t1", "t2", "t5", "t6", "t7"])
        #expect(inspection.notUnderstood.map(\.table) == ["t3", "t4", "t8"])
        for table in inspection.notUnderstood {
            guard case .refused(let error) = table.reason else {
                Issue.record("\(table)")
                continue
            }
            #expect(error.errno == 1146)
        }
    }

    @Test func aDatabaseThatIsNotThere() throws {
        let connection = try PrivateServer.shared.connect()
        #expect(throws: InspectionError.noDatabase) { try Inspector(executor: connection).inspect() }
        #expect(throws: InspectionError.unknownDatabase("no_such_database")) {
            try Inspector(executor: connection).inspect(database: "no_such_database")
        }
    }

    @Test func profileOfTheServer() throws {
        let database = try PrivateServer.shared.database()
        let profile = try Inspector(executor: try database.connect()).profile()
        #expect(profile.database == database.name)
        #expect(profile.defaultCharset == "utf8mb4")
        #expect(profile.defaultCollation == profile.defaultCollations["utf8mb4"])
        #expect(profile.charsetOfCollation["latin1_swedish_ci"] == "latin1")
        #expect(profile.charsetOfCollation[profile.defaultCollation] == "utf8mb4")
        #expect(profile.defaultEngine == "InnoDB")
        #expect(profile.lowerCaseTableNames == 0)
        #expect(profile.explicitDefaultsForTimestamp)
        #expect(profile.dialect == SQLDialect())
    }
}

extension Table {
    /// CREATE TABLE cannot express that a nullable column has no default.
    fileprivate var withoutDroppedDefaults: Table {
        var table = self
        for position in columns.indices where columns[position].defaultValue == .absent {
            table.columns[position].defaultValue = nil
        }
        return table
    }
}

/// Counts round trips and statements, and makes the server refuse some tables.
private final class CountingExecutor: QueryExecutor {
    private let executor: any QueryExecutor
    private(set) var roundTrips = 0
    private(set) var statements: [String] = []
    var refusedTables: Set<String> = []

    init(_ executor: any QueryExecutor) {
        self.executor = executor
    }

    var dialect: SQLDialect { executor.dialect }

    func resetSession() throws { try executor.resetSession() }

    func execute(_ statement: String) throws -> StatementResult {
        roundTrips += 1
        statements.append(statement)
        return try executor.execute(statement)
    }

    func execute(all statements: [String]) throws -> [StatementResult] {
        roundTrips += 1
        self.statements += statements
        let asked = statements.map { statement in
            refusedTables.contains { statement.hasSuffix("`\($0)`") } ? "SHOW CREATE TABLE no_such_table" : statement
        }
        return try executor.execute(all: asked)
    }
}

extension Table {
    /// The table as MariaDB prints it, with `?` for each character beyond U+FFFF in a literal default.
    fileprivate var inDictionary: Table {
        var table = self
        for index in columns.indices {
            guard case .literal(let text) = columns[index].defaultValue else { continue }
            table.columns[index].defaultValue = .literal(text.inDictionary)
        }
        return table
    }
}
