internal import SchemaModel
internal import SchemaSQL
internal import YAMLDocument

/// Reads one entry of `tables`.
struct TableReader {
    let name: String
    let location: SourceLocation
    let defaults: TableOptions
    let naming: NamePatterns
    let types: ColumnTypeCache
    let problems: ProblemList

    private static let keys = [
        "columns", "primary_key", "indexes", "foreign_keys", "checks", "comment", "options", "partition_by",
        "renamed_from", "source",
    ]

    func read(_ node: YAMLNode) -> Table? {
        guard let fields = Fields(node, .table(name), key: name, known: Self.keys, problems) else { return nil }
        var table = Table(name: name, origin: fields.origin(else: location))
        table.comment = fields.text("comment") ?? ""
        table.partitioning = partitioning(fields)
        table.renamedFrom = fields.text("renamed_from")
        table.options = options(fields)

        let columns = columns(fields, table.options)
        table.columns = columns.map(\.column)
        let keys = KeyReader(table: name, columns: table.columns.map(\.name), naming: naming, problems: problems)
        table.primaryKey = keys.primaryKey(fields)
        if fields["primary_key"] == nil { table.primaryKey = primaryKey(of: columns, table.origin) }
        table.indexes = keys.indexes(fields, shorthands: columns.flatMap(\.indexes))
        table.foreignKeys = keys.foreignKeys(fields, shorthands: columns.compactMap(\.foreignKey))
        table.checks = CheckReader(table: name, naming: naming, problems: problems).checks(fields)
        return table
    }

    private func columns(_ fields: Fields, _ options: TableOptions) -> [ColumnReader.Declaration] {
        guard let node = fields["columns"] else {
            if !fields.hasUnknownKeys { problems.add(.noColumns(.table(name)), at: location) }
            return []
        }
        guard let columns = Fields(node, .table(name), key: "columns", known: nil, problems) else { return [] }
        if columns.all.isEmpty { problems.add(.noColumns(.table(name)), at: location) }
        let reader = ColumnReader(
            table: name,
            charset: options.charset ?? options.collation.map(Self.charset) ?? defaults.charset
                ?? defaults.collation.map(Self.charset),
            types: types,
            problems: problems
        )
        return columns.all.compactMap { reader.read($0) }
    }

    /// A collation's name starts with its character set's.
    private static func charset(of collation: String) -> String {
        String(collation.prefix { $0 != "_" })
    }

    /// Columns with `primary_key: true`, in their order.
    private func primaryKey(of columns: [ColumnReader.Declaration], _ origin: Origin) -> PrimaryKey? {
        let parts = columns.filter(\.isPrimaryKey).map { IndexPart(column: $0.column.name) }
        return parts.isEmpty ? nil : PrimaryKey(parts: parts, origin: origin)
    }

    private func partitioning(_ fields: Fields) -> Partitioning? {
        guard let text = fields.sql("partition_by") else { return nil }
        do {
            return try Partitioning(parsing: text)
        } catch {
            fields.badValue("partition_by", expected: ["what stands behind PARTITION BY, such as range (id) (…)"])
            return nil
        }
    }

    // MARK: Options

    private func options(_ table: Fields) -> TableOptions {
        guard let node = table["options"],
            let fields = Fields(node, .options(table: name), key: "options", known: nil, problems)
        else { return TableOptions() }
        let named = ["engine", "charset", "collation", "row_format"]
        var options = TableOptions(
            engine: fields.text("engine"),
            charset: fields.text("charset"),
            collation: fields.text("collation"),
            rowFormat: fields.text("row_format")
        )
        for entry in fields.all where !named.contains(entry.key) && !entry.value.isNull {
            let value = entry.value.bool.map { $0 ? "1" : "0" } ?? fields.text(entry.key)
            guard let value else { continue }
            options.others.append(TableOption(name: optionName(entry.key), value: value))
        }
        return options
    }

    /// Options are written in capitals by the servers; in backquotes stands one that is not.
    private func optionName(_ key: String) -> String {
        if key.hasPrefix("`"), key.hasSuffix("`"), key.utf8.count > 2 { return String(key.dropFirst().dropLast()) }
        return key.uppercased()
    }
}
