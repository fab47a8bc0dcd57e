public import SwiftMig

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
        fileprivate var sql = SQL()

        /// Creates the collection.
        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.reserve(text: literalCapacity + interpolationCount, values: interpolationCount)
        }

        /// Appends text.
        public mutating func appendLiteral(_ text: String) {
            sql.append(text)
        }

        /// Binds a value to a placeholder.
        public mutating func appendInterpolation(_ value: some ColumnValue) {
            sql.bind(value.sqlValue)
        }

        /// Binds a value to a placeholder; nil is NULL.
        public mutating func appendInterpolation<Value: ColumnValue>(_ value: Value?) {
            sql.bind(value.sqlValue)
        }

        /// Binds values to a list in parentheses, which `IN` and `NOT IN` take.
        ///
        /// The last value is repeated until there are 1, 2, 4 … 512 placeholders, or a multiple of 512. So the server
        /// has to prepare few different statements. An empty list is a query without rows.
        public mutating func appendInterpolation(_ values: [some ColumnValue]) {
            sql.bind(list: values.map(\.sqlValue))
        }

        /// Binds the elements of a set to a list in parentheses, like those of an array.
        public mutating func appendInterpolation<Value: ColumnValue>(_ values: Set<Value>) {
            sql.bind(list: values.map(\.sqlValue))
        }

        /// Binds numbers to a list in parentheses. To send bytes or a VECTOR, interpolate the array's `sqlValue`.
        public mutating func appendInterpolation(_ values: [some ColumnArrayElement & ColumnValue]) {
            sql.bind(list: values.map(\.sqlValue))
        }

        /// Binds labels to a list in parentheses. To send a SET, interpolate the set's `sqlValue`.
        public mutating func appendInterpolation<Value: ColumnLabel & ColumnValue>(_ values: Set<Value>) {
            sql.bind(list: values.map(\.sqlValue))
        }

        /// Appends the name of a model's table.
        public mutating func appendInterpolation<Model: TableModel>(_: Model.Type) {
            sql.append(name: Model.tableName)
        }

        /// Appends the name of a column.
        public mutating func appendInterpolation<Model: TableModel, Value>(_ column: ColumnReference<Model, Value>) {
            sql.append(name: column.name)
        }

        /// Appends a column or another expression of a query.
        public mutating func appendInterpolation(_ expression: some SQLExpression) {
            expression._append(to: &sql)
        }

        /// Appends a table, under its other name if it has one.
        public mutating func appendInterpolation(_ table: some TableInQuery) {
            sql += table._source
        }

        /// Appends a query in parentheses.
        public mutating func appendInterpolation(_ query: some Subquery) {
            sql.append(subquery: query)
        }

        /// Appends another statement or a part of one.
        public mutating func appendInterpolation(_ part: SQL) {
            sql += part
        }

        /// Appends text as it is. Never pass text from outside: it can change what the statement does.
        public mutating func appendInterpolation(raw text: String) {
            sql.append(text)
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
    }
}
