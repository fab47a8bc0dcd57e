internal import SchemaModel
package import ServerPort

/// A replica of the server, whose lag batches keep small.
package struct Replica {
    /// The replica's address, as messages show it.
    package let name: String
    package let connect: () throws -> any QueryExecutor

    package init(name: String, connect: @escaping () throws -> any QueryExecutor) {
        self.name = name
        self.connect = connect
    }
}

/// The lag of a replica.
package struct ReplicaLag: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case behind(seconds: Int)
        /// The replica does not replicate at the moment, so its lag is unknown.
        case stopped
        /// The replica no longer answers.
        case silent
    }

    package var replica: String
    package var state: State
}

package enum ReplicaProblem: Hashable, Sendable {
    /// The server has no source to replicate from.
    case noReplica
    /// The server does not tell its lag, for example because a privilege is missing.
    case refused(ServerError)
}

/// Asks replicas how far they lag.
final class ReplicaWatch {
    private let replicas: [Replica]
    /// In seconds.
    private let limit: Double
    private let clock = ContinuousClock()
    private var connections: [Int: any QueryExecutor] = [:]
    /// For each replica, the entry of `questions` that it understands.
    private var question: [Int: String] = [:]
    private var last: ContinuousClock.Instant

    /// How often the replicas are asked.
    static let interval = Duration.seconds(1)

    /// The queries for all sources: MariaDB's, MySQL's from 8.0.22, and MySQL's before that.
    private static let questions = ["SHOW ALL SLAVES STATUS", "SHOW REPLICA STATUS", "SHOW SLAVE STATUS"]
    /// MySQL's column from 8.0.22, and MariaDB's.
    private static let columns = ["Seconds_Behind_Source", "Seconds_Behind_Master"]

    /// Asks each replica once, so that wrong settings show before anything runs.
    ///
    /// - Throws: `MigrationError.replica`, and the errors of `Replica.connect`.
    init(_ replicas: [Replica], limit: Duration) throws {
        self.replicas = replicas
        self.limit = limit.inSeconds
        last = clock.now - Self.interval
        for (place, replica) in replicas.enumerated() {
            let executor = try replica.connect()
            connections[place] = executor
            do {
                if try rows(place, executor).isEmpty {
                    throw MigrationError.replica(.noReplica, name: replica.name)
                }
            } catch let error as ServerError {
                throw MigrationError.replica(.refused(error), name: replica.name)
            }
        }
    }

    /// The replica that lags most and too far; nil if there is none, or if they were asked less than an interval ago.
    func laggard() -> ReplicaLag? {
        guard clock.now - last >= Self.interval else { return nil }
        var worst: ReplicaLag?
        for place in replicas.indices {
            guard let state = tooFarBehind(place) else { continue }
            if worst.map({ state.isWorse(than: $0.state) }) ?? true {
                worst = ReplicaLag(replica: replicas[place].name, state: state)
            }
        }
        if worst == nil { last = clock.now }
        return worst
    }

    private func tooFarBehind(_ place: Int) -> ReplicaLag.State? {
        do {
            let executor = try connections[place] ?? replicas[place].connect()
            connections[place] = executor
            let rows = try rows(place, executor)
            let column = Self.columns.lazy.compactMap { rows.columnNames.firstIndex(of: $0) }.first
            guard !rows.isEmpty, let column else { return .stopped }
            var seconds = 0
            for row in rows {
                guard let behind = row.int(column) else { return .stopped }
                seconds = max(seconds, behind)
            }
            return Double(seconds) > limit ? .behind(seconds: seconds) : nil
        } catch {
            // A new connection may work.
            connections[place] = nil
            return .silent
        }
    }

    /// - Throws: `ServerError`.
    private func rows(_ place: Int, _ executor: any QueryExecutor) throws -> RowSet {
        if let known = question[place] { return try executor.execute(known).rows }
        for text in Self.questions.dropLast() {
            do {
                let rows = try executor.execute(text).rows
                question[place] = text
                return rows
            } catch let error as ServerError where error.code == .syntaxError {
                // This server knows another form.
            }
        }
        let text = Self.questions[Self.questions.count - 1]
        let rows = try executor.execute(text).rows
        question[place] = text
        return rows
    }
}

extension ReplicaLag.State {
    fileprivate func isWorse(than other: Self) -> Bool {
        switch (self, other) {
        case (.behind(let mine), .behind(let theirs)): mine > theirs
        case (.behind, _): false
        default: true
        }
    }
}
