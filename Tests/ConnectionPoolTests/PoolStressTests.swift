import ConnectionPool
import SwiftMigPlatform
import TestSupport
import Testing

/// Many tasks at once that are cancelled, and connections that die and cannot be opened.
struct PoolStressTests {
    private static let tasks = 100
    private static let rounds = 4000

    @Test(
        .timeLimit(.minutes(Patience.minutes)),
        arguments: [
            PoolOptions(size: 4, maxOverflow: 3, timeout: .milliseconds(40), prePing: .zero),
            PoolOptions(size: 8, maxOverflow: 0, timeout: .milliseconds(20), recycle: .milliseconds(3), prePing: nil),
            PoolOptions(
                size: 6,
                maxOverflow: nil,
                recycle: .milliseconds(20),
                prePing: .milliseconds(1),
                order: .fifo,
                minimum: 2,
                idleTimeout: .milliseconds(2)
            ),
        ]
    )
    func nothingLeaksAndNothingHangs(options: PoolOptions) async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        let server = FakeServer(failing: 10, seed: seed)
        let pool = try Pool(options) { try await server.connect() }
        let outcomes = Monitor([String: Int]())
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<Self.tasks {
                group.addTask {
                    var random = SeededGenerator(seed: seed &+ UInt64(number))
                    for _ in 0..<Self.rounds / Self.tasks {
                        let round = Round(pool: pool, server: server, random: SeededGenerator(seed: random.next()))
                        let outcome = await round.run(isCancelled: random.chance(30), after: random.number(0...20))
                        outcomes.access { $0[outcome, default: 0] += 1 }
                    }
                }
            }
        }
        let counts = outcomes.access { $0 }
        let message = "seed \(seed): \(counts)"
        #expect(counts["shared"] == nil, "\(message)")
        #expect(counts["unexpected"] == nil, "\(message)")
        #expect(counts["used", default: 0] > 0, "\(message)")
        #expect(counts.values.reduce(0, +) == Self.rounds, "\(message)")
        #expect(server.mostOpen <= options.limit, "\(message)")
        // Nothing is left but idle connections.
        try await waitUntil(
            {
                let status = pool.status
                return status.inUse == 0 && status.waiting == 0 && status.opening == 0 && status.idle <= options.size
                    && status.idle == server.open.count
            },
            described: { "\(message), \(pool.status), \(server.open.count) open" }
        )
        await pool.shutDown(timeout: .seconds(60))
        #expect(server.open.isEmpty, "\(message)")
    }

    /// A task that takes a connection, uses it and returns it, and may be cancelled meanwhile.
    private struct Round: Sendable {
        let pool: Pool<FakeConnection>
        let server: FakeServer
        var random: SeededGenerator

        func run(isCancelled: Bool, after steps: Int) async -> String {
            let task = Task { () -> String in
                var random = random
                do {
                    return try await use(&random)
                } catch is CancellationError {
                    return "cancelled"
                } catch is FakeServer.Refusal {
                    return "refused"
                } catch PoolError.timedOut {
                    return "timed out"
                } catch {
                    return "unexpected"
                }
            }
            if isCancelled {
                for _ in 0..<steps { await Task.yield() }
                task.cancel()
            }
            return await task.value
        }

        private func use(_ random: inout SeededGenerator) async throws -> String {
            let mode = random.number(0...1)
            let lease = try await pool.take(mode: mode, timeout: random.chance(5) ? .zero : nil)
            let connection = lease.connection
            var isAlone = true
            for _ in 0..<random.number(1...4) { isAlone = await connection.use() && isAlone }
            connection.leave(mode: mode)
            if random.chance(40) { connection.soil() }
            switch random.number(0...39) {
            case 0: connection.kill()
            case 1: connection.lose()
            case 2: pool.discard(lease, because: .lost); return isAlone ? "used" : "shared"
            case 3: pool.discard(lease, because: .unusable); return isAlone ? "used" : "shared"
            case 4: return isAlone ? "used" : "shared"
            default: break
            }
            let reset = pool.give(back: lease)
            if random.chance(50) { await reset?.value }
            return isAlone ? "used" : "shared"
        }
    }
}
