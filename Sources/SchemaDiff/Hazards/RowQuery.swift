internal import SQLStatements
package import SchemaModel
internal import ServerPort

/// The rows that a hazard affects, so that they can be counted. It uses the models' names.
package struct RowQuery: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case all
        /// Rows of a partition.
        case partition(String)
        case null(String)
        case notNull(String)
        case zero(String)
        /// Rows with a date whose month or day is zero.
        case zeroDates(String)
        /// Rows with equal values in these columns, none of which is NULL.
        case duplicates([String])
        /// Rows for which the expression is false.
        case violations(String)
        /// Rows without a matching parent row.
        case orphans(ForeignKey)
        /// Rows whose text has more characters, or whose binary value has more bytes.
        case longer(String, than: Int)
        /// Rows with one of these members, which are removed.
        case members(String, [String])
        /// Rows with a value outside the range.
        case outside(String, String, String)
    }

    package var table: String
    package var kind: Kind

    package init(_ kind: Kind, in table: String) {
        self.kind = kind
        self.table = table
    }

    /// Returns the rows that a change of the column's type refuses, if a query can find them.
    static func narrowing(_ column: String, of table: String, from old: ColumnType, to new: ColumnType) -> RowQuery? {
        switch (old, new) {
        case (_, .char(let length)), (_, .varchar(let length)), (_, .binary(let length)), (_, .varbinary(let length)):
            return RowQuery(.longer(column, than: length), in: table)
        case (.enumeration(let members), .enumeration(let others)):
            return RowQuery(.members(column, members.filter { !others.contains($0) }), in: table)
        case (.integer, .integer(let size, _, let attributes)):
            let bits = [8, 16, 24, 32, 64][ColumnType.IntegerSize.allCases.firstIndex(of: size) ?? 4]
            let (low, high) =
                attributes.isUnsigned
                ? (0, UInt64.max >> UInt64(64 - bits))
                : (Int64.min >> Int64(64 - bits), UInt64.max >> UInt64(65 - bits))
            return RowQuery(.outside(column, "\(low)", "\(high)"), in: table)
        default: return nil
        }
    }
}

/// Counts the rows that hazards affect, in the database before the script runs.
struct RowCounter {
    let profile: ServerProfile
    let executor: any QueryExecutor
    /// The renames from the database to the models. The rows still have the old names.
    let renames: RenameMap

    /// Returns the number of rows, or nil if the query fails, for example on an expression with renamed columns.
    func count(_ query: RowQuery) throws -> Int? {
        do {
            return try executor.execute(statement(query)).rows.first?.int(0)
        } catch let error as ServerError where !error.isConnectionLost {
            return nil
        }
    }

    private func statement(_ query: RowQuery) -> String {
        let table = quoted(table: query.table)
        func column(_ name: String) -> String { quoted(column: name, of: query.table) }
        func counting(_ condition: String) -> String { "SELECT COUNT(*) FROM \(table) WHERE \(condition)" }
        switch query.kind {
        case .all: return "SELECT COUNT(*) FROM \(table)"
        case .partition(let name):
            return "SELECT COUNT(*) FROM \(table) PARTITION (\(profile.dialect.quotedIdentifier(name)))"
        case .null(let name): return counting("\(column(name)) IS NULL")
        case .notNull(let name): return counting("\(column(name)) IS NOT NULL")
        case .zero(let name): return counting("\(column(name)) = 0")
        case .zeroDates(let name): return counting(ZeroDates.condition(column(name)))
        case .violations(let expression):
            return counting("NOT (\(ExpressionText.requoted(expression, for: profile.dialect)))")
        case .longer(let name, let length): return counting("CHAR_LENGTH(\(column(name))) > \(length)")
        case .members(let name, let members):
            let list = members.map { profile.dialect.quotedLiteral($0) }.joined(separator: ", ")
            return counting("\(column(name)) IN (\(list))")
        case .outside(let name, let low, let high): return counting("\(column(name)) NOT BETWEEN \(low) AND \(high)")
        case .duplicates(let names):
            let columns = names.map(column)
            let known = columns.map { "\($0) IS NOT NULL" }.joined(separator: " AND ")
            let list = columns.joined(separator: ", ")
            return """
                SELECT COALESCE(SUM(n), 0) FROM (SELECT COUNT(*) n FROM \(table) WHERE \(known) \
                GROUP BY \(list) HAVING COUNT(*) > 1) d
                """
        case .orphans(let key):
            let isOwn = key.referencedDatabase == nil
            let parent =
                key.referencedDatabase.map {
                    profile.dialect.quotedIdentifier($0) + "." + profile.dialect.quotedIdentifier(key.referencedTable)
                } ?? quoted(table: key.referencedTable)
            let pairs = zip(key.columns, key.referencedColumns).map { own, other in
                let name =
                    isOwn ? quoted(column: other, of: key.referencedTable) : profile.dialect.quotedIdentifier(other)
                return "p.\(name) = c.\(column(own))"
            }
            let known = key.columns.map { "c.\(column($0)) IS NOT NULL" }.joined(separator: " AND ")
            return """
                SELECT COUNT(*) FROM \(table) c WHERE \(known) \
                AND NOT EXISTS (SELECT 1 FROM \(parent) p WHERE \(pairs.joined(separator: " AND ")))
                """
        }
    }

    private func quoted(table: String) -> String { profile.dialect.quotedIdentifier(renames.tables[table] ?? table) }

    private func quoted(column: String, of table: String) -> String {
        profile.dialect.quotedIdentifier(renames.columns[table]?[column] ?? column)
    }
}
