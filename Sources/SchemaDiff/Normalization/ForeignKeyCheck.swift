package import SchemaModel

/// A declared foreign key that no server would take.
package struct ImpossibleForeignKey: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// Integers of another size or sign, texts in another collation, or altogether different kinds.
        case typesDiffer(column: String, referenced: String)
        /// No index of the referenced table begins with the referenced columns.
        case notIndexed(columns: [String])
        /// The engine of the referenced table has no foreign keys.
        case engine(String)
        /// ON DELETE or ON UPDATE SET NULL on a column that is NOT NULL.
        case setsNull(column: String)
    }

    package var table: String
    package var key: ForeignKey
    package var reason: Reason
}

/// Finds foreign keys that would only fail when the script has run half-way: temporary tables, by which the server
/// checks declarations, cannot hold any.
enum ForeignKeyCheck {
    /// - Throws: `ImpossibleForeignKey`.
    static func check(_ tables: [Table], in schema: [String: Table]) throws(ImpossibleForeignKey) {
        for table in tables {
            for key in table.foreignKeys {
                guard key.referencedDatabase == nil, let parent = schema[key.referencedTable] else { continue }
                if let reason = problem(of: key, in: table, parent: parent) {
                    throw ImpossibleForeignKey(table: table.name, key: key, reason: reason)
                }
            }
        }
    }

    private static func problem(of key: ForeignKey, in table: Table, parent: Table) -> ImpossibleForeignKey.Reason? {
        for (name, referencedName) in zip(key.columns, key.referencedColumns) {
            guard let column = table.column(named: name), let referenced = parent.column(named: referencedName) else {
                continue
            }
            if !areComparable(column, referenced) {
                return .typesDiffer(column: name, referenced: "\(parent.name).\(referencedName)")
            }
            if key.onDelete == .setNull || key.onUpdate == .setNull, !column.isNullable {
                return .setsNull(column: name)
            }
        }
        if let engine = parent.options.engine, !EngineDecisions.hasForeignKeys(engine) { return .engine(engine) }
        return ImpliedIndexes.isCovered(key.referencedColumns, in: parent)
            ? nil : .notIndexed(columns: key.referencedColumns)
    }

    /// Both servers want integers of one size and sign, and texts of one character set and collation (MySQL 8.0 manual,
    /// "FOREIGN KEY Constraints"). What the rule does not name is left to the server.
    private static func areComparable(_ one: Column, _ other: Column) -> Bool {
        switch (one.type, other.type) {
        case (.integer(let size, _, let sign), .integer(let otherSize, _, let otherSign)):
            size == otherSize && sign.isUnsigned == otherSign.isUnsigned
        case (.integer, _), (_, .integer): false
        default: one.collation == other.collation
        }
    }
}
