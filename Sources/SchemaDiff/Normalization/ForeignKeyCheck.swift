package import SchemaModel

/// A declared foreign key that no server accepts.
package struct ImpossibleForeignKey: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// Integers of different size or sign, texts with different collations, or different kinds of types.
        case typesDiffer(column: String, referenced: String)
        /// No index of the referenced table starts with the referenced columns.
        case notIndexed(columns: [String])
        /// The engine of the referenced table does not support foreign keys.
        case engine(String)
        /// ON DELETE or ON UPDATE SET NULL on a NOT NULL column.
        case setsNull(column: String)
    }

    package var table: String
    package var key: ForeignKey
    package var reason: Reason
}

/// Finds invalid foreign keys before they fail halfway through the script. Checking declarations with temporary tables
/// does not find them, because those cannot have foreign keys.
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

    /// Both servers require integers of the same size and sign, and texts with the same character set and collation
    /// (MySQL 8.0 manual, "FOREIGN KEY Constraints"). All other types are left to the server.
    private static func areComparable(_ one: Column, _ other: Column) -> Bool {
        switch (one.type, other.type) {
        case (.integer(let size, _, let sign), .integer(let otherSize, _, let otherSign)):
            size == otherSize && sign.isUnsigned == otherSign.isUnsigned
        case (.integer, _), (_, .integer): false
        default: one.collation == other.collation
        }
    }
}
