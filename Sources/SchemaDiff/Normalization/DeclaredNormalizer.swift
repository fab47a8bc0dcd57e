package import SchemaModel

/// Fills in what declared tables leave to the server, so that they can be compared with inspected ones. It does not use
/// a server; `ServerNormalizer` does the rest.
package struct DeclaredNormalizer {
    private let profile: ServerProfile

    package init(profile: ServerProfile) {
        self.profile = profile
    }

    /// Returns the schema with its tables normalised, in the same order.
    package func normalize(_ schema: Schema) -> Schema {
        let database = profile.databaseDefault(declared: schema.database)
        let inherited = inherited(from: schema.defaults, database)
        var normalized = schema
        normalized.tables = schema.tables.map { normalize($0, defaults: schema.defaults, inherited: inherited) }
        return normalized
    }

    /// Normalises an existing table. It keeps the live character sets and collations that are not declared.
    func normalize(_ table: Table, of schema: Schema, live: Table) -> Table {
        let database = live.options.text ?? profile.databaseDefault(declared: schema.database)
        let inherited = inherited(from: schema.defaults, database, existing: live.options.text)
        return normalize(table, defaults: schema.defaults, inherited: inherited, live: live)
    }

    private func inherited(
        from defaults: TableOptions,
        _ database: CharsetAndCollation,
        existing: CharsetAndCollation? = nil
    ) -> CharsetAndCollation {
        profile.resolve(
            charset: defaults.charset,
            collation: defaults.collation,
            inherited: database,
            existing: existing
        )
    }

    private func normalize(
        _ table: Table,
        defaults: TableOptions,
        inherited: CharsetAndCollation,
        live: Table? = nil
    ) -> Table {
        var result = table
        let text = profile.resolve(
            charset: table.options.charset,
            collation: table.options.collation,
            inherited: inherited,
            existing: live?.options.text
        )
        result.options.charset = text.charset
        result.options.collation = text.collation
        result.options.engine = canonicalEngine(table.options.engine ?? defaults.engine ?? profile.defaultEngine)
        result.options.rowFormat = canonicalRowFormat(table.options.rowFormat ?? defaults.rowFormat)
        result.renamedFrom = nil

        let keyColumns = (table.primaryKey?.parts ?? []).compactMap { $0.columnName?.lowercased() }
        let columns = ColumnNormalizer(profile: profile, tableText: text)
        result.columns = table.columns.map { column in
            var column = columns.normalize(column, live: live?.column(named: column.name))
            // A primary key column is always NOT NULL.
            if keyColumns.contains(column.name.lowercased()) { column.isNullable = false }
            return column
        }
        if let key = table.primaryKey { result.primaryKey?.parts = key.parts.map { resolved($0, in: table) } }
        result.indexes = table.indexes.map { index in
            var index = index
            index.parts = index.parts.map { resolved($0, in: table) }
            index.algorithm = index.algorithm?.uppercased()
            index.parser = index.parser?.lowercased()
            return index
        }
        result.foreignKeys = table.foreignKeys.map(normalize)
        result.completePeriods()
        return result
    }

    /// Spells the part's column as the column itself, and drops a prefix that covers the whole column.
    private func resolved(_ part: IndexPart, in table: Table) -> IndexPart {
        guard let name = part.columnName, let column = table.column(named: name) else { return part }
        var length = part.prefixLength
        switch column.type {
        case .char(let size), .varchar(let size), .binary(let size), .varbinary(let size):
            if length == size { length = nil }
        default: break
        }
        return IndexPart(column: column.name, prefixLength: length, isDescending: part.isDescending)
    }

    /// Removes the rule that a missing clause means on this server, and that it does not print: RESTRICT on MariaDB, NO
    /// ACTION on MySQL.
    private func normalize(_ key: ForeignKey) -> ForeignKey {
        let unsaid: ForeignKey.Rule = profile.flavor == .mariadb ? .restrict : .noAction
        var key = key
        if key.onDelete == unsaid { key.onDelete = nil }
        if key.onUpdate == unsaid { key.onUpdate = nil }
        if let database = key.referencedDatabase,
            profile.relationKey(database) == profile.relationKey(profile.database)
        {
            key.referencedDatabase = nil
        }
        return key
    }

    /// The servers always print an engine's canonical spelling.
    private func canonicalEngine(_ name: String) -> String {
        let known = [
            "InnoDB", "MyISAM", "Aria", "MEMORY", "CSV", "ARCHIVE", "BLACKHOLE", "MRG_MyISAM", "FEDERATED", "SEQUENCE",
            "ROCKSDB", "Spider", "CONNECT", "Mroonga", "S3", "ndbcluster",
        ]
        return known.first { $0.lowercased() == name.lowercased() } ?? name
    }

    private func canonicalRowFormat(_ format: String?) -> String? {
        guard let format = format?.uppercased(), format != "DEFAULT" else { return nil }
        return format
    }
}
