internal import SchemaModel

/// The primary key that MySQL (8.0.30 and later) gives a table without one if `sql_generate_invisible_primary_key` is
/// on: an invisible first column `my_row_id`. Its presence is not a difference, whatever the current setting.
enum ImpliedKey {
    private static let name = "my_row_id"

    private static func has(_ table: Table) -> Bool {
        guard let first = table.columns.first, first.name == name else { return false }
        return first.isInvisible && first.isAutoIncrement && table.primaryKey?.parts == [IndexPart(column: name)]
    }

    /// Adds the live table's generated key.
    static func adding(to table: Table, live: Table?) -> Table {
        guard let live, has(live), table.primaryKey == nil, table.column(named: name) == nil else { return table }
        var table = table
        table.columns.insert(live.columns[0], at: 0)
        table.primaryKey = live.primaryKey
        return table
    }

    /// Removes a generated key that is not declared from a table read from the server.
    static func removing(from stored: Table, declared: Table) -> Table {
        guard has(stored), declared.primaryKey == nil, declared.column(named: name) == nil else { return stored }
        var stored = stored
        stored.columns.removeFirst()
        stored.primaryKey = nil
        return stored
    }
}
