package import SQLStatements

/// Follows the original tables and columns through the names that statements gave them.
package struct NameHistory: Hashable, Sendable {
    package struct Name: Hashable, Sendable {
        /// The table by its original name; nil if this is the name of a table.
        package var table: String?
        package var before: String
        package var now: String
    }

    /// The original name of each table that existed before, by its current name.
    private var tables: [String: String] = [:]
    /// By original table name and current column name, the original column name.
    private var columns: [String: [String: String]] = [:]

    /// - Parameters:
    ///   - snapshot: The objects that existed before.
    ///   - executed: The statements that ran since.
    package init(_ snapshot: SchemaSnapshot, _ executed: [StatementFacts]) {
        for item in snapshot.items where item.object.kind == .table && item.definition != nil {
            tables[item.object.name.name] = item.object.name.name
        }
        for facts in executed { note(facts) }
    }

    private mutating func note(_ facts: StatementFacts) {
        // An ALTER TABLE names its columns' table by the name before it.
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

    /// The names that have changed, tables first.
    package var changed: [Name] {
        let changedTables = tables.filter { $0 != $1 }.map { Name(table: nil, before: $1, now: $0) }
        let changedColumns = columns.flatMap { table, names in
            names.filter { $0 != $1.lowercased() }.map { Name(table: table, before: $1, now: $0) }
        }
        return changedTables.sorted { $0.now < $1.now }
            + changedColumns.sorted { ($0.table ?? "", $0.now) < ($1.table ?? "", $1.now) }
    }
}
