public import SwiftMig

/// The number of the rows of a query.
public struct CountRequest<Base: SelectStatement>: FetchRequest {
    let base: Base

    /// Returns the statement for a server.
    public func sql(for dialect: Dialect) -> SQL {
        var sql = SQL()
        // The order does not change the number.
        let query = base.limitsRows ? base : base.with { $0.orders = SQL() }
        if query._select.countsItsRows {
            query._select.append(to: &sql) { $0.append("COUNT(*)") }
        } else {
            sql.append("SELECT COUNT(*) FROM (")
            if !query._select.isDistinct {
                query._select.append(to: &sql) { $0.append("1") }
            } else if let query = query as? any NamingSubquery {
                // A derived table must not have two columns of one name.
                query.appendNamed(to: &sql)
            } else {
                query._append(to: &sql)
            }
            sql.append(") AS `counted`")
        }
        return sql.resolved(for: dialect)
    }

    /// Reads a row.
    public func read(_ row: inout RowReader) throws(ValueError) -> Int { try row.next() }
}

/// Whether a query has any row.
public struct ExistenceRequest<Base: SelectStatement>: FetchRequest {
    let base: Base

    /// Returns the statement for a server.
    public func sql(for dialect: Dialect) -> SQL {
        var sql = SQL()
        let query = base.limitsRows ? base : base.with { $0.orders = SQL() }
        sql.append("SELECT EXISTS (")
        query._select.append(to: &sql) { $0.append("1") }
        sql.append(")")
        return sql.resolved(for: dialect)
    }

    /// Reads a row.
    public func read(_ row: inout RowReader) throws(ValueError) -> Bool { try row.next() }
}

extension SelectStatement {
    var limitsRows: Bool { _select.limit != nil || _select.offset != nil }

    /// The number of rows, as a query: `SELECT COUNT(*) …`.
    public var counted: CountRequest<Self> { CountRequest(base: self) }

    /// Whether there is any row, as a query: `SELECT EXISTS (…)`.
    public var existence: ExistenceRequest<Self> { ExistenceRequest(base: self) }
}
