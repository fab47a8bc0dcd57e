internal import SwiftMig

/// How the rows of a relation find those that they belong to, the owners.
struct RelationPath: Sendable {
    /// The owners' table.
    let ownerTable: String
    /// The columns of the owners that others refer to, or that refer to others.
    let ownerColumns: [String]
    /// Whether several owners may have the same values there.
    let ownersShareKeys: Bool
    /// The columns of the target that are equal to those of the owner or, with a join table, of that.
    let targetColumns: [String]
    /// The table between the two.
    var join: Join?

    struct Join: Sendable {
        let table: String
        /// The columns that refer to the owner.
        let own: [String]
        /// The columns that refer to the target.
        let other: [String]
    }
}

/// The rows of a relation that belong to owners with some keys.
struct RelatedRows<Target: RowModel>: FetchRequest {
    /// A row, and the key of its owner.
    typealias Output = (key: [SQLValue], row: Target)

    let path: RelationPath
    let query: Query<Target, Target>
    /// At most 500 keys. There is at least one.
    let keys: [[SQLValue]]

    /// The most keys of a statement.
    static var keyLimit: Int { 500 }

    private static var owner: String { "_owner" }
    private static var rowNumber: String { "_row" }

    /// Whether the servers may find keys equal that differ in Swift: `Ann` and `ann`, for most collations.
    private var hasText: Bool {
        keys.contains { key in
            key.contains { if case .text = $0 { true } else { false } }
        }
    }

    // MARK: The statement

    func sql(for dialect: Dialect) -> SQL {
        var select = query._select
        var condition: SQL?
        var keyColumns: [SQL] = []
        if let join = path.join {
            let name = join.table == query.alias._alias ? "_link" : join.table
            let link = SQL(table: join.table, as: name)
            select.from =
                link + " INNER JOIN " + select.from + " ON "
                + Self.equal(path.targetColumns, of: query.alias._alias, join.other, of: name)
            keyColumns = join.own.map { Self.column($0, of: name) }
            if hasText {
                select.from += joinedOwners(join.own, of: name)
            } else {
                condition = Self.isIn(keyColumns, keys)
            }
        } else if hasText {
            select.from += joinedOwners(path.targetColumns, of: query.alias._alias)
        } else {
            condition = Self.isIn(path.targetColumns.map { Self.column($0, of: query.alias._alias) }, keys)
        }
        if hasText { keyColumns = path.ownerColumns.indices.map { Self.column("_key\($0)", of: Self.owner) } }
        if let condition {
            let isIn = Condition(condition, .comparison)
            select.condition = select.condition.map { isIn && $0 } ?? isIn
        }
        var sql = SQL()
        if select.limit == nil, select.offset == nil {
            select.append(to: &sql) { columns in
                for column in keyColumns { columns += column + ", " }
                query._appendColumns(to: &columns)
            }
        } else {
            appendLimited(select, keyColumns, to: &sql)
        }
        return sql.resolved(for: dialect)
    }

    /// Whether the key is selected beside the columns of the row.
    private var selectsKey: Bool { path.join != nil || hasText }

    /// The owners as a table whose columns are their keys as they are written there.
    private func joinedOwners(_ columns: [String], of table: String) -> SQL {
        var sql: SQL = " INNER JOIN (SELECT "
        for (place, column) in path.ownerColumns.enumerated() {
            if place > 0 { sql.append(", ") }
            sql.append(name: column)
            sql.append(" AS ")
            sql.append(name: "_key\(place)")
        }
        sql.append(" FROM ")
        sql.append(name: path.ownerTable)
        sql.append(" WHERE ")
        sql += Self.isIn(path.ownerColumns.map { Self.column($0, of: "") }, keys)
        if path.ownersShareKeys {
            // A group has one spelling of each key, and each spelling has a group.
            sql.append(" GROUP BY ")
            for (place, column) in path.ownerColumns.enumerated() {
                if place > 0 { sql.append(", ") }
                sql.append(name: column)
                sql.append(", HEX(")
                sql.append(name: column)
                sql.append(")")
            }
        }
        sql.append(") AS ")
        sql.append(name: Self.owner)
        sql.append(" ON ")
        sql += Self.equal(columns, of: table, path.ownerColumns.indices.map { "_key\($0)" }, of: Self.owner)
        return sql
    }

    /// The limit holds for each owner, so the rows of each are numbered.
    private func appendLimited(_ select: _Select, _ keyColumns: [SQL], to sql: inout SQL) {
        var numbered = select
        (numbered.limit, numbered.offset, numbered.orders) = (nil, nil, SQL())
        let alias = query.alias._alias
        let partition =
            selectsKey ? keyColumns : path.targetColumns.map { Self.column($0, of: alias) }
        sql.append("SELECT ")
        for place in keyColumns.indices {
            sql.append(column: "_key\(place)", of: alias)
            sql.append(", ")
        }
        query._appendColumns(to: &sql)
        sql.append(" FROM (")
        numbered.append(to: &sql) { columns in
            for (place, column) in keyColumns.enumerated() {
                columns += column
                columns.append(" AS ")
                columns.append(name: "_key\(place)")
                columns.append(", ")
            }
            query._appendColumns(to: &columns)
            columns.append(", ROW_NUMBER() OVER (PARTITION BY ")
            columns += partition.joined(separator: ", ")
            if !select.orders.isEmpty {
                columns.append(" ORDER BY ")
                columns += select.orders
            }
            columns.append(") AS ")
            columns.append(name: Self.rowNumber)
        }
        sql.append(") AS ")
        sql.append(name: alias)
        appendNumberCondition(select, alias, to: &sql)
    }

    private func appendNumberCondition(_ select: _Select, _ alias: String, to sql: inout SQL) {
        let first = select.offset ?? 0
        sql.append(" WHERE ")
        sql.append(column: Self.rowNumber, of: alias)
        sql.append(" > ")
        sql.bind(.int(Int64(first)))
        if let limit = select.limit {
            sql.append(" AND ")
            sql.append(column: Self.rowNumber, of: alias)
            sql.append(" <= ")
            sql.bind(.int(Int64(clamping: Int128(first) + Int128(limit))))
        }
        sql.append(" ORDER BY ")
        sql.append(column: Self.rowNumber, of: alias)
    }

    // MARK: Rows

    func read(_ row: inout RowReader) throws(ValueError) -> Output {
        if selectsKey, let sample = keys.first {
            var key: [SQLValue] = []
            for value in sample { key.append(try row.next(like: value)) }
            return (key, try Target(row: &row))
        }
        let target = try Target(row: &row)
        let values = target.rowValues
        return (Target.places(of: path.targetColumns).map { values[$0] }, target)
    }

    func _visit(_ output: Output, _ visitor: inout any RowVisitor) { visitor.visit(output.row) }

    // MARK: Conditions

    private static func column(_ name: String, of table: String) -> SQL {
        var sql = SQL()
        sql.append(column: name, of: table)
        return sql
    }

    private static func equal(_ left: [String], of table: String, _ right: [String], of other: String) -> SQL {
        zip(left, right).map { column($0, of: table) + " = " + column($1, of: other) }.joined(separator: " AND ")
    }

    /// The last key is repeated, so that the server has to prepare few different statements.
    private static func isIn(_ columns: [SQL], _ keys: [[SQLValue]]) -> SQL {
        let last = keys.last ?? []
        let padded = keys + Array(repeating: last, count: min(SQL.paddedCount(keys.count), keyLimit) - keys.count)
        let list = columns.joined(separator: ", ")
        var sql = columns.count == 1 ? list : "(" + list + ")"
        sql.append(" IN ")
        if columns.count == 1 {
            sql.bind(row: padded.flatMap { $0 })
        } else {
            sql.append("(")
            for (place, key) in padded.enumerated() {
                if place > 0 { sql.append(", ") }
                sql.bind(row: key)
            }
            sql.append(")")
        }
        return sql
    }
}

extension RowModel {
    /// The places of columns in the rows' values.
    static func places(of columns: [String]) -> [Int] {
        columns.compactMap { name in rowLayout.columns.firstIndex { $0.name == name } }
    }

    /// The columns of the primary key, in its order.
    static var keyColumns: [String] { rowLayout.primaryKey.map { rowLayout.columns[$0].name } }
}

extension RowReader {
    /// Reads a key in the same form as another one.
    fileprivate mutating func next(like sample: SQLValue) throws(ValueError) -> SQLValue {
        switch sample {
        case .int: .int(try next())
        case .uint: .uint(try next())
        case .bytes(let bytes) where bytes.count == 16: try next(UUIDOrBytes.self).value
        case .text: .text(try next())
        default: try next()
        }
    }
}

/// The bytes of a `binary(16)`, or of a `uuid`, which MariaDB sends as text.
private struct UUIDOrBytes: ColumnValue {
    let value: SQLValue

    init(_ cell: borrowing SQLCell) throws(ValueError) {
        let value = try SQLValue(cell)
        if case .text = value { self.value = try UUIDBytes.value(cell) } else { self.value = value }
    }

    var sqlValue: SQLValue { value }
}
