/// What rows are sorted by: an expression and the direction, or several.
///
/// ```swift
/// User.order { $0.age.descending }
/// User.order { [$0.age.descending.nullsLast, $0.id.ascending] }
/// ```
public struct Ordering: Sendable, ExpressibleByArrayLiteral {
    private var terms: [Term]

    private struct Term {
        let expression: SQL
        let precedence: _Precedence
        let isDescending: Bool
        /// Whether NULL is sorted before all values. The servers do so in an ascending order.
        var hasNullsFirst: Bool
    }

    init(_ expression: some SQLExpression, isDescending: Bool) {
        terms = [
            Term(
                expression: expression.sql,
                precedence: expression._precedence,
                isDescending: isDescending,
                hasNullsFirst: !isDescending
            )
        ]
    }

    /// Sorts by the first of some expressions, rows that are equal for it by the second, and so on.
    public init(arrayLiteral parts: Ordering...) {
        terms = parts.flatMap(\.terms)
    }

    /// Sorts rows with NULL before all others.
    public var nullsFirst: Ordering { withNulls(first: true) }

    /// Sorts rows with NULL after all others.
    public var nullsLast: Ordering { withNulls(first: false) }

    private func withNulls(first: Bool) -> Ordering {
        var order = self
        for place in terms.indices { order.terms[place].hasNullsFirst = first }
        return order
    }

    var sql: SQL {
        var sql = SQL()
        for term in terms {
            if !sql.isEmpty { sql.append(", ") }
            // Neither server has NULLS LAST.
            if term.hasNullsFirst == term.isDescending {
                Expr<Never>(term.expression, term.precedence).append(to: &sql, within: .comparison)
                sql.append(term.hasNullsFirst ? " IS NOT NULL, " : " IS NULL, ")
            }
            sql += term.expression
            if term.isDescending { sql.append(" DESC") }
        }
        return sql
    }
}

extension SQLExpression {
    /// Sorts by the expression, the least value first.
    public var ascending: Ordering { Ordering(self, isDescending: false) }

    /// Sorts by the expression, the greatest value first.
    public var descending: Ordering { Ordering(self, isDescending: true) }
}
