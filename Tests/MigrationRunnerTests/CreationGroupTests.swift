import MariaDBClient
import MigrationRunner
import Revisions
import SQLStatements
import SchemaModel
import ServerPort
import TestSupport
import Testing

/// Several CREATE TABLE statements share a journal entry and a round trip, and each still runs once.
@Suite struct CreationGroupTests {
    /// Each CREATE would fail if it ran twice, and those with a foreign key would fail out of order.
    private static let up = """
        CREATE TABLE a (id INT PRIMARY KEY);
        CREATE TABLE b (id INT PRIMARY KEY, a INT, FOREIGN KEY (a) REFERENCES a (id));
        CREATE TABLE c LIKE a;
        CREATE TABLE IF NOT EXISTS d (id INT PRIMARY KEY, b INT, FOREIGN KEY (b) REFERENCES b (id));
        INSERT INTO a VALUES (1);
        CREATE TABLE e (n INT);
        CREATE TABLE f (n INT);
        CREATE TABLE g AS SELECT COUNT(*) AS n FROM a;
        CREATE TABLE h (n INT);
        CREATE TABLE i (n INT);
        UPDATE a SET id = id + 1;
        """
    private static let tables = ["a", "b", "c", "d", "e", "f", "g", "h", "i"]

    private static func fixture(_ up: String = up) throws -> RunnerFixture {
        try RunnerFixture([(up, nil), ("CREATE TABLE last (n INT);", nil)])
    }

    private func inFlight(_ fixture: RunnerFixture) throws -> JournalEntry.InFlight? {
        try fixture.runner().interruptedEntry()?.inFlight
    }

    @Test func survivesACrashAnywhere() throws {
        let counted = try Self.fixture()
        let counter = CrashingExecutor(counted.connection)
        try counted.upgrade(over: counter)
        var doubts = 0
        for call in 0...counter.calls {
            let fixture = try Self.fixture()
            let session = try fixture.database.connect()
            do {
                try fixture.upgrade(over: CrashingExecutor(session, crashAfter: call))
            } catch is SimulatedCrash {}
            try fixture.end(session)
            if try inFlight(fixture) == .creations {
                doubts += 1
                // A plan without a run comes to the same result as the run that continues.
                let interrupted = try fixture.runner().interruptedRun()
                let plan = try fixture.runner().plan(.upgrade, to: RevisionTarget("head"))
                #expect(interrupted?.done == plan.steps.first?.firstStatement, "call \(call)")
                #expect(interrupted?.isDoubtful == false, "call \(call)")
            }
            #expect(try fixture.upgrade().to == ["r2"], "call \(call)")
            #expect(try fixture.tables == Self.tables + ["last"], "call \(call)")
            #expect(try fixture.strings("SELECT id FROM a") == ["2"], "call \(call)")
            #expect(try fixture.strings("SELECT n FROM g") == ["1"], "call \(call)")
            let entries = try fixture.runner().journalEntries()
            #expect(entries.map(\.state) == [.done, .done], "call \(call)")
            #expect(entries.allSatisfy { $0.inFlight == nil }, "call \(call)")
        }
        #expect(doubts > 12)
    }

    @Test func shareOneEntryInTheJournal() throws {
        let fixture = try RunnerFixture([((1...70).map { "CREATE TABLE t\($0) (n INT);" }.joined(separator: "\n"), nil)]
        )
        let counter = CrashingExecutor(fixture.connection)
        var announced: [Int] = []
        try fixture.upgrade(over: counter) { event in
            if case .statement(let origin) = event, origin.count == 70 { announced.append(origin.index) }
        }
        #expect(announced == Array(0..<70))
        // 32, 32, 5, and the last one with the end of the run.
        let updates = counter.statements.filter { $0.hasPrefix("UPDATE") && $0.contains("swiftmig_journal") }
        #expect(updates.count == 4)
        let entry = try #require(try fixture.runner().journalEntries().first)
        #expect(entry.statementSeconds.count == 70)
        #expect(entry.statementSeconds.allSatisfy { ($0 ?? 0) > 0 })
    }

    /// The VALUES of a partition are not rows.
    @Test func partitionedTablesShareItToo() throws {
        let tables = (1...4).map { number in
            "CREATE TABLE t\(number) (n INT) PARTITION BY RANGE (n) (PARTITION p VALUES LESS THAN (10));"
        }
        let fixture = try RunnerFixture([(tables.joined(separator: "\n") + "\nCREATE TABLE u (n INT);", nil)])
        let counter = CrashingExecutor(fixture.connection)
        try fixture.upgrade(over: counter)
        let entries = counter.statements.filter { $0.contains("swiftmig_journal") && $0.hasPrefix("INSERT") }
        let updates = counter.statements.filter { $0.contains("swiftmig_journal") && $0.hasPrefix("UPDATE") }
        #expect([entries.count, updates.count] == [1, 2])
        #expect(!counter.statements.contains("reset of the session"))
    }

    @Test func whatFailsAmongThemIsCorrectedAndTheRunGoesOn() throws {
        let start = "CREATE TABLE a (n INT);\nCREATE TABLE b (n INT);\n"
        let fixture = try RunnerFixture([(start + "CREATE TABLE c (n INTT);\nCREATE TABLE d (n INT);\nSELECT 1;", nil)])
        let failure = #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        #expect(failure?.origin?.index == 2)
        #expect(failure?.statementsDone == 2)
        #expect(failure?.origin?.statement.line == 7)
        #expect(failure?.fate == .notApplied)
        #expect(failure?.origin?.statement.text == "CREATE TABLE c (n INTT)")
        #expect(try fixture.tables == ["a", "b"])
        let entry = try #require(try fixture.runner().interruptedEntry())
        #expect(entry.state == .failed)
        #expect(entry.nextStatement == 2)
        #expect(entry.inFlight == nil)
        #expect(entry.statementSeconds.count == 2)
        fixture.graph = try RunnerFixture.graph([(start + "CREATE TABLE c (n INT);\nCREATE TABLE d (n INT);", nil)])
        #expect(try fixture.upgrade().steps.map(\.statements) == [2])
        #expect(try fixture.tables == ["a", "b", "c", "d"])
    }

    /// The run died when `a`, `b` and `c` existed.
    @Test(arguments: [
        ("a INT, FOREIGN", "a INT, x INT, FOREIGN", 1), ("c LIKE a", "c LIKE b", 2),
        ("b INT, FOREIGN", "b INT, x INT, FOREIGN", nil),
    ])
    func onlyWhatRanMustNotChange(_ before: String, _ after: String, _ refused: Int?) throws {
        let fixture = try Self.fixture()
        try crash(fixture, behind: "CREATE TABLE c")
        let edited = Self.up.replacing(before, with: after)
        fixture.graph = try RunnerFixture.graph([(edited, nil), ("CREATE TABLE last (n INT);", nil)])
        guard let refused else {
            try fixture.upgrade()
            #expect(try fixture.strings("SHOW COLUMNS FROM d") == ["id", "b", "x"])
            return
        }
        let error = #expect(throws: MigrationError.self) { try fixture.upgrade() }
        guard case .changedStatements(_, _, let changed) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(changed.map(\.index) == [refused])
    }

    private func crash(_ fixture: RunnerFixture, behind statement: String) throws {
        let counted = try Self.fixture()
        let counter = CrashingExecutor(counted.connection)
        try counted.upgrade(over: counter)
        let call = try #require(counter.statements.firstIndex { $0.hasPrefix(statement) }) + 1
        let session = try fixture.database.connect()
        do { try fixture.upgrade(over: CrashingExecutor(session, crashAfter: call)) } catch is SimulatedCrash {}
        try fixture.end(session)
    }

    /// The table of a statement that has not run yet was created by another session.
    @Test func aTableOfAnotherHandIsAsked() throws {
        let fixture = try Self.fixture()
        try crash(fixture, behind: "CREATE TABLE b")
        try fixture.connection.execute("CREATE TABLE d (n INT)")
        let error = #expect(throws: MigrationError.self) { try fixture.upgrade() }
        guard case .undecidable(let undecidable) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
        #expect(undecidable.reason == .partlyApplied)
    }

    @Test func aLockInTheWayOfOneIsWaitedFor() throws {
        let fixture = try Self.fixture()
        fixture.options.lockPause = .milliseconds(1)
        let refusing = RefusingExecutor(fixture.connection, text: "CREATE TABLE c", times: 2, errno: 1205)
        var tries: [Int] = []
        try fixture.upgrade(over: refusing) { event in if case .blocked(let wait) = event { tries.append(wait.tries) } }
        #expect(tries == [1, 2])
        #expect(try fixture.tables == Self.tables + ["last"])
    }

    @Test func aLockThatIsLostAmongThemStopsTheRest() throws {
        let fixture = try Self.fixture()
        var lockSession: Connection?
        let runner = MigrationRunner(
            executor: CrashingExecutor(fixture.connection),
            lockExecutor: {
                let connection = try fixture.database.connect()
                lockSession = connection
                return connection
            },
            graph: fixture.graph,
            options: fixture.options
        )
        #expect(throws: MigrationError.lockLost(before: "r1")) {
            try runner.run(runner.plan(.upgrade, to: RevisionTarget("head"))) { event in
                guard case .statement(let origin) = event, origin.index == 2, let session = lockSession else { return }
                lockSession = nil
                do { try fixture.end(session) } catch { Issue.record(error) }
            }
        }
        #expect(try fixture.tables == ["a", "b"])
        #expect(try inFlight(fixture) == .creations)
        try fixture.upgrade()
        #expect(try fixture.tables == Self.tables + ["last"])
    }
}

/// Answers some tries of a statement with an error.
private final class RefusingExecutor: QueryExecutor {
    private let base: any QueryExecutor
    private let text: String
    private var times: Int
    private let errno: Int

    init(_ base: any QueryExecutor, text: String, times: Int, errno: Int) {
        (self.base, self.text, self.times, self.errno) = (base, text, times, errno)
    }

    var dialect: SQLDialect { base.dialect }

    func resetSession() throws { try base.resetSession() }

    func execute(_ statement: String) throws -> StatementResult { try base.execute(statement) }

    func execute(all statements: [String]) throws -> [StatementResult] {
        guard times > 0, let index = statements.firstIndex(where: { $0.hasPrefix(text) }) else {
            return try base.execute(all: statements)
        }
        times -= 1
        _ = try base.execute(all: Array(statements[..<index]))
        throw ServerError(errno: errno, sqlState: "HY000", message: "busy", failedIndex: index)
    }
}
