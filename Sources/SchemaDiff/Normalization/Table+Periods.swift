internal import SchemaModel

extension Table {
    /// Fills in what periods imply (MariaDB 10.11 and 11.8): their columns are NOT NULL, the columns of the system
    /// period are computed, and the row end is part of every unique key.
    mutating func completePeriods() {
        if systemVersioning == nil {
            for index in columns.indices { columns[index].isUnversioned = false }
        }
        for index in columns.indices {
            let name = columns[index].name.lowercased()
            columns[index].rowTime = nil
            if let ends = systemVersioning?.columns {
                if name == ends.start.lowercased() { columns[index].rowTime = .start }
                if name == ends.end.lowercased() { columns[index].rowTime = .end }
            }
            let isPeriod = period.map { [$0.columns.start.lowercased(), $0.columns.end.lowercased()].contains(name) }
            if columns[index].rowTime != nil || isPeriod == true { columns[index].isNullable = false }
        }
        guard let end = systemVersioning?.columns?.end else { return }
        func isComplete(_ parts: [IndexPart]) -> Bool {
            parts.contains { $0.columnName?.lowercased() == end.lowercased() }
        }
        let part = IndexPart(column: column(named: end)?.name ?? end)
        if let key = primaryKey, !isComplete(key.parts) {
            primaryKey?.parts.insert(part, at: key.parts.firstIndex(where: \.isPeriod) ?? key.parts.endIndex)
        }
        for index in indexes.indices where indexes[index].kind == .unique && !isComplete(indexes[index].parts) {
            let place = indexes[index].parts.firstIndex(where: \.isPeriod) ?? indexes[index].parts.endIndex
            indexes[index].parts.insert(part, at: place)
        }
    }

    /// Removes periods and versioning, which temporary tables do not accept (MariaDB 4137, 4152).
    mutating func removePeriods() {
        systemVersioning = nil
        period = nil
        for index in columns.indices {
            if columns[index].rowTime != nil {
                columns[index].rowTime = nil
                columns[index].isNullable = true
                columns[index].isInvisible = false
            }
            columns[index].isUnversioned = false
        }
        primaryKey?.parts.removeAll(where: \.isPeriod)
        if primaryKey?.parts.isEmpty == true { primaryKey = nil }
        indexes.removeAll { $0.parts.contains(where: \.isPeriod) }
    }
}

extension IndexPart {
    var isPeriod: Bool {
        if case .period = value { true } else { false }
    }
}
