public import SwiftMig

// The operators are few, members of one protocol, and return a concrete type. With more overloads, or free functions,
// the compiler takes seconds for a condition of ten terms.

extension SQLExpression {
    func comparison(_ operation: String, _ value: SQLValue) -> Condition {
        var sql = SQL()
        append(to: &sql, within: .comparison)
        sql.append(operation)
        sql.bind(value)
        return Expr(sql, .comparison)
    }

    func comparison(_ operation: String, _ other: some SQLExpression) -> Condition {
        var sql = SQL()
        append(to: &sql, within: .comparison)
        sql.append(operation)
        other.append(to: &sql, within: .comparison)
        return Expr(sql, .comparison)
    }

    func suffixed(_ text: String) -> Condition {
        var sql = SQL()
        append(to: &sql, within: .comparison)
        sql.append(text)
        return Expr(sql, .comparison)
    }
}

extension SQLExpression where Value: ColumnValue {
    /// Whether the values are equal. A nil on the right is `IS NULL`.
    public static func == (left: Self, right: Value) -> Condition {
        let value = right.sqlValue
        return value == .null ? left.isNull : left.comparison(" = ", value)
    }

    /// Whether the values differ. A nil on the right is `IS NOT NULL`.
    ///
    /// As always in SQL, a NULL on the left differs from nothing. See ``isDistinct(from:)-(Self.Value)``.
    public static func != (left: Self, right: Value) -> Condition {
        let value = right.sqlValue
        return value == .null ? left.isNotNull : left.comparison(" != ", value)
    }

    /// Whether the left value is less than the right one.
    public static func < (left: Self, right: Value) -> Condition { left.comparison(" < ", right.sqlValue) }

    /// Whether the left value is less than the right one, or equal to it.
    public static func <= (left: Self, right: Value) -> Condition { left.comparison(" <= ", right.sqlValue) }

    /// Whether the left value is greater than the right one.
    public static func > (left: Self, right: Value) -> Condition { left.comparison(" > ", right.sqlValue) }

    /// Whether the left value is greater than the right one, or equal to it.
    public static func >= (left: Self, right: Value) -> Condition { left.comparison(" >= ", right.sqlValue) }

    /// Whether the values differ, where NULL is a value like any other.
    public func isDistinct(from value: Value) -> Condition { !comparison(" <=> ", value.sqlValue) }

    /// Whether the values are the same, where NULL is a value like any other: `<=>`.
    public func isSame(as value: Value) -> Condition { comparison(" <=> ", value.sqlValue) }
}

extension SQLExpression {
    /// Whether the values are equal.
    public static func == <Other: SQLExpression>(left: Self, right: Other) -> Condition where Other.Value == Value {
        left.comparison(" = ", right)
    }

    /// Whether the values are equal.
    public static func == <Other: SQLExpression>(left: Self, right: Other) -> Condition where Other.Value == Value? {
        left.comparison(" = ", right)
    }

    /// Whether the values are equal.
    public static func == <Other: SQLExpression>(left: Self, right: Other) -> Condition where Value == Other.Value? {
        left.comparison(" = ", right)
    }

    /// Whether the values differ.
    public static func != <Other: SQLExpression>(left: Self, right: Other) -> Condition where Other.Value == Value {
        left.comparison(" != ", right)
    }

    /// Whether the values differ.
    public static func != <Other: SQLExpression>(left: Self, right: Other) -> Condition where Other.Value == Value? {
        left.comparison(" != ", right)
    }

    /// Whether the values differ.
    public static func != <Other: SQLExpression>(left: Self, right: Other) -> Condition where Value == Other.Value? {
        left.comparison(" != ", right)
    }

    /// Whether the left value is less than the right one.
    public static func < <Other: SQLExpression>(left: Self, right: Other) -> Condition where Other.Value == Value {
        left.comparison(" < ", right)
    }

    /// Whether the left value is less than the right one, or equal to it.
    public static func <= <Other: SQLExpression>(left: Self, right: Other) -> Condition where Other.Value == Value {
        left.comparison(" <= ", right)
    }

    /// Whether the left value is greater than the right one.
    public static func > <Other: SQLExpression>(left: Self, right: Other) -> Condition where Other.Value == Value {
        left.comparison(" > ", right)
    }

    /// Whether the left value is greater than the right one, or equal to it.
    public static func >= <Other: SQLExpression>(left: Self, right: Other) -> Condition where Other.Value == Value {
        left.comparison(" >= ", right)
    }

    /// Whether the values differ, where NULL is a value like any other.
    public func isDistinct<Other: SQLExpression>(from other: Other) -> Condition where Other.Value == Value {
        !comparison(" <=> ", other)
    }

    /// Whether the values are the same, where NULL is a value like any other: `<=>`.
    public func isSame<Other: SQLExpression>(as other: Other) -> Condition where Other.Value == Value {
        comparison(" <=> ", other)
    }

    /// Whether the value is NULL.
    public var isNull: Condition { suffixed(" IS NULL") }

    /// Whether the value is not NULL.
    public var isNotNull: Condition { suffixed(" IS NOT NULL") }
}

// MARK: Explanations

// Without these, the compiler tries the operators of the standard library on optional columns, and says that a `Bool`
// is not a condition.
extension SQLExpression where Value: ColumnValue {
    /// Explains that a value of another type cannot be compared.
    @available(*, unavailable, message: "the value is not of the type of the column")
    public static func == <Wrapped, Other: ColumnValue>(left: Self, right: Other) -> Condition
    where Value == Wrapped? { left.isNull }

    /// Explains that a value of another type cannot be compared.
    @available(*, unavailable, message: "the value is not of the type of the column")
    public static func != <Wrapped, Other: ColumnValue>(left: Self, right: Other) -> Condition
    where Value == Wrapped? { left.isNull }

    /// Explains that a value of another type cannot be compared.
    @available(*, unavailable, message: "the value is not of the type of the column")
    public static func < <Wrapped, Other: ColumnValue>(left: Self, right: Other) -> Condition
    where Value == Wrapped? { left.isNull }

    /// Explains that a value of another type cannot be compared.
    @available(*, unavailable, message: "the value is not of the type of the column")
    public static func <= <Wrapped, Other: ColumnValue>(left: Self, right: Other) -> Condition
    where Value == Wrapped? { left.isNull }

    /// Explains that a value of another type cannot be compared.
    @available(*, unavailable, message: "the value is not of the type of the column")
    public static func > <Wrapped, Other: ColumnValue>(left: Self, right: Other) -> Condition
    where Value == Wrapped? { left.isNull }

    /// Explains that a value of another type cannot be compared.
    @available(*, unavailable, message: "the value is not of the type of the column")
    public static func >= <Wrapped, Other: ColumnValue>(left: Self, right: Other) -> Condition
    where Value == Wrapped? { left.isNull }
}

extension SQLExpression {
    /// Explains that expressions of different types cannot be compared.
    @available(*, unavailable, message: "the expressions have different types; see cast(_:as:) and typed(as:)")
    public static func == <Other: SQLExpression>(left: Self, right: Other) -> Condition { left.isNull }

    /// Explains that expressions of different types cannot be compared.
    @available(*, unavailable, message: "the expressions have different types; see cast(_:as:) and typed(as:)")
    public static func != <Other: SQLExpression>(left: Self, right: Other) -> Condition { left.isNull }

    /// Explains that expressions of different types cannot be compared.
    @available(*, unavailable, message: "the expressions have different types; see cast(_:as:) and typed(as:)")
    public static func < <Other: SQLExpression>(left: Self, right: Other) -> Condition { left.isNull }

    /// Explains that expressions of different types cannot be compared.
    @available(*, unavailable, message: "the expressions have different types; see cast(_:as:) and typed(as:)")
    public static func <= <Other: SQLExpression>(left: Self, right: Other) -> Condition { left.isNull }

    /// Explains that expressions of different types cannot be compared.
    @available(*, unavailable, message: "the expressions have different types; see cast(_:as:) and typed(as:)")
    public static func > <Other: SQLExpression>(left: Self, right: Other) -> Condition { left.isNull }

    /// Explains that expressions of different types cannot be compared.
    @available(*, unavailable, message: "the expressions have different types; see cast(_:as:) and typed(as:)")
    public static func >= <Other: SQLExpression>(left: Self, right: Other) -> Condition { left.isNull }
}

// MARK: Logic

extension SQLExpression<Bool> {
    /// Whether both conditions are true.
    public static func && (left: Self, right: some SQLExpression<Bool>) -> Condition {
        joined(left, " AND ", right, .and)
    }

    /// Whether at least one of the conditions is true.
    public static func || (left: Self, right: some SQLExpression<Bool>) -> Condition {
        joined(left, " OR ", right, .or)
    }

    /// Whether the condition is false. If it is NULL, the result is NULL.
    public static prefix func ! (condition: Self) -> Condition {
        var sql = SQL()
        sql.append("NOT (")
        condition._append(to: &sql)
        sql.append(")")
        return Expr(sql, .not)
    }

    private static func joined(
        _ left: Self,
        _ operation: String,
        _ right: some SQLExpression<Bool>,
        _ precedence: _Precedence
    ) -> Condition {
        var sql = SQL()
        left.append(to: &sql, besides: precedence)
        sql.append(operation)
        right.append(to: &sql, besides: precedence)
        return Expr(sql, precedence)
    }

    /// Appends an operand of AND or OR. Both are associative, so that an equal operator needs no parentheses.
    private func append(to sql: inout SQL, besides operation: _Precedence) {
        if _precedence == operation { _append(to: &sql) } else { append(to: &sql, within: operation) }
    }
}
