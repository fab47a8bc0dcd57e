internal import DocumentTree
internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL

/// Turns a schema into a document tree. It leaves out the format's defaults.
enum DocumentBuilder {
    static func document(_ schema: Schema) -> DocumentValue {
        var map = MapBuilder()
        map.add("swiftmig", .number(SchemaDocument.version))
        if let database = schema.database {
            var defaults = MapBuilder()
            defaults.add("charset", text: database.charset)
            defaults.add("collation", text: database.collation)
            map.add("database", defaults.flow)
        }
        map.add("defaults", options(schema.defaults))
        map.add("tables", .map(schema.tables.map { ($0.name, table($0)) }, isFlow: false))
        for kind in StoredObject.Kind.allCases {
            let objects = schema.objects.filter { $0.kind == kind }
            map.add(kind.plural, .map(objects.map { ($0.name, ObjectBuilder.entry($0)) }, isFlow: false))
        }
        return map.block
    }

    private static func table(_ table: Table) -> DocumentValue {
        var map = MapBuilder()
        map.add("comment", text: table.comment)
        map.add("renamed_from", text: table.renamedFrom)
        map.add("columns", .map(table.columns.map { ($0.name, column($0)) }, isFlow: false))
        map.add("primary_key", table.primaryKey.map(primaryKey))
        map.add("indexes", .map(table.indexes.map { ($0.name, index($0)) }, isFlow: false))
        map.add("foreign_keys", .map(table.foreignKeys.map { ($0.name, foreignKey($0)) }, isFlow: false))
        map.add("checks", .map(table.checks.map { ($0.name, check($0)) }, isFlow: false))
        map.add("options", options(table.options))
        map.add("system_versioning", table.systemVersioning.map(systemVersioning))
        if let period = table.period {
            let columns = [period.columns.start, period.columns.end].map(DocumentValue.text)
            map.add("periods", .map([(period.name, .list(columns))], isFlow: true))
        }
        map.add("partition_by", text: table.partitioning?.documentText)
        if table.partitioning?.policy == .ignore { map.add("partitions", text: PartitionPolicy.ignore.rawValue) }
        return map.block
    }

    private static func systemVersioning(_ versioning: SystemVersioning) -> DocumentValue {
        guard let columns = versioning.columns else { return .bool(true) }
        return .map([("start", .text(columns.start)), ("end", .text(columns.end))], isFlow: true)
    }

    private static func options(_ options: TableOptions) -> DocumentValue {
        var map = MapBuilder()
        map.add("engine", text: options.engine)
        map.add("charset", text: options.charset)
        map.add("collation", text: options.collation)
        map.add("row_format", text: options.rowFormat)
        map.add("auto_increment", options.autoIncrement.map(DocumentValue.number))
        for option in options.others {
            // The reader capitalises a key, but keeps one in backquotes as it is.
            let isCapitals = option.name.utf8.allSatisfy { $0 < 0x80 } && option.name == option.name.uppercased()
            let isPlain = isCapitals && !option.name.hasPrefix("`")
            map.add(isPlain ? option.name.lowercased() : "`\(option.name)`", .text(option.value))
        }
        return map.flow
    }

    // MARK: Columns

    private static func column(_ column: Column) -> DocumentValue {
        var map = MapBuilder()
        map.add("type", .text(column.type.documentSpelling))
        map.add("nullable", flag: column.isNullable)
        map.add("auto_increment", flag: column.isAutoIncrement)
        map.add("default", column.defaultValue.map(defaultValue))
        map.add("on_update", sql: column.onUpdate)
        map.add("generated", column.generated.map(generated))
        map.add("charset", text: column.charset)
        map.add("collation", text: column.collation)
        map.add("check", text: column.check)
        map.add("srid", column.srid.map { .number(Int($0)) })
        map.add("invisible", flag: column.isInvisible)
        map.add("compressed", flag: column.isCompressed)
        if column.isUnversioned { map.add("versioned", .bool(false)) }
        map.add("column_format", text: column.format)
        map.add("storage", text: column.storage)
        map.add("comment", text: column.comment)
        map.add("renamed_from", text: column.renamedFrom)
        return map.flow
    }

    private static func defaultValue(_ value: DefaultValue) -> DocumentValue {
        switch value {
        case .literal(let text): .text(text)
        case .bytes(let bytes): .map([("hex", .text(hex(bytes)))], isFlow: true)
        case .expression(let text): .sql(ExpressionText.asDefault(text))
        case .absent: .map([("none", .bool(true))], isFlow: true)
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func generated(_ generated: Generated) -> DocumentValue {
        var map = MapBuilder()
        map.add("sql", .text(generated.expression))
        map.add("stored", flag: generated.isStored)
        return map.flow
    }

    // MARK: Keys

    private static func primaryKey(_ key: PrimaryKey) -> DocumentValue {
        let parts = DocumentValue.list(key.parts.map(part))
        if key.comment.isEmpty, key.algorithm == nil { return parts }
        var map = MapBuilder()
        map.add("columns", parts)
        map.add("algorithm", text: key.algorithm)
        map.add("comment", text: key.comment)
        return map.flow
    }

    private static func index(_ index: Index) -> DocumentValue {
        var map = MapBuilder()
        map.add("columns", .list(index.parts.map(part)))
        switch index.kind {
        case .plain: break
        case .unique: map.add("unique", flag: true)
        case .fulltext, .spatial, .vector: map.add("kind", text: index.kind.rawValue)
        }
        map.add("algorithm", text: index.algorithm)
        map.add("parser", text: index.parser)
        map.add("options", .map(index.options.map { ($0.name, .text($0.value)) }, isFlow: true))
        map.add("key_block_size", index.keyBlockSize.map(DocumentValue.number))
        map.add("invisible", flag: index.isInvisible)
        map.add("comment", text: index.comment)
        return map.flow
    }

    private static func part(_ part: IndexPart) -> DocumentValue {
        switch part.value {
        case .expression(let text):
            var map = MapBuilder()
            map.add("sql", .text(text))
            map.add("descending", flag: part.isDescending)
            return map.flow
        case .period(let name): return .text(SpelledName.text(name) + " without overlaps")
        case .column(let name):
            let length = part.prefixLength.map { "(\($0))" } ?? ""
            return .text(SpelledName.text(name) + length + (part.isDescending ? " desc" : ""))
        }
    }

    private static func foreignKey(_ key: ForeignKey) -> DocumentValue {
        var map = MapBuilder()
        map.add("columns", .list(key.columns.map(DocumentValue.text)))
        let database = key.referencedDatabase.map { SpelledName.text($0) + "." } ?? ""
        let columns = key.referencedColumns.map(SpelledName.text).joined(separator: ", ")
        map.add("references", text: "\(database)\(SpelledName.text(key.referencedTable))(\(columns))")
        map.add("on_delete", text: key.onDelete?.rawValue.lowercased())
        map.add("on_update", text: key.onUpdate?.rawValue.lowercased())
        return map.flow
    }

    private static func check(_ check: Check) -> DocumentValue {
        if check.isEnforced { return .text(check.expression) }
        return .map([("sql", .text(check.expression)), ("enforced", .bool(false))], isFlow: true)
    }
}
