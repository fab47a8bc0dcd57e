public import SwiftMig

/// A query of some columns or tables. Its rows are tuples of them; see ``map(_:)`` for structures.
///
/// ```swift
/// let rows = try await session.fetch(User.from().select { ($0.id, $0.username) })    // [(UInt64, String)]
/// ```
public struct Selection<each Part: Selectable>: SelectStatement, FetchRequest {
    /// What is read from a row.
    public typealias Output = (repeat (each Part).Output)

    /// The clauses.
    public var _select: _Select
    let parts: (repeat each Part)

    init(_ select: _Select, _ parts: repeat each Part) {
        _select = select
        self.parts = (repeat each parts)
    }

    /// Appends the columns.
    public func _appendColumns(to sql: inout SQL) {
        var isFirst = true
        for part in repeat each parts {
            if !isFirst { sql.append(", ") }
            part._appendColumns(to: &sql)
            isFirst = false
        }
    }

    /// Reads a row.
    public func read(_ row: inout RowReader) throws(ValueError) -> Output {
        (repeat try (each Part)._read(&row))
    }

    /// Shows a visitor the rows of models.
    public func _visit(_ output: Output, _ visitor: inout some RowVisitor) {
        repeat (each Part)._visit(each output, &visitor)
    }

    /// Makes a value of another type of each row.
    ///
    /// ```swift
    /// User.from().select { ($0.username, $0.age) }.map(NameAndAge.init)
    /// ```
    public func map<Result>(
        _ transform: @escaping @Sendable (repeat (each Part).Output) -> Result
    ) -> MappedRequest<Self, Result> {
        MappedRequest(base: self) { output in transform(repeat each output) }
    }
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
    /// Makes a value of another type of each row.
    public func map<Result>(_ transform: @escaping @Sendable (Output) -> Result) -> MappedRequest<Self, Result> {
        MappedRequest(base: self, transform: transform)
    }
}
