public import SwiftMig

/// A query of some columns or tables. Its rows are tuples of them.
///
/// ```swift
/// let rows = try await session.fetch(User.from().select { ($0.id, $0.username) })    // [(UInt64, String)]
/// let named = User.from().select { ($0.username, $0.age) }.map { NameAndAge(name: $0, age: $1) }
/// ```
public struct Selection<Output>: SelectStatement, FetchRequest {
    /// The clauses.
    public var _select: _Select
    let parts: [any Selectable]
    let layout: TupleLayout
    let reading: @Sendable (inout RowReader) throws(ValueError) -> Output
    let visiting: @Sendable (Output, inout any RowVisitor) -> Void

    /// Appends the columns.
    public func _appendColumns(to sql: inout SQL) {
        if parts.isEmpty {
            // The compiler takes a closure whose values cannot be selected for one that returns nothing, and warns.
            let reason = "the closure of select returns nothing that can be selected"
            sql.bind(.invalid(ValueError(type: "query", value: "without columns", reason: reason)))
        }
        var isFirst = true
        for part in parts {
            if !isFirst { sql.append(", ") }
            part._appendColumns(to: &sql)
            isFirst = false
        }
    }

    /// Reads a row.
    public func read(_ row: inout RowReader) throws(ValueError) -> Output { try reading(&row) }

    /// Shows a visitor the rows of models.
    public func _visit(_ output: Output, _ visitor: inout any RowVisitor) { visiting(output, &visitor) }
}

/// A selection of some parts.
func selection<each Part: Selectable>(
    _ select: _Select,
    _ parts: repeat each Part
) -> Selection<(repeat (each Part).Output)> {
    var list: [any Selectable] = []
    var layout = TupleLayout()
    for part in repeat each parts { list.append(part) }
    repeat layout.add((each Part).Output.self)
    return Selection(
        _select: select,
        parts: list,
        layout: layout,
        reading: { (row: inout RowReader) throws(ValueError) in (repeat try (each parts)._read(&row)) },
        visiting: { output, visitor in repeat (each parts)._visit(each output, &visitor) }
    )
}

/// A query whose rows are made into values of another type.
public struct MappedRequest<Base: FetchRequest, Output>: FetchRequest {
    let base: Base
    let transform: @Sendable (Base.Output) -> Output

    /// Returns the statement for a server.
    public func sql(for dialect: Dialect) -> SQL { base.sql(for: dialect) }

    /// Reads a row.
    public func read(_ row: inout RowReader) throws(ValueError) -> Output { transform(try base.read(&row)) }
}

extension FetchRequest {
    /// Makes a value of another type of each row: `.map { NameAndAge(name: $0, age: $1) }`.
    public func map<Result>(_ transform: @escaping @Sendable (Output) -> Result) -> MappedRequest<Self, Result> {
        MappedRequest(base: self, transform: transform)
    }
}
