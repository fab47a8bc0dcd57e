public import SwiftMig

/// What a query can select: an expression whose value can be read, or all columns of a table.
public protocol Selectable: Sendable {
    /// What is read from a row.
    associatedtype Output

    /// Appends the columns to a statement.
    func _appendColumns(to sql: inout SQL)

    /// Reads the columns.
    func _read(_ row: inout RowReader) throws(ValueError) -> Output

    /// Shows a visitor the row of a model in what was read.
    func _visit(_ output: Output, _ visitor: inout any RowVisitor)
}

extension Selectable {
    /// Appends the column under a name.
    func _appendColumns(to sql: inout SQL, named name: String) {
        _appendColumns(to: &sql)
        sql.append(" AS ")
        sql.append(name: name)
    }

    /// Does nothing, because there is no row of a model.
    public func _visit(_ output: Output, _ visitor: inout any RowVisitor) {}
}

extension Expr: Selectable where Value: ColumnValue {
    /// Appends the columns.
    public func _appendColumns(to sql: inout SQL) { _append(to: &sql) }

    /// Reads the columns.
    public func _read(_ row: inout RowReader) throws(ValueError) -> Value { try row.next() }
}

extension Aggregate: Selectable where Value: ColumnValue {
    /// Appends the columns.
    public func _appendColumns(to sql: inout SQL) { _append(to: &sql) }

    /// Reads the columns.
    public func _read(_ row: inout RowReader) throws(ValueError) -> Value { try row.next() }
}
