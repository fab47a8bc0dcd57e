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

    /// ER_ALTER_OPERATION_NOT_SUPPORTED, its form with a reason, and MySQL's ER_WRONG_USAGE for LOCK with INSTANT.
    private static let unsupported = [1845, 1846, 1221]

    /// Makes the tables as they are before the script.
    func make(_ tables: [Table]) throws {
        try scratch.executor.execute("SET SESSION foreign_key_checks = 0")
        let renderer = CreateTableRenderer(profile: profile)
        for table in tables { try attempt { try scratch.executor.execute(renderer.createTable(table)) } }
        try scratch.executor.execute("SET SESSION foreign_key_checks = 1")
    }

    /// Runs the script on the copies; the costs stand where the statements do. Nil: no ALTER TABLE, or the server did not
    /// say.
    func costs(of script: [ScriptStatement]) throws -> [AlterationCost?] {
        try script.map { statement in
            if let alter = statement.alter, alter.movesRows == nil || profile.flavor == .mysql {
                return try cost(of: alter)
            }
            if statement.touchesTables { try attempt { try scratch.executor.execute(statement.sql) } }
            // MariaDB takes no ALGORITHM there. While rows move, it reads and does not write (10.11, 11.8).
            return statement.alter?.movesRows.map { AlterationCost(lock: $0 ? .shared : nil, movesRows: $0) }
        }
    }

    private func cost(of alter: AlterTable) throws -> AlterationCost? {
        for cost in candidates(for: alter) {
            do {
                try scratch.executor.execute(alter.sql(demanding: cost.demands))
                return cost
            } catch let error as ServerError where Self.unsupported.contains(error.errno) {
                continue
            } catch let error as ServerError where !error.isConnectionLost {
                return nil
            }
        }
        return nil
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

    /// A statement that the copies do not take leaves the rest of the answers open, no more.
    private func attempt(_ statement: () throws -> Void) throws {
        do {
            try statement()
        } catch let error as ServerError where !error.isConnectionLost {
            return
        }
    }
}

extension ScriptStatement {
    fileprivate var touchesTables: Bool {
        alter != nil
            || ["CREATE TABLE", "RENAME TABLE", "DROP TABLE", "CREATE SEQUENCE"].contains { sql.hasPrefix($0) }
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
