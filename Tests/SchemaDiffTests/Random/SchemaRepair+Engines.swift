import SchemaModel

/// Removes what storage engines do not support.
extension Schema {
    mutating func mendEngines(for flavor: ServerProfile.Flavor) {
        let others = Set(tables.filter { !$0.isInnoDB }.map(\.name))
        for index in tables.indices {
            let isOther = others.contains(tables[index].name)
            tables[index].foreignKeys.removeAll { isOther || others.contains($0.referencedTable) }
            if isOther { tables[index].mendEngine(for: flavor) }
        }
    }
}

extension Table {
    fileprivate var isInnoDB: Bool { options.engine ?? "InnoDB" == "InnoDB" }

    fileprivate mutating func mendEngine(for flavor: ServerProfile.Flavor) {
        options.rowFormat = nil
        // Other engines have shorter keys.
        for index in indexes.indices {
            indexes[index].parts = indexes[index].parts.map { part in
                guard let column = part.columnName.flatMap({ column(named: $0) }) else { return part }
                var part = part
                switch column.type {
                case .char(let length) where length > 40, .varchar(let length) where length > 40:
                    part.prefixLength = min(part.prefixLength ?? 7, 7)
                default: break
                }
                return part
            }
        }
        // Other engines also do not allow indexes on virtual columns (MariaDB error 1904).
        let virtual = Set(columns.filter { $0.generated?.isStored == false }.map(\.name))
        indexes.removeAll { $0.parts.contains { $0.columnName.map(virtual.contains) ?? false } }
        if flavor == .mysql {
            partitioning = nil
            for index in columns.indices {
                if case .expression(let text) = columns[index].defaultValue,
                    text.contains("concat") || text.contains("+")
                {
                    columns[index].defaultValue = nil
                }
            }
            for index in indexes.indices {
                indexes[index].parts.removeAll { $0.columnName == nil }
                for part in indexes[index].parts.indices { indexes[index].parts[part].isDescending = false }
            }
            indexes.removeAll { $0.parts.isEmpty }
        }
        guard options.engine == "MEMORY" else { return }
        indexes.removeAll { $0.kind == .fulltext }
        columns.removeAll { column in
            switch column.type {
            case .text, .blob, .json, .spatial: true
            default: column.generated != nil
            }
        }
        let names = Set(columns.map(\.name))
        for index in indexes.indices {
            indexes[index].parts.removeAll { $0.columnName.map { !names.contains($0) } ?? false }
        }
        indexes.removeAll { $0.parts.isEmpty }
    }
}
