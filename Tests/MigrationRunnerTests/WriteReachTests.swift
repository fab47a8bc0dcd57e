import MariaDBClient
import SchemaSQL
import TestSupport
import Testing

@testable import MigrationRunner

/// What a statement writes to without naming it.
@Suite struct WriteReachTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        /// `OTHER` is another database, which has a table `m` of MyISAM.
        var base: [String]
        /// The last statement is the one that counts.
        var script: String
        var isUnprotected = true
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
    ]

    @Test(arguments: cases) func theServerIsAsked(_ test: Case) throws {
        let database = try PrivateServer.shared.database()
        let other = try PrivateServer.shared.database()
        try other.connect().execute(Self.myisam)
        let connection = try database.connect()
        for statement in test.base {
            try connection.execute(statement.replacing("OTHER", with: "`\(other.name)`"))
        }
        let text = test.script.replacing("OTHER", with: "`\(other.name)`")
        let statements = try StatementSplitter.split(text, dialect: connection.dialect).statements
        let units = try RunUnit.units(of: statements, path: "r1.sql", dialect: connection.dialect)
        var census = try EngineCensus(connection, database: database.name)
        let kinds = try census.resolve(units, of: statements).map(\.kind)
        #expect((kinds.last == .unprotected) == test.isUnprotected, "\(kinds)")
    }

    /// A continued run repeats a SET, and what the function does with it.
    @Test func aSetThatCallsAFunctionIsNotRepeated() throws {
        let database = try PrivateServer.shared.database()
        let connection = try database.connect()
        try connection.execute("CREATE TABLE m (n INT)")
        try connection.execute(Self.function)
        let statements = try StatementSplitter.split("SET @x = f();\nSET @y = 1", dialect: connection.dialect)
            .statements
        let units = try RunUnit.units(of: statements, path: "r1.sql", dialect: connection.dialect)
        var census = try EngineCensus(connection, database: database.name)
        #expect(try census.resolve(units, of: statements).map(\.kind) == [.other, .session])
    }
}
