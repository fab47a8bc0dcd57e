import Foundation
import MariaDBClient
import ServerPort
import SwiftMigData
import SwiftMigPlatform
import SwiftMigQueries
import TestSupport
import Testing

/// An engine whose connections, server and network fail while many tasks use it.
///
/// `SWIFTMIG_CHAOS_KILLS`, `SWIFTMIG_CHAOS_SEED`, `SWIFTMIG_CHAOS_SERVER` and `SWIFTMIG_CHAOS_STATEMENTS` extend the
/// tests; see `scripts/chaos`.
@Suite(.serialized) struct EngineChaosTests {
    private let chaos = ChaosSettings()

    // MARK: Cancellation

    private struct Requests: Sendable {
        var cancelled = 0
        var answered = 0
        var faults: [String] = []
    }

    /// A request that is cancelled may leave its answer in the connection, for the next one to read. Nobody may.
    @Test(.timeLimit(.minutes(Patience.minutes)), arguments: [ChaosPlace.Way.socket, .tls])
    func noRequestSeesAnothersRows(over way: ChaosPlace.Way) async throws {
        let place = try ChaosPlace(way, chaos)
        let engine = try place.engine(PoolOptions(size: 3, maxOverflow: 1, timeout: Patience.limit))
        let requests = Monitor(Requests())
        let wanted = chaos.kills ?? 200
        await withTaskGroup { group in
            for number in 0..<24 {
                group.addTask { [chaos] in
                    var random = SeededGenerator(seed: chaos.seed &+ UInt64(number))
                    while requests.access({ $0.cancelled < wanted && $0.faults.isEmpty }) {
                        await Self.request(engine, &random, requests)
                    }
                }
            }
        }
        let result = requests.access { $0 }
        #expect(result.faults.isEmpty, "seed \(chaos.seed)")
        #expect(result.cancelled >= wanted && result.answered > 0)
        try await expectNoLeak(engine, place)
        chaos.report("\(way): \(result.cancelled) requests cancelled, \(result.answered) answered")
        await engine.shutDown()
        place.end()
    }

    /// Sends one request, and cancels it at a random moment.
    private static func request(
        _ engine: Engine,
        _ random: inout SeededGenerator,
        _ requests: Monitor<Requests>
    ) async {
        let (number, count) = (Int(truncatingIfNeeded: random.next()), random.number(1...3))
        let letter = String(number, radix: 36)
        let length = random.chance(10) ? 20_000 : random.number(0...200)
        let pause = random.chance(30) ? 0.002 : 0
        let form = random.number(0...2)
        let task = Task {
            let sql: SQL = """
                SELECT \(number), REPEAT(\(letter), \(length)), SLEEP(\(pause)) FROM \
                (SELECT 1 UNION SELECT 2 UNION SELECT 3) AS t LIMIT \(count)
                """
            typealias Cells = (Int, String, Int)
            switch form {
            case 0: return try await engine.fetch(sql, as: Cells.self).map { ($0.0, $0.1) }
            case 1:
                return try await engine.transaction { session in
                    _ = try await session.fetch("SELECT \(number)", as: Int.self)
                    return try await session.fetch(sql, as: Cells.self).map { ($0.0, $0.1) }
                }
            default:
                var rows: [(Int, String)] = []
                for try await row in engine.stream(sql, as: Cells.self, batch: 1) { rows.append((row.0, row.1)) }
                return rows
            }
        }
        if random.chance(80) {
            try? await Task.sleep(for: .microseconds(random.number(0...3_000)))
            task.cancel()
        }
        let result = await task.result
        requests.access { requests in
            switch result {
            case .success(let rows):
                requests.answered += 1
                let text = String(repeating: letter, count: length)
                guard rows.count != count || !rows.allSatisfy({ $0.0 == number && $0.1 == text }) else { return }
                requests.faults.append("form \(form), \(number): \(rows.map(\.0)), \(rows.map(\.1.count))")
            case .failure(is CancellationError): requests.cancelled += 1
            case .failure(let error): requests.faults.append("form \(form), \(number): \(error)")
            }
        }
    }

    // MARK: Everything fails

    @Test(.timeLimit(.minutes(Patience.minutes)), arguments: ChaosPlace.Way.allCases)
    func theLedgerBalances(over way: ChaosPlace.Way) async throws {
        #if os(Linux)
        if way.isWeak, !chaos.ownsServer { return }
        #else
        if way.isWeak { return }
        #endif
        chaos.report("the ledger over \(way)")
        let place = try ChaosPlace(way, chaos)
        let engine = try place.engine(PoolOptions(size: 8, maxOverflow: 4, timeout: Patience.limit))
        let ledger = try Ledger(engine, try place.connect())
        let mishaps = mishaps(way)
        await withTaskGroup { group in
            for number in 0..<50 {
                group.addTask { [chaos] in await ledger.work(seed: chaos.seed &+ UInt64(number)) }
            }
            let seed = chaos.seed
            let result = await onOwnThread {
                Result {
                    var random = SeededGenerator(seed: seed)
                    for mishap in mishaps {
                        // After each mishap, work goes on.
                        let confirmed = ledger.notes.access { $0.confirmed }
                        try waitUntil { ledger.notes.access { $0.confirmed >= confirmed + 5 } }
                        try place.suffer(mishap, &random)
                    }
                }
            }
            ledger.notes.access { $0.isOver = true }
            #expect(throws: Never.self) { try result.get() }
        }
        try ledger.check(try place.connect())
        try await expectNoLeak(engine, place)
        let notes = ledger.notes.access { $0 }
        let unknown = notes.outcomes.values.filter { $0 == .unknown }.count
        let failed = notes.outcomes.values.filter { $0 == .failed }.count
        chaos.report(
            """
            the ledger over \(way), \(mishaps.count) mishaps: \(notes.confirmed) transfers confirmed, \
            \(unknown) unknown, \(failed) failed, \(notes.cancelled) of them cancelled
            """
        )
        await engine.shutDown()
        place.end()
    }

    private func mishaps(_ way: ChaosPlace.Way) -> [ChaosPlace.Mishap] {
        var random = SeededGenerator(seed: chaos.seed)
        let count = chaos.kills ?? 20
        guard way.isWeak else { return Array(repeating: .kill, count: count) }
        return [.cut, .restart] + (0..<count).map { _ in random.pick([.kill, .kill, .kill, .cut, .cut, .restart]) }
    }

    // MARK: Long use

    /// Only alone in its process (with `SWIFTMIG_CHAOS_STATEMENTS`) can the test tell what memory the engine keeps.
    @Test(.timeLimit(.minutes(Patience.minutes)))
    func manyStatementsLeaveNothingBehind() async throws {
        let place = try ChaosPlace(.socket, chaos)
        let engine = try place.engine(PoolOptions(size: 4, maxOverflow: 0, timeout: Patience.limit))
        @Sendable func run(_ count: Int) async throws {
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        for number in 0..<count / 8 {
                            // More texts than a connection keeps prepared.
                            let sql = SQL(raw: "SELECT \(number % 400), REPEAT('x', 200)")
                            let rows = try await engine.fetch(sql, as: (Int, String).self)
                            #expect(rows.first?.0 == number % 400)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        // All connections have kept as many statements as they may.
        try await run(10_000)
        let before = try Self.residentKilobytes()
        let count = chaos.statements ?? 5_000
        try await run(count)
        let after = try Self.residentKilobytes()
        try await expectNoLeak(engine, place)
        chaos.report("\(count) statements: \(before) kB before, \(after) kB after, \(engine.status)")
        if chaos.statements != nil { #expect(after - before < 8_192) }
        await engine.shutDown()
        place.end()
    }

    /// The memory of this process that is in use; 0 where the system does not tell.
    private static func residentKilobytes() throws -> Int {
        #if os(Linux)
        let text = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
        #else
        return 0
        #endif
    }

    /// All connections are idle, and the server has no others.
    private func expectNoLeak(_ engine: Engine, _ place: ChaosPlace) async throws {
        let connection = try place.connect()
        defer { connection.close() }
        try await waitUntil {
            let status = engine.status
            guard status.inUse == 0, status.waiting == 0, status.opening == 0 else { return false }
            return try place.sessions(connection).count == status.idle
        } described: {
            "\(engine.status), the server has \(try place.sessions(connection))"
        }
        await engine.replaceConnections()
        try await waitUntil { try place.sessions(connection).isEmpty }
    }
}
