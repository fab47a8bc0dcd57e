public import SwiftMig

/// What a query can select: an expression whose value can be read, or all columns of a table.
public protocol Selectable: Sendable {
    /// What is read from a row.
    associatedtype Output

    /// Appends the columns to a statement.
    func _appendColumns(to sql: inout SQL)

    /// Reads the columns.
    static func _read(_ row: inout RowReader) throws(ValueError) -> Output

    /// Shows a visitor the row of a model in what was read.
    static func _visit(_ output: Output, _ visitor: inout some RowVisitor)
}

extension Selectable {
    /// Does nothing, because there is no row of a model.
    public static func _visit(_ output: Output, _ visitor: inout some RowVisitor) {}
}

/// A single column that a query can select.
public protocol SelectableValue: Selectable where Output: ColumnValue {}

extension Expr: Selectable, SelectableValue where Value: ColumnValue {
    /// Appends the columns.
    public func _appendColumns(to sql: inout SQL) { _append(to: &sql) }

    /// Reads the columns.
    public static func _read(_ row: inout RowReader) throws(ValueError) -> Value { try row.next() }
}

extension Aggregate: Selectable, SelectableValue where Value: ColumnValue {
    /// Appends the columns.
    public func _appendColumns(to sql: inout SQL) { _append(to: &sql) }

    /// Reads the columns.
    public static func _read(_ row: inout RowReader) throws(ValueError) -> Value { try row.next() }
}
