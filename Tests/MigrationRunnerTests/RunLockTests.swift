import MariaDBClient
import MigrationRunner
import Revisions
import SQLStatements
import SchemaModel
import ServerPort
import TestSupport
import Testing

/// Two runs at once, and a run that dies while it holds the lock.
@Suite struct RunLockTests {
    private static let revisions: [(up: String, down: String?)] = [
        ("CREATE TABLE a (n INT); INSERT INTO a VALUES (0);", nil), ("UPDATE a SET n = n + 1;", nil),
        ("ALTER TABLE a ADD COLUMN m INT; UPDATE a SET n = n + 1;", nil),
    ]

    /// A lease works on any server, but only a cluster needs it.
    private static func fixture(_ kind: LockKind, lease: Duration = .seconds(15)) throws -> RunnerFixture {
        let fixture = try RunnerFixture(revisions)
        fixture.options.lockKind = kind
        fixture.options.lease = lease
        return fixture
    }

    @Test func aLeaseIsTakenAndGivenBack() throws {
        let fixture = try Self.fixture(.lease)
        let other = try fixture.database.connect()
        var held: [String] = []
        let runner = fixture.runner()
        _ = try runner.run(runner.plan(.upgrade, to: RevisionTarget("head"))) { event in
            guard case .started = event else { return }
            let rows = try? other.execute("SELECT CONCAT(version_table, ' ', person, ' ', host) FROM swiftmig_lock")
                .rows
            held.append(rows?.first?[0] ?? "nobody")
        }
        #expect(held == Array(repeating: "swiftmig_version tester here", count: 3))
        #expect(try fixture.value("SELECT COUNT(*) FROM swiftmig_lock") == "0")
        #expect(try fixture.strings("SELECT n FROM a") == ["2"])
    }

    /// GET_LOCK is local to a member, with one primary or several.
    @Test func aMemberOfAGroupTakesALease() throws {
        let fixture = try RunnerFixture(Self.revisions)
        let runner = MigrationRunner(
            executor: GroupMember(fixture.connection),
            lockExecutor: { GroupMember(try fixture.database.connect()) },
            graph: fixture.graph,
            options: fixture.options
        )
        _ = try runner.run(runner.plan(.upgrade, to: RevisionTarget("head")))
        #expect(try fixture.strings("SELECT COUNT(*) FROM swiftmig_lock") == ["0"])
        try fixture.upgrade()
    }

    @Test(arguments: [LockKind.detected, .lease]) func whoWaitsLearnsForWhom(_ kind: LockKind) throws {
        let fixture = try Self.fixture(kind)
        fixture.options.lockTimeout = 0
        let second = fixture.runner(over: try fixture.database.connect())
        var refusal: (any Error)?
        let runner = fixture.runner()
        _ = try runner.run(runner.plan(.upgrade, to: RevisionTarget("head"))) { event in
            // The journal has its entry by then.
            guard case .statement(let origin) = event, origin.index == 1, refusal == nil else { return }
            do {
                _ = try second.run(second.plan(.upgrade, to: RevisionTarget("head")))
            } catch { refusal = error }
        }
        guard case .locked(let holder, seconds: 0) = refusal as? MigrationError else {
            Issue.record("not locked: \(String(describing: refusal))")
            return
        }
        #expect(holder?.run?.revision == "r1")
        #expect(holder?.run?.who == "tester@here")
        #expect(holder?.user != nil)
        if kind == .lease { #expect(holder?.person == "tester" && holder?.since != nil) }
    }

    /// The owner's process is gone, so its lease expires after its full length without renewal.
    @Test func aDeadOwnersLeaseIsTakenOver() throws {
        let fixture = try Self.fixture(.lease, lease: .milliseconds(600))
        fixture.options.lockTimeout = 30
        try fixture.upgrade("r1")
        try fixture.connection.execute(Self.leaseOf("dead", expires: "+ INTERVAL 1 SECOND"))
        var holders: [LockHolder] = []
        let runner = fixture.runner()
        _ = try runner.run(runner.plan(.upgrade, to: RevisionTarget("head"))) { event in
            if case .waiting(let holder, seconds: 30) = event { holders.append(holder) }
        }
        #expect(holders.map(\.person) == ["dead"])
        #expect(try fixture.strings("SELECT n FROM a") == ["2"])
    }

    /// A lease that expired long ago by any clock is taken over without waiting.
    @Test func anOldLeaseIsTakenOverAtOnce() throws {
        let fixture = try Self.fixture(.lease)
        try fixture.upgrade("r1")
        try fixture.connection.execute(Self.leaseOf("dead", expires: "- INTERVAL 1 HOUR"))
        try fixture.upgrade()
        #expect(try fixture.strings("SELECT n FROM a") == ["2"])
    }

    private static func leaseOf(_ person: String, expires: String) -> String {
        """
        INSERT INTO swiftmig_lock (version_table, owner, renewals, lease_seconds, expires_at, person, host, tool_version, \
        database_user, connection, acquired_at) VALUES ('swiftmig_version', REPEAT('d', 32), 3, 0.5, \
        UTC_TIMESTAMP(6) \(expires), '\(person)', 'h', '', 'u', 1, UTC_TIMESTAMP(6))
        """
    }

    /// Whenever another run takes the lease over, the run that had it does nothing more.
    @Test(arguments: ["started", "statement"]) func aRunWhoseLeaseIsTakenStops(_ moment: String) throws {
        let fixture = try Self.fixture(.lease)
        let other = try fixture.database.connect()
        let runner = fixture.runner()
        #expect(throws: MigrationError.lockLost(before: "r2")) {
            try runner.run(runner.plan(.upgrade, to: RevisionTarget("head"))) { event in
                let isThen =
                    switch event {
                    case .started(let step): moment == "started" && step.revision.id == "r2"
                    case .statement(let origin):
                        moment == "statement" && origin.statement.text.hasPrefix("UPDATE")
                    default: false
                    }
                if isThen { _ = try? other.execute("UPDATE swiftmig_lock SET owner = REPEAT('x', 32)") }
            }
        }
        #expect(try fixture.strings("SELECT n FROM a") == ["0"])
        #expect(try fixture.strings("SELECT owner FROM swiftmig_lock") == [String(repeating: "x", count: 32)])
    }

    /// The lease is lost during a transaction, so the transaction is rolled back.
    @Test func aTransactionWithoutItsLeaseIsTakenBack() throws {
        let fixture = try Self.fixture(.lease)
        try fixture.upgrade("r1")
        // A trigger takes the lease while the statement runs, in the same transaction, whose guard sees it.
        try fixture.connection.execute(
            "CREATE TRIGGER g AFTER UPDATE ON a FOR EACH ROW UPDATE swiftmig_lock SET owner = REPEAT('x', 32)"
        )
        #expect(throws: MigrationError.lockLost(before: "r2")) { try fixture.upgrade() }
        #expect(try fixture.strings("SELECT n FROM a") == ["0"])
        #expect(try fixture.strings("SELECT version_num FROM swiftmig_version") == ["r1"])
    }
}

/// A server that claims to be a member of a MySQL group.
private final class GroupMember: QueryExecutor {
    private let base: any QueryExecutor

    init(_ base: any QueryExecutor) { self.base = base }

    var dialect: SQLDialect { base.dialect }

    func resetSession() throws { try base.resetSession() }

    func execute(_ statement: String) throws -> StatementResult { try base.execute(answered(statement)) }

    func execute(all statements: [String]) throws -> [StatementResult] {
        try base.execute(all: statements.map(answered))
    }

    private func answered(_ statement: String) -> String {
        guard statement.hasPrefix("SHOW"), statement.contains("group_replication_group_name") else { return statement }
        return "SELECT 'group_replication_group_name', 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa'"
    }
}
