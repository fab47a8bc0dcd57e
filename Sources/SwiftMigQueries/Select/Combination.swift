public import SwiftMig

/// Queries whose rows are put together: `UNION`, `INTERSECT` and `EXCEPT`.
///
/// ```swift
/// let names = User.from().select { $0.username }.union(Tag.from().select { $0.name })
/// let sorted = names.order { $0.value.ascending }.limit(10)
/// ```
public struct Combination<Output>: FetchRequest, LimitableRequest, Subquery {
    private var sql: SQL
    private var orders = SQL()
    private var limit: Int?
    private var offset: Int?
    fileprivate let columns: ColumnTable<Output>?
    private let reading: @Sendable (inout RowReader) throws(ValueError) -> Output

    fileprivate init(
        _ first: some NamingSubquery,
        _ columns: ColumnTable<Output>?,
        _ reading: @escaping @Sendable (inout RowReader) throws(ValueError) -> Output
    ) {
        sql = first.operand
        self.columns = columns
        self.reading = reading
    }

    fileprivate func with(_ change: (inout Self) -> Void) -> Self {
        var copy = self
        change(&copy)
        return copy
    }

    fileprivate func adding(_ operation: String, _ query: some NamingSubquery) -> Self {
        with { combination in
            combination.sql.append(operation)
            combination.sql += query.operand
        }
    }

    /// Returns at most a number of rows, or fewer if the query has a limit of its own.
    public func _limited(to count: Int) -> Self { with { $0.limit = min($0.limit ?? count, count) } }

    /// Returns at most a number of rows, after skipping some.
    public func limit(_ count: Int, offset: Int? = nil) -> Self {
        with { combination in
            combination.limit = Swift.max(0, count)
            if let offset { combination.offset = Swift.max(0, offset) }
        }
    }

    /// Sorts the rows by columns, which are found by their places.
    public func order(_ keys: (ColumnTable<Output>) -> Ordering) -> Self {
        guard let columns else { return self }
        return with { $0.orders = keys(columns).sql }
    }

    /// Appends it to a statement.
    public func _append(to sql: inout SQL) {
        sql += self.sql
        sql.append(orders: orders, limit: limit, offset: offset)
    }

    /// Returns the statement for a server.
    public func sql(for dialect: Dialect) -> SQL {
        var sql = SQL()
        _append(to: &sql)
        return sql.resolved(for: dialect)
    }

    /// Reads a row.
    public func read(_ row: inout RowReader) throws(ValueError) -> Output { try reading(&row) }

    /// Shows a visitor the rows of models.
    public func _visit(_ output: Output, _ visitor: inout any RowVisitor) {
        if let row = output as? any RowModel { visitor.visit(row) }
    }
}

extension Combination where Output: RowModel {
    /// Sorts the rows by columns of the model.
    public func order(_ keys: (Alias<Output>) -> Ordering) -> Self {
        // The tables of the queries have no names here.
        with { $0.orders = keys(Alias(as: "")).sql }
    }
}

extension Query where Output == Model {
    private func combined(_ operation: String, _ other: Self) -> Combination<Model> {
        Combination(self, nil) { (row: inout RowReader) throws(ValueError) in try Model(row: &row) }
            .adding(operation, other)
    }

    /// The rows of this query and of another one, equal rows once.
    public func union(_ other: Self) -> Combination<Model> { combined(" UNION ", other) }

    /// The rows of this query and of another one.
    public func unionAll(_ other: Self) -> Combination<Model> { combined(" UNION ALL ", other) }

    /// The rows that are in this query and in another one. MySQL has it from 8.0.31 on.
    public func intersect(_ other: Self) -> Combination<Model> { combined(" INTERSECT ", other) }

    /// The rows that are in this query and not in another one. MySQL has it from 8.0.31 on.
    public func except(_ other: Self) -> Combination<Model> { combined(" EXCEPT ", other) }
}

extension Selection {
    private func combined(_ operation: String, _ other: Self) -> Combination<Output> {
        Combination(self, columnTable(""), reading).adding(operation, other)
    }

    /// The rows of this query and of another one, equal rows once.
    public func union(_ other: Self) -> Combination<Output> { combined(" UNION ", other) }

    /// The rows of this query and of another one.
    public func unionAll(_ other: Self) -> Combination<Output> { combined(" UNION ALL ", other) }

    /// The rows that are in this query and in another one. MySQL has it from 8.0.31 on.
    public func intersect(_ other: Self) -> Combination<Output> { combined(" INTERSECT ", other) }

    /// The rows that are in this query and not in another one. MySQL has it from 8.0.31 on.
    public func except(_ other: Self) -> Combination<Output> { combined(" EXCEPT ", other) }
}

extension Combination {
    /// Adds the rows of another query, and returns equal rows once.
    public func union(_ other: Selection<Output>) -> Self { adding(" UNION ", other) }

    /// Adds the rows of another query.
    public func unionAll(_ other: Selection<Output>) -> Self { adding(" UNION ALL ", other) }
}

extension Combination where Output: RowModel {
    /// Adds the rows of another query, and returns equal rows once.
    public func union(_ other: Query<Output, Output>) -> Self { adding(" UNION ", other) }

    /// Adds the rows of another query.
    public func unionAll(_ other: Query<Output, Output>) -> Self { adding(" UNION ALL ", other) }
}

extension NamingSubquery {
    /// The query as one of several that are combined. Its own ORDER BY needs parentheses.
    fileprivate var operand: SQL {
        let isPlain =
            _select.orders.isEmpty && _select.limit == nil && _select.offset == nil && _select.lock == nil
            && _select.commonTables.isEmpty
        return isPlain ? named : "(" + named + ")"
    }
}
