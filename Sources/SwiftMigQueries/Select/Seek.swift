public import SwiftMig

extension Query where Output == Model {
    /// Continues after a row, in the order of an expression that tells all rows apart, such as the primary key.
    /// Combined with ``SelectStatement/limit(_:offset:)``, that is a page.
    ///
    /// The server finds the first row of the page with an index, while an offset makes it read all pages before. The
    /// pages also stay together when rows are inserted meanwhile.
    ///
    /// ```swift
    /// let first = Article.all.page(after: nil) { $0.id }.limit(50)
    /// let second = Article.all.page(after: last.id) { $0.id }.limit(50)
    /// ```
    ///
    /// - Parameters:
    ///   - position: The value of the last row of the page before; nil for the first page.
    ///   - direction: The direction of the order.
    ///   - key: The expression.
    public func page<Key: ColumnValue>(
        after position: Key?,
        _ direction: SortDirection = .ascending,
        by key: (Alias<Model>) -> Expr<Key>
    ) -> Self {
        page([PageKey(key(alias), direction)], after: position.map { [$0.sqlValue] })
    }

    /// Continues after a row, in the order of two expressions that together tell all rows apart.
    ///
    /// ```swift
    /// Article.all.page(after: (last.createdAt, last.id), .descending) { ($0.createdAt, $0.id) }.limit(50)
    /// ```
    public func page<First: ColumnValue, Second: ColumnValue>(
        after position: (First, Second)?,
        _ direction: SortDirection = .ascending,
        by keys: (Alias<Model>) -> (Expr<First>, Expr<Second>)
    ) -> Self {
        let (first, second) = keys(alias)
        return page(
            [PageKey(first, direction), PageKey(second, direction)],
            after: position.map { [$0.0.sqlValue, $0.1.sqlValue] }
        )
    }

    /// Continues after a row, in the order of three expressions that together tell all rows apart.
    public func page<First: ColumnValue, Second: ColumnValue, Third: ColumnValue>(
        after position: (First, Second, Third)?,
        _ direction: SortDirection = .ascending,
        by keys: (Alias<Model>) -> (Expr<First>, Expr<Second>, Expr<Third>)
    ) -> Self {
        let (first, second, third) = keys(alias)
        return page(
            [PageKey(first, direction), PageKey(second, direction), PageKey(third, direction)],
            after: position.map { [$0.0.sqlValue, $0.1.sqlValue, $0.2.sqlValue] }
        )
    }

    private func page(_ keys: [PageKey], after position: [SQLValue]?) -> Self {
        var query = self
        for key in keys { query._select.add(orders: Ordering(key.expression, isDescending: key.isDescending)) }
        guard let position else { return query }
        var keys = keys
        for (place, value) in position.enumerated() { keys[place].value = value }
        query._select.add(condition: Self.condition(keys[...]) ?? Expr(SQL(raw: "FALSE"), .primary))
        return query
    }

    /// The condition of the rows after a position; nil if there are none.
    ///
    /// For two keys, that is `a > ? OR a = ? AND b > ?`. With `a >= ? AND (…)`, the servers search an index.
    private static func condition(_ keys: ArraySlice<PageKey>) -> Condition? {
        guard let key = keys.first else { return nil }
        let equal = condition(keys.dropFirst()).map { key.equal && $0 }
        guard let equal, let beyond = key.beyond else { return key.beyond ?? equal }
        return key.range.map { $0 && (beyond || equal) } ?? (beyond || equal)
    }
}

/// An expression that pages are sorted by, and its value in the last row of the page before.
private struct PageKey {
    let expression: Expr<SQLValue>
    let isNullable: Bool
    let direction: SortDirection
    var value: SQLValue = .null

    var isDescending: Bool { direction == .descending }

    init<Value>(_ expression: Expr<Value>, _ direction: SortDirection) {
        self.expression = expression.typed()
        self.direction = direction
        isNullable = Nullability.isNullable(Value.self)
    }

    /// The rows with the value.
    var equal: Condition { expression == value }

    /// The rows that come after all rows with the value; nil if there are none. NULL is the least value.
    var beyond: Condition? {
        switch (direction, value) {
        case (.ascending, .null): expression.isNotNull
        case (.ascending, _): expression > value
        case (.descending, .null): nil
        case (.descending, _): isNullable ? expression < value || expression.isNull : expression < value
        }
    }

    /// The rows with the value and after it as one range; nil if they are none.
    var range: Condition? {
        switch (direction, value) {
        case (_, .null): nil
        case (.ascending, _): expression >= value
        case (.descending, _): isNullable ? nil : expression <= value
        }
    }
}

/// A direction to sort in.
public enum SortDirection: Sendable {
    /// The least value first.
    case ascending
    /// The greatest value first.
    case descending
}
