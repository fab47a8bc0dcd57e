import SchemaModel

/// Two schemas, the second one with the hints of what was renamed.
struct SchemaPair: Hashable {
    var before: Schema
    var after: Schema

    /// What a table of the first schema is in the second.
    func counterpart(of table: Table) -> Table? {
        after.tables.first { $0.renamedFrom == table.name }
            ?? after.tables.first { $0.name == table.name && $0.renamedFrom == nil }
    }

    /// What a table of the second schema was in the first.
    func original(of table: Table) -> Table? {
        before.table(named: table.renamedFrom ?? table.name).flatMap { before in
            counterpart(of: before)?.name == table.name ? before : nil
        }
    }
}

extension Table {
    /// What a column of the table is in the other one, which came out of it.
    func counterpart(of column: Column, in after: Table) -> Column? {
        after.columns.first { $0.renamedFrom == column.name }
            ?? after.columns.first { $0.name == column.name && $0.renamedFrom == nil }
    }

    /// What a column of the other table, which came out of this one, was in this one.
    func original(of column: Column, in after: Table) -> Column? {
        columns.first { $0.name == (column.renamedFrom ?? column.name) }.flatMap { before in
            counterpart(of: before, in: after)?.name == column.name ? before : nil
        }
    }
}
