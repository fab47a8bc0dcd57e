/// A query that can be a part of a statement.
public protocol Subquery: Sendable {
    /// Appends the query to a statement.
    func _append(to sql: inout SQL)
}

/// A query: what is selected, from which tables, and the clauses that need no columns.
public protocol SelectStatement: Subquery {
    /// The clauses.
    var _select: _Select { get set }

    /// Appends the columns.
    func _appendColumns(to sql: inout SQL)
}

extension SelectStatement {
    /// Appends the query to a statement.
    public func _append(to sql: inout SQL) { _select.append(to: &sql) { _appendColumns(to: &$0) } }

    /// Returns the statement for a server.
    public func sql(for dialect: Dialect) -> SQL {
        var sql = SQL()
        sql.reserve(text: 256)
        _append(to: &sql)
        return sql.resolved(for: dialect)
    }

    func with(_ change: (inout _Select) -> Void) -> Self {
        var copy = self
        change(&copy._select)
        return copy
    }

    /// Returns at most a number of rows, after skipping some.
    ///
    /// A negative number is like zero.
    public func limit(_ count: Int, offset: Int? = nil) -> Self {
        with { select in
            select.limit = Swift.max(0, count)
            if let offset { select.offset = Swift.max(0, offset) }
        }
    }

    /// Skips rows. A page after a given row is read faster with a condition; see `Query.page`.
    public func offset(_ count: Int) -> Self { with { $0.offset = Swift.max(0, count) } }

    /// Returns equal rows once.
    public func distinct() -> Self { with { $0.isDistinct = true } }

    /// Adds a word after SELECT that tells the server how to run the query.
    public func modifier(_ modifier: SelectModifier) -> Self { with { $0.modifiers.append(modifier) } }
}

/// A word after SELECT that tells the server how to run a query.
public enum SelectModifier: String, Sendable {
    /// Reads the tables in the order of the query.
    case straightJoin = "STRAIGHT_JOIN"
    /// Keeps the result out of MariaDB's query cache.
    case noCache = "SQL_NO_CACHE"
    /// Groups and sorts on disk at once, because the result is big.
    case bigResult = "SQL_BIG_RESULT"
    /// Frees the tables' locks as early as possible.
    case bufferResult = "SQL_BUFFER_RESULT"
}
