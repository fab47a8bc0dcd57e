import DiagnosticModel
import MariaDBClient
import MigrationRunner
import Revisions
import SQLStatements
import ServerPort
import TestSupport
import Testing

typealias Place = DiagnosticModel.SourceLocation

@Suite("Running a chain")
struct MigrationRunnerTests {
    private static let blog: [(up: String, down: String?)] = [
        ("CREATE TABLE a (id INT PRIMARY KEY);\nINSERT INTO a VALUES (1), (2);", "DROP TABLE a;"),
        ("ALTER TABLE a ADD COLUMN name VARCHAR(20);\nUPDATE a SET name = 'x';", "ALTER TABLE a DROP COLUMN name;"),
        ("CREATE TABLE b (id INT);", "DROP TABLE b;"),
    ]

    /// The tables have the right options, whatever the defaults of the server, the database or the session.
    @Test(arguments: [
        "SET default_storage_engine = MyISAM", "SET default_storage_engine = MEMORY",
        "/*M!100000 SET sql_mode = 'EMPTY_STRING_IS_NULL' */", "/*!80013 SET sql_require_primary_key = ON */",
        "ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
    ])
    func ownTablesAreAsTheyMustBe(_ setting: String) throws {
        let fixture = try RunnerFixture([("SELECT 1;\nSELECT 2;", "SELECT 3;"), ("SELECT 1;", "SELECT 2;")])
        // MariaDB would run a comment for a later version as its own.
        let isForMySQL = setting.hasPrefix("/*!8")
        if try isForMySQL && fixture.value("SELECT VERSION()").contains("MariaDB") { return }
        try fixture.connection.execute(setting)
        fixture.options.person = ""
        fixture.options.lockKind = .lease
        try fixture.upgrade()
        try fixture.downgrade("base")
        _ = try fixture.runner().stamp([RevisionTarget("r2")])
        #expect(try fixture.runner().versionRows() == ["r2"])
        let tables = try fixture.connection.execute(
            """
            SELECT ENGINE, ROW_FORMAT, TABLE_COLLATION, LOWER(CREATE_OPTIONS) LIKE '%row_format=dynamic%' \
            FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()
            """
        ).rows
        #expect(tables.count == 3)
        #expect(tables.allSatisfy { row in (0..<4).map { row[$0] } == ["InnoDB", "Dynamic", "utf8mb4_bin", "1"] })
    }

    /// A crash between the change of a version and its COMMIT would lose the version.
    @Test func aVersionTableWithoutTransactionsIsRefused() throws {
        let fixture = try RunnerFixture([("CREATE TABLE a (n INT);", nil)])
        try fixture.connection.execute(
            "CREATE TABLE swiftmig_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY) ENGINE=MyISAM"
        )
        let refusal = MigrationError.ownTableWithoutTransactions("swiftmig_version", engine: "MyISAM")
        #expect(throws: refusal) { try fixture.upgrade() }
        #expect(throws: refusal) { try fixture.runner().stamp([RevisionTarget("r1")]) }
        #expect(try fixture.tables == [])
        try fixture.connection.execute("ALTER TABLE swiftmig_version ENGINE=InnoDB")
        try fixture.upgrade()
        #expect(try fixture.tables == ["a"])
    }

    @Test func upAndDown() throws {
        let fixture = try RunnerFixture(Self.blog)
        #expect(try fixture.runner().versionRows() == [])
        #expect(try fixture.runner().journalEntries() == [])
        #expect(try fixture.strings("SHOW TABLES") == [])

        let report = try fixture.upgrade("r2")
        #expect(report.from == [])
        #expect(report.to == ["r2"])
        #expect(report.steps.map(\.revision) == ["r1", "r2"])
        #expect(report.steps.map(\.statements) == [2, 2])
        #expect(report.steps.allSatisfy { $0.status == .done })
        #expect(try fixture.upgrade().steps.map(\.revision) == ["r3"])
        #expect(try fixture.upgrade().steps.isEmpty)
        #expect(try fixture.tables == ["a", "b"])
        #expect(try fixture.strings("SELECT name FROM a") == ["x", "x"])

        let journal = try fixture.runner().journalEntries()
        #expect(journal.map(\.revision) == ["r1", "r2", "r3"])
        #expect(journal.allSatisfy { $0.state == .done && $0.nextStatement == $0.statementCount && $0.inFlight == nil })
        #expect(journal.allSatisfy { $0.finishedAt != nil && $0.person == "tester" && $0.host == "here" })
        #expect(journal.allSatisfy { $0.databaseUser.contains("@") && ($0.seconds ?? 0) > 0 })

        #expect(try fixture.downgrade().steps.map(\.revision) == ["r3"])
        #expect(try fixture.tables == ["a"])
        #expect(try fixture.downgrade("base").steps.map(\.revision) == ["r2", "r1"])
        #expect(try fixture.tables == [])
        #expect(try fixture.runner().versionRows() == [])
    }

    @Test func aPlanRunsNothing() throws {
        let fixture = try RunnerFixture(Self.blog)
        let plan = try fixture.runner().plan(.upgrade, to: RevisionTarget("head"))
        #expect(plan.report.steps.map(\.status) == [.planned, .planned, .planned])
        #expect(plan.report.to == ["r3"])
        #expect(try fixture.strings("SHOW TABLES") == [])
    }

    @Test func takesOverAlembicsTable() throws {
        let fixture = try RunnerFixture(Self.blog)
        fixture.options.versionTable = "alembic_version"
        try fixture.connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        try fixture.connection.execute("INSERT INTO alembic_version VALUES ('r2')")
        #expect(try fixture.upgrade().steps.map(\.revision) == ["r3"])
        #expect(try fixture.strings("SELECT version_num FROM alembic_version") == ["r3"])
    }

    @Test func anIDThatDoesNotFitIsRefusedBeforeAnythingRuns() throws {
        let fixture = try RunnerFixture([])
        let id = String(repeating: "x", count: 33)
        fixture.graph = try RevisionGraph.build([Revision(id: id)])
        try fixture.connection.execute("CREATE TABLE swiftmig_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        #expect(throws: MigrationError.revisionIDTooLong(id, width: 32, versionTable: "swiftmig_version")) {
            try fixture.upgrade()
        }
        #expect(try fixture.runner().journalEntries() == [])
    }

    @Test func aFailedStatementIsCorrectedAndTheRunGoesOn() throws {
        let start = "CREATE TABLE c (n INT);\nINSERT INTO c VALUES (1);\n"
        let fixture = try RunnerFixture([(start + "ALTER TABLE c ADDD COLUMN m INT;\nSELECT 1;", "DROP TABLE c;")])
        let failure = #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        #expect(failure?.origin?.index == 2)
        #expect(failure?.statementsDone == 2)
        #expect(failure?.origin?.location == Place(file: "r1.sql", line: 7, column: 1))
        #expect(failure?.origin?.statement.text == "ALTER TABLE c ADDD COLUMN m INT")
        #expect(failure?.fate == .notApplied)
        #expect(failure?.serverError.errno == 1064)
        #expect(failure?.serverError.message.hasSuffix("COLUMN m INT' at line 1") == true)
        #expect(try fixture.runner().versionRows() == [])
        #expect(try fixture.runner().interruptedEntry()?.error?.hasPrefix("1064") == true)

        let refused = #expect(throws: MigrationError.self) { try fixture.downgrade("base") }
        guard case .interrupted(let entry, .downgrade) = refused else {
            Issue.record("found \(String(describing: refused))")
            return
        }
        #expect(entry.revision == "r1")

        // Comments on statements that ran may change, and so may statements that did not run.
        let corrected = "-- a counter\n" + start + "ALTER TABLE c ADD COLUMN m INT;\nINSERT INTO c VALUES (2, 2);"
        fixture.graph = try RunnerFixture.graph([(corrected, "DROP TABLE c;")])
        let report = try fixture.upgrade()
        #expect(report.steps.map(\.status) == [.resumed])
        #expect(report.steps.map(\.statements) == [2])
        #expect(try fixture.strings("SELECT n FROM c ORDER BY n") == ["1", "2"])
        let journal = try fixture.runner().journalEntries()
        #expect(journal.map(\.state) == [.done])
        #expect(journal.map(\.error) == [nil])
    }

    @Test func whatRanMustNotChange() throws {
        let fixture = try RunnerFixture([("CREATE TABLE c (n INT);\nINSERT INTO c VALUES (1);\nBROKEN;", nil)])
        #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        fixture.graph = try RunnerFixture.graph([("CREATE TABLE c (n BIGINT);", nil)])
        let error = #expect(throws: MigrationError.self) { try fixture.upgrade() }
        guard case .changedStatements(_, "r1.sql", let changed) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
        #expect(changed.map(\.index) == [0, 1])
        #expect(changed.map(\.now?.location) == [Place(file: "r1.sql", line: 5, column: 1), nil])
    }

    @Test func aFailureOfTheFirstStatementLeavesNothingToFinish() throws {
        let fixture = try RunnerFixture([("CREATE TABLE a (id INT);", "DROP TABLE a;"), ("NONSENSE;", "SELECT 1;")])
        let failure = #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        #expect(failure?.finishedRevisions == ["r1"])
        #expect(try fixture.runner().interruptedEntry() == nil)
        #expect(try fixture.runner().journalEntries().map(\.state) == [.done, .failed])
        #expect(try fixture.downgrade().steps.map(\.revision) == ["r1"])
    }

    @Test func aFailedTransactionIsTakenBackWhole() throws {
        let start = "CREATE TABLE a (id INT PRIMARY KEY);\nSTART TRANSACTION;\nINSERT INTO a VALUES (1);\n"
        let fixture = try RunnerFixture([(start + "INSERT INTO a VALUES (1);\nCOMMIT;", nil)])
        let failure = #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        #expect(failure?.origin?.index == 3)
        #expect(failure?.statementsDone == 1)
        #expect(failure?.serverError.errno == 1062)
        #expect(try fixture.strings("SELECT id FROM a") == [])
        fixture.graph = try RunnerFixture.graph([(start + "INSERT INTO a VALUES (2);\nCOMMIT;", nil)])
        try fixture.upgrade()
        #expect(try fixture.strings("SELECT id FROM a ORDER BY id") == ["1", "2"])
    }

    @Test func aFailureThatChangedSomethingStopsTheNextRun() throws {
        let fixture = try RunnerFixture([("CREATE TABLE a (id INT);", "DROP TABLE a, missing;")])
        try fixture.upgrade()
        let failure = #expect(throws: MigrationFailure.self) { try fixture.downgrade() }
        // MariaDB drops the tables that exist; MySQL checks all names first.
        let isPartial = try fixture.tables.isEmpty
        #expect(failure?.fate == (isPartial ? .partlyApplied : .notApplied))
        guard isPartial else { return }
        let stopped = #expect(throws: MigrationError.self) { try fixture.downgrade() }
        guard case .undecidable(let undecidable) = stopped else {
            Issue.record("found \(String(describing: stopped))")
            return
        }
        #expect(undecidable.reason == .partlyApplied)
        // The command in the error message settles it.
        try fixture.connection.execute(
            "UPDATE \(undecidable.journalTable) SET state = 'running', in_flight = NULL, next_statement = 1 "
                + "WHERE id = \(undecidable.entry.id)"
        )
        #expect(try fixture.downgrade().steps.map(\.revision) == ["r1"])
        #expect(try fixture.runner().versionRows() == [])
    }

    @Test func theServersWordsEndWithTheStatement() throws {
        let fixture = try RunnerFixture([("CREATE TABLE a (n INT);\nALTER TABLE a AD COLUMN x INT;\nSELECT 1;", nil)])
        let failure = try #require(throws: MigrationFailure.self) { try fixture.upgrade() }
        #expect(failure.serverError.message.hasSuffix("COLUMN x INT' at line 1"))
    }

    @Test func aStatementThatRanAndCouldNotBeRecorded() throws {
        let fixture = try RunnerFixture([("DROP TABLE swiftmig_journal;\nSELECT 1;", nil)])
        #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        let failure = try #require(throws: MigrationFailure.self) {
            try RunnerFixture([("DROP TABLE swiftmig_journal;", nil)]).upgrade()
        }
        #expect(failure.fate == .unrecorded)
    }

    @Test func aTriggerWithASemicolonBeforeItsDelimiter() throws {
        let trigger = "CREATE TRIGGER tr BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.n = NEW.n + 10; END;"
        let up = "CREATE TABLE a (n INT);\nDELIMITER //\n\(trigger)\n//\nDELIMITER ;\nINSERT INTO a VALUES (1);"
        let fixture = try RunnerFixture([(up, nil)])
        try fixture.upgrade()
        #expect(try fixture.strings("SELECT n FROM a") == ["11"])
    }

    @Test(arguments: [
        ("LOCK TABLES a WRITE;", MigrationError.UnsuitableStatement.takesOverSession("LOCK")),
        ("START TRANSACTION;\nCREATE TABLE a (n INT);\nCOMMIT;", .ddlInTransaction),
        ("START TRANSACTION;\nSET autocommit = 1;\nCOMMIT;", .ddlInTransaction),
        ("DELIMITER //\nUPDATE z SET n = 1; ROLLBACK//", .rollback),
        ("DELIMITER //\nBEGIN; UPDATE z SET n = 1//", .transactionLeftOpen),
        ("START TRANSACTION;\nSELECT 1;", .transactionLeftOpen),
        ("START TRANSACTION;", .transactionLeftOpen),
        ("ROLLBACK;", .rollback),
        ("START TRANSACTION;\nSELECT 1;\nROLLBACK /* not a COMMIT */;", .rollback),
        ("SAVEPOINT x;", .savepointOutsideOfTransaction),
    ])
    func refusesWhatItCannotRecord(_ up: String, _ what: MigrationError.UnsuitableStatement) throws {
        let fixture = try RunnerFixture([("CREATE TABLE z (n INT);", nil), (up, nil)])
        let error = #expect(throws: MigrationError.self) { try fixture.upgrade() }
        guard case .unsuitable(what, let origin) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
        #expect(origin.revision.path == "r2.sql")
        #expect(try fixture.strings("SHOW TABLES") == [])
    }

    @Test func irreversible() throws {
        let fixture = try RunnerFixture([
            ("CREATE TABLE a (id INT);", "-- swiftmig: irreversible rows were thrown away\n"),
            ("CREATE TABLE b (id INT);", "DROP TABLE b;"), ("CREATE TABLE c (id INT);", nil),
        ])
        try fixture.upgrade("r2")
        let place = Place(file: "r1.sql", line: 6, column: 1)
        let reason = "rows were thrown away"
        #expect(throws: MigrationError.irreversible(revision: "r1", reason: reason, place, isTop: false)) {
            try fixture.downgrade("base")
        }
        #expect(try fixture.tables == ["a", "b"])
        try fixture.upgrade()
        #expect(throws: MigrationError.noDowngrade(revision: "r3", path: "r3.sql")) { try fixture.downgrade() }
        // There is nothing above r1 that a hint could offer to revert.
        let single = try RunnerFixture([("CREATE TABLE a (id INT);", "-- swiftmig: irreversible \(reason)\n")])
        try single.upgrade()
        #expect(throws: MigrationError.irreversible(revision: "r1", reason: reason, place, isTop: true)) {
            try single.downgrade()
        }
    }

    @Test func dataLossIsFoundBeforeAnythingRuns() throws {
        let fixture = try RunnerFixture([
            ("CREATE TABLE a (id INT, x INT, y INT);", "DROP TABLE old_a;"),
            ("RENAME TABLE a TO b;", "RENAME TABLE b TO old_a;"),
            ("CREATE TABLE bare (id INT);", "DROP TABLE bare;\nDROP TABLE IF EXISTS never_there;"),
            ("INSERT INTO b VALUES (1, 2, NULL);", "ALTER TABLE b DROP COLUMN x, DROP COLUMN y;"),
        ])
        try fixture.upgrade()
        let plan = try fixture.runner().plan(.downgrade, to: RevisionTarget("base"))
        let losses = try fixture.runner().dataLosses(of: plan)
        #expect(losses.map(\.what) == [.column("x", of: SQLName("b")), .table(SQLName("old_a"))])
        #expect(losses.map(\.origin.location.file) == ["r4.sql", "r1.sql"])
        #expect(losses.map(\.origin.location.line) == [7, 7])
        #expect(try fixture.tables == ["b", "bare"].sorted())
    }

    /// `DB` is replaced by the name of another database.
    @Test(arguments: [
        ("CREATE OR REPLACE TABLE full (x INT);", true), ("CREATE OR REPLACE TABLE bare (x INT);", false),
        ("DROP SCHEMA DB;", true), ("DROP SCHEMA IF EXISTS never_there;", false),
        ("PREPARE s FROM 'DROP TABLE full'; EXECUTE s;", true), ("PREPARE s FROM 'DROP TABLE full';", false),
    ])
    func dataLossIsFoundInRarerStatements(_ downgrade: String, isFound: Bool) throws {
        let other = try PrivateServer.shared.database()
        try other.connect().execute(all: ["CREATE TABLE kept (n INT)", "INSERT INTO kept VALUES (1)"])
        let down = downgrade.replacing("DB", with: other.name)
        let fixture = try RunnerFixture([("CREATE TABLE full (n INT); CREATE TABLE bare (n INT);", down)])
        try fixture.upgrade()
        try fixture.connection.execute("INSERT INTO full VALUES (1)")
        let plan = try fixture.runner().plan(.downgrade, to: RevisionTarget("base"))
        #expect(try fixture.runner().dataLosses(of: plan).isEmpty == !isFound)
    }

    @Test func anUnknownRowIsNamedWithItsHistory() throws {
        let fixture = try RunnerFixture(Self.blog)
        try fixture.upgrade("r2")
        fixture.graph = try RunnerFixture.graph([Self.blog[0]])
        let error = #expect(throws: MigrationError.self) { try fixture.upgrade() }
        guard case .unknownVersion("r2", "swiftmig_version", let entry, ["r1"]) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
        #expect(entry?.person == "tester")
        #expect(try fixture.runner().versionRows() == ["r2"])
        #expect(try fixture.runner().stamp([RevisionTarget("r1")], purge: true).to == ["r1"])
        #expect(try fixture.runner().currentHeads() == ["r1"])
    }

    @Test func stamps() throws {
        let fixture = try RunnerFixture(Self.blog)
        #expect(try fixture.runner().stamp([RevisionTarget("r2")], dryRun: true).to == ["r2"])
        #expect(try fixture.strings("SHOW TABLES") == [])
        #expect(try fixture.runner().stamp([RevisionTarget("r2")]).to == ["r2"])
        #expect(try fixture.runner().versionRows() == ["r2"])
        #expect(try fixture.runner().journalEntries().map(\.action) == [.stamp])
        #expect(try fixture.runner().stamp([RevisionTarget("base")]).to == [])
        #expect(try fixture.runner().versionRows() == [])
    }

    @Test func stampingSettlesAnInterruptedRun() throws {
        let fixture = try RunnerFixture([("CREATE TABLE a (n INT);\nBROKEN;", "DROP TABLE a;")])
        #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        _ = try fixture.runner().stamp([RevisionTarget("r1")])
        #expect(try fixture.runner().interruptedEntry() == nil)
        #expect(try fixture.downgrade().steps.map(\.revision) == ["r1"])
    }

    @Test func namesThatNeedQuoting() throws {
        let name = #"`a``b\c'd`"#
        let fixture = try RunnerFixture([
            ("CREATE TABLE \(name) (id INT);\nALTER TABLE \(name) ADD COLUMN `x'y` INT;", "DROP TABLE \(name);")
        ])
        try fixture.upgrade()
        #expect(try fixture.tables == [#"a`b\c'd"#])
        try fixture.downgrade()
        #expect(try fixture.tables == [])
    }

    @Test func routinesAndTriggersRun() throws {
        let up = """
            CREATE TABLE a (n INT);
            CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.n = NEW.n + 1; SET NEW.n = NEW.n * 2; END;
            DELIMITER //
            CREATE PROCEDURE p() BEGIN INSERT INTO a VALUES (1); INSERT INTO a VALUES (2); END//
            DELIMITER ;
            CALL p();
            """
        let fixture = try RunnerFixture([(up, "DROP PROCEDURE p;\nDROP TABLE a;")])
        try fixture.upgrade()
        #expect(try fixture.strings("SELECT n FROM a ORDER BY n") == ["4", "6"])
        try fixture.downgrade()
        #expect(try fixture.tables == [])
    }

    @Test func offlineScriptRunsAndReverts() throws {
        let fixture = try RunnerFixture(Self.blog)
        let offline = OfflineScript(graph: fixture.graph)
        let script = try offline.upgrade("head")
        #expect(script.contains("CREATE TABLE IF NOT EXISTS `swiftmig_version`"))
        #expect(script.contains("-- upgrade r2\n"))
        for statement in try StatementSplitter.split(script).statements {
            try fixture.connection.execute(statement.text)
        }
        #expect(try fixture.runner().versionRows() == ["r3"])
        #expect(try fixture.tables == ["a", "b"])
        for statement in try StatementSplitter.split(offline.downgrade("r3:r1")).statements {
            try fixture.connection.execute(statement.text)
        }
        #expect(try fixture.runner().versionRows() == ["r1"])
        #expect(try fixture.tables == ["a"])
        #expect(try !offline.upgrade("r1:r2").contains("CREATE TABLE IF NOT EXISTS `swiftmig_version`"))
        #expect(throws: RevisionTargetError.rangeNotAncestor("r2:r1")) { try offline.upgrade("r2:r1") }
        #expect(throws: RevisionTargetError.sqlRangeRequired("base")) { try offline.downgrade("base") }
    }
}
