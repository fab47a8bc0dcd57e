internal import SchemaModel
internal import SchemaSQL
internal import ServerPort

/// Finds out how a server like the target runs each ALTER TABLE of a script. It tries the statements on empty copies of
/// the tables to find the cheapest algorithm and the weakest lock that the server accepts.
///
/// An empty table gives the same answer as a full one (MariaDB 10.11 and 11.8, MySQL 9.7). Fixed rules per version
/// would not, because the answer depends on the table's generated columns, checks, indexes and foreign keys.
struct CostProbe {
    let profile: ServerProfile
    let scratch: any ScratchSpace
    /// Maps each table that could not be copied to the error.
    private var missing: [String: ServerError] = [:]

    init(profile: ServerProfile, scratch: any ScratchSpace) {
        self.profile = profile
        self.scratch = scratch
    }

    /// The result of trying a statement.
    enum Answer {
        case cost(AlterationCost)
        /// The server refuses the statement even on an empty table.
        case refused(ServerError)
        /// The statement is not an ALTER TABLE.
        case nothing
    }

    /// Creates the tables in their state before the script, whatever mode they were created in. The script itself runs
    /// in the session's mode.
    mutating func make(_ tables: [Table]) throws {
        try scratch.executor.execute(
            "SET SESSION foreign_key_checks = 0, SESSION sql_mode = \(profile.modeForAnyTable)"
        )
        let renderer = CreateTableRenderer(profile: profile)
        for table in tables { missing[table.name] = try attempt(renderer.createTable(table)) }
        let modes = profile.sqlModes.sorted().joined(separator: ",")
        try scratch.executor.execute("SET SESSION foreign_key_checks = 1, SESSION sql_mode = '\(modes)'")
    }

    /// Runs the script on the copies. Returns one answer for each statement.
    func answers(to script: [ScriptStatement]) throws -> [Answer] {
        try script.map { statement in
            if let alter = statement.alter, alter.movesRows == nil || profile.flavor == .mysql {
                return try answer(to: alter)
            }
            let error = statement.touchesTables ? try attempt(statement.sql) : nil
            guard let alter = statement.alter, let movesRows = alter.movesRows else { return .nothing }
            if let error { return .refused(missing[alter.table] ?? error) }
            // MariaDB does not accept ALGORITHM here. It allows only reads while it moves rows (10.11, 11.8).
            return .cost(AlterationCost(lock: movesRows ? .shared : nil, movesRows: movesRows))
        }
    }

    private func answer(to alter: AlterTable) throws -> Answer {
        var last: ServerError?
        for cost in candidates(for: alter) {
            do {
                try scratch.executor.execute(alter.sql(demanding: cost.demands))
                return .cost(cost)
            } catch let error as ServerError where Set.alterNotSupported.contains(error.code) {
                last = error
            } catch let error as ServerError where !error.isConnectionLost {
                return .refused(missing[alter.table] ?? error)
            }
        }
        return last.map { .refused($0) } ?? .nothing
    }

    private func candidates(for alter: AlterTable) -> [AlterationCost] {
        // MariaDB 10.11 accepts INSTANT for these two changes, but copies the table.
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

    /// - Returns: The error if the copies do not accept the statement. The remaining answers are then uncertain.
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
    /// Returns the notes above the statement and the hazards of the change.
    func report(on table: String) -> (notes: [ScriptStatement.Note], hazards: [Hazard]) {
        switch self {
        case .nothing: return ([], [])
        case .cost(let cost): return ([.cost(cost)], cost.hazards(of: table))
        case .refused(let error):
            let reply = "\(error.errno) (\(error.sqlState)) \(error.message)"
            let hazard = Hazard(.mayFail, .warning, "the server refuses this on an empty copy of \(table): \(reply)")
            return ([.hazard(hazard)], [hazard])
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
    /// Returns the named tables, those that reference them, and all that these reference, now or with the new keys.
    func neighbours(of names: Set<String>, newParents: [String]) -> [Table] {
        let children = filter { table in table.foreignKeys.contains { names.contains($0.referencedTable) } }
        let touched = names.union(children.map(\.name))
        let parents = filter { touched.contains($0.name) }.flatMap { $0.foreignKeys.map(\.referencedTable) }
        let all = touched.union(parents).union(newParents)
        return filter { all.contains($0.name) }
    }
}
