/// An expression to sort by, and the direction.
///
/// `Key` is the type of its values, which a page after a given row needs. See ``Query/page(after:by:)``.
public struct Ordering<Key>: Sendable {
    let expression: Expr<Key>
    let isDescending: Bool
    var nulls: Nulls = .leastValue

    /// Where NULL is sorted.
    enum Nulls: Sendable {
        /// As the servers do: before all values, and after them in a descending order.
        case leastValue
        case first
        case last
    }

    /// Sorts rows with NULL before all others.
    public var nullsFirst: Ordering {
        var order = self
        order.nulls = .first
        return order
    }

    /// Sorts rows with NULL after all others.
    public var nullsLast: Ordering {
        var order = self
        order.nulls = .last
        return order
    }

    /// Whether rows with NULL come first.
    var hasNullsFirst: Bool {
        switch nulls {
        case .leastValue: !isDescending
        case .first: true
        case .last: false
        }
    }

    var sql: SQL {
        var sql = SQL()
        // Neither server knows NULLS LAST.
        if hasNullsFirst == isDescending {
            expression.append(to: &sql, within: .comparison)
            sql.append(hasNullsFirst ? " IS NOT NULL, " : " IS NULL, ")
        }
        expression._append(to: &sql)
        if isDescending { sql.append(" DESC") }
        return sql
    }
}

extension SQLExpression {
    /// Sorts by the expression, the least value first.
    public var ascending: Ordering<Value> { Ordering(expression: Expr(sql, _precedence), isDescending: false) }

    /// Sorts by the expression, the greatest value first.
    public var descending: Ordering<Value> { Ordering(expression: Expr(sql, _precedence), isDescending: true) }
}
