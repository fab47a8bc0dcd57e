import DatabaseSettings
import MariaDBClient
import MigrationRunner
import MigrationSession
import Revisions
import ServerPort
import TestSupport
import Testing

/// Tests of runs that go on after a lost connection.
struct PersistentRunTests {
    /// What a run did until it ended.
    private final class Record {
        var opened = 0
        var losses = 0
        var runs = 0
    }

    private let database: TestDatabase
    private let graph: RevisionGraph
    private let plan: MigrationPlan

    init() throws {
        database = try PrivateServer.shared.database()
        let revision = try RevisionFolder.revision(
            "-- revision: r1\n-- down_revision: null\n\n-- swiftmig: upgrade\nSELECT 1;\n",
            path: "r1.sql"
        )
        graph = try RevisionGraph.build([revision])
        plan = try OfflineScript(graph: graph).upgradePlan("head")
    }

    private static let lost = ServerError(code: .serverLost, sqlState: "HY000", message: "Lost connection")

    /// Runs the plan; each of the first runs ends with an error.
    ///
    /// - Parameter hasOtherNode: Whether the settings name another server, here the same one.
    private func run(
        hasOtherNode: Bool = true,
        errors: [any Error],
        isCancelled: Bool = false
    ) throws -> (report: Result<RunReport, any Error>, record: Record) {
        var settings = database.settings
        if hasOtherNode { settings.alternatives = [settings.address] }
        let record = Record()
        func runner(_ session: Session) -> MigrationRunner {
            MigrationRunner(executor: session.executor, lockExecutor: { session.executor }, graph: graph)
        }
        let persistent = PersistentRun(
            open: { settings in
                record.opened += 1
                return try Session(try Connection(settings))
            },
            runner: runner,
            lost: { record.losses += 1 },
            isCancelled: { isCancelled }
        )
        let session = try Session(try Connection(settings))
        let step = try #require(plan.report.steps.first)
        let report = Result {
            try persistent.run(plan, with: runner(session), on: session) { _, _, finished in
                record.runs += 1
                finished(step)
                if record.runs <= errors.count { throw errors[record.runs - 1] }
                return plan.report
            }
        }
        return (report, record)
    }

    @Test func goesOnWithAnotherConnectionAndReportsAllSteps() throws {
        let (report, record) = try run(errors: [Self.lost, Self.lost])
        #expect(try report.get().steps.count == 3)
        #expect(record.losses == 2 && record.opened == 2)
    }

    @Test func goesOnWhenTheServerIsNoLongerThePrimary() throws {
        let readOnly = ServerError(
            code: .optionPreventsStatement,
            sqlState: "HY000",
            message: "The MySQL server is running with the --super-read-only option"
        )
        let (report, record) = try run(errors: [readOnly])
        #expect(try report.get().steps.count == 2)
        #expect(record.losses == 1)
    }

    static let endings: [(hasOtherNode: Bool, error: ServerError, isCancelled: Bool)] = [
        (false, lost, false), (true, lost, true),
        (true, ServerError(code: .syntaxError, sqlState: "42000", message: "syntax"), false),
        (
            true,
            ServerError(code: .optionPreventsStatement, sqlState: "HY000", message: "--secure-file-priv"), false
        ),
    ]

    @Test(arguments: endings)
    func endsWithAnyOtherError(hasOtherNode: Bool, error: ServerError, isCancelled: Bool) throws {
        let (report, record) = try run(hasOtherNode: hasOtherNode, errors: [error], isCancelled: isCancelled)
        #expect(throws: error) { try report.get() }
        #expect(record.losses == 0 && record.opened == 0)
    }

    @Test func givesUpAfterFiveLosses() throws {
        let (report, record) = try run(errors: Array(repeating: Self.lost, count: 10))
        #expect(throws: Self.lost) { try report.get() }
        #expect(record.losses == 5 && record.runs == 6)
    }
}
