public import SwiftMig

/// The text of a statement with its values.
///
/// A value in an interpolation never becomes part of the text. It is sent beside the statement, so that no value can
/// change what the statement does:
///
/// ```swift
/// let statement: SQL = """
///     SELECT \(User.columns.id), username FROM \(User.self)
///     WHERE age >= \(18) AND role IN \([Role.member, .admin])
///     """
/// // SELECT `id`, username FROM `users` WHERE age >= ? AND role IN (?, ?)
/// ```
///
/// | interpolation | in the statement |
/// |---|---|
/// | `\(value)` of a ``/SwiftMig/ColumnValue`` | a placeholder |
/// | `\([a, b])` | a list in parentheses, for `IN` |
/// | `\(User.self)` of a model | the name of its table |
/// | `\(User.columns.id)` | the name of a column |
/// | `\(other)` of another `SQL` | its text and values |
/// | `\(raw: text)` | the text as it is |
///
/// To send an array or a set as one value, such as bytes or a VECTOR, interpolate its `sqlValue`.
public struct SQL: Hashable, Sendable {
    /// The text, with a `?` for each value.
    public private(set) var text: String
    /// The values of the placeholders, in their order.
    public private(set) var values: [SQLValue]

    /// Creates a statement from a text as it is, and the values of its placeholders.
    ///
    /// Never pass text from outside. There is no initialiser without a label, so that `SQL("… \(name)")` binds the
    /// name.
    public init(raw text: String, _ values: [SQLValue] = []) {
        self.text = text
        self.values = values
    }

    /// Appends a statement.
    public static func += (left: inout SQL, right: SQL) {
        left.text += right.text
        left.values += right.values
    }

    /// Joins two statements.
    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum += right
        return sum
    }
}

extension Sequence<SQL> {
    /// Joins statements, for example conditions: `conditions.joined(separator: " AND ")`.
    public func joined(separator: SQL = "") -> SQL {
        var whole: SQL = ""
        for (index, part) in enumerated() {
            if index > 0 { whole += separator }
            whole += part
        }
        return whole
    }
}

extension SQL: CustomStringConvertible {
    /// The text, without the values.
    public var description: String { text }
}

extension SQL: ExpressibleByStringInterpolation {
    /// Creates a statement without values.
    public init(stringLiteral text: String) {
        self.init(raw: text)
    }

    /// Creates a statement from a literal with interpolations.
    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    /// Collects the parts of a literal.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql: SQL = ""

        /// Creates the collection.
        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.text.reserveCapacity(literalCapacity + interpolationCount)
            sql.values.reserveCapacity(interpolationCount)
        }

        /// Appends text.
        public mutating func appendLiteral(_ text: String) {
            sql.text += text
        }

        /// Binds a value to a placeholder.
        public mutating func appendInterpolation(_ value: some ColumnValue) {
            bind(value.sqlValue)
        }

        /// Binds a value to a placeholder; nil is NULL.
        public mutating func appendInterpolation<Value: ColumnValue>(_ value: Value?) {
            bind(value.sqlValue)
        }

        /// Binds values to a list in parentheses, which `IN` and `NOT IN` take.
        ///
        /// The last value is repeated until there are 1, 2, 4 … 512 placeholders, or a multiple of 512. So the server
        /// has to prepare few different statements. An empty list is a query without rows.
        public mutating func appendInterpolation(_ values: [some ColumnValue]) {
            list(values.map(\.sqlValue))
        }

        /// Binds the elements of a set to a list in parentheses, like those of an array.
        public mutating func appendInterpolation<Value: ColumnValue>(_ values: Set<Value>) {
            list(values.map(\.sqlValue))
        }

        /// Binds numbers to a list in parentheses. To send bytes or a VECTOR, interpolate the array's `sqlValue`.
        public mutating func appendInterpolation(_ values: [some ColumnArrayElement & ColumnValue]) {
            list(values.map(\.sqlValue))
        }

        /// Binds labels to a list in parentheses. To send a SET, interpolate the set's `sqlValue`.
        public mutating func appendInterpolation<Value: ColumnLabel & ColumnValue>(_ values: Set<Value>) {
            list(values.map(\.sqlValue))
        }

        /// Appends the name of a model's table.
        public mutating func appendInterpolation<Model: TableModel>(_: Model.Type) {
            sql.text += Self.quoted(Model.tableName)
        }

        /// Appends the name of a column.
        public mutating func appendInterpolation<Model: TableModel, Value>(_ column: ColumnReference<Model, Value>) {
            sql.text += Self.quoted(column.name)
        }

        /// Appends another statement or a part of one.
        public mutating func appendInterpolation(_ part: SQL) {
            sql += part
        }

        /// Appends text as it is. Never pass text from outside: it can change what the statement does.
        public mutating func appendInterpolation(raw text: String) {
            sql.text += text
        }

        /// Explains which values can be bound.
        @available(
            *,
            unavailable,
            message: """
                a value of this type cannot be sent to a server: conform the type to ColumnValue, or use \\(raw:) if the \
                text is part of the statement
                """
        )
        public mutating func appendInterpolation<Value>(_ value: Value) {}

        private mutating func bind(_ value: SQLValue) {
            sql.text += "?"
            sql.values.append(value)
        }

        private mutating func list(_ values: [SQLValue]) {
            guard let last = values.last else {
                sql.text += "(SELECT NULL FROM DUAL WHERE FALSE)"
                return
            }
            let count = Self.paddedCount(values.count)
            sql.text += "(?" + String(repeating: ", ?", count: count - 1) + ")"
            sql.values += values
            sql.values += repeatElement(last, count: count - values.count)
        }

        private static func paddedCount(_ count: Int) -> Int {
            if count > 512 {
                // No statement has more placeholders than that.
                let limit = 65_535
                return max(count, min((count + 511) / 512 * 512, limit))
            }
            var padded = 1
            while padded < count { padded *= 2 }
            return padded
        }

        private static func quoted(_ name: String) -> String {
            "`" + name.replacing("`", with: "``") + "`"
        }
    }
}
