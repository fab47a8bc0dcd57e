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
            // A derived table must not have two columns of one name, and the columns of a group need not be read.
            query._select.append(to: &sql) { columns in
                if query._select.isDistinct { query._appendColumns(to: &columns) } else { columns.append("1") }
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
