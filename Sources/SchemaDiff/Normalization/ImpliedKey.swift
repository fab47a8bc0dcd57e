internal import SchemaModel

/// The primary key that MySQL gives a table without one where `sql_generate_invisible_primary_key` is on (8.0.30 and later):
/// an invisible first column `my_row_id`. Whether it is there is no difference, whatever the setting is now.
enum ImpliedKey {
    private static let name = "my_row_id"

    private static func has(_ table: Table) -> Bool {
        guard let first = table.columns.first, first.name == name else { return false }
        return first.isInvisible && first.isAutoIncrement && table.primaryKey?.parts == [IndexPart(column: name)]
    }

    /// The table with the key that the live one has.
    static func adding(to table: Table, live: Table?) -> Table {
        guard let live, has(live), table.primaryKey == nil, table.column(named: name) == nil else { return table }
        var table = table
        table.columns.insert(live.columns[0], at: 0)
        table.primaryKey = live.primaryKey
        return table
    }

    /// What the server stored of a table, without a key that nobody declared.
    static func removing(from stored: Table, declared: Table) -> Table {
        guard has(stored), declared.primaryKey == nil, declared.column(named: name) == nil else { return stored }
        var stored = stored
        stored.columns.removeFirst()
        stored.primaryKey = nil
        return stored
    }
}
