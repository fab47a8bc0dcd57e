import MariaDBClient
import SwiftMigData
import TestSupport
import Testing

/// The cases in which connections are replaced because of their age.
@Suite struct RecycleCases {
    private static let age = Duration.milliseconds(300)

    private func fixture(_ recycle: Duration, _ recorder: Recorder = Recorder()) throws -> EngineFixture {
        try EngineFixture(cases: PoolOptions(size: 1, maxOverflow: 0, recycle: recycle), observers: [recorder])
    }

    @Test("recycle-by-age", .timeLimit(.minutes(Patience.minutes)))
    func recycleByAge() async throws {
        let young = try fixture(Patience.limit)
        let first = try await young.engine.connectionID()
        try await Task.sleep(for: Self.age)
        #expect(try await young.engine.connectionID() == first)
        await young.end()

        let recorder = Recorder()
        let old = try fixture(Self.age, recorder)
        let before = try await old.engine.connectionID()
        try await Task.sleep(for: Self.age)
        #expect(try await old.engine.connectionID() != before)
        #expect(recorder.names.contains("closed recycled"))
        await old.end()
    }

    /// The age counts from the login, however often the connection is used.
    @Test("recycle-counts-from-connect", .timeLimit(.minutes(Patience.minutes)))
    func recycleCountsFromConnect() async throws {
        let recorder = Recorder()
        let fixture = try fixture(Self.age, recorder)
        let start = ContinuousClock.now
        let first = try await fixture.engine.connectionID()
        while try await fixture.engine.connectionID() == first {
            guard ContinuousClock.now - start < Patience.limit else {
                Issue.record("a connection that is used is never too old")
                break
            }
        }
        #expect(ContinuousClock.now - start >= Self.age)
        #expect(recorder.names.contains("closed recycled"))
        await fixture.end()
    }

    @Test("recycle-not-while-out", .timeLimit(.minutes(Patience.minutes)))
    func recycleNotWhileOut() async throws {
        let fixture = try fixture(Self.age)
        let held = try await fixture.engine.session { session in
            let before = try await session.connectionID()
            try await Task.sleep(for: Self.age * 2)
            let after = try await session.connectionID()
            #expect(after == before)
            return before
        }
        #expect(try await fixture.engine.connectionID() != held)
        await fixture.end()
    }

    /// An idle connection is closed at its age, although no task asks for it.
    @Test("recycle-no-background", .timeLimit(.minutes(Patience.minutes)))
    func recycleNoBackground() async throws {
        let recorder = Recorder()
        let fixture = try fixture(Self.age, recorder)
        let id = try #require(try await fixture.engine.connectionID())
        try await fixture.waitForEnd(of: [id])
        #expect(fixture.engine.status.idle == 0)
        try await waitUntil { recorder.names.last == "closed recycled" }
        await fixture.end()
    }
}
