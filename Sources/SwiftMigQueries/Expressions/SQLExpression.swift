public import SwiftMig

/// An expression of a query, with the Swift type of its value: a column, a comparison, a call of a function.
///
/// The columns of a query's closures are expressions, and operators and functions make others of them:
///
/// ```swift
/// User.where { $0.age >= 18 && $0.username.hasPrefix("a") }
/// ```
public protocol SQLExpression<Value>: Sendable {
    /// The type of the value.
    associatedtype Value

    /// Appends the expression to a statement.
    func _append(to sql: inout SQL)

    /// How closely the expression's operator binds.
    var _precedence: _Precedence { get }
}

extension SQLExpression {
    /// The expression as SQL.
    public var sql: SQL {
        var sql = SQL()
        _append(to: &sql)
        return sql
    }

    /// Appends the expression, in parentheses if it does not bind more closely than an operator.
    func append(to sql: inout SQL, within operation: _Precedence) {
        if _precedence > operation { return _append(to: &sql) }
        sql.append("(")
        _append(to: &sql)
        sql.append(")")
    }
}

/// An expression of a query whose value has the type `Value`.
public struct Expr<Value>: SQLExpression {
    /// The text and its values.
    public let sql: SQL

    /// How closely its operator binds.
    public let _precedence: _Precedence

    init(_ sql: SQL, _ precedence: _Precedence) {
        self.sql = sql
        _precedence = precedence
    }

    /// A column of a table.
    init(column: String, of table: String) {
        var sql = SQL()
        sql.append(column: column, of: table)
        self.init(sql, .primary)
    }

    /// The call of a function.
    init(call function: String, _ arguments: (inout SQL) -> Void) {
        var sql = SQL()
        sql.append(function)
        sql.append("(")
        arguments(&sql)
        sql.append(")")
        self.init(sql, .primary)
    }

    /// The call of a function with one argument.
    init(call function: String, of argument: some SQLExpression) {
        self.init(call: function) { argument._append(to: &$0) }
    }

    /// Appends it to a statement.
    public func _append(to sql: inout SQL) { sql += self.sql }
}

/// An expression that is true or false, such as `$0.age > 18`.
public typealias Condition = Expr<Bool>

/// How closely an operator binds its operands.
public struct _Precedence: Comparable, Sendable {
    private let rank: UInt8

    /// What is known about text that was written by hand: nothing.
    static let unknown = _Precedence(rank: 0)
    static let or = _Precedence(rank: 1)
    static let and = _Precedence(rank: 2)
    static let not = _Precedence(rank: 3)
    static let comparison = _Precedence(rank: 4)
    static let sum = _Precedence(rank: 5)
    static let product = _Precedence(rank: 6)
    /// A column, a placeholder, a call, or anything in parentheses.
    static let primary = _Precedence(rank: 7)

    /// Compares how closely the operators bind.
    public static func < (left: _Precedence, right: _Precedence) -> Bool { left.rank < right.rank }
}

/// Puts SQL that has no name here into an expression.
///
/// Values, columns and queries in the interpolation are handled like those of ``SQL``:
///
/// ```swift
/// Place.where { sql("ST_CONTAINS(\($0.area), ST_GEOMFROMTEXT(\(point)))", as: Bool.self) }
/// ```
///
/// The type says how the value is read. Make it an optional if the value may be NULL.
public func sql<Value>(_ sql: SQL, as _: Value.Type = Value.self) -> Expr<Value> {
    Expr(sql, .unknown)
}

/// Makes an expression of a value, for example to select it: `select { ($0.name, value(0)) }`.
public func value<Value: ColumnValue>(_ value: Value) -> Expr<Value> {
    var sql = SQL()
    sql.bind(value.sqlValue)
    return Expr(sql, .primary)
}

extension SQLExpression {
    /// The same expression, whose value is read as another type.
    ///
    /// The server does not convert the value; ``cast(_:as:)`` does.
    public func typed<Other>(as _: Other.Type = Other.self) -> Expr<Other> { Expr(sql, _precedence) }

    /// The same expression, whose value may be NULL.
    public var orNull: Expr<Value?> { Expr(sql, _precedence) }
}

extension SQLExpression {
    /// The same expression, for a column that is an optional already and comes from the outer side of a join.
    public func flattened<Wrapped>() -> Expr<Wrapped?> where Value == Wrapped?? { Expr(sql, _precedence) }
}
