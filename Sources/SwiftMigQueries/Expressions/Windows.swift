/// A function that needs a window: call ``over(partitionBy:orderBy:frame:)``.
public struct WindowFunction<Value>: Sendable {
    let call: Expr<Value>
}

/// The number of the row within its partition, from 1 on.
public func rowNumber() -> WindowFunction<Int> { WindowFunction(call: Expr(SQL(raw: "ROW_NUMBER()"), .primary)) }

/// The rank of the row within its partition. Equal rows have the same rank, and leave a gap after them.
public func rank() -> WindowFunction<Int> { WindowFunction(call: Expr(SQL(raw: "RANK()"), .primary)) }

/// The rank of the row within its partition, without gaps.
public func denseRank() -> WindowFunction<Int> { WindowFunction(call: Expr(SQL(raw: "DENSE_RANK()"), .primary)) }

/// The number of the part that the row is in if its partition is divided into equal parts.
public func ntile(_ parts: Int) -> WindowFunction<Int> {
    WindowFunction(call: Expr(SQL(raw: "NTILE(\(Swift.max(1, parts)))"), .primary))
}

/// The value of an earlier row of the partition; NULL if there is none.
public func lag<Expression: SQLExpression>(
    _ expression: Expression,
    _ offset: Int = 1
) -> WindowFunction<Expression.Value?> {
    WindowFunction(call: shifted("LAG", expression, offset))
}

/// The value of a later row of the partition; NULL if there is none.
public func lead<Expression: SQLExpression>(
    _ expression: Expression,
    _ offset: Int = 1
) -> WindowFunction<Expression.Value?> {
    WindowFunction(call: shifted("LEAD", expression, offset))
}

/// The value of the first row of the frame; NULL if the frame is empty.
public func firstValue<Expression: SQLExpression>(_ expression: Expression) -> WindowFunction<Expression.Value?> {
    WindowFunction(call: Expr(call: "FIRST_VALUE", of: expression))
}

/// The value of the last row of the frame; NULL if the frame is empty.
public func lastValue<Expression: SQLExpression>(_ expression: Expression) -> WindowFunction<Expression.Value?> {
    WindowFunction(call: Expr(call: "LAST_VALUE", of: expression))
}

private func shifted<Value>(_ function: String, _ expression: some SQLExpression, _ offset: Int) -> Expr<Value> {
    Expr(call: function) { sql in
        expression._append(to: &sql)
        // MySQL takes no placeholder here.
        sql.append(", \(Swift.max(0, offset))")
    }
}

extension WindowFunction {
    /// Computes the function for each row over the rows of its window.
    ///
    /// ```swift
    /// rowNumber().over(partitionBy: $0.authorID, orderBy: $0.id.descending)
    /// ```
    public func over<each Part: SQLExpression>(
        partitionBy parts: repeat each Part,
        orderBy order: Ordering = [],
        frame: WindowFrame? = nil
    ) -> Expr<Value> {
        windowed(call, over: repeat each parts, orderBy: order, frame: frame)
    }
}

extension Aggregate {
    /// Computes the function for each row over the rows of its window: a running total, for example.
    ///
    /// ```swift
    /// sum($0.amount).over(partitionBy: $0.accountID, orderBy: $0.id.ascending)
    /// ```
    public func over<each Part: SQLExpression>(
        partitionBy parts: repeat each Part,
        orderBy order: Ordering = [],
        frame: WindowFrame? = nil
    ) -> Expr<Value> {
        windowed(call, over: repeat each parts, orderBy: order, frame: frame)
    }
}

private func windowed<Value, each Part: SQLExpression>(
    _ call: Expr<Value>,
    over parts: repeat each Part,
    orderBy order: Ordering,
    frame: WindowFrame?
) -> Expr<Value> {
    var groups: [SQL] = [], clauses: [SQL] = []
    for part in repeat each parts { groups.append(part.sql) }
    if !groups.isEmpty { clauses.append("PARTITION BY " + groups.joined(separator: ", ")) }
    if !order.sql.isEmpty { clauses.append("ORDER BY " + order.sql) }
    if let frame { clauses.append(SQL(raw: frame.text)) }
    return Expr(call.sql + " OVER (" + clauses.joined(separator: " ") + ")", .primary)
}

/// The rows of a window that a function sees, counted from the current row.
public struct WindowFrame: Sendable {
    let text: String

    /// An end of a frame.
    public enum Bound: Sendable {
        /// The first row of the partition, or its last row.
        case unbounded
        /// The row for which the function is computed.
        case current
        /// A number of rows before the current one.
        case preceding(Int)
        /// A number of rows after the current one.
        case following(Int)
    }

    /// The rows between two others.
    public static func rows(from start: Bound, to end: Bound = .current) -> WindowFrame {
        WindowFrame(text: "ROWS BETWEEN \(words(start, "PRECEDING")) AND \(words(end, "FOLLOWING"))")
    }

    /// The rows between two others, with all rows that are equal to these.
    public static func range(from start: Bound, to end: Bound = .current) -> WindowFrame {
        WindowFrame(text: "RANGE BETWEEN \(words(start, "PRECEDING")) AND \(words(end, "FOLLOWING"))")
    }

    private static func words(_ bound: Bound, _ direction: String) -> String {
        switch bound {
        case .unbounded: "UNBOUNDED \(direction)"
        case .current: "CURRENT ROW"
        case .preceding(let count): "\(Swift.max(0, count)) PRECEDING"
        case .following(let count): "\(Swift.max(0, count)) FOLLOWING"
        }
    }
}
