import DiagnosticModel
import MariaDBClient
import MigrationRunner
import Revisions
import SQLStatements
import TestSupport
import Testing

/// Tests of statements that run in ranges of a key.
@Suite("Batches")
struct BatchTests {
    /// The types of key columns, each with an expression that turns `n` (from 1) into ascending values.
    private static let keys: [(type: String, value: String)] = [
        ("INT", "n - 50"),
        ("BIGINT UNSIGNED", "18446744073709551000 + n"),
        ("DECIMAL(20, 4)", "n / 8"),
        ("VARCHAR(20) CHARACTER SET utf8mb4", "CONCAT('ключ''\\\\', LPAD(n, 4, '0'))"),
        ("VARCHAR(20) CHARACTER SET latin1", "CONCAT('é', LPAD(n, 4, '0'))"),
        ("VARBINARY(9)", "CONCAT(X'00FF27', CHAR(n))"),
        ("DATETIME(3)", "'2026-11-22 00:00:00' + INTERVAL n * 7 HOUR"),
    ]

    private static func chain(_ statements: String, type: String = "INT", value: String = "n") -> [(String, String?)] {
        [
            (
                """
                CREATE TABLE numbers (n INT PRIMARY KEY);
                INSERT INTO numbers WITH RECURSIVE s AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM s WHERE n < 100) SELECT n FROM s;
                CREATE TABLE t (id \(type) NOT NULL PRIMARY KEY, n INT NOT NULL, hits INT NOT NULL DEFAULT 0);
                INSERT INTO t (id, n) SELECT \(value), n FROM numbers;
                CREATE TABLE copies (n INT NOT NULL);
                """, nil
            ), (statements, "UPDATE t SET hits = 0;"),
        ]
    }

    private static let twoBatches = """
        -- swiftmig: batch table=t key=id size=7
        UPDATE t SET hits = hits + 1 WHERE {range} AND n <> 13;
        -- swiftmig: batch table=t key=x.id size=33 pause=1ms
        INSERT INTO copies SELECT x.n FROM t AS x WHERE {range};
        """

    @Test(arguments: keys)
    func eachRowIsDoneOnce(_ key: (type: String, value: String)) throws {
        let fixture = try RunnerFixture(Self.chain(Self.twoBatches, type: key.type, value: key.value))
        var progress: [BatchProgress] = []
        try fixture.upgrade { event in
            if case .batch(let step) = event { progress.append(step) }
        }
        #expect(try fixture.strings("SELECT n FROM t WHERE hits <> 1") == ["13"])
        #expect(try fixture.value("SELECT COUNT(*), COUNT(DISTINCT n) FROM copies") == "100")
        #expect(progress.map(\.ranges) == Array(1...15) + Array(1...4))
        #expect(progress[14].rows == 99)
        #expect(progress[18].rows == 100)
        // Only numbers tell the progress.
        if key.type == "INT" { #expect(progress.map(\.share)[14] == 1) }
        #expect(try fixture.runner().journalEntries().allSatisfy { $0.state == .done && $0.batchPosition == nil })
    }

    @Test func aBatchSurvivesACrashAnywhere() throws {
        let chain = Self.chain(Self.twoBatches + "\nALTER TABLE t ADD COLUMN z INT;")
        let counted = try RunnerFixture(chain)
        try counted.upgrade("+1")
        let counter = CrashingExecutor(counted.connection)
        try counted.upgrade(over: counter)
        #expect(counter.calls > 30)
        for call in 0...counter.calls {
            let fixture = try RunnerFixture(chain)
            try fixture.upgrade("+1")
            let session = try fixture.database.connect()
            do {
                try fixture.upgrade(over: CrashingExecutor(session, crashAfter: call))
            } catch is SimulatedCrash {}
            try fixture.end(session)
            try fixture.upgrade()
            #expect(try fixture.strings("SELECT n FROM t WHERE hits <> 1") == ["13"], "call \(call)")
            #expect(try fixture.strings("SELECT COUNT(*) FROM copies") == ["100"], "call \(call)")
            #expect(try fixture.strings("SELECT COUNT(DISTINCT n) FROM copies") == ["100"], "call \(call)")
            let entry = try #require(try fixture.runner().journalEntries().last)
            #expect(entry.state == .done && entry.batchPosition == nil && entry.nextStatement == 3, "call \(call)")
        }
    }

    @Test func aFailedRangeIsWhereItGoesOn() throws {
        let batch = """
            -- swiftmig: batch table=t key=id size=10
            INSERT INTO once SELECT n FROM t WHERE {range};
            """
        let fixture = try RunnerFixture(Self.chain(batch))
        try fixture.upgrade("+1")
        try fixture.connection.execute("CREATE TABLE once (n INT PRIMARY KEY)")
        try fixture.connection.execute("INSERT INTO once VALUES (57)")
        let failure = try #require(throws: MigrationFailure.self) { try fixture.upgrade() }
        #expect(failure.fate == .notApplied)
        #expect(try fixture.value("SELECT COUNT(*) FROM once") == "51")
        let entry = try #require(try fixture.runner().journalEntries().last)
        #expect(entry.state == .failed && entry.nextStatement == 0 && entry.isHalfRun)
        try fixture.connection.execute("DELETE FROM once WHERE n = 57")
        // The batch ignores a row that is added later, and does not miss one that was deleted.
        try fixture.connection.execute("INSERT INTO t (id, n) VALUES (1000, 1000)")
        try fixture.connection.execute("DELETE FROM t WHERE n = 100")
        try fixture.upgrade()
        #expect(try fixture.value("SELECT COUNT(*) FROM once") == "99")
        #expect(try fixture.value("SELECT MAX(n) FROM once") == "99")
    }

    @Test func anotherKeyCannotTakeOver() throws {
        let batch = "-- swiftmig: batch table=t key=id size=10\nUPDATE t SET hits = 1 / (n - 57) WHERE {range};"
        let mode = "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO';\n"
        let fixture = try RunnerFixture(Self.chain(mode + batch))
        #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        try fixture.connection.execute("ALTER TABLE t ADD INDEX (n)")
        let other = batch.replacing("key=id", with: "key=n")
        fixture.graph = try RunnerFixture.graph(Self.chain(mode + other))
        let error = try #require(throws: MigrationError.self) { try fixture.upgrade() }
        guard case .batch(.otherKey("`t`.`id`"), let origin) = error, origin.revision.revision == "r2" else {
            throw error
        }
    }

    @Test func anEmptyTableIsDoneAtOnce() throws {
        let batch = "-- swiftmig: batch table=copies key=n\nDELETE FROM copies WHERE {range};\nSELECT 1;"
        let fixture = try RunnerFixture(Self.chain("ALTER TABLE copies ADD INDEX (n);\n" + batch))
        #expect(try fixture.upgrade().to == ["r2"])
    }

    @Test(arguments: [
        ("table=t key=nothing", BatchProblem.noColumn("nothing", table: "t")),
        ("table=nothing key=id", .noColumn("id", table: "nothing")),
        ("table=t key=n", .noIndex("n", table: "t")),
        ("table=t key=maybe", .nullable("maybe", table: "t")),
        ("table=t key=f", .unsuitableType("double", column: "f")),
    ])
    func whatCannotBeCountedOffIsRefused(_ words: String, _ problem: BatchProblem) throws {
        let batch = """
            ALTER TABLE t ADD COLUMN maybe INT, ADD INDEX (maybe), ADD COLUMN f DOUBLE NOT NULL, ADD INDEX (f);
            -- swiftmig: batch \(words)
            UPDATE t SET hits = 1 WHERE {range};
            """
        let fixture = try RunnerFixture(Self.chain(batch))
        let error = try #require(throws: MigrationError.self) { try fixture.upgrade() }
        guard case .batch(problem, let origin) = error, origin.revision.revision == "r2" else { throw error }
        #expect(origin.statement.line == 7)
        #expect(try fixture.value("SELECT MAX(hits) FROM t") == "0")
    }

    @Test func aTableWithoutTransactionsIsRefused() throws {
        let batch = "-- swiftmig: batch table=t key=id\nINSERT INTO log SELECT n FROM t WHERE {range};"
        let fixture = try RunnerFixture(Self.chain("CREATE TABLE log (n INT) ENGINE=MyISAM;\n" + batch))
        let error = try #require(throws: MigrationError.self) { try fixture.upgrade() }
        guard case .batch(.noTransactions, let origin) = error, origin.revision.revision == "r2" else { throw error }
        #expect(try fixture.value("SELECT COUNT(*) FROM log") == "0")
    }

    @Test func aBatchStandsInNoTransaction() throws {
        let fixture = try RunnerFixture(Self.chain("START TRANSACTION;\n\(Self.twoBatches)\nCOMMIT;"))
        let error = try #require(throws: MigrationError.self) { try fixture.upgrade() }
        guard case .unsuitable(.batchInTransaction, _) = error else { throw error }
    }

    @Test func aBatchDoesNotCountOnInAVariable() throws {
        let batch = "-- swiftmig: batch table=t key=id\nUPDATE t SET hits = (@n := @n + 1) WHERE {range};"
        let fixture = try RunnerFixture(Self.chain("SET @n = 0;\n" + batch))
        let error = try #require(throws: MigrationError.self) { try fixture.upgrade() }
        guard case .unsuitable(.batchCountsOn, let origin) = error else { throw error }
        #expect(origin.statement.line == 7)
    }

    @Test func aScriptHasNoRanges() throws {
        let fixture = try RunnerFixture(Self.chain(Self.twoBatches))
        let script = try OfflineScript(graph: fixture.graph).upgrade("r1:r2")
        #expect(script.contains("UPDATE t SET hits = hits + 1 WHERE TRUE AND n <> 13;"))
        #expect(!script.contains("{range}"))
    }
}
