internal import SwiftMig

/// The clauses of a SELECT but its columns.
public struct _Select: Sendable {
    var commonTables: [_CommonTable] = []
    var modifiers: [SelectModifier] = []
    var isDistinct = false
    var from: SQL
    var condition: Condition?
    var groups = SQL()
    var having: Condition?
    var orders = SQL()
    var limit: Int?
    var offset: Int?
    var lock: SQL?

    init(from: SQL, commonTables: [_CommonTable] = []) {
        self.from = from
        self.commonTables = commonTables
    }

    init(_ table: some TableInQuery) { self.init(from: table._source, commonTables: table._commonTables) }

    /// The clauses with another table.
    func joined(_ words: String, _ table: some TableInQuery, on condition: Condition) -> _Select {
        var select = self
        select.commonTables += table._commonTables
        select.from.append(" " + words + " ")
        select.from += table._source
        select.from.append(" ON ")
        condition._append(to: &select.from)
        return select
    }

    mutating func add(condition other: Condition) { condition = condition.map { $0 && other } ?? other }

    mutating func add(having other: Condition) { having = having.map { $0 && other } ?? other }

    mutating func add(orders: Ordering) { Self.add(orders.sql, to: &self.orders) }

    mutating func add<each Key: SQLExpression>(groups: repeat each Key) {
        for group in repeat each groups { Self.add(group.sql, to: &self.groups) }
    }

    private static func add(_ part: SQL, to list: inout SQL) {
        if !list.isEmpty { list.append(", ") }
        list += part
    }

    /// Whether the number of rows is that of the rows that the condition holds for.
    var countsItsRows: Bool {
        groups.isEmpty && having == nil && limit == nil && offset == nil && !isDistinct && commonTables.isEmpty
    }

    func append(to sql: inout SQL, columns: (inout SQL) -> Void) {
        appendCommonTables(to: &sql)
        sql.append("SELECT ")
        for modifier in modifiers { sql.append(modifier.rawValue + " ") }
        if isDistinct { sql.append("DISTINCT ") }
        columns(&sql)
        sql.append(" FROM ")
        sql += from
        if let condition {
            sql.append(" WHERE ")
            condition._append(to: &sql)
        }
        if !groups.isEmpty {
            sql.append(" GROUP BY ")
            sql += groups
        }
        if let having {
            sql.append(" HAVING ")
            having._append(to: &sql)
        }
        sql.append(orders: orders, limit: limit, offset: offset)
        if let lock { sql += lock }
    }

    private func appendCommonTables(to sql: inout SQL) {
        if commonTables.isEmpty { return }
        sql.append(commonTables.contains(where: \.isRecursive) ? "WITH RECURSIVE " : "WITH ")
        var names: Set<String> = []
        for table in commonTables where names.insert(table.name).inserted {
            if names.count > 1 { sql.append(", ") }
            sql += table.definition
        }
        sql.append(" ")
    }
}

extension SQL {
    /// Appends the last clauses of a statement.
    mutating func append(orders: SQL, limit: Int?, offset: Int?) {
        if !orders.isEmpty {
            append(" ORDER BY ")
            self += orders
        }
        if limit == nil, offset == nil { return }
        append(" LIMIT ")
        if let offset {
            bind(.int(Int64(offset)))
            append(", ")
        }
        // There is no offset without a limit.
        if let limit { bind(.int(Int64(limit))) } else { append("18446744073709551615") }
    }
}
