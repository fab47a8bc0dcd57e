import Logging
import SwiftMigRunner
import TestSupport
import Testing

/// Tests of concurrent migrations and of cancellation.
@Suite struct CancellationTests {
    @Test(.timeLimit(.minutes(Patience.minutes))) func oneMigratesAndTheOtherFindsItDone() async throws {
        let application = try Application([Gate.revision])
        let gate = try Gate(application)
        let (first, second) = (try application.migrator(), try application.migrator())
        async let one = first.upgrade()
        try await gate.waitForStatement("INSERT INTO t SELECT")
        #expect(try await second.status().interrupted?.isUnderWay == true)
        async let other = second.upgrade()
        try await gate.waitForStatement("SELECT GET_LOCK")
        try gate.open()
        #expect(try await one.steps.map(\.revision) == ["r1"])
        #expect(try await other.steps == [])
        #expect(try await other.to == ["r1"])
        #expect(try application.strings("SELECT n FROM t ORDER BY n") == ["1", "2"])
        let notices = application.log.lines(.notice)
        #expect(notices.count == 1, "\(notices)")
        for part in ["Waiting for another migration", "revision r1", "connection "] {
            #expect(notices.first?.contains(part) == true, "\(notices)")
        }
    }

    @Test(.timeLimit(.minutes(Patience.minutes))) func theWaitForAnotherEnds() async throws {
        let application = try Application([Gate.revision])
        let gate = try Gate(application)
        let first = try application.migrator()
        async let one = first.upgrade()
        try await gate.waitForStatement("INSERT INTO t SELECT")
        var configuration = application.configuration
        configuration.lockTimeout = .zero
        let second = try application.migrator(configuration)
        let error = try await failure { try await second.upgrade() }
        #expect(error.code == .locked && error.message.contains("revision r1"), "\(error)")
        try gate.open()
        _ = try await one
    }

    @Test(.timeLimit(.minutes(Patience.minutes))) func cancellingStopsTheStatement() async throws {
        let application = try Application([Gate.revision])
        let gate = try Gate(application)
        let migrator = try application.migrator()
        let task = Task { try await migrator.upgrade() }
        try await gate.waitForStatement("INSERT INTO t SELECT")
        task.cancel()
        let error = try await failure { try await task.value }
        #expect(error.isCancelled && error.location?.description == "r1.sql:6:1", "\(error)")
        #expect(error.message.contains("statement 2 of 3"), "\(error)")
        #expect(try !gate.isAtWork())
        #expect(
            try application.strings("SELECT CONCAT_WS(' ', state, next_statement) FROM swiftmig_journal") == [
                "failed 1"
            ]
        )
        #expect(application.log.lines(.error) == [] && application.log.lines(.notice).count == 1)
        let status = try await migrator.status()
        #expect(status.interrupted?.statementsDone == 1 && status.interrupted?.isUnderWay == false)

        try gate.open()
        let result = try await migrator.upgrade()
        #expect(result.steps.map(\.status) == [.resumed])
        #expect(try application.strings("SELECT n FROM t ORDER BY n") == ["1", "2"])
    }

    /// The running migration is not disturbed.
    @Test(.timeLimit(.minutes(Patience.minutes))) func cancellingEndsTheWaitForAnother() async throws {
        let application = try Application([Gate.revision])
        let gate = try Gate(application)
        let (first, second) = (try application.migrator(), try application.migrator())
        async let one = first.upgrade()
        try await gate.waitForStatement("INSERT INTO t SELECT")
        let task = Task { try await second.upgrade() }
        try await gate.waitForStatement("SELECT GET_LOCK")
        task.cancel()
        let error = try await failure { try await task.value }
        #expect(error.isCancelled && error.message.contains("nothing was run"), "\(error)")
        #expect(try gate.isAtWork())
        try gate.open()
        #expect(try await one.steps.map(\.status) == [.done])
    }

    @Test func aTaskThatWasCancelledBeforeRunsNothing() async throws {
        let application = try Application([(up: "CREATE TABLE a (n INT);", down: "DROP TABLE a;")])
        let migrator = try application.migrator()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await migrator.upgrade()
        }
        #expect(try await failure { try await task.value }.isCancelled)
        #expect(try application.strings("SHOW TABLES") == [])
    }

    /// Twenty waiting migrations block no thread of the pool, which has as many as there are cores.
    @Test(.timeLimit(.minutes(Patience.minutes))) func manyMayWaitAtOnce() async throws {
        let application = try Application([Gate.revision])
        let gate = try Gate(application)
        let migrator = try application.migrator()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 { group.addTask { try await migrator.upgrade().steps.count } }
            try await gate.waitForStatement("INSERT INTO t SELECT")
            try gate.open()
            #expect(try await group.reduce(0, +) == 1)
        }
    }
}
