public import SwiftMig

// Not one type with a parameter pack: the compiler would find no types for the literals of `[(1, 30), (2, 20)]`.

/// Makes a row of two expressions: `tuple($0.id, $0.age).isIn([(1, 30), (2, 20)])`.
public func tuple<First: SQLExpression, Second: SQLExpression>(
    _ first: First,
    _ second: Second
) -> PairExpression<First.Value, Second.Value> {
    PairExpression(row: RowText([first.sql, second.sql]))
}

/// Makes a row of three expressions: `tuple($0.year, $0.month, $0.day).equals((2024, 2, 29))`.
public func tuple<First: SQLExpression, Second: SQLExpression, Third: SQLExpression>(
    _ first: First,
    _ second: Second,
    _ third: Third
) -> TripleExpression<First.Value, Second.Value, Third.Value> {
    TripleExpression(row: RowText([first.sql, second.sql, third.sql]))
}

/// Two expressions that are compared together. See ``tuple(_:_:)``.
public struct PairExpression<First, Second>: Sendable {
    let row: RowText
}

/// Three expressions that are compared together. See ``tuple(_:_:_:)``.
public struct TripleExpression<First, Second, Third>: Sendable {
    let row: RowText
}

extension PairExpression where First: ColumnValue, Second: ColumnValue {
    /// Whether the row is one of some rows. No row is in an empty list.
    public func isIn(_ rows: [(First, Second)]) -> Condition {
        row.membership(" IN ", rows.map { [$0.sqlValue, $1.sqlValue] }, ofNone: "FALSE")
    }

    /// Whether the row is none of some rows. Every row is in none of an empty list.
    public func isNotIn(_ rows: [(First, Second)]) -> Condition {
        row.membership(" NOT IN ", rows.map { [$0.sqlValue, $1.sqlValue] }, ofNone: "TRUE")
    }

    /// Whether the row is equal to another one.
    public func equals(_ other: (First, Second)) -> Condition { row.equals([other.0.sqlValue, other.1.sqlValue]) }
}

extension TripleExpression where First: ColumnValue, Second: ColumnValue, Third: ColumnValue {
    /// Whether the row is one of some rows. No row is in an empty list.
    public func isIn(_ rows: [(First, Second, Third)]) -> Condition {
        row.membership(" IN ", rows.map { [$0.sqlValue, $1.sqlValue, $2.sqlValue] }, ofNone: "FALSE")
    }

    /// Whether the row is none of some rows. Every row is in none of an empty list.
    public func isNotIn(_ rows: [(First, Second, Third)]) -> Condition {
        row.membership(" NOT IN ", rows.map { [$0.sqlValue, $1.sqlValue, $2.sqlValue] }, ofNone: "TRUE")
    }

    /// Whether the row is equal to another one.
    public func equals(_ other: (First, Second, Third)) -> Condition {
        row.equals([other.0.sqlValue, other.1.sqlValue, other.2.sqlValue])
    }
}

extension PairExpression {
    /// Whether the row is one of those that a query selects.
    public func isIn<Query: FetchRequest & Subquery>(_ query: Query) -> Condition
    where Query.Output == (First, Second) {
        row.membership(" IN ", query)
    }

    /// Whether the row is none of those that a query selects.
    public func isNotIn<Query: FetchRequest & Subquery>(_ query: Query) -> Condition
    where Query.Output == (First, Second) {
        row.membership(" NOT IN ", query)
    }
}

/// Expressions in parentheses.
struct RowText: Sendable {
    private let sql: SQL

    init(_ parts: [SQL]) { sql = "(" + parts.joined(separator: ", ") + ")" }

    func equals(_ values: [SQLValue]) -> Condition {
        var sql = self.sql
        sql.append(" = ")
        sql.bind(row: values)
        return Expr(sql, .comparison)
    }

    func membership(_ operation: String, _ rows: [[SQLValue]], ofNone: String) -> Condition {
        guard let last = rows.last else { return Expr(SQL(raw: ofNone), .primary) }
        var sql = self.sql
        sql.append(operation)
        // Padded like a list of single values.
        for place in 0..<SQL.paddedCount(rows.count) {
            sql.append(place == 0 ? "(" : ", ")
            sql.bind(row: place < rows.count ? rows[place] : last)
        }
        sql.append(")")
        return Expr(sql, .comparison)
    }

    func membership(_ operation: String, _ query: some Subquery) -> Condition {
        var sql = self.sql
        sql.append(operation)
        sql.append(subquery: query)
        return Expr(sql, .comparison)
    }
}
