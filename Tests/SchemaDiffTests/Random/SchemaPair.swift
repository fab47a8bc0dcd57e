import SchemaModel

/// Two schemas. The second one has hints for its renames.
struct SchemaPair: Hashable {
    var before: Schema
    var after: Schema

    /// Returns the second schema's version of a table of the first.
    func counterpart(of table: Table) -> Table? {
        after.tables.first { $0.renamedFrom == table.name }
            ?? after.tables.first { $0.name == table.name && $0.renamedFrom == nil }
    }

    /// Returns the first schema's version of a table of the second.
    func original(of table: Table) -> Table? {
        before.table(named: table.renamedFrom ?? table.name).flatMap { before in
            counterpart(of: before)?.name == table.name ? before : nil
        }
    }
}

extension Table {
    /// Returns the column's version in `after`, which is derived from this table.
    func counterpart(of column: Column, in after: Table) -> Column? {
        after.columns.first { $0.renamedFrom == column.name }
            ?? after.columns.first { $0.name == column.name && $0.renamedFrom == nil }
    }

    /// Returns this table's version of a column of `after`, which is derived from this table.
    func original(of column: Column, in after: Table) -> Column? {
        columns.first { $0.name == (column.renamedFrom ?? column.name) }.flatMap { before in
            counterpart(of: before, in: after)?.name == column.name ? before : nil
        }
    }
}
