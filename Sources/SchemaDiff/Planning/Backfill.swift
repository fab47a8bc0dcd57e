internal import SchemaModel
internal import SchemaSQL

/// A NOT NULL column without a default that comes to a table with rows: it comes nullable, every row gets a value in a
/// statement that people edit, and it becomes NOT NULL.
struct Backfill {
    let column: Column
    /// What rows get unless somebody writes something better.
    let placeholder: String

    /// Nil where the server needs the column NOT NULL at once, or no value of the type can be guessed; and in versioned
    /// tables, where rows of the history would keep their NULL.
    init?(_ column: Column, in alteration: TableAlteration, keyedColumns: Set<String>, dialect: SQLDialect) {
        let isEmpty = column.defaultValue == nil && column.generated == nil && !column.isAutoIncrement
        guard !column.isNullable, isEmpty, column.rowTime == nil, !keyedColumns.contains(column.name.lowercased()),
            !Self.isInKey(column, of: alteration.after), alteration.after.partitioning == nil,
            alteration.before.systemVersioning == nil,
            alteration.after.systemVersioning == nil || column.isUnversioned,
            let placeholder = Self.placeholder(for: column.type, dialect)
        else { return nil }
        self.column = column
        self.placeholder = placeholder
    }

    /// The column as it comes.
    var nullable: Column {
        var column = column
        column.isNullable = true
        return column
    }

    private static func isInKey(_ column: Column, of table: Table) -> Bool {
        let keys = (table.primaryKey.map { [$0.parts] } ?? []) + table.indexes.filter { $0.kind != .plain }.map(\.parts)
        let period = table.period.map { [$0.columns.start, $0.columns.end] } ?? []
        let names = keys.joined().compactMap(\.columnName) + period
        return names.contains { $0.lowercased() == column.name.lowercased() }
    }

    private static func placeholder(for type: ColumnType, _ dialect: SQLDialect) -> String? {
        switch type {
        case .integer, .decimal, .float, .double, .bit, .year: "0"
        case .char, .varchar, .text, .binary, .varbinary, .blob, .set: "''"
        case .enumeration(let members): members.first.map { dialect.quotedLiteral($0) }
        case .date: "'1970-01-01'"
        case .time: "'00:00:00'"
        case .datetime, .timestamp: "CURRENT_TIMESTAMP"
        case .json: "'{}'"
        case .uuid: "'00000000-0000-0000-0000-000000000000'"
        case .inet4: "'0.0.0.0'"
        case .inet6: "'::'"
        default: nil
        }
    }
}
