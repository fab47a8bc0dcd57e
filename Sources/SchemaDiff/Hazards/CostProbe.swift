internal import SchemaModel
internal import SchemaSQL

/// Asks a server like the target, on empty copies of the tables, how it does each ALTER TABLE of a script: with the
/// cheapest algorithm and the least lock that it accepts.
///
/// An empty table answers as a full one does (MariaDB 10.11 and 11.8, MySQL 9.7), which fixed rules by version do not: the
/// answer depends on generated columns, checks, indexes and foreign keys of the table.
struct CostProbe {
    let profile: ServerProfile
    let scratch: any ScratchSpace
    /// Table → why there is no copy of it.
    private var missing: [String: ServerError] = [:]

    init(profile: ServerProfile, scratch: any ScratchSpace) {
        self.profile = profile
        self.scratch = scratch
    }

    /// What came of trying a statement.
    enum Answer {
        case cost(AlterationCost)
        /// The server does not take it, not even on an empty table.
        case refused(ServerError)
        /// It is no ALTER TABLE.
        case nothing
    }

    /// ER_ALTER_OPERATION_NOT_SUPPORTED, its form with a reason, and MySQL's ER_WRONG_USAGE for LOCK with INSTANT.
    private static let unsupported = [1845, 1846, 1221]

    /// Makes the tables as they are before the script, in whatever mode they were made; the script runs in the session's.
    mutating func make(_ tables: [Table]) throws {
        try scratch.executor.execute(
            "SET SESSION foreign_key_checks = 0, SESSION sql_mode = \(profile.modeForAnyTable)"
        )
        let renderer = CreateTableRenderer(profile: profile)
        for table in tables { missing[table.name] = try attempt(renderer.createTable(table)) }
        let modes = profile.sqlModes.sorted().joined(separator: ",")
        try scratch.executor.execute("SET SESSION foreign_key_checks = 1, SESSION sql_mode = '\(modes)'")
    }

    /// Runs the script on the copies; the answers stand where the statements do.
    func answers(to script: [ScriptStatement]) throws -> [Answer] {
        try script.map { statement in
            if let alter = statement.alter, alter.movesRows == nil || profile.flavor == .mysql {
                return try answer(to: alter)
            }
            let error = statement.touchesTables ? try attempt(statement.sql) : nil
            guard let alter = statement.alter, let movesRows = alter.movesRows else { return .nothing }
            if let error { return .refused(missing[alter.table] ?? error) }
            // MariaDB takes no ALGORITHM there. While rows move, it reads and does not write (10.11, 11.8).
            return .cost(AlterationCost(lock: movesRows ? .shared : nil, movesRows: movesRows))
        }
    }

    private func answer(to alter: AlterTable) throws -> Answer {
        var last: ServerError?
        for cost in candidates(for: alter) {
            do {
                try scratch.executor.execute(alter.sql(demanding: cost.demands))
                return .cost(cost)
            } catch let error as ServerError where Self.unsupported.contains(error.errno) {
                last = error
            } catch let error as ServerError where !error.isConnectionLost {
                return .refused(missing[alter.table] ?? error)
            }
        }
        return last.map { .refused($0) } ?? .nothing
    }

    private func candidates(for alter: AlterTable) -> [AlterationCost] {
        // MariaDB 10.11 accepts INSTANT for these two, and copies.
        let copies = alter.partitioning != nil || alter.clauses.contains { $0.hasPrefix("ENGINE = ") }
        let algorithms: [AlterationCost.Algorithm] =
            copies
            ? [.copy]
            : alter.movesRows != nil
                ? [.inplace, .copy]
                : profile.flavor == .mariadb ? [.instant, .nocopy, .inplace, .copy] : [.instant, .inplace, .copy]
        return algorithms.flatMap { algorithm in
            algorithm == .instant
                ? [AlterationCost(algorithm: algorithm)]
                : AlterationCost.Lock.allCases.map {
                    AlterationCost(algorithm: algorithm, lock: $0, movesRows: alter.movesRows)
                }
        }
    }

    /// - Returns: why the copies do not take the statement, which leaves the rest of the answers open.
    private func attempt(_ statement: String) throws -> ServerError? {
        do {
            try scratch.executor.execute(statement)
            return nil
        } catch let error as ServerError where !error.isConnectionLost {
            return error
        }
    }
}

extension CostProbe.Answer {
    /// What stands above the statement, and the risks of the change.
    func report(on table: String) -> (comments: [String], hazards: [Hazard]) {
        switch self {
        case .nothing: return ([], [])
        case .cost(let cost): return ([cost.comment], cost.hazards(of: table))
        case .refused(let error):
            let reply = "\(error.errno) (\(error.sqlState)) \(error.message)"
            let hazard = Hazard(.mayFail, .warning, "the server refuses this on an empty copy of \(table): \(reply)")
            return ([hazard.comment], [hazard])
        }
    }
}

extension ScriptStatement {
    fileprivate var touchesTables: Bool {
        alter != nil
            || [
                "CREATE TABLE", "RENAME TABLE", "DROP TABLE", "CREATE SEQUENCE", "SET SESSION sql_mode",
                "SET \(SQLModeChange.saved)",
                "SET STATEMENT",
            ]
            .contains { sql.hasPrefix($0) }
    }
}

extension AlterationCost {
    fileprivate var demands: [String] {
        (algorithm.map { ["ALGORITHM=\($0.rawValue)"] } ?? []) + (lock.map { ["LOCK=\($0.rawValue)"] } ?? [])
    }
}

extension [Table] {
    /// The tables of these names, those that refer to them, and what all of them refer to, now or by the new keys.
    func neighbours(of names: Set<String>, newParents: [String]) -> [Table] {
        let children = filter { table in table.foreignKeys.contains { names.contains($0.referencedTable) } }
        let touched = names.union(children.map(\.name))
        let parents = filter { touched.contains($0.name) }.flatMap { $0.foreignKeys.map(\.referencedTable) }
        let all = touched.union(parents).union(newParents)
        return filter { all.contains($0.name) }
    }
}
