internal import SchemaModel

/// The indexes that the server makes by itself for foreign keys that have none.
///
/// Both servers need the key's columns, in order, at the front of some index, and otherwise create one that bears the
/// constraint's name (MySQL 8.0 manual, "FOREIGN KEY Constraints"; the same on MariaDB 10.11 and 11.8). It stays when
/// the foreign key goes, and gives way when an index that covers it is created.
enum ImpliedIndexes {
    /// The table with the indexes that the server would add. Where `live` has served a foreign key by an index
    /// of another name that was not declared, that one is the implied one.
    static func adding(to table: Table, live: Table?, flavor: ServerProfile.Flavor) -> Table {
        var table = table
        var implied: [Index] = []
        for key in table.foreignKeys {
            // MySQL (9.7) makes one of its own beside a descending index, in CREATE and ALTER TABLE. Later it lets that one
            // be dropped, and where somebody did so it stays away. MariaDB (10.11, 11.8) takes any direction.
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

    /// Whether the index bears the name of a foreign key that goes: it was made for that one, and is renamed with it.
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

    /// Whether some index of the table begins with the columns.
    ///
    /// - Parameter isAscending: only ascending parts count.
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

    /// Only parts that are whole columns count: a prefix cannot serve a foreign key.
    private static func covers(_ parts: [IndexPart], _ columns: [String], _ isAscending: Bool = false) -> Bool {
        parts.count >= columns.count
            && zip(parts, columns).allSatisfy { part, column in
                guard let name = part.columnName, part.prefixLength == nil else { return false }
                if isAscending, part.isDescending { return false }
                return name == column || name.lowercased() == column.lowercased()
            }
    }
}
