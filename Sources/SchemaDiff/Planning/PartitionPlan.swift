internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL

/// The statements that take a table from one partitioning to another.
struct PartitionPlan {
    /// The clause of a separate statement, such as `ADD PARTITION (…)`.
    struct Step: Hashable {
        var clause: String
        /// Partitions that are dropped with their rows.
        var lostPartitions: [String] = []
        /// Whether some rows may not fit any new partition, so that the server refuses the statement.
        var mayFail = false
        /// Whether rows move from one partition to another.
        var movesRows = false
    }

    let before: Partitioning?
    let after: Partitioning?
    var dialect = SQLDialect()
    /// Whether the statement is part of a downgrade, which drops no partition whose rows another one can take.
    let isReverting: Bool

    /// Partitions are written in the same way for both servers.
    private var renderer: CreateTableRenderer {
        let version = ServerProfile.Version(10, 11)
        return CreateTableRenderer(profile: ServerProfile(flavor: .mariadb, version: version, dialect: dialect))
    }

    /// Returns the cheapest statements that reach the goal, or nil if the whole table must be repartitioned.
    func steps() -> [Step]? {
        guard let before, let after, before.scheme == after.scheme, before.subscheme == after.subscheme,
            before.subcount == after.subcount
        else { return nil }
        switch after.scheme {
        case .hash, .key: return countSteps(before, after)
        case .systemTime: return systemTimeSteps(before, after)
        case .range, .rangeColumns: return rangeSteps(before.partitions, after.partitions)
        case .list, .listColumns: return listSteps(before.partitions, after.partitions)
        }
    }

    /// `PARTITION BY …` or `REMOVE PARTITIONING`. It follows the other clauses of an ALTER without a comma.
    var wholeClause: String {
        after.map { renderer.partitioning($0) } ?? "REMOVE PARTITIONING"
    }

    func hazards(for table: String) -> [Hazard] {
        guard let steps = steps() else {
            guard let after, after.partitions.contains(where: { $0.bound != nil }), !after.holdsAllRows else {
                return []
            }
            return [Hazard(.mayFail, .warning, "rows of \(table) that belong to no partition prevent the change")]
        }
        return steps.flatMap { step in
            step.lostPartitions.map { name in
                Hazard(
                    .dataLoss,
                    .danger,
                    "partition \(name) of \(table) is dropped with its rows",
                    rows: RowQuery(.partition(name), in: table)
                )
            }
                + (step.mayFail
                    ? [Hazard(.mayFail, .warning, "rows of \(table) that belong to no partition prevent the change")]
                    : [])
        }
    }

    // MARK: - HASH, KEY, SYSTEM_TIME

    private func countSteps(_ before: Partitioning, _ after: Partitioning) -> [Step]? {
        if before.partitions.isEmpty, after.partitions.isEmpty {
            guard let old = before.count, let new = after.count, old != new else { return nil }
            if new > old { return [Step(clause: "ADD PARTITION PARTITIONS \(new - old)", movesRows: true)] }
            return [Step(clause: "COALESCE PARTITION \(old - new)", movesRows: true)]
        }
        guard !before.partitions.isEmpty, !after.partitions.isEmpty else { return nil }
        if after.partitions.starts(with: before.partitions) {
            var step = add(Array(after.partitions.dropFirst(before.partitions.count)))
            step.movesRows = true
            return [step]
        }
        if before.partitions.starts(with: after.partitions) {
            let count = before.partitions.count - after.partitions.count
            return [Step(clause: "COALESCE PARTITION \(count)", movesRows: true)]
        }
        return nil
    }

    private func systemTimeSteps(_ before: Partitioning, _ after: Partitioning) -> [Step]? {
        if before.partitions.isEmpty, after.partitions.isEmpty, let old = before.count, let new = after.count, new > old
        {
            return [Step(clause: "ADD PARTITION PARTITIONS \(new - old)")]
        }
        // The last partition is CURRENT. New HISTORY partitions can only follow the existing ones.
        let old = before.partitions.dropLast()
        let new = after.partitions.dropLast()
        guard !old.isEmpty, !new.isEmpty, before.partitions.last == after.partitions.last else { return nil }
        if new.starts(with: old) { return [add(Array(new.dropFirst(old.count)))] }
        let going = old.filter { !new.contains($0) }
        return old.filter(new.contains) == Array(new) ? [drop(going)] : nil
    }

    // MARK: - RANGE

    /// Both lists are ascending, so the partitions that stay divide them into pieces that change independently.
    private func rangeSteps(_ before: [Partition], _ after: [Partition]) -> [Step]? {
        let staying = Set(before).intersection(after)
        var oldPieces: [[Partition]] = [[]]
        var newPieces: [[Partition]] = [[]]
        var anchors: [Partition] = []
        for partition in before {
            if staying.contains(partition) {
                anchors.append(partition)
                oldPieces.append([])
            } else {
                oldPieces[oldPieces.count - 1].append(partition)
            }
        }
        for partition in after {
            if staying.contains(partition) {
                guard partition == anchors[newPieces.count - 1] else { return nil }
                newPieces.append([])
            } else {
                newPieces[newPieces.count - 1].append(partition)
            }
        }
        guard !crossesNames(oldPieces, newPieces) else { return whole(before, after) }
        var dropped: [Partition] = []
        var steps: [Step] = []
        for (place, (old, new)) in zip(oldPieces, newPieces).enumerated() where !(old.isEmpty && new.isEmpty) {
            let next = place < anchors.count ? anchors[place] : nil
            if new.isEmpty, next == nil || (place == 0 && !isReverting) {
                dropped += old
            } else if let next {
                steps.append(
                    old.last?.bound == new.last?.bound
                        ? reorganize(old, into: new) : reorganize(old + [next], into: new + [next])
                )
            } else if old.isEmpty {
                steps.append(add(new))
            } else if !Self.isBelow(new[new.count - 1], old[old.count - 1]) {
                steps.append(reorganize(old, into: new))
            } else {
                return nil
            }
        }
        return (dropped.isEmpty ? [] : [drop(dropped)]) + steps
    }

    /// Returns whether one piece drops a name that another piece adds, which consecutive statements cannot do.
    private func crossesNames(_ old: [[Partition]], _ new: [[Partition]]) -> Bool {
        zip(old, new).enumerated().contains { place, pieces in
            let names = Set(pieces.0.map { $0.name.lowercased() })
            return new.enumerated().contains { other, partitions in
                other != place && partitions.contains { names.contains($0.name.lowercased()) }
            }
        }
    }

    /// Replaces everything from the first partition that differs to the last.
    private func whole(_ before: [Partition], _ after: [Partition]) -> [Step]? {
        var old = before[...]
        var new = after[...]
        while let first = old.first, first == new.first {
            old.removeFirst()
            new.removeFirst()
        }
        while let last = old.last, last == new.last {
            old.removeLast()
            new.removeLast()
        }
        guard let last = old.last, let newLast = new.last else { return nil }
        if old.endIndex < before.endIndex, last.bound != newLast.bound {
            let next = before[old.endIndex]
            return [reorganize(Array(old) + [next], into: Array(new) + [next])]
        }
        if Self.isBelow(newLast, last) { return nil }
        return [reorganize(Array(old), into: Array(new))]
    }

    /// Returns whether the bound is, or may be, lower than the other.
    private static func isBelow(_ partition: Partition, _ other: Partition) -> Bool {
        guard case .lessThan(let values)? = partition.bound, case .lessThan(let others)? = other.bound else {
            return true
        }
        for (value, other) in zip(values, others) where value != other {
            if value == "MAXVALUE" { return false }
            if other == "MAXVALUE" { return true }
            if let value = Int(value), let other = Int(other) { return value < other }
            guard value.hasPrefix("'"), other.hasPrefix("'"), value.utf8.count == other.utf8.count else { return true }
            return value < other
        }
        return false
    }

    // MARK: - LIST

    private func listSteps(_ before: [Partition], _ after: [Partition]) -> [Step]? {
        let staying = Set(before).intersection(after)
        guard before.filter(staying.contains) == after.filter(staying.contains) else { return nil }
        let going = before.filter { !staying.contains($0) }
        let coming = after.filter { !staying.contains($0) }
        let remainder = staying.first { $0.hasRemainder }
        if going.isEmpty {
            if after.starts(with: before), remainder == nil { return [add(coming)] }
            return nil
        }
        if coming.isEmpty {
            let values = Set(going.flatMap(\.rows))
            let isTaken = remainder != nil || values.isSubset(of: after.flatMap(\.rows))
            return isTaken || going.contains(where: \.hasRemainder) ? nil : [drop(going)]
        }
        // Replaces partitions at the same position.
        guard let start = before.firstIndex(where: { !staying.contains($0) }),
            Array(before[start..<min(start + going.count, before.count)]) == going,
            Array(after[start..<min(start + coming.count, after.count)]) == coming
        else { return nil }
        // Rows of the DEFAULT partition may belong in a new one.
        if remainder != nil { return nil }
        // For a list of columns, MariaDB (10.11, 11.8) accepts DEFAULT only in first position (error 1653).
        if coming[0].bound == .remainder { return nil }
        return [reorganize(going, into: coming)]
    }

    // MARK: - Clauses

    private func add(_ partitions: [Partition]) -> Step {
        Step(clause: "ADD PARTITION \(list(partitions))")
    }

    private func drop(_ partitions: [Partition]) -> Step {
        Step(clause: "DROP PARTITION \(names(partitions))", lostPartitions: partitions.map(\.name))
    }

    private func reorganize(_ old: [Partition], into new: [Partition]) -> Step {
        let lost = Set(old.flatMap(\.rows)).subtracting(new.flatMap(\.rows))
        let isLosing = !lost.isEmpty && !new.contains(where: \.hasRemainder)
        let clause = "REORGANIZE PARTITION \(names(old)) INTO \(list(new))"
        return Step(clause: clause, mayFail: isLosing, movesRows: true)
    }

    private func names(_ partitions: [Partition]) -> String {
        partitions.map { dialect.quotedIdentifier($0.name) }.joined(separator: ", ")
    }

    private func list(_ partitions: [Partition]) -> String {
        guard let scheme = after?.scheme else { return "" }
        return renderer.partitionList(partitions, of: scheme)
    }
}

extension Partition {
    /// The rows of a VALUES IN list.
    fileprivate var rows: [[String]] {
        if case .values(let rows)? = bound { rows } else { [] }
    }

    fileprivate var hasRemainder: Bool {
        bound == .remainder || rows.contains(["DEFAULT"])
    }
}

extension Partitioning {
    /// Whether every row has a partition: one up to MAXVALUE, a DEFAULT, or the history.
    fileprivate var holdsAllRows: Bool {
        partitions.contains { partition in
            switch partition.bound {
            case .lessThan(let bounds): bounds.allSatisfy { $0.uppercased() == "MAXVALUE" }
            case .remainder, .current, .history: true
            case .values, nil: false
            }
        }
    }
}
