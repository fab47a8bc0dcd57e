internal import SchemaModel

/// The indexes that the server creates for foreign keys without one.
///
/// Both servers need an index that starts with the key's columns, in order. If there is none, they create one with the
/// constraint's name (MySQL 8.0 manual, "FOREIGN KEY Constraints"; the same on MariaDB 10.11 and 11.8). It remains
/// after the foreign key is dropped, and disappears when an index that covers it is created.
enum ImpliedIndexes {
    /// Returns the table with the indexes that the server would add. If an undeclared index of `live` with another name
    /// serves the foreign key, that one is the implied index.
    static func adding(to table: Table, live: Table?, flavor: ServerProfile.Flavor) -> Table {
        var table = table
        var implied: [Index] = []
        for key in table.foreignKeys {
            // MySQL (9.7) creates another index next to a descending one, in CREATE and ALTER TABLE. That index can be
            // dropped later and is not recreated. MariaDB (10.11, 11.8) accepts any direction.
            let isAscending = flavor == .mysql && live.map { isServedDescending(key.columns, in: $0) } != true
            if isCovered(key.columns, in: table, and: implied, isAscending: isAscending) { continue }
            // A longer implied index replaces a shorter one that it covers.
            let parts = key.columns.map { IndexPart(column: $0) }
            implied.removeAll { covers(parts, $0.parts.compactMap(\.columnName)) }
            let existing = live?.indexes.first { index in
                index.kind == .plain && index.parts == parts
                    && !table.indexes.contains { $0.name.lowercased() == index.name.lowercased() }
            }
            let own = Index(name: key.name, parts: parts, origin: key.origin)
            implied.append(existing.map { isLeft($0, in: live, by: table) ? own : $0 } ?? own)
        }
        if !implied.isEmpty { table.indexes += implied }
        return table
    }

    /// Returns whether the index has the name of a foreign key that is dropped. The server created it for that key and
    /// renames it with the key.
    private static func isLeft(_ index: Index, in live: Table?, by table: Table) -> Bool {
        func hasKey(_ table: Table?) -> Bool {
            table?.foreignKeys.contains { $0.name.lowercased() == index.name.lowercased() } ?? false
        }
        return hasKey(live) && !hasKey(table)
    }

    private static func isServedDescending(_ columns: [String], in table: Table) -> Bool {
        table.foreignKeys.contains { $0.columns.map { $0.lowercased() } == columns.map { $0.lowercased() } }
            && !isCovered(columns, in: table, isAscending: true)
    }

    /// Returns whether an index of the table starts with the columns.
    ///
    /// - Parameter isAscending: Whether only ascending parts count.
    static func isCovered(
        _ columns: [String],
        in table: Table,
        and others: [Index] = [],
        isAscending: Bool = false
    ) -> Bool {
        if let key = table.primaryKey, covers(key.parts, columns, isAscending) { return true }
        return (table.indexes + others).contains { index in
            (index.kind == .plain || index.kind == .unique) && covers(index.parts, columns, isAscending)
        }
    }

    /// Only parts that are whole columns count, because a prefix cannot serve a foreign key.
    private static func covers(_ parts: [IndexPart], _ columns: [String], _ isAscending: Bool = false) -> Bool {
        parts.count >= columns.count
            && zip(parts, columns).allSatisfy { part, column in
                guard let name = part.columnName, part.prefixLength == nil else { return false }
                if isAscending, part.isDescending { return false }
                return name == column || name.lowercased() == column.lowercased()
            }
    }
}
