import MariaDBClient
import ServerPort
import SwiftMigData
import SwiftMigPlatform
import SwiftMigQueries
import TestSupport
import Testing

/// Accounts between which tasks move money, and what each of them was told.
final class Ledger: Sendable {
    static let accounts = 20
    private static let balance = 1_000

    /// What a task was told of its transfer.
    enum Outcome: Sendable { case confirmed, unknown, failed }

    struct Notes: Sendable {
        var outcomes: [Int: Outcome] = [:]
        var next = 0
        var isOver = false
        var cancelled = 0
        var confirmed = 0
        var unexpected: [String] = []
    }

    let notes = Monitor(Notes())
    let engine: Engine

    init(_ engine: Engine, _ connection: Connection) throws {
        self.engine = engine
        // Nothing but this test keeps a transfer from being there twice.
        try connection.execute("CREATE TABLE transfers (token BIGINT, source INT, target INT, amount INT, KEY (token))")
        try connection.execute("CREATE TABLE accounts (id INT PRIMARY KEY, balance BIGINT NOT NULL)")
        let rows = (1...Self.accounts).map { "(\($0), \(Self.balance))" }.joined(separator: ", ")
        try connection.execute("INSERT INTO accounts VALUES \(rows)")
    }

    /// Moves money until the notes say that it is over.
    func work(seed: UInt64) async {
        var random = SeededGenerator(seed: seed)
        while let token = nextToken() {
            let (source, target) = (random.number(1...Self.accounts), random.number(1...Self.accounts))
            let amount = random.number(1...50)
            let task = Task { try await self.move(token, source, target, amount) }
            let isCancelled = random.chance(15)
            if isCancelled {
                // The task goes on meanwhile, or has ended.
                try? await Task.sleep(for: .microseconds(random.number(0...4_000)))
                task.cancel()
            }
            note(await task.result, token, isCancelled: isCancelled)
        }
    }

    private func nextToken() -> Int? {
        notes.access { notes in
            if notes.isOver { return nil }
            notes.next += 1
            return notes.next
        }
    }

    private func move(_ token: Int, _ source: Int, _ target: Int, _ amount: Int) async throws {
        try await engine.transaction(retries: 10) { session in
            try await session.execute("UPDATE accounts SET balance = balance - \(amount) WHERE id = \(source)")
            try await session.execute("INSERT INTO transfers VALUES (\(token), \(source), \(target), \(amount))")
            let seen = try await session.fetch("SELECT token FROM transfers WHERE token = \(token)", as: Int.self)
            if seen != [token] { self.notes.access { $0.unexpected.append("\(token) saw \(seen)") } }
            try await session.execute("UPDATE accounts SET balance = balance + \(amount) WHERE id = \(target)")
        }
    }

    private func note(_ result: Result<Void, any Error>, _ token: Int, isCancelled: Bool) {
        notes.access { notes in
            switch result {
            case .success:
                notes.outcomes[token] = .confirmed
                notes.confirmed += 1
            case .failure(DatabaseError.commitOutcomeUnknown):
                notes.outcomes[token] = .unknown
            case .failure(let error):
                notes.outcomes[token] = .failed
                switch error {
                case is CancellationError where isCancelled: notes.cancelled += 1
                case DatabaseError.deadlock, DatabaseError.conflict, DatabaseError.lockWaitTimeout,
                    DatabaseError.connectionLost,
                    DatabaseError.cannotConnect, DatabaseError.poolTimeout:
                    break
                default: notes.unexpected.append("\(token): \(error)")
                }
            }
        }
    }

    // MARK: The balance

    /// Compares what the tasks were told with what is in the tables.
    func check(_ connection: Connection) throws {
        let notes = notes.access { $0 }
        #expect(notes.unexpected.isEmpty)
        var counts: [Int: Int] = [:]
        var balances = Dictionary(uniqueKeysWithValues: (1...Self.accounts).map { ($0, Self.balance) })
        for row in try connection.execute("SELECT token, source, target, amount FROM transfers").rows {
            guard let token = row.int(0), let source = row.int(1), let target = row.int(2), let amount = row.int(3)
            else { throw TestSupportError("a transfer without values") }
            counts[token, default: 0] += 1
            balances[source, default: 0] -= amount
            balances[target, default: 0] += amount
        }
        let found = try connection.execute("SELECT id, balance FROM accounts").rows
        #expect(found.map { balances[$0.int(0) ?? 0] } == found.map { $0.int(1) })
        #expect(found.reduce(0) { $0 + ($1.int(1) ?? 0) } == Self.accounts * Self.balance)
        let wrong = notes.outcomes.filter { token, outcome in
            let count = counts[token] ?? 0
            switch outcome {
            case .confirmed: return count != 1
            case .unknown: return count > 1
            case .failed: return count != 0
            }
        }
        #expect(wrong.isEmpty)
        #expect(counts.keys.allSatisfy { notes.outcomes[$0] != nil })
    }
}
