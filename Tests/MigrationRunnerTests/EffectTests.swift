import MariaDBClient
import Revisions
import SQLStatements
import SchemaModel
import ServerPort
import TestSupport
import Testing

@testable import MigrationRunner

/// A run is stopped before or after a statement, and another session changes the named objects before the next run
/// looks.
@Suite("What a statement has done, and what somebody else has")
struct EffectTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var statement: String
        var other: String
        var testDescription: String { "\(statement) | \(other)" }
    }

    private static let partition = "ALTER TABLE t ADD PARTITION (PARTITION p2 VALUES LESS THAN (300))"

    static let cases = [
        Case(statement: "ALTER TABLE t ADD COLUMN a INT", other: partition),
        Case(statement: "ALTER TABLE t ADD COLUMN a INT FIRST, DROP COLUMN d", other: partition),
        Case(statement: "ALTER TABLE t MODIFY c BIGINT NOT NULL", other: partition),
        Case(statement: "ALTER TABLE t MODIFY c BIGINT NOT NULL", other: "ALTER TABLE t MODIFY d VARCHAR(20)"),
        Case(statement: "ALTER TABLE t CHANGE c e INT", other: "ALTER TABLE t ADD INDEX k (d)"),
        Case(statement: "ALTER TABLE t ADD INDEX (c), ADD INDEX (c, d)", other: partition),
        Case(statement: "CREATE INDEX i ON t (c)", other: "ALTER TABLE t COMMENT = 'x'"),
        Case(statement: "DROP INDEX old ON t", other: partition),
        Case(statement: "ALTER TABLE t ADD CHECK (c > 0)", other: partition),
        Case(statement: "ALTER TABLE t COMMENT = 'y'", other: partition),
        Case(statement: "ALTER TABLE t DROP PARTITION p0", other: "ALTER TABLE t ADD COLUMN z INT"),
        Case(statement: "ALTER TABLE t ALTER COLUMN c SET DEFAULT 5", other: "DROP INDEX old ON t"),
        Case(statement: "ALTER TABLE t RENAME TO u", other: partition),
        Case(statement: "DROP TABLE t", other: partition),
    ]

    private static let base = [
        """
        CREATE TABLE t (id INT NOT NULL, c INT, d VARCHAR(10), INDEX old (d)) \
        PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (100), PARTITION p1 VALUES LESS THAN (200))
        """
    ]

    private func made(_ script: String, _ base: [String] = base) throws -> RunnerFixture {
        let fixture = try RunnerFixture([(script, nil)])
        for statement in base { try fixture.connection.execute(statement) }
        return fixture
    }

    /// Stops a run at a statement, before or after the server gets it.
    private func crash(_ fixture: RunnerFixture, at statement: String, afterwards: Bool) throws {
        let session = try fixture.database.connect()
        do { try fixture.upgrade(over: CrashAt(session, statement, afterwards: afterwards)) } catch is SimulatedCrash {}
        try fixture.end(session)
    }

    private func definition(_ fixture: RunnerFixture) throws -> String {
        try fixture.tables.map { try fixture.connection.execute("SHOW CREATE TABLE `\($0)`").rows.first?[1] ?? "" }
            .joined(separator: "\n")
    }

    @Test(arguments: cases, [false, true])
    func whatAnotherChangedIsNotTheStatementsEffect(_ test: Case, _ afterwards: Bool) throws {
        // A change to a table that the statement removes cannot come after it.
        if afterwards, ["RENAME TO", "DROP TABLE"].contains(where: test.statement.contains) { return }
        let peace = try made(test.statement)
        for statement in afterwards ? [test.statement, test.other] : [test.other, test.statement] {
            try peace.connection.execute(statement)
        }
        let fixture = try made(test.statement + ";\nSELECT 1;")
        try crash(fixture, at: test.statement, afterwards: afterwards)
        try fixture.connection.execute(test.other)
        try fixture.upgrade()
        #expect(try definition(fixture) == definition(peace))
        #expect(try fixture.runner().versionRows() == ["r1"])
        #expect(try fixture.value("SELECT COUNT(*) FROM swiftmig_journal WHERE definition_before IS NOT NULL") == "0")
    }

    /// An account that may not create a database has the copy next to the table, where a foreign key cannot have the
    /// same name again.
    @Test(
        arguments: [
            Case(statement: "ALTER TABLE t MODIFY c BIGINT NOT NULL", other: "ALTER TABLE t COMMENT = 'x'"),
            Case(statement: "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (d) REFERENCES p (d)", other: "DO 1"),
            Case(statement: "ALTER TABLE t ADD FOREIGN KEY (d) REFERENCES p (d)", other: "DO 1"),
            Case(
                statement: "ALTER TABLE t ADD FOREIGN KEY (d) REFERENCES p (d)",
                other: "ALTER TABLE t COMMENT = 'x'"
            ),
            Case(statement: "ALTER TABLE t ADD CHECK (d > 0)", other: "DO 1"),
            Case(statement: "ALTER TABLE t ADD CHECK (d > 0)", other: "ALTER TABLE t ADD CHECK (d < 9)"),
            Case(statement: "ALTER TABLE t ADD CONSTRAINT k CHECK (d > 0)", other: "DO 1"),
            Case(statement: "ALTER TABLE t DROP FOREIGN KEY l", other: "DO 1"),
        ],
        [false, true]
    )
    func anAccountOfOneDatabaseSeesItToo(_ test: Case, _ afterwards: Bool) throws {
        let base = [
            "CREATE TABLE p (d INT PRIMARY KEY)",
            "CREATE TABLE t (c INT, d INT, e INT, INDEX i (d), CONSTRAINT l FOREIGN KEY (e) REFERENCES p (d))",
        ]
        let peace = try made(test.statement, base)
        for statement in afterwards ? [test.statement, test.other] : [test.other, test.statement] {
            try peace.connection.execute(statement)
        }
        let fixture = try made(test.statement + ";\nSELECT 1;", base)
        try fixture.withAccount { settings in
            func upgrade(over executor: any QueryExecutor) throws {
                let runner = fixture.runner(over: executor, lockExecutor: { try Connection(settings) })
                _ = try runner.run(runner.plan(.upgrade, to: RevisionTarget("head")))
            }
            let session = try Connection(settings)
            do {
                try upgrade(over: CrashAt(session, test.statement, afterwards: afterwards))
            } catch is SimulatedCrash {}
            try fixture.end(session)
            try fixture.connection.execute(test.other)
            try upgrade(over: Connection(settings))
        }
        #expect(try definition(fixture) == definition(peace))
    }

    /// The server prints the database only if it differs from the table's.
    @Test(arguments: [true, false], [false, true])
    func aForeignKeyMayNameItsDatabase(_ isLimited: Bool, _ afterwards: Bool) throws {
        let fixture = try RunnerFixture([])
        let statement = "ALTER TABLE t ADD FOREIGN KEY (d) REFERENCES `\(fixture.database.name)`.p (d)"
        fixture.graph = try RunnerFixture.graph([(statement + ";\nSELECT 1;", nil)])
        try fixture.connection.execute(all: [
            "CREATE TABLE p (d INT PRIMARY KEY)", "CREATE TABLE t (d INT, INDEX (d))",
        ])
        try crash(fixture, at: statement, afterwards: afterwards)
        try fixture.connection.execute("ALTER TABLE t COMMENT = 'x'")
        try fixture.withAccount { settings in
            let settings = isLimited ? settings : fixture.database.settings
            let runner = fixture.runner(over: try Connection(settings), lockExecutor: { try Connection(settings) })
            _ = try runner.run(runner.plan(.upgrade, to: RevisionTarget("head")))
        }
        #expect(try definition(fixture).split(separator: "FOREIGN KEY").count == 2)
    }

    struct Doubt: Sendable, CustomTestStringConvertible {
        var base: [String]
        var statement: String
        var other: String
        var testDescription: String { "\(statement) | \(other)" }
    }

    /// The objects are neither as before nor as the statement makes them.
    @Test(arguments: [
        Doubt(
            base: ["CREATE TABLE t (c INT)"],
            statement: "ALTER TABLE t MODIFY c BIGINT",
            other: "ALTER TABLE t MODIFY c SMALLINT"
        ),
        Doubt(base: ["CREATE TABLE t (c INT)"], statement: "ALTER TABLE t ADD COLUMN d INT", other: "DROP TABLE t"),
        Doubt(
            base: ["CREATE TABLE t (c INT)"],
            statement: "ALTER TABLE t ADD COLUMN d INT, ADD COLUMN e INT",
            other: "ALTER TABLE t ADD COLUMN d INT"
        ),
        Doubt(base: [], statement: "CREATE TABLE t (a INT, b INT)", other: "CREATE TABLE t (c INT)"),
    ])
    func whatCannotBeToldIsAsked(_ doubt: Doubt) throws {
        let fixture = try made(doubt.statement + ";\nSELECT 1;", doubt.base)
        try crash(fixture, at: doubt.statement, afterwards: false)
        try fixture.connection.execute(doubt.other)
        let error = #expect(throws: MigrationError.self) { try fixture.upgrade() }
        guard case .undecidable(let question) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(question.reason == .changedOtherwise)
    }

    /// Several CREATE TABLE statements share an intent, and another session has created a table with the first name.
    @Test func aTableOfAnotherIsNotOneOfOurs() throws {
        let script = (0..<4).map { "CREATE TABLE t\($0) (a INT, b INT);\n" }.joined() + "SELECT 1;"
        let fixture = try made(script, [])
        try crash(fixture, at: "CREATE TABLE t0 (a INT, b INT)", afterwards: false)
        try fixture.connection.execute("CREATE TABLE t0 (c INT)")
        #expect(throws: MigrationError.self) { try fixture.upgrade() }
        #expect(try fixture.tables == ["t0"])
        try fixture.connection.execute("DROP TABLE t0")
        try fixture.upgrade()
        #expect(try fixture.tables == ["t0", "t1", "t2", "t3"])
    }

    /// The server reported that the statement failed, so another session made the change that is visible since.
    @Test func aStatementThatFailsDidNotDoWhatAnotherDid() throws {
        let statement = "ALTER TABLE t ADD UNIQUE u (c)"
        let fixture = try made(statement + ";\nSELECT 1;", ["CREATE TABLE t (c INT)", "INSERT INTO t VALUES (1), (1)"])
        let session = try fixture.database.connect()
        let executor = InterveningExecutor(session, before: statement) {
            try fixture.connection.execute("ALTER TABLE t COMMENT = 'x'")
        }
        let failure = #expect(throws: MigrationFailure.self) { try fixture.upgrade(over: executor) }
        #expect(failure?.fate == .notApplied)
        try fixture.end(session)
        try fixture.connection.execute("DELETE FROM t")
        try fixture.upgrade()
        #expect(try definition(fixture).contains("UNIQUE KEY `u`"))
    }

    /// If the run cannot look, the decision is left to the next run.
    @Test func withoutALookNothingIsTold() throws {
        let statement = "ALTER TABLE t ADD UNIQUE u (c)"
        let fixture = try made(statement + ";\nSELECT 1;", ["CREATE TABLE t (c INT)", "INSERT INTO t VALUES (1), (1)"])
        let executor = InterveningExecutor(fixture.connection, before: statement) {
            try fixture.connection.execute("ALTER TABLE t COMMENT = 'x'")
        }
        var connections = 0
        let runner = fixture.runner(over: executor) {
            connections += 1
            if connections == 1 { return try fixture.database.connect() }
            throw ServerError(errno: 1226, sqlState: "42000", message: "max_user_connections")
        }
        let failure = #expect(throws: MigrationFailure.self) {
            try runner.run(runner.plan(.upgrade, to: RevisionTarget("head")))
        }
        #expect(connections > 1)
        #expect(failure?.fate == .partlyApplied)
        try fixture.connection.execute("DELETE FROM t")
        try fixture.upgrade()
        #expect(try definition(fixture).contains("UNIQUE KEY `u`"))
    }

    /// Looking at the effect in a session like the run's must not take a number.
    @Test func aLookCallsNoFunction() throws {
        let statement = "ALTER TABLE t ADD COLUMN d INT"
        let fixture = try made(
            "SET @id = next_number();\nSET sql_mode = 'ANSI_QUOTES';\n\(statement);\nSELECT 1;",
            [
                "CREATE TABLE t (c INT)", "CREATE TABLE numbers (n INT)",
                """
                CREATE FUNCTION next_number() RETURNS INT DETERMINISTIC MODIFIES SQL DATA
                BEGIN INSERT INTO numbers VALUES (1); RETURN 1; END
                """,
            ]
        )
        let session = try fixture.database.connect()
        let crashing = CrashAt(session, statement, afterwards: true)
        do { try fixture.upgrade(over: crashing) } catch is SimulatedCrash {}
        try fixture.end(session)
        try fixture.connection.execute("ALTER TABLE t COMMENT = 'x'")
        #expect(try fixture.runner().interruptedRun()?.done == 3)
        #expect(try fixture.value("SELECT COUNT(*) FROM numbers") == "1")
    }

    // MARK: Lines

    @Test(arguments: [
        ("a INT,\nb INT", "a INT,\nb INT,\nc INT", "a INT,\nb INT,\nx INT", Effect.none),
        ("a INT,\nb INT", "a INT,\nb INT,\nc INT", "a INT,\nx INT,\nb INT,\nc INT", .whole),
        (
            "a INT\n) ENGINE=InnoDB", "a INT\n) ENGINE=InnoDB COMMENT='x'", "a INT\n) ENGINE=InnoDB ROW_FORMAT=DYNAMIC",
            .none
        ),
        ("a INT\n) ENGINE=InnoDB", "a INT\n) ENGINE=MyISAM", "a BIGINT\n) ENGINE=MyISAM", .whole),
        ("a INT", "a BIGINT", "a SMALLINT", .unclear),
        ("a INT,\nb INT", "b INT,\na INT", "b INT,\na INT,\nc INT", .unclear),
        ("a INT", "a INT", "b INT", .none),
    ])
    func linesTell(_ before: String, _ after: String, _ now: String, _ effect: Effect) {
        #expect(Effect(before: before, after: after, now: now) == effect)
    }

    @Test(arguments: [
        ("ALTER TABLE t ADD INDEX i (b)", "`a` INT,\n`b` INT", "`a` INT,\n`b` INT,\nKEY `i` (`b`)", Effect.whole),
        ("ALTER TABLE t ADD INDEX i (b)", "`a` INT,\n`b` INT", "`a` INT", .unclear),
        ("ALTER TABLE t MODIFY a INT AFTER b", "`a` INT,\n`b` INT", "`b` INT,\n`a` INT", .unclear),
        ("ALTER TABLE t DROP COLUMN b", "`a` INT,\n`b` INT", "`a` INT", .whole),
        ("ALTER TABLE t DROP a, DROP KEY IF EXISTS i", "`a` INT,\n`b` INT,\nKEY `i` (`b`)", "`b` INT", .whole),
        ("ALTER TABLE t CHANGE b c INT", "`a` INT,\n`b` INT", "`a` INT,\n`c` INT", .whole),
        ("ALTER TABLE t RENAME COLUMN b TO c", "`a` INT,\n`b` INT", "`a` INT,\n`c` INT", .whole),
        (
            "ALTER TABLE t DROP PARTITION p, q", "`a` INT\n(PARTITION `p` X,\n PARTITION `q` Y,\n PARTITION `r` Z)",
            "`a` INT\n(PARTITION `r` Z)", .whole
        ),
    ])
    func aStatementTells(_ statement: String, _ before: String, _ now: String, _ effect: Effect) {
        #expect(Effect(of: statement, before: before, now: now) == effect)
    }

    @Test(arguments: [
        ("ALTER TABLE t ADD a INT", "ALTER TABLE `d`.`x` ADD a INT"),
        ("CREATE UNIQUE INDEX t ON t (a)", "CREATE UNIQUE INDEX t ON `d`.`x` (a)"),
        (
            "CREATE TABLE IF NOT EXISTS a.`t` (n INT REFERENCES o.p (n))",
            "CREATE TABLE IF NOT EXISTS `d`.`x` (n INT REFERENCES o.p (n))"
        ),
        ("ALTER TABLE t CONVERT TABLE u TO PARTITION p VALUES LESS THAN (3)", nil),
        ("CREATE TABLE t AS SELECT d.f()", nil),
        ("CREATE TABLE t AS SELECT a.n FROM a", "CREATE TABLE `d`.`x` AS SELECT a.n FROM a"),
        ("ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4", "ALTER TABLE `d`.`x` CONVERT TO CHARACTER SET utf8mb4"),
    ])
    func aStatementIsMadeAboutTheCopy(_ statement: String, _ expected: String?) {
        #expect(TableCopy.text(statement, about: SQLName(database: "d", "x"), SQLDialect()) == expected)
    }
}

/// Stops at a statement, before or after the server gets it.
private final class CrashAt: QueryExecutor {
    private let base: any QueryExecutor
    private let text: String
    private let afterwards: Bool

    init(_ base: any QueryExecutor, _ text: String, afterwards: Bool) {
        self.base = base
        self.text = text
        self.afterwards = afterwards
    }

    var dialect: SQLDialect { base.dialect }

    func resetSession() throws { try base.resetSession() }

    func execute(_ statement: String) throws -> StatementResult {
        guard statement == text else { return try base.execute(statement) }
        if afterwards { try base.execute(statement) }
        throw SimulatedCrash()
    }

    func execute(all statements: [String]) throws -> [StatementResult] {
        try statements.enumerated().map { index, statement in
            do {
                return try execute(statement)
            } catch var error as ServerError {
                error.failedIndex = index
                throw error
            }
        }
    }
}
