package import SchemaModel

/// One difference between two schemas. Every case that replaces something has its state before and after, so comparing
/// the schemas in reverse gives the downgrade.
package enum Change: Hashable, Sendable {
    case createTable(Table)
    case dropTable(Table)
    case renameTable(from: String, to: String)
    case alterTable(TableAlteration)
    /// A view, trigger, routine, event or sequence.
    case createObject(StoredObject)
    case dropObject(StoredObject)
    /// If only a trigger's position changes, the two sides differ only in their order.
    case changeObject(before: StoredObject, after: StoredObject)
}

/// The differences in one table. `before` already has the new names of renamed tables and columns.
package struct TableAlteration: Hashable, Sendable {
    package var before: Table
    package var after: Table
    package var changes: [TableChange]
    /// Whether this is part of a downgrade, so that anything added existed before, with its data.
    package var isReverting = false

    package init(before: Table, after: Table, changes: [TableChange]) {
        self.before = before
        self.after = after
        self.changes = changes
    }
}

/// One difference inside a table.
package enum TableChange: Hashable, Sendable {
    /// `after` is the name of the preceding column; nil puts the column first.
    case addColumn(Column, after: String?)
    case dropColumn(Column)
    case changeColumn(before: Column, after: Column)
    case renameColumn(from: String, to: Column)
    /// Only the position changes. `after` is as for `addColumn`.
    case moveColumn(Column, after: String?)
    case changePrimaryKey(before: PrimaryKey?, after: PrimaryKey?)
    case addIndex(Index)
    case dropIndex(Index)
    case changeIndex(before: Index, after: Index)
    case renameIndex(from: String, to: Index)
    case addForeignKey(ForeignKey)
    case dropForeignKey(ForeignKey)
    case changeForeignKey(before: ForeignKey, after: ForeignKey)
    case addCheck(Check)
    case dropCheck(Check)
    case changeCheck(before: Check, after: Check)
    case changeOptions(before: TableOptions, after: TableOptions)
    case changeComment(before: String, after: String)
    case changeSystemVersioning(before: SystemVersioning?, after: SystemVersioning?)
    case changePeriod(before: Period?, after: Period?)
    case changePartitioning(before: Partitioning?, after: Partitioning?)
}
