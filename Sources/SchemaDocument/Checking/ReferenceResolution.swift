internal import SchemaModel

extension Schema {
    /// Gives foreign keys that name only a table the columns of its primary key. If there is none, the columns stay
    /// empty and the checker reports it.
    mutating func resolveReferences() {
        let primaryKeys = Dictionary(
            tables.map { ($0.name.lowercased(), $0.primaryKey?.parts.compactMap(\.columnName) ?? []) },
            uniquingKeysWith: { first, _ in first }
        )
        for table in tables.indices {
            for key in tables[table].foreignKeys.indices {
                let foreignKey = tables[table].foreignKeys[key]
                guard foreignKey.referencedColumns.isEmpty, foreignKey.referencedDatabase == nil else { continue }
                tables[table].foreignKeys[key].referencedColumns =
                    primaryKeys[foreignKey.referencedTable.lowercased()] ?? []
            }
        }
    }
}
