internal import SchemaModel
internal import ServerPort

extension Catalog {
    /// The columns are name, table, timing, event and order.
    mutating func readTriggers(_ rows: RowSet, ignoring isIgnored: (String) -> Bool) {
        var groups: [[String]: [(name: String, order: Int)]] = [:]
        for row in rows {
            guard let name = row[0], let table = row[1], let timing = row[2], let event = row[3], !isIgnored(table)
            else { continue }
            objects.append(StoredObject.ID(.trigger, name))
            groups[[table, timing, event], default: []].append((name, row.int(4) ?? 0))
        }
        for group in groups.values {
            let names = group.sorted { $0.order < $1.order }.map(\.name)
            for (before, name) in zip(names, names.dropFirst()) { triggerPredecessors[name] = before }
        }
    }

    /// The columns are name and type.
    mutating func readRoutines(_ rows: RowSet) {
        for row in rows {
            guard let name = row[0], let type = row[1]?.lowercased() else { continue }
            switch type {
            case "procedure": objects.append(StoredObject.ID(.procedure, name))
            case "function": objects.append(StoredObject.ID(.function, name))
            // MariaDB's packages (sql_mode ORACLE).
            default: others.append(OtherObject(name: name, kind: type))
            }
        }
    }
}

extension StoredObject.Kind {
    var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
