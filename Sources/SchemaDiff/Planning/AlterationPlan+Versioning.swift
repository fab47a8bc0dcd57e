internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL

/// When the history of a MariaDB table begins and ends in relation to its other changes.
extension AlterationPlan {
    /// Completes the ALTER that ends the history.
    func endingHistory(_ statement: Statement) -> [Statement] {
        guard endsHistory else { return [] }
        var statement = statement
        if statement.changes.isEmpty {
            statement.remarks = ["the versioning of table \(alteration.after.name) ends before its engine changes"]
        }
        guard case .systemTime? = alteration.before.partitioning?.scheme else { return [statement] }
        // A table with SYSTEM_TIME partitions must stay versioned (MariaDB error 4131).
        let remark = "the partitions of the history are removed before its versioning"
        return [Statement(partitioning: "REMOVE PARTITIONING", remarks: [remark]), statement]
    }

    /// Returns whether the change is part of the end of the history.
    func isOfHistory(_ change: TableChange) -> Bool {
        switch change {
        case .dropColumn(let column), .changeColumn(let column, _), .renameColumn(_, let column): column.rowTime != nil
        case .changeSystemVersioning: true
        default: false
        }
    }

    /// The clauses that end the history and begin a new one.
    var historyClauses: [AlterClause] {
        var clauses: [AlterClause] = []
        if endsHistory {
            clauses += alteration.before.indexes.filter { uses(rowTimes, $0) }
                .map { AlterClause(.dropKey, "DROP INDEX \(quoted($0.name))", in: .endingHistory) }
            clauses.append(AlterClause(.dropVersioning, "DROP SYSTEM VERSIONING", in: .endingHistory))
            var oldNames: [String: String] = [:]
            for case .renameColumn(let from, let to) in alteration.changes { oldNames[to.name] = from }
            clauses += alteration.before.columns.filter { $0.rowTime != nil }
                .map {
                    let name = quoted(oldNames[$0.name] ?? $0.name)
                    return AlterClause(.dropColumn, "DROP COLUMN \(name)", in: .endingHistory)
                }
        }
        guard let versioning = alteration.after.systemVersioning,
            alteration.before.systemVersioning == nil || endsHistory
        else { return clauses }
        if let columns = versioning.columns {
            clauses.append(AlterClause(.addPeriod, "ADD " + renderer.periodDefinition(nil, columns)))
        }
        let step: AlterClause.Step = beginsHistoryFirst ? .beginningHistory : .main
        return clauses + [AlterClause(.addPeriod, "ADD SYSTEM VERSIONING", in: step)]
    }

    func findRowTimes() -> Set<String> {
        guard endsHistory else { return [] }
        return Set(alteration.before.columns.filter { $0.rowTime != nil }.map { $0.name.lowercased() })
    }

    /// Only a column of an already versioned table can be WITHOUT SYSTEM VERSIONING (MariaDB error 4124).
    var beginsHistoryFirst: Bool {
        alteration.before.systemVersioning == nil && alteration.after.systemVersioning?.columns == nil
            && alteration.after.systemVersioning != nil && alteration.after.columns.contains(where: \.isUnversioned)
    }

    /// Versioning ends in a separate ALTER before it starts in another form (MariaDB error 4135), before the partitions
    /// of its history change (4131), and before the table enters or leaves InnoDB (4120).
    func findEndOfHistory() -> Bool {
        let before = alteration.before
        let after = alteration.after
        if before.systemVersioning == nil { return false }
        if before.systemVersioning != after.systemVersioning { return true }
        // The server cannot change the name or kind of a period column (MariaDB 4125, 4134).
        let changesEnds = alteration.changes.contains { change in
            switch change {
            case .changeColumn(let column, _): column.rowTime != nil
            case .renameColumn(_, let column): column.rowTime != nil
            default: false
            }
        }
        if changesEnds { return true }
        guard before.options.engine != after.options.engine else { return false }
        return [before, after].contains { $0.options.engine?.lowercased() == "innodb" }
    }
}
