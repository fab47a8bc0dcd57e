import MariaDBClient
import MigrationRunner
import Revisions
import SQLStatements
import ServerPort
import TestSupport
import Testing

/// The run is stopped before and after every call to the server, and started again. Whatever the moment, each statement
/// takes effect exactly once.
@Suite("Exactly once")
struct ExactlyOnceTests {
    /// Every INSERT adds a row, and every DDL statement would fail if it ran twice.
    private static let chain: [(up: String, down: String?)] = [
        ("CREATE TABLE log (n INT NOT NULL);\nINSERT INTO log VALUES (1);", "DELETE FROM log;\nDROP TABLE log;"),
        (
            """
            INSERT INTO log VALUES (2);
            SET @unused = 1;
            ALTER TABLE log ADD COLUMN a INT;
            START TRANSACTION;
            INSERT INTO log VALUES (3, 3);
            INSERT INTO log VALUES (4, 4);
            COMMIT;
            RENAME TABLE log TO log2;
            """, "RENAME TABLE log2 TO log;\nALTER TABLE log DROP COLUMN a;"
        ),
        ("CREATE VIEW v AS SELECT n FROM log2;\nINSERT INTO log2 VALUES (5, 5);", "DROP VIEW v;"),
        ("", ""),
    ]

    @Test func upgradeSurvivesACrashAnywhere() throws {
        let counted = try RunnerFixture(Self.chain)
        let total = try calls(counted) { try counted.upgrade(over: $0) }
        #expect(total > 40)
        for call in 0...total {
            let fixture = try RunnerFixture(Self.chain)
            try crash(fixture, after: call) { try fixture.upgrade(over: $0) }
            #expect(try fixture.upgrade().to == ["r4"])
            #expect(try fixture.runner().versionRows() == ["r4"], "call \(call)")
            #expect(try fixture.tables == ["log2", "v"], "call \(call)")
            #expect(try fixture.strings("SELECT n FROM log2 ORDER BY n") == ["1", "2", "3", "4", "5"], "call \(call)")
            try expectSettled(fixture, call)
        }
    }

    @Test func downgradeSurvivesACrashAnywhere() throws {
        let counted = try RunnerFixture(Self.chain)
        try counted.upgrade()
        let total = try calls(counted) { try counted.downgrade("base", over: $0) }
        for call in 0...total {
            let fixture = try RunnerFixture(Self.chain)
            try fixture.upgrade()
            try crash(fixture, after: call) { try fixture.downgrade("base", over: $0) }
            try fixture.downgrade("base")
            #expect(try fixture.runner().versionRows() == [], "call \(call)")
            #expect(try fixture.tables == [], "call \(call)")
            try expectSettled(fixture, call)
        }
    }

    /// The number of calls in a whole run.
    private func calls(_ fixture: RunnerFixture, _ body: (any QueryExecutor) throws -> Void) throws -> Int {
        let counter = CrashingExecutor(fixture.connection)
        try body(counter)
        return counter.calls
    }

    private func crash(
        _ fixture: RunnerFixture,
        after calls: Int,
        _ body: (any QueryExecutor) throws -> Void
    ) throws {
        // A separate session: the server rolls back the uncommitted changes of a dead process when it notices that it
        // is gone.
        let session = try fixture.database.connect()
        do { try body(CrashingExecutor(session, crashAfter: calls)) } catch is SimulatedCrash {}
        try fixture.end(session)
    }

    private func expectSettled(_ fixture: RunnerFixture, _ call: Int) throws {
        let entries = try fixture.runner().journalEntries()
        #expect(entries.allSatisfy { $0.state == .done && $0.inFlight == nil }, "call \(call)")
        #expect(Set(entries.map { $0.action.rawValue + $0.revision }).count == entries.count, "call \(call)")
    }

    @Test(arguments: [("CALL p()", 5), ("RENAME TABLE a TO x, b TO a, x TO b", 3)])
    func whatLeavesNoTraceStopsTheRun(_ statement: String, _ moments: Int) throws {
        let chain: [(up: String, down: String?)] = [
            ("CREATE TABLE a (n INT);\nCREATE TABLE b (n INT);\nCREATE PROCEDURE p() SELECT 1;", nil),
            ("\(statement);\nSELECT 1;", nil),
        ]
        let counted = try RunnerFixture(chain)
        let total = try calls(counted) { try counted.upgrade(over: $0) }
        var stops: [MigrationError.Undecidable] = []
        for call in 0...total {
            let fixture = try RunnerFixture(chain)
            try crash(fixture, after: call) { try fixture.upgrade(over: $0) }
            do {
                try fixture.upgrade()
            } catch MigrationError.undecidable(let undecidable) {
                stops.append(undecidable)
            }
        }
        // After the intent was committed, after the statement ran, after its warnings were read and, after a CALL,
        // twice while a transaction writes the mark. These moments look alike, and there are no others.
        #expect(stops.map(\.reason) == Array(repeating: .leavesNoTrace, count: moments))
        #expect(stops.allSatisfy { $0.statement?.statement.text == statement })
    }

    /// The statement of a dead run ends at the very moment when a new run asks whether it is still running.
    @Test func aRunThatEndsWhileAnotherLooksIsNotDoubted() throws {
        let fixture = try RunnerFixture([("CREATE TABLE a (n INT);", nil), ("DO 1;\nCALL p();\nDO 2;", nil)])
        try fixture.connection.execute("CREATE PROCEDURE p() SELECT 1")
        try fixture.upgrade("r1")
        let total = try calls(fixture) { try fixture.upgrade(over: $0) }
        for call in 0...total {
            let fixture = try RunnerFixture([("CREATE TABLE a (n INT);", nil), ("DO 1;\nCALL p();\nDO 2;", nil)])
            try fixture.connection.execute("CREATE PROCEDURE p() SELECT 1")
            try fixture.upgrade("r1")
            try crash(fixture, after: call) { try fixture.upgrade(over: $0) }
            guard try fixture.runner().interruptedEntry()?.inFlight == .other else { continue }
            let mark = "UPDATE swiftmig_journal SET next_statement = 2, in_flight = NULL WHERE revision = 'r2'"
            let late = InterveningExecutor(fixture.connection, before: "IS_USED_LOCK") {
                try fixture.connection.execute(mark)
            }
            let plan = try fixture.runner(over: late).plan(.upgrade, to: RevisionTarget("head"))
            #expect(plan.steps.map(\.firstStatement) == [2])
            return
        }
        Issue.record("no call left a statement in flight")
    }

    @Test func aLostConnectionIsSaidAndThenSettled() throws {
        let fixture = try RunnerFixture([
            ("CREATE TABLE a (n INT);\nINSERT INTO a VALUES (1);\nCREATE TABLE b (n INT);", nil)
        ])
        let session = try fixture.database.connect()
        let runner = fixture.runner(over: session)
        let plan = try runner.plan(.upgrade, to: RevisionTarget("head"))
        let failure = #expect(throws: MigrationFailure.self) {
            try runner.run(plan) { event in
                guard case .statement(let origin) = event, origin.index == 1 else { return }
                _ = try? fixture.connection.execute("KILL \(session.connectionID)")
            }
        }
        #expect(failure?.fate == .unknown)
        #expect(failure?.origin?.index == 1)
        #expect(failure?.statementsDone == 1)
        #expect(failure?.serverError.isConnectionLost == true)
        try fixture.end(session)
        #expect(try fixture.upgrade().steps.map(\.statements) == [2])
        #expect(try fixture.strings("SELECT n FROM a") == ["1"])
    }

    @Test func twoRunsAtOnce() throws {
        let fixture = try RunnerFixture([("CREATE TABLE a (n INT);", "DROP TABLE a;")])
        fixture.options.lockTimeout = 0
        let first = fixture.runner()
        let plan = try first.plan(.upgrade, to: RevisionTarget("head"))
        let second = fixture.runner(over: try fixture.database.connect())
        let secondPlan = try second.plan(.upgrade, to: RevisionTarget("head"))
        var refusal: (any Error)?
        _ = try first.run(plan) { event in
            guard case .started = event else { return }
            do { _ = try second.run(secondPlan) } catch { refusal = error }
        }
        guard case .locked(let holder, seconds: 0) = refusal as? MigrationError else {
            Issue.record("found \(String(describing: refusal))")
            return
        }
        #expect(holder?.user == "root")
        // The run that waited finds that everything is done.
        #expect(try second.run(secondPlan).steps.isEmpty)
        #expect(try fixture.tables == ["a"])
    }

    @Test func aRunThatWaitedDoesNotRevertMoreThanPlanned() throws {
        let fixture = try RunnerFixture([("SELECT 1;", "SELECT 1;"), ("SELECT 1;", "SELECT 1;")])
        try fixture.upgrade()
        let waiting = fixture.runner()
        let plan = try waiting.plan(.downgrade, to: RevisionTarget("-1"))
        #expect(try fixture.downgrade().steps.map(\.revision) == ["r2"])
        #expect(try waiting.run(plan).steps.isEmpty)
        #expect(try fixture.runner().versionRows() == ["r1"])
        let stale = try waiting.plan(.downgrade, to: RevisionTarget("-1"))
        try fixture.upgrade()
        #expect(throws: MigrationError.planChanged(revision: "r1")) { try waiting.run(stale) }
    }

    @Test func aLostLockStopsBeforeTheNextRevision() throws {
        let fixture = try RunnerFixture([("CREATE TABLE a (n INT);", nil), ("CREATE TABLE b (n INT);", nil)])
        var lockSession: Connection?
        let runner = MigrationRunner(
            executor: fixture.connection,
            lockExecutor: {
                let connection = try fixture.database.connect()
                lockSession = connection
                return connection
            },
            graph: fixture.graph,
            options: fixture.options
        )
        let plan = try runner.plan(.upgrade, to: RevisionTarget("head"))
        #expect(throws: MigrationError.lockLost(before: "r2")) {
            try runner.run(plan) { event in
                guard case .finished = event, let session = lockSession else { return }
                lockSession = nil
                do { try fixture.end(session) } catch { Issue.record(error) }
            }
        }
        #expect(try fixture.tables == ["a"])
    }

    /// The lock's connection may be lost during a statement. The working connection still keeps a second run out.
    @Test func aLostLockLetsNoSecondRunIn() throws {
        let fixture = try RunnerFixture([("CREATE TABLE a (n INT);\nINSERT INTO a VALUES (1);", nil)])
        fixture.options.lockTimeout = 0
        var lockSession: Connection?
        let runner = MigrationRunner(
            executor: fixture.connection,
            lockExecutor: {
                let connection = try fixture.database.connect()
                lockSession = connection
                return connection
            },
            graph: fixture.graph,
            options: fixture.options
        )
        let second = fixture.runner(over: try fixture.database.connect())
        var refusal: (any Error)?
        #expect(throws: MigrationError.lockLost(before: "r1")) {
            try runner.run(runner.plan(.upgrade, to: RevisionTarget("head"))) { event in
                guard case .statement(let origin) = event, origin.index == 1, let session = lockSession else { return }
                lockSession = nil
                do {
                    let observer = try fixture.database.connect()
                    try observer.execute("KILL \(session.connectionID)")
                    try observer.waitForEnd(of: session.connectionID)
                    _ = try second.run(second.plan(.upgrade, to: RevisionTarget("head")))
                } catch { refusal = error }
            }
        }
        guard case .locked(let holder, seconds: 0) = refusal as? MigrationError else {
            Issue.record("not locked: \(String(describing: refusal))")
            return
        }
        #expect(holder?.connectionID == fixture.connection.connectionID)
        #expect(try fixture.strings("SELECT n FROM a") == [])
        try fixture.upgrade()
        #expect(try fixture.strings("SELECT n FROM a") == ["1"])
    }

    @Test func aVersionTableThatAnotherHandChangesStopsTheRun() throws {
        let fixture = try RunnerFixture([
            ("CREATE TABLE a (n INT);", nil), ("CREATE TABLE b (n INT);", nil), ("CREATE VIEW c AS SELECT 1;", nil),
        ])
        let other = try fixture.database.connect()
        let runner = fixture.runner()
        let plan = try runner.plan(.upgrade, to: RevisionTarget("head"))
        #expect(throws: MigrationError.versionRowsChanged(revision: "r2", expected: ["r1"])) {
            try runner.run(plan) { event in
                guard case .finished(let step) = event, step.revision == "r1" else { return }
                _ = try? other.execute("DELETE FROM swiftmig_version")
            }
        }
        // The second revision ran; its end showed that its row was missing.
        #expect(try fixture.tables == ["a", "b"])
    }

    @Test func aTableThatIsThereAlreadyIsNotMistakenForOurs() throws {
        let fixture = try RunnerFixture((1...4).map { ("CREATE TABLE t\($0) (n INT);", nil) })
        try fixture.connection.execute("CREATE TABLE t3 (other INT)")
        let failure = #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        #expect(failure?.revision.revision == "r3")
        #expect(failure?.fate == .notApplied)
        #expect(failure?.serverError.errno == 1050)
        #expect(try fixture.runner().interruptedEntry() == nil)
    }

    /// The journal refuses the mark of the second statement.
    @Test func aRefusedMarkNamesTheStatementThatRan() throws {
        let fixture = try RunnerFixture([
            ("CREATE TABLE a (n INT);\nCALL p();\nCREATE TABLE b (n INT);", nil)
        ])
        try fixture.runner().ensureVersionTable()
        try fixture.connection.execute("CREATE PROCEDURE p() INSERT INTO a VALUES (1)")
        try fixture.connection.execute(
            """
            CREATE TRIGGER refuse BEFORE UPDATE ON swiftmig_journal FOR EACH ROW \
            BEGIN IF NEW.next_statement = 2 AND NEW.in_flight IS NULL THEN SIGNAL SQLSTATE '45000'; END IF; END
            """
        )
        let failure = #expect(throws: MigrationFailure.self) { try fixture.upgrade() }
        #expect(failure?.fate == .unrecorded && failure?.isBookkeeping == true)
        #expect(failure?.origin?.index == 1 && failure?.origin?.statement.text == "CALL p()")
        #expect(try fixture.strings("SELECT n FROM a") == ["1"])
    }
}
