internal import DocumentTree

extension Metadata {
    /// Returns the schema document as JSON, the only form in which `swiftmig` reads models in Swift.
    ///
    /// Tables and other objects are sorted by name, and columns keep their order, so that two versions can be compared
    /// line by line.
    ///
    /// - Throws: ``MetadataError`` with all problems.
    public func document() throws(MetadataError) -> String {
        try MetadataChecker.check(self)
        var map = MapBuilder()
        map.add("swiftmig", .number(1))
        if let database {
            var defaults = MapBuilder()
            defaults.add("charset", text: database.charset)
            defaults.add("collation", text: database.collation)
            map.add("database", defaults.flow)
        }
        map.add("defaults", defaults.entry)
        if naming != NamingConvention() { map.add("naming", naming.entry) }
        map.add("tables", Self.sorted(tables.map { ($0.name, $0.entry(in: self)) }))
        map.add("views", Self.sorted(views.map { ($0.name, $0.entry) }))
        // A trigger that names no other runs after those declared before it.
        map.add("triggers", .map(triggers.map { ($0.name, $0.entry) }, isFlow: false))
        let procedures = routines.filter { $0.kind == .procedure }
        map.add("procedures", Self.sorted(procedures.map { ($0.name, $0.entry) }))
        map.add("functions", Self.sorted(routines.filter { $0.kind == .function }.map { ($0.name, $0.entry) }))
        map.add("events", Self.sorted(events.map { ($0.name, $0.entry) }))
        map.add("sequences", Self.sorted(sequences.map { ($0.name, $0.entry) }))
        return JSONWriter.text(of: map.block)
    }

    private static func sorted(_ entries: [(key: String, value: DocumentValue)]) -> DocumentValue {
        .map(entries.sorted { $0.key < $1.key }, isFlow: false)
    }
}

extension NamingConvention {
    fileprivate var entry: DocumentValue {
        var map = MapBuilder()
        map.add("index", text: index)
        map.add("unique", text: unique)
        map.add("foreign_key", text: foreignKey)
        map.add("check", text: check)
        return map.flow
    }
}

extension TableOptions {
    fileprivate var entry: DocumentValue {
        var map = MapBuilder()
        map.add("engine", text: engine)
        map.add("charset", text: charset)
        map.add("collation", text: collation)
        map.add("row_format", text: rowFormat)
        map.add("auto_increment", autoIncrement.map(DocumentValue.number))
        for option in others.options { map.add(option.name, .text(option.value)) }
        return map.flow
    }
}

extension Table {
    fileprivate func entry(in metadata: Metadata) -> DocumentValue {
        var map = MapBuilder()
        map.add("comment", text: comment)
        map.add("renamed_from", text: renamedFrom)
        map.add("columns", .map(columns.map { ($0.name, $0.entry) }, isFlow: false))
        let key = primaryKey ?? PrimaryKey(columns.filter(\.isPrimaryKey).map { IndexPart($0.name) })
        map.add("primary_key", key.entry)
        map.add("indexes", .list((indexes + columnIndexes).map(\.entry)))
        map.add("foreign_keys", .list(allForeignKeys.map { $0.entry(in: metadata) }))
        map.add("checks", .list(checks.map(\.entry)))
        map.add("options", options.entry)
        map.add("system_versioning", systemVersioning?.entry)
        if let period {
            map.add("periods", .map([(period.name, .list([.text(period.start), .text(period.end)]))], isFlow: true))
        }
        map.add("partition_by", text: partitioning)
        if partitionPolicy == .ignore { map.add("partitions", text: partitionPolicy.rawValue) }
        map.add("source", source.entry)
        return map.block
    }

    /// The indexes of the columns, which follow the table's own, as in a YAML document.
    private var columnIndexes: [Index] {
        columns.flatMap { column in
            var kinds: [Index.Kind] = []
            if column.isUnique { kinds.append(.unique) }
            if column.isIndexed { kinds.append(.plain) }
            return kinds.map {
                Index([IndexPart(column.name)], kind: $0, file: column.source.file, line: column.source.line)
            }
        }
    }
}

extension SystemVersioning {
    fileprivate var entry: DocumentValue {
        guard let columns else { return .bool(true) }
        return .map([("start", .text(columns.start)), ("end", .text(columns.end))], isFlow: true)
    }
}

extension Column {
    fileprivate var entry: DocumentValue {
        var map = MapBuilder()
        map.add("type", .text(type.sql))
        map.add("nullable", flag: isNullable)
        map.add("auto_increment", flag: isAutoIncrement)
        map.add("default", defaultValue.map(entry))
        switch updateValue {
        case .currentTimestamp: map.add("on_update", sql: type.currentTimestamp)
        case .sql(let text): map.add("on_update", sql: text)
        case nil: break
        }
        map.add("generated", generated?.entry)
        map.add("charset", text: charset)
        map.add("collation", text: collation)
        map.add("check", text: check)
        map.add("srid", srid.map { .number(Int($0)) })
        map.add("invisible", flag: isInvisible)
        map.add("compressed", flag: isCompressed)
        if !isVersioned { map.add("versioned", .bool(false)) }
        map.add("column_format", text: format)
        map.add("storage", text: storage)
        map.add("comment", text: comment)
        map.add("renamed_from", text: renamedFrom)
        map.add("source", source.entry)
        return map.flow
    }

    private func entry(_ value: DefaultValue) -> DocumentValue {
        switch value {
        case .literal(let text): .text(text)
        case .sql(let text): .sql(text)
        case .bytes(let bytes): .map([("hex", .text(Self.hex(bytes)))], isFlow: true)
        case .currentTimestamp: .sql(type.currentTimestamp)
        case .absent: .map([("none", .bool(true))], isFlow: true)
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}

extension Generated {
    fileprivate var entry: DocumentValue {
        var map = MapBuilder()
        switch self {
        case .stored(let text):
            map.add("sql", .text(text))
            map.add("stored", flag: true)
        case .virtual(let text): map.add("sql", .text(text))
        }
        return map.flow
    }
}

extension PrimaryKey {
    fileprivate var entry: DocumentValue {
        let parts = DocumentValue.list(parts.map(\.entry))
        if comment == nil, algorithm == nil { return parts }
        var map = MapBuilder()
        map.add("columns", parts)
        map.add("algorithm", text: algorithm)
        map.add("comment", text: comment)
        return map.flow
    }
}

extension IndexPart {
    fileprivate var entry: DocumentValue {
        switch value {
        case .expression(let text):
            var map = MapBuilder()
            map.add("sql", .text(text))
            map.add("descending", flag: isDescending)
            return map.flow
        case .period(let name): return .text(SpelledName.text(name) + " without overlaps")
        case .column(let name):
            let length = prefixLength.map { "(\($0))" } ?? ""
            return .text(SpelledName.text(name) + length + (isDescending ? " desc" : ""))
        }
    }
}

extension Index {
    fileprivate var entry: DocumentValue {
        var map = MapBuilder()
        map.add("name", text: name)
        map.add("columns", .list(parts.map(\.entry)))
        switch kind {
        case .plain: break
        case .unique: map.add("unique", flag: true)
        case .fulltext, .spatial, .vector: map.add("kind", text: kind.rawValue)
        }
        map.add("algorithm", text: algorithm)
        map.add("parser", text: parser)
        map.add("options", .map(options.options.map { ($0.name, .text($0.value)) }, isFlow: true))
        map.add("key_block_size", keyBlockSize.map(DocumentValue.number))
        map.add("invisible", flag: isInvisible)
        map.add("comment", text: comment)
        return map.flow
    }
}

extension ForeignKey {
    fileprivate func entry(in metadata: Metadata) -> DocumentValue {
        var referenced = referencedColumns
        if referenced.isEmpty, table.database == nil {
            referenced = metadata.tables.first { $0.name == table.name }?.keyColumns.map(\.name) ?? []
        }
        let database = table.database.map { SpelledName.text($0) + "." } ?? ""
        let columns = referenced.map(SpelledName.text).joined(separator: ", ")
        var map = MapBuilder()
        map.add("name", text: name)
        map.add("columns", .list(self.columns.map(DocumentValue.text)))
        map.add("references", text: "\(database)\(SpelledName.text(table.name))(\(columns))")
        map.add("on_delete", text: onDelete?.rawValue)
        map.add("on_update", text: onUpdate?.rawValue)
        return map.flow
    }
}

extension Check {
    fileprivate var entry: DocumentValue {
        var map = MapBuilder()
        map.add("name", text: name)
        map.add("sql", text: expression)
        if !isEnforced { map.add("enforced", .bool(false)) }
        return map.flow
    }
}
