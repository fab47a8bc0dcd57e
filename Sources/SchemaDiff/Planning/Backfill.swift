internal import SQLStatements
internal import SchemaModel

/// A NOT NULL column without a default that is added to a table with rows. It is added as nullable, a statement that
/// people edit gives every row a value, and then it becomes NOT NULL.
struct Backfill {
    let column: Column
    /// The value that rows get unless a person writes a better one.
    let placeholder: String
    /// Whether every row needs a different value.
    let isUnique: Bool
    /// The primary key and the unique indexes that are added with the column.
    let keys: [TableChange]

    /// Fails if the server needs the column NOT NULL at once, if no value of the type can be guessed, and in versioned
    /// tables, whose history rows would keep NULL.
    init?(_ column: Column, in alteration: TableAlteration, keyedColumns: Set<String>, dialect: SQLDialect) {
        let isEmpty = column.defaultValue == nil && column.generated == nil && !column.isAutoIncrement
        let table = alteration.after
        let period = table.period.map { [$0.columns.start, $0.columns.end] } ?? []
        guard !column.isNullable, isEmpty, column.rowTime == nil, !keyedColumns.contains(column.name.lowercased()),
            !period.contains(column.name), table.partitioning == nil, alteration.before.systemVersioning == nil,
            table.systemVersioning == nil || column.isUnversioned
        else { return nil }
        // MySQL computes a generated column while the new one is still NULL (error 1048).
        let readers = table.columns.filter { other in
            other.generated.map { SQLNames.mentioned(in: $0.expression).contains(column.name.lowercased()) } ?? false
        }
        guard readers.allSatisfy(\.isNullable) else { return nil }
        keys = alteration.changes.filter { $0.uniqueKey?.reads(column, of: table) ?? false }
        let added = Set(
            alteration.changes.compactMap { change in
                if case .addColumn(let column, _) = change { column.name.lowercased() } else { nil }
            }
        )
        isUnique = keys.contains { key in
            key.uniqueKey?.allSatisfy { $0.columnName.map { added.contains($0.lowercased()) } ?? false } ?? false
        }
        guard let placeholder = Self.placeholder(for: column.type, isUnique: isUnique, dialect) else { return nil }
        self.column = column
        self.placeholder = placeholder
    }

    private static func placeholder(for type: ColumnType, isUnique: Bool, _ dialect: SQLDialect) -> String? {
        switch type {
        case .char(36...) where isUnique, .varchar(36...) where isUnique, .uuid where isUnique: "UUID()"
        case .binary(16) where isUnique: "UNHEX(REPLACE(UUID(), '-', ''))"
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

extension TableChange {
    /// The parts of a primary key or unique index that the change adds.
    var uniqueKey: [IndexPart]? {
        switch self {
        case .changePrimaryKey(_, let key): key?.parts
        case .addIndex(let index), .changeIndex(_, let index): index.kind == .unique ? index.parts : nil
        default: nil
        }
    }
}

extension [IndexPart] {
    /// Returns whether the key contains the column, or values computed from it.
    fileprivate func reads(_ column: Column, of table: Table) -> Bool {
        contains { part in
            if part.columnName?.lowercased() == column.name.lowercased() { return true }
            let own = part.columnName.flatMap { table.column(named: $0)?.generated?.expression }
            return (part.expression ?? own).map { SQLNames.mentioned(in: $0).contains(column.name.lowercased()) }
                ?? false
        }
    }
}
