import SQLStatements
import SchemaModel
import Testing

/// A script and its statements.
struct SplitCase: Sendable, CustomTestStringConvertible {
    let name: String
    let script: String
    let statements: [String]
    var dialect = SQLDialect()
    var testDescription: String { name }

    init(_ name: String, _ script: String, _ statements: [String], dialect: SQLDialect = SQLDialect()) {
        self.name = name
        self.script = script
        self.statements = statements
        self.dialect = dialect
    }
}

@Suite("Statement splitter")
struct StatementSplitterTests {
    static let plain: [SplitCase] = [
        SplitCase("empty", "", []),
        SplitCase("nothing but delimiters", ";;\n ; ", []),
        SplitCase("last one without delimiter", "A;B", ["A", "B"]),
        SplitCase("string with delimiter", "A 'x;y';B \"p;q\";", ["A 'x;y'", "B \"p;q\""]),
        SplitCase("doubled quote", "A 'it''s;';B;", ["A 'it''s;'", "B"]),
        SplitCase("escaped quote", #"A 'it\';';B;"#, [#"A 'it\';'"#, "B"]),
        SplitCase("escaped backslash", #"A 'x\\';B;"#, [#"A 'x\\'"#, "B"]),
        SplitCase(
            "no backslash escapes",
            #"A 'x\';B;"#,
            [#"A 'x\'"#, "B"],
            dialect: SQLDialect(noBackslashEscapes: true)
        ),
        SplitCase("quoted name", "A `x;``y`;B;", ["A `x;``y`", "B"]),
        SplitCase(
            "ANSI quotes take no backslash",
            #"A "x\";B;"#,
            [#"A "x\""#, "B"],
            dialect: SQLDialect(ansiQuotes: true)
        ),
        SplitCase("dash comment", "A -- x; y\n z;B;", ["A -- x; y\n z", "B"]),
        SplitCase("two dashes are minus minus", "A 5--3;B;", ["A 5--3", "B"]),
        SplitCase("dash comment at the end", "A;--", ["A"]),
        SplitCase("hash comment", "A # it's; y\n z;B", ["A # it's; y\n z", "B"]),
        SplitCase("block comment", "A /* x; ' */ z;B", ["A /* x; ' */ z", "B"]),
        SplitCase("versioned comment", "/*!40101 SET x = 1; */;B;", ["/*!40101 SET x = 1; */", "B"]),
        SplitCase("string in a versioned comment", "/*!50003 A '*/;' */;B;", ["/*!50003 A '*/;' */", "B"]),
        SplitCase("MariaDB's own comment", "/*M!100100 A */;B;", ["/*M!100100 A */", "B"]),
        SplitCase("comment within a versioned comment", "/*! A /* x */ b */;C;", ["/*! A /* x */ b */", "C"]),
        SplitCase("trailing comment is not part", "A; -- tail\n# more\n", ["A"]),
        SplitCase("CRLF", "A;\r\nB;\r\n", ["A", "B"]),
        SplitCase("BEGIN of a transaction", "BEGIN; A; COMMIT;", ["BEGIN", "A", "COMMIT"]),
        SplitCase("columns named as keywords", "SELECT end, begin FROM `if`;B", ["SELECT end, begin FROM `if`", "B"]),
        SplitCase(
            "CASE outside of a body",
            "SELECT CASE 1 WHEN 1 THEN 2 END;B",
            ["SELECT CASE 1 WHEN 1 THEN 2 END", "B"]
        ),
        SplitCase("XA", "XA BEGIN 'a'; XA END 'a';", ["XA BEGIN 'a'", "XA END 'a'"]),
    ]

    static let delimiters: [SplitCase] = [
        SplitCase("double slash", "DELIMITER //\nA;B//\nDELIMITER ;\nC;", ["A", "B", "C"]),
        SplitCase(
            "dollars touch a word",
            "delimiter $$\nBEGIN NOT ATOMIC x; END$$\nC$$",
            ["BEGIN NOT ATOMIC x; END", "C"]
        ),
        SplitCase("double semicolon", "DELIMITER ;;\nA; B ;;\nDELIMITER ;\nC;D;", ["A", "B", "C", "D"]),
        SplitCase("in a string it is text", "DELIMITER //\nA 'x//y' -- //\n//\nB//", ["A 'x//y'", "B"]),
        SplitCase("a word", "DELIMITER go\nSELECT category, gone go\nB go", ["SELECT category, gone", "B"]),
        SplitCase("quoted", "DELIMITER '//'\nA//", ["A"]),
        SplitCase("CRLF", "DELIMITER //\r\nA;B//\r\nDELIMITER ;\r\nC;\r\n", ["A", "B", "C"]),
        SplitCase("a name in mid-statement", "SELECT\ndelimiter FROM t;B", ["SELECT\ndelimiter FROM t", "B"]),
        SplitCase("after a comment", "-- c\nDELIMITER //\nA;//", ["A"]),
        SplitCase(
            "a semicolon of its own",
            "DELIMITER //\nBEGIN NOT ATOMIC A; END;\n//\nB; ; //;//",
            ["BEGIN NOT ATOMIC A; END", "B"]
        ),
        SplitCase(
            "several in front of a routine",
            "DELIMITER //\nUPDATE t; DROP PROCEDURE p; CREATE PROCEDURE p() BEGIN A; B; END; C //",
            ["UPDATE t", "DROP PROCEDURE p", "CREATE PROCEDURE p() BEGIN A; B; END", "C"]
        ),
        SplitCase("a transaction", "DELIMITER $$\nBEGIN; A; COMMIT $$", ["BEGIN", "A", "COMMIT"]),
        SplitCase(
            "a body of one statement",
            "DELIMITER //\nCREATE PROCEDURE p() SELECT 1; ROLLBACK//",
            ["CREATE PROCEDURE p() SELECT 1", "ROLLBACK"]
        ),
        SplitCase(
            "an open body ends there",
            "DELIMITER //\nCREATE PROCEDURE p() BEGIN A;//\nB//",
            ["CREATE PROCEDURE p() BEGIN A", "B"]
        ),
        SplitCase("never changed back", "DELIMITER //\nSELECT 1;\n", ["SELECT 1"]),
    ]

    /// Each is one statement despite its semicolons.
    static let bodies: [String] = [
        "CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END",
        "CREATE DEFINER=`root`@`localhost` PROCEDURE `p`(IN a INT, OUT b INT) MODIFIES SQL DATA COMMENT 'x;' BEGIN SET b = a; END",
        "CREATE OR REPLACE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; END; START TRANSACTION; COMMIT; END",
        "CREATE PROCEDURE p() BEGIN DECLARE c CURSOR FOR SELECT a FROM t FOR UPDATE; OPEN c; END",
        "CREATE PROCEDURE p() BEGIN DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = IF(1, 2, 3); SELECT 1; END",
        "CREATE PROCEDURE p() BEGIN IF a THEN SELECT 1; ELSEIF b THEN SELECT IF(1,2,3); ELSE SELECT 2; END IF; END",
        "CREATE PROCEDURE p() BEGIN CASE x WHEN 1 THEN SELECT CASE WHEN a THEN b ELSE c END; ELSE SELECT 2; END CASE; END",
        "CREATE PROCEDURE p() BEGIN l: LOOP SET i = i + 1; IF i > 3 THEN LEAVE l; END IF; END LOOP l; END",
        "CREATE PROCEDURE p() l: BEGIN SELECT 1; LEAVE l; END l",
        "CREATE PROCEDURE p() BEGIN WHILE i < 3 DO SET i = i + 1; DO SLEEP(0); END WHILE; SELECT 1; END",
        "CREATE PROCEDURE p() BEGIN REPEAT SET i = REPEAT('x', 3); UNTIL i > 3 END REPEAT; SELECT 1; END",
        "CREATE PROCEDURE p() BEGIN FOR i IN 1..3 DO INSERT INTO t VALUES (i); END FOR; END",
        "CREATE PROCEDURE p() BEGIN SELECT end, begin FROM t; UPDATE t SET begin = 1, end = 2 WHERE t.end > 1; END",
        "CREATE PROCEDURE p() BEGIN SELECT CASE WHEN end > 1 THEN end ELSE end END FROM t; END",
        "CREATE PROCEDURE p() BEGIN SET @end = 1, @begin = 2; DROP TABLE IF EXISTS t; CREATE TABLE IF NOT EXISTS t (a INT); END",
        "CREATE PROCEDURE p() IF 1 THEN SELECT 1; ELSE SELECT 2; END IF",
        "CREATE PROCEDURE p() WHILE 0 DO SELECT 1; END WHILE",
        "CREATE PROCEDURE IF NOT EXISTS p() BEGIN BEGIN END; BEGIN SELECT 1; END; END",
        "CREATE FUNCTION f(a INT) RETURNS varchar(10) CHARACTER SET utf8mb4 DETERMINISTIC BEGIN RETURN a; END",
        "CREATE FUNCTION f(a INT) RETURNS set('a','b') READS SQL DATA BEGIN DECLARE x INT DEFAULT 0; RETURN x; END",
        "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN SET NEW.a = 1; SET NEW.b = 2; END",
        "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW FOLLOWS u IF NEW.a THEN SET NEW.b = 2; END IF",
        "CREATE TRIGGER t AFTER UPDATE ON x FOR EACH ROW CASE NEW.a WHEN 1 THEN SET @x = 1; END CASE",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2026-01-01' ON COMPLETION PRESERVE DO BEGIN DELETE FROM t; SELECT 1; END",
        "ALTER EVENT e DO BEGIN DELETE FROM t; END",
        "BEGIN NOT ATOMIC DECLARE x INT; SET x = 1; END",
        "BEGIN NOT ATOMIC IF 1 THEN SELECT 1; END IF; END",
        "IF 1 THEN SELECT 1; END IF",
        "l: LOOP LEAVE l; END LOOP",
        "/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN SET NEW.a = 1; END */",
    ]

    /// Each is one statement with a custom delimiter. With the plain one, nothing shows where it ends.
    static let foreignBodies: [String] = [
        "CREATE PROCEDURE p AS x INT; BEGIN SELECT 1; END",
        "CREATE OR REPLACE PROCEDURE p(a INT) IS BEGIN SELECT 1; END",
        "CREATE FUNCTION f(a INT) RETURN INT AS x INT := 1; BEGIN RETURN x; END",
        "CREATE PACKAGE p AS FUNCTION f RETURN INT; PROCEDURE q; END",
        "CREATE PACKAGE BODY p AS PROCEDURE q AS BEGIN SELECT 1; END; END",
        "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW DECLARE a INT; BEGIN a := 1; END",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DECLARE a INT; BEGIN a := 1; DELETE FROM t; END",
        "DECLARE a INT; BEGIN a := 1; INSERT INTO t VALUES (a); END",
        "BEGIN INSERT INTO t VALUES (1); INSERT INTO t VALUES (2); END",
        "BEGIN /* x */ NULL; END",
        "CREATE FUNCTION f() RETURNS INT LANGUAGE JAVASCRIPT AS $x$ let a = 1; return a; $x$",
    ]

    @Test(arguments: foreignBodies)
    func keepsWholeUpToADelimiter(_ statement: String) throws {
        let script = try StatementSplitter.split("DELIMITER //\nA; \(statement);\n//\nB//")
        #expect(script.statements.map(\.text) == ["A", statement, "B"])
    }

    @Test(arguments: ["BEGIN", "BEGIN WORK", "begin /* x */ work"])
    func aTransactionIsNoBlock(_ start: String) throws {
        let script = try StatementSplitter.split("DELIMITER //\n\(start); A; COMMIT//\n\(start)//\nB//")
        #expect(script.statements.map(\.text) == [start, "A", "COMMIT", start, "B"])
    }

    /// Each ends at its first semicolon, although it looks like a body.
    static let notBodies: [String] = [
        "CREATE TABLE t (begin INT, end INT, `case` INT)",
        "CREATE FUNCTION f(a INT) RETURNS INT RETURN IF(a > 1, 2, CASE a WHEN 1 THEN 2 END)",
        "CREATE PROCEDURE p() CREATE TABLE IF NOT EXISTS t (a INT)",
        "CREATE PROCEDURE p() SELECT begin FROM t",
        "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW SET NEW.a = IF(NEW.b, 1, REPEAT('x', 2))",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t WHERE begin < now()",
        "ALTER EVENT e RENAME TO f",
        "CREATE VIEW v AS SELECT CASE WHEN a THEN b END AS end FROM t",
        "DROP PROCEDURE IF EXISTS p",
        "ALTER TABLE begin ADD COLUMN end INT",
    ]

    @Test(arguments: plain + delimiters)
    func splits(_ example: SplitCase) throws {
        let script = try StatementSplitter.split(example.script, dialect: example.dialect)
        #expect(script.statements.map(\.text) == example.statements)
    }

    @Test(arguments: bodies + notBodies)
    func keepsWhole(_ statement: String) throws {
        let script = try StatementSplitter.split("A 1;\n\(statement);\nB 2;")
        #expect(script.statements.map(\.text) == ["A 1", statement, "B 2"])
    }

    @Test(arguments: bodies)
    func knowsThatADelimiterIsNeeded(_ statement: String) throws {
        let script = try StatementSplitter.split("DELIMITER //\n\(statement)//")
        #expect(script.statements.map(\.text) == [statement])
        #expect(script.statements.map(\.containsSemicolon) == [statement.contains(";")])
    }

    @Test func tellsPlacesAndComments() throws {
        let text = "-- one\n# two\n  A\n b; /* three\n */ 'ä', C;\n-- tail"
        let script = try StatementSplitter.split(text, firstLine: 10)
        #expect(script.statements.map(\.line) == [12, 14])
        #expect(script.statements.map(\.column) == [3, 5])
        #expect(script.statements.map { $0.comments.map(\.text) } == [["-- one", "# two"], ["/* three\n */"]])
        #expect(script.statements[0].comments.map(\.line) == [10, 11])
        #expect(script.trailingComments == [SQLComment(text: "-- tail", line: 15, column: 1)])
    }

    @Test(arguments: [
        ("A;\n  'ä", UnterminatedSQL.string, 2, 3),
        ("A;\nB `x;", .quotedIdentifier, 2, 3),
        ("A; /* x", .comment, 1, 4),
        ("A;\n/*!40101 B", .comment, 2, 1),
        ("A '\\", .string, 1, 3),
        ("A;\nCREATE PROCEDURE p() BEGIN\n SELECT 1;\nB;", .block, 2, 22),
    ])
    func namesWhatIsOpen(_ text: String, _ what: UnterminatedSQL, _ line: Int, _ column: Int) {
        #expect(throws: SQLScriptError.unterminated(what, line: line, column: column)) {
            try StatementSplitter.split(text)
        }
    }

    @Test(arguments: ["/*!50003 A; B */;", "DELIMITER //\n/*!50003 A; B */ //", "/*! A */ /*!50003 B;\n; /* x */ C */"])
    func refusesSeveralStatementsInAComment(_ text: String) {
        let error = #expect(throws: SQLScriptError.self) { try StatementSplitter.split(text) }
        guard case .severalInComment = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
    }

    @Test(arguments: ["DELIMITER", "DELIMITER \n", "DELIMITER \\\\"])
    func refusesABadDelimiter(_ text: String) {
        #expect(throws: SQLScriptError.badDelimiter(line: 2, column: 1)) { try StatementSplitter.split("A;\n" + text) }
    }
}
