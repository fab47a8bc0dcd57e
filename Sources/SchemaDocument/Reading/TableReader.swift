internal import DiagnosticModel
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
        "partitions", "system_versioning", "periods", "renamed_from", "source",
    ]

    func read(_ node: YAMLNode) -> Table? {
        guard let fields = Fields(node, .table(name), key: name, known: Self.keys, problems) else { return nil }
        var table = Table(name: name, origin: fields.origin(else: location))
        table.comment = fields.text("comment") ?? ""
        table.partitioning = partitioning(fields)
        table.systemVersioning = systemVersioning(fields)
        table.period = period(fields)
        table.renamedFrom = fields.text("renamed_from")
        table.options = options(fields)

        let columns = columns(fields, table.options)
        table.columns = columns.map(\.column)
        let keys = KeyReader(table: name, columns: table.columns.map(\.name), naming: naming, problems: problems)
        table.primaryKey = keys.primaryKey(fields)
        if fields["primary_key"] == nil { table.primaryKey = primaryKey(of: columns, table.origin) }
        checkPrimaryKeyIsOne(table.primaryKey, columns)
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

    /// A collation's name starts with its character set.
    private static func charset(of collation: String) -> String {
        String(collation.prefix { $0 != "_" })
    }

    /// Returns the columns with `primary_key: true`, in order, as a primary key.
    private func primaryKey(of columns: [ColumnReader.Declaration], _ origin: Origin) -> PrimaryKey? {
        let parts = columns.filter(\.isPrimaryKey).map { IndexPart(column: $0.column.name) }
        return parts.isEmpty ? nil : PrimaryKey(parts: parts, origin: origin)
    }

    /// Checks that the table and its columns agree on the primary key.
    private func checkPrimaryKeyIsOne(_ key: PrimaryKey?, _ columns: [ColumnReader.Declaration]) {
        let named = Set(key?.parts.compactMap { $0.columnName?.lowercased() } ?? [])
        let declared = columns.filter(\.isPrimaryKey).map(\.column)
        guard let first = declared.first, Set(declared.map { $0.name.lowercased() }) != named else { return }
        problems.add(
            .exclusive("primary_key", "primary_key: true of \(first.name)", in: .table(name)),
            at: first.origin.location
        )
    }

    /// Reads `true`, or `{start: column, end: column}`.
    private func systemVersioning(_ fields: Fields) -> SystemVersioning? {
        guard let node = fields["system_versioning"] else { return nil }
        guard node.mapping != nil else {
            return fields.bool("system_versioning") == true ? SystemVersioning() : nil
        }
        let known = ["start", "end"]
        guard let ends = Fields(node, .table(name), key: "system_versioning", known: known, problems) else {
            return nil
        }
        for key in known where ends[key] == nil { ends.missing(key, at: node.location) }
        guard let start = ends.text("start"), let end = ends.text("end") else { return nil }
        return SystemVersioning(columns: PeriodColumns(start: start, end: end))
    }

    /// Reads `name: [start, end]`. MariaDB allows at most one.
    private func period(_ fields: Fields) -> Period? {
        guard let node = fields["periods"],
            let periods = Fields(node, .table(name), key: "periods", known: nil, problems)
        else { return nil }
        let all = periods.all.compactMap { entry -> Period? in
            guard let columns = periods.texts(entry.key), columns.count == 2 else {
                periods.wrongType(entry.key, expected: "a list of two columns", entry.value)
                return nil
            }
            return Period(name: entry.key, columns: PeriodColumns(start: columns[0], end: columns[1]))
        }
        if all.count > 1 {
            problems.add(
                .exclusive("period \(all[0].name)", "period \(all[1].name)", in: .table(name)),
                at: node.location
            )
        }
        return all.first
    }

    private func partitioning(_ fields: Fields) -> Partitioning? {
        let policy = fields.word("partitions", PartitionPolicy.self)
        guard let text = fields.sql("partition_by") else {
            if policy != nil {
                fields.badValue("partitions", expected: ["nothing, because the table has no partition_by"])
            }
            return nil
        }
        do {
            var partitioning = try Partitioning(parsing: text)
            partitioning.policy = policy ?? .managed
            return partitioning
        } catch {
            fields.badValue("partition_by", expected: ["what follows PARTITION BY, such as range (id) (…)"])
            return nil
        }
    }

    // MARK: Options

    /// The row formats of all engines on both servers.
    private static let rowFormats = ["default", "dynamic", "compact", "compressed", "redundant", "fixed", "page"]

    private func options(_ table: Fields) -> TableOptions {
        guard let node = table["options"],
            let fields = Fields(node, .options(table: name), key: "options", known: nil, problems)
        else { return TableOptions() }
        let named = ["engine", "charset", "collation", "row_format", "auto_increment"]
        var options = TableOptions(
            engine: fields.text("engine"),
            charset: fields.text("charset"),
            collation: fields.text("collation"),
            rowFormat: fields.text("row_format")
        )
        if let format = options.rowFormat, !Self.rowFormats.contains(format.lowercased()) {
            fields.badValue("row_format", expected: Self.rowFormats)
        }
        options.autoIncrement = fields.int("auto_increment", in: 0...Int.max)
        fields.checkCollation(charset: options.charset, collation: options.collation)
        for entry in fields.all where !named.contains(entry.key) && !entry.value.isNull {
            let value = entry.value.bool.map { $0 ? "1" : "0" } ?? fields.text(entry.key)
            guard let value else { continue }
            options.others.append(TableOption(name: optionName(entry.key), value: value))
        }
        return options
    }

    /// The servers write options in capitals. A name in backquotes keeps its case.
    private func optionName(_ key: String) -> String {
        if key.hasPrefix("`"), key.hasSuffix("`"), key.utf8.count > 2 { return String(key.dropFirst().dropLast()) }
        return key.uppercased()
    }
}
