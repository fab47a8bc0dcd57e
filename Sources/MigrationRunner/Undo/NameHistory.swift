internal import SchemaModel
package import SchemaSQL

/// Follows the tables and columns of before through the names that statements gave them since.
package struct NameHistory: Hashable, Sendable {
    package struct Name: Hashable, Sendable {
        /// The table, by its name of before; nil for the name of a table.
        package var table: String?
        package var before: String
        package var now: String
    }

    /// Present name → the name before, of tables that were there.
    private var tables: [String: String] = [:]
    /// Table by its name of before → present column → column before.
    private var columns: [String: [String: String]] = [:]

    /// - Parameters:
    ///   - snapshot: what was there before.
    ///   - executed: what ran since.
    package init(_ snapshot: SchemaSnapshot, _ executed: [StatementFacts]) {
        for item in snapshot.items where item.object.kind == .table && item.definition != nil {
            tables[item.object.name.name] = item.object.name.name
        }
        for facts in executed { note(facts) }
    }

    private mutating func note(_ facts: StatementFacts) {
        // An ALTER TABLE names its columns' table as it was before it.
        for rename in facts.columnRenames where rename.table.database == nil {
            guard let table = tables[rename.table.name] else { continue }
            let before = columns[table]?.removeValue(forKey: rename.from.lowercased()) ?? rename.from
            columns[table, default: [:]][rename.to.lowercased()] = before
        }
        if facts.isDrop || facts.isReplacing {
            for object in facts.objects where object.kind == .table && object.name.database == nil {
                tables[object.name.name] = nil
            }
        }
        for rename in facts.renames where rename.from.database == nil && rename.to.database == nil {
            if let before = tables.removeValue(forKey: rename.from.name) { tables[rename.to.name] = before }
        }
    }

    /// The names that are others now, tables first.
    package var changed: [Name] {
        let changedTables = tables.filter { $0 != $1 }.map { Name(table: nil, before: $1, now: $0) }
        let changedColumns = columns.flatMap { table, names in
            names.filter { $0 != $1.lowercased() }.map { Name(table: table, before: $1, now: $0) }
        }
        return changedTables.sorted { $0.now < $1.now }
            + changedColumns.sorted { ($0.table ?? "", $0.now) < ($1.table ?? "", $1.now) }
    }
}
