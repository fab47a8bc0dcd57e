internal import SQLStatements
internal import SchemaModel

/// Joins units that share session state, so that all are done or none: `INSERT INTO parent …` and `INSERT INTO child …
/// VALUES (LAST_INSERT_ID())`.
struct SessionGroups {
    let statements: [SQLStatement]
    let facts: [StatementFacts]
    let dialect: SQLDialect

    func join(_ units: [RunUnit]) -> [RunUnit] {
        var trail = SessionTrail()
        let links = statements.indices.flatMap { trail.read(use(of: $0), at: $0) }
        if links.isEmpty { return units }
        let owners = units.enumerated().flatMap { place, unit in unit.range.map { _ in place } }
        let barriers = Self.last(units, where: { !canJoin($0) })
        let batches = Self.last(units, where: { $0.batch != nil })
        let ranges = links.compactMap { link -> ClosedRange<Int>? in
            let (start, end) = (owners[link.from], owners[link.to])
            if start == end { return nil }
            guard let barrier = barriers[end], barrier >= start else { return start...end }
            if link.isClose { return batches[end].map { $0 >= start } ?? false ? nil : start...end }
            // When a run is continued after the DDL, it asks for the part before. The part after it still belongs
            // together.
            return barrier + 1 < end ? barrier + 1...end : nil
        }
        var joined = self.joined(Self.united(ranges), units)
        let quiet = Set(links.filter { $0.isClose && $0.from + 1 == $0.to }.map(\.from))
        for place in joined.indices { joined[place].quiet = quiet.intersection(joined[place].range) }
        return joined
    }

    private func use(of index: Int) -> SessionUse { SessionUse(of: statements[index].text, facts[index], dialect) }

    /// For each unit, the last unit up to it that meets the condition.
    private static func last(_ units: [RunUnit], where isSuch: (RunUnit) -> Bool) -> [Int?] {
        var last: Int?
        return units.indices.map { place in
            if isSuch(units[place]) { last = place }
            return last
        }
    }

    /// Whether the unit may share a transaction with others.
    private func canJoin(_ unit: RunUnit) -> Bool {
        switch unit.kind {
        case .transaction: unit.batch == nil
        case .session: !facts[unit.range.lowerBound].mayCommit && facts[unit.range.lowerBound].usedDatabase == nil
        case .nothing: true
        case .ddl, .creations, .other, .unprotected: false
        }
    }

    private static func united(_ ranges: [ClosedRange<Int>]) -> [ClosedRange<Int>] {
        ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { united, range in
            if let last = united.last, range.lowerBound <= last.upperBound {
                united[united.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                united.append(range)
            }
        }
    }

    private func joined(_ ranges: [ClosedRange<Int>], _ units: [RunUnit]) -> [RunUnit] {
        var joined: [RunUnit] = []
        var next = 0
        for range in ranges {
            joined += units[next..<range.lowerBound]
            joined.append(unit(of: units[range]))
            next = range.upperBound + 1
        }
        return joined + units[next...]
    }

    private func unit(of units: ArraySlice<RunUnit>) -> RunUnit {
        let range = (units.first?.range.lowerBound ?? 0)..<(units.last?.range.upperBound ?? 0)
        // If it cannot be one transaction, nothing tells how far it got.
        guard units.allSatisfy(canJoin) else {
            return RunUnit(kind: .other, range: range, sent: range, changesSession: true)
        }
        let opening = units.filter { $0.kind == .session }.map(\.range.lowerBound)
            .filter { use(of: $0).opensTransaction }
        let isControl = { (index: Int) in
            [.transactionStart, .transactionEnd].contains(facts[index].kind) || opening.contains(index)
        }
        var sent = range
        while let first = sent.first, isControl(first) { sent = sent.dropFirst() }
        while let last = sent.last, isControl(last) { sent = sent.dropLast() }
        var unit = RunUnit(kind: .transaction, range: range, sent: sent)
        unit.omitted = Set(sent.filter(isControl))
        // The transaction also writes the journal.
        unit.opening = opening.filter { !use(of: $0).isReadOnly }
        unit.changesSession = units.contains(where: \.changesSession)
        for name in units.flatMap(\.writes) where !unit.writes.contains(name) { unit.writes.append(name) }
        return unit
    }
}
