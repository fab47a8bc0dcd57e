import MariaDBClient
import Revisions
import SQLStatements
import TestSupport
import Testing

@testable import MigrationRunner

/// Tests of what a statement writes to without naming it.
@Suite struct WriteReachTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        /// `OTHER` is another database, which has a MyISAM table `m`.
        var base: [String]
        /// The last statement is the one to judge.
        var script: String
        var isUnprotected = true
        var isMariaDB = false
        var testDescription: String { name }
    }

    private static let table = "CREATE TABLE t (n INT)"
    private static let myisam = "CREATE TABLE m (n INT) ENGINE=MyISAM"
    private static let function = """
        CREATE FUNCTION f() RETURNS INT DETERMINISTIC MODIFIES SQL DATA BEGIN INSERT INTO m VALUES (1); RETURN 1; END
        """

    static let cases = [
        Case(name: "a table of InnoDB", base: [table], script: "INSERT INTO t VALUES (1)", isUnprotected: false),
        Case(
            name: "it reads from one",
            base: [table, myisam],
            script: "INSERT INTO t SELECT n FROM m",
            isUnprotected: false
        ),
        Case(name: "a table", base: [myisam], script: "INSERT INTO m VALUES (1)"),
        Case(name: "a view", base: [myisam, "CREATE VIEW v AS SELECT n FROM m"], script: "DELETE FROM v"),
        Case(
            name: "a view over another database",
            base: ["CREATE VIEW v AS SELECT n FROM OTHER.m"],
            script: "DELETE FROM v"
        ),
        Case(name: "a table of another database", base: [], script: "INSERT INTO OTHER.m VALUES (1)"),
        Case(name: "a table of another database, selected", base: [], script: "USE OTHER;\nINSERT INTO m VALUES (1)"),
        Case(
            name: "a trigger on another database",
            base: [table, "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW INSERT INTO OTHER.m VALUES (1)"],
            script: "INSERT INTO t VALUES (1)"
        ),
        Case(
            name: "a trigger that calls a procedure that calls another",
            base: [
                table, myisam, "CREATE PROCEDURE p() INSERT INTO m VALUES (1)", "CREATE PROCEDURE q() CALL p()",
                "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW CALL q()",
            ],
            script: "INSERT INTO t VALUES (1)"
        ),
        Case(name: "a function", base: [table, myisam, function], script: "UPDATE t SET n = f()"),
        Case(name: "a function that is selected", base: [myisam, function], script: "SELECT f()"),
        Case(
            name: "a view that calls a function",
            base: [table, myisam, function, "CREATE VIEW v AS SELECT f() AS n"],
            script: "INSERT INTO t SELECT n FROM v"
        ),
        Case(
            name: "a function that does not write there",
            base: [table, "CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1"],
            script: "INSERT INTO t VALUES (f())",
            isUnprotected: false
        ),
        Case(
            name: "a trigger that was made under ANSI_QUOTES",
            base: [
                table, myisam, "SET sql_mode = 'ANSI_QUOTES'",
                "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW INSERT INTO \"m\" VALUES (1)",
                "SET sql_mode = DEFAULT",
            ],
            script: "INSERT INTO t VALUES (1)"
        ),
        Case(
            name: "a name in double quotes",
            base: [myisam],
            script: "SET sql_mode = 'ANSI_QUOTES';\nDELETE FROM \"m\""
        ),
        Case(
            name: "a table that the revision makes",
            base: [],
            script: "SET default_storage_engine = MyISAM;\nCREATE TABLE m (n INT);\nINSERT INTO m VALUES (1)"
        ),
        Case(
            name: "the default engine is set back",
            base: [],
            script: """
                SET default_storage_engine = MyISAM;
                SET default_storage_engine = InnoDB;
                CREATE TABLE m (n INT);
                INSERT INTO m VALUES (1)
                """,
            isUnprotected: false
        ),
        Case(
            name: "a trigger that the revision makes",
            base: [table, myisam],
            script:
                "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW INSERT INTO m VALUES (1);\nINSERT INTO t VALUES (1)"
        ),
        Case(
            name: "a function that the revision makes",
            base: [table, myisam],
            script:
                "CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN (SELECT MAX(n) FROM m);\nINSERT INTO t VALUES (f())"
        ),
        Case(name: "a renamed table", base: [myisam], script: "RENAME TABLE m TO x;\nINSERT INTO x VALUES (1)"),
        Case(
            name: "a table that a procedure may have made",
            base: [],
            script: "CALL make();\nINSERT INTO x VALUES (1)"
        ),
        Case(
            name: "another table takes its place",
            base: [myisam],
            script: "DROP TABLE m;\nCREATE TABLE m (n INT) ENGINE=InnoDB;\nINSERT INTO m VALUES (1)",
            isUnprotected: false
        ),
        Case(
            name: "a table that was there before",
            base: [myisam],
            script: "CREATE TABLE IF NOT EXISTS m (n INT) ENGINE=InnoDB;\nINSERT INTO m VALUES (1)"
        ),
        Case(
            name: "a table that was there before its copy",
            base: [table, myisam],
            script: "CREATE TABLE IF NOT EXISTS m LIKE t;\nINSERT INTO m VALUES (1)"
        ),
        Case(
            name: "a table that the revision made before",
            base: [],
            script: """
                CREATE TABLE m (n INT) ENGINE=MyISAM;
                CREATE TABLE IF NOT EXISTS m (n INT) ENGINE=InnoDB;
                INSERT INTO m VALUES (1)
                """
        ),
        Case(
            name: "a table that the revision drops before",
            base: [table],
            script: """
                SET default_storage_engine = MyISAM;
                DROP TABLE t;
                CREATE TABLE IF NOT EXISTS t (n INT);
                INSERT INTO t VALUES (1)
                """
        ),
        Case(
            name: "a name of a procedure in other letters",
            base: [table, myisam],
            script: """
                CREATE PROCEDURE Log_It() INSERT INTO m VALUES (1);
                CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW CALL log_it();
                INSERT INTO t VALUES (1)
                """
        ),
        Case(
            name: "a backslash at the end of a text",
            base: [
                table, myisam, "SET sql_mode = 'NO_BACKSLASH_ESCAPES'",
                """
                CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW BEGIN SET @x = '\\'; INSERT INTO m VALUES (1); END
                """,
                "SET sql_mode = DEFAULT",
            ],
            script: "INSERT INTO t VALUES (1)"
        ),
        Case(
            name: "a backquote in a name",
            base: [table, "CREATE TABLE `m``x` (n INT) ENGINE=MyISAM", "CREATE VIEW v AS SELECT n FROM `m``x`"],
            script: "DELETE FROM v"
        ),
        Case(
            name: "a function of a package",
            base: [
                table, myisam, "SET sql_mode = 'ORACLE'", "CREATE PACKAGE k AS FUNCTION f RETURN INT; END",
                """
                CREATE PACKAGE BODY k AS FUNCTION f RETURN INT IS BEGIN INSERT INTO m VALUES (1); RETURN 1; END; END
                """,
            ],
            script: "INSERT INTO t VALUES (k.f())",
            isMariaDB: true
        ),
    ]

    /// The kinds of a revision's units.
    private func kinds(_ script: String, _ connection: Connection, _ census: inout EngineCensus) throws -> [RunUnit
        .Kind]
    {
        let statements = try StatementSplitter.split(script, dialect: connection.dialect).statements
        let origin = RevisionOrigin(
            revision: "r1",
            direction: .upgrade,
            path: "r1.sql",
            statementCount: statements.count
        )
        let units = try RunUnit.units(of: statements, from: origin, dialect: connection.dialect)
        return try census.resolve(units, of: statements).map(\.kind)
    }

    @Test(arguments: cases) func theServerIsAsked(_ test: Case) throws {
        let database = try PrivateServer.shared.database()
        let other = try PrivateServer.shared.database()
        try other.connect().execute(Self.myisam)
        let connection = try database.connect()
        if test.isMariaDB, !connection.isMariaDB { return }
        for statement in test.base {
            try connection.execute(statement.replacing("OTHER", with: "`\(other.name)`"))
        }
        var census = try EngineCensus(connection, database: database.name)
        let kinds = try kinds(test.script.replacing("OTHER", with: "`\(other.name)`"), connection, &census)
        #expect((kinds.last == .unprotected) == test.isUnprotected, "\(kinds)")
    }

    /// A result for one revision may not hold after another.
    @Test(arguments: [
        "ALTER TABLE log ENGINE=MyISAM", "CREATE TRIGGER g AFTER INSERT ON log FOR EACH ROW INSERT INTO m VALUES (1)",
    ])
    func theServerIsAskedAgain(_ between: String) throws {
        let database = try PrivateServer.shared.database()
        let connection = try database.connect()
        try connection.execute(all: ["CREATE TABLE log (n INT)", Self.myisam])
        var census = try EngineCensus(connection, database: database.name)
        #expect(try kinds("INSERT INTO log VALUES (1)", connection, &census) == [.transaction])
        _ = try kinds(between, connection, &census)
        try connection.execute(between)
        #expect(try kinds("INSERT INTO log VALUES (1)", connection, &census) == [.unprotected])
    }

    @Test func namesOfTablesHaveNoCaseWhereTheServerSaysSo() throws {
        let server = try PrivateServer.start(options: ["--lower-case-table-names=1"])
        defer { server.stop() }
        let database = try server.database()
        let connection = try database.connect()
        var census = try EngineCensus(connection, database: database.name)
        let script = "CREATE TABLE Log (n INT) ENGINE=MyISAM;\nINSERT INTO log VALUES (1)"
        #expect(try kinds(script, connection, &census).last == .unprotected)
    }

    /// A continued run repeats a SET, and with it the effects of the function.
    @Test func aSetThatCallsAFunctionIsNotRepeated() throws {
        let database = try PrivateServer.shared.database()
        let connection = try database.connect()
        try connection.execute("CREATE TABLE m (n INT)")
        try connection.execute(Self.function)
        var census = try EngineCensus(connection, database: database.name)
        #expect(try kinds("SET @x = f();\nSET @y = 1", connection, &census) == [.other, .session])
    }
}
