internal import DiagnosticModel
internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL
internal import YAMLDocument

/// Reads one entry of a table's `columns`.
struct ColumnReader {
    let table: String
    /// The table's character set for columns that do not name one; nil if only the server knows.
    let charset: String?
    let types: ColumnTypeCache
    let problems: ProblemList

    /// A column and the keys that it declares in short form.
    struct Declaration {
        var column: Column
        var isPrimaryKey = false
        var indexes: [Index] = []
        var foreignKey: ForeignKey?
    }

    private static let keys = [
        "type", "nullable", "default", "on_update", "auto_increment", "generated", "charset", "collation", "comment",
        "invisible", "check", "srid", "renamed_from", "source", "primary_key", "unique", "index", "references",
        "on_delete", "compressed", "versioned", "column_format", "storage",
    ]

    func read(_ entry: YAMLNode.Entry) -> Declaration? {
        let place = DocumentPlace.column(entry.key, table: table)
        // `id: bigint unsigned` is short for `id: {type: bigint unsigned}`.
        if let type = entry.value.string {
            return declaration(entry, type: parsed(type, nil, place, at: entry.value.location), fields: nil)
        }
        guard let fields = Fields(entry.value, place, key: entry.key, known: Self.keys, problems) else { return nil }
        guard let node = fields["type"] else {
            fields.missing("type", at: entry.keyLocation)
            return declaration(entry, type: Self.unreadable, fields: fields)
        }
        let type = fields.text("type").map { parsed($0, fields, place, at: node.location) }
        return declaration(entry, type: type ?? Self.unreadable, fields: fields)
    }

    /// A placeholder for an invalid type, so that keys can still refer to the column. It never leaves the reader,
    /// because there is a problem.
    private static let unreadable = ParsedColumnType(type: .other(""))

    private func parsed(
        _ text: String,
        _ fields: Fields?,
        _ place: DocumentPlace,
        at location: SourceLocation
    ) -> ParsedColumnType {
        do {
            var parsed = try types.parse(text, charset: fields?.text("charset") ?? charset ?? "utf8mb4")
            guard parsed.isBinaryAttribute, parsed.collation == nil, fields?["collation"] == nil else { return parsed }
            if let charset = parsed.charset ?? fields?.text("charset") ?? charset {
                parsed.collation = charset + "_bin"
            } else {
                problems.add(.binaryWithoutCharset(place), at: location)
            }
            return parsed
        } catch {
            problems.add(.columnType(error, text: text, in: place), at: location)
            return Self.unreadable
        }
    }

    private func declaration(_ entry: YAMLNode.Entry, type parsed: ParsedColumnType, fields: Fields?) -> Declaration {
        let origin = fields?.origin(else: entry.keyLocation) ?? Origin(entry.keyLocation)
        var result = Declaration(column: Column(name: entry.key, type: parsed.type, origin: origin))
        result.column.charset = parsed.charset
        result.column.collation = parsed.collation
        if parsed.isSerial {
            result.column.isAutoIncrement = true
            result.indexes.append(Index(name: "", kind: .unique, parts: [IndexPart(column: entry.key)], origin: origin))
        }
        if let fields {
            readAttributes(fields, into: &result.column)
            readKeys(fields, into: &result)
        }
        return result
    }

    // MARK: Attributes

    private func readAttributes(_ fields: Fields, into column: inout Column) {
        column.isNullable = fields.bool("nullable") ?? false
        column.isAutoIncrement = fields.bool("auto_increment") ?? column.isAutoIncrement
        column.isInvisible = fields.bool("invisible") ?? false
        column.isCompressed = fields.bool("compressed") ?? false
        column.isUnversioned = fields.bool("versioned") == false
        column.format = fields.text("column_format")?.uppercased()
        column.storage = fields.text("storage")?.uppercased()
        column.comment = fields.text("comment") ?? ""
        column.check = fields.expression("check")
        column.srid = fields.int("srid", in: 0...Int(UInt32.max)).map(UInt32.init)
        column.renamedFrom = fields.text("renamed_from")
        column.defaultValue = defaultValue(fields)
        if !isReferenceRule(fields) { column.onUpdate = fields.expression("on_update") }
        column.generated = generated(fields)
        merge("charset", fields, &column.charset)
        merge("collation", fields, &column.collation)
        fields.checkCollation(charset: column.charset, collation: column.collation)
    }

    /// Merges a key with the same attribute in the type's text.
    private func merge(_ key: String, _ fields: Fields, _ value: inout String?) {
        guard let text = fields.text(key) else { return }
        if let first = value, first.lowercased() != text.lowercased() {
            problems.add(
                .exclusive("\(key) \(first)", "\(key) \(text)", in: fields.place),
                at: fields.keyLocation(key)
            )
        }
        value = text
    }

    private func defaultValue(_ fields: Fields) -> DefaultValue? {
        guard let node = fields["default"] else {
            // No server accepts NOT NULL DEFAULT NULL, so one of the two must be a mistake.
            if fields.isNull("default"), fields.bool("nullable") != true {
                problems.add(.nullDefault(fields.place), at: fields.keyLocation("default"))
            }
            return nil
        }
        if let bool = node.bool { return .literal(bool ? "1" : "0") }
        if let text = node.string { return .literal(text) }
        let known = ["sql", "hex", "none"]
        guard node.mapping != nil else {
            fields.wrongType("default", expected: "a value or {sql: …}", node)
            return nil
        }
        guard let value = Fields(node, fields.place, key: "default", known: known, problems) else { return nil }
        if value.bool("none") == true { return .absent }
        if let hex = value.text("hex") {
            if let bytes = Self.bytes(hex) { return .bytes(bytes) }
            value.badValue("hex", expected: ["pairs of hexadecimal digits"])
            return nil
        }
        if value["sql"] == nil, value["none"] == nil {
            value.missing("sql", at: node.location)
        }
        return value.sql("sql").map(DefaultValue.expression)
    }

    private static func bytes(_ hex: String) -> [UInt8]? {
        let digits = Array(hex.utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            let pair = digits[index..<index + 2]
            guard pair.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
                let byte = UInt8(String(decoding: pair, as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    private func generated(_ fields: Fields) -> Generated? {
        guard let node = fields["generated"] else { return nil }
        guard node.mapping != nil else {
            return fields.sql("generated").map { Generated(expression: $0, isStored: false) }
        }
        guard let value = Fields(node, fields.place, key: "generated", known: ["sql", "stored"], problems) else {
            return nil
        }
        guard value["sql"] != nil else {
            value.missing("sql", at: node.location)
            return nil
        }
        let isStored = value.bool("stored") ?? false
        return value.sql("sql").map { Generated(expression: $0, isStored: isStored) }
    }

    // MARK: Keys in short form

    /// With `references`, `on_update: cascade` belongs to the foreign key. `on_update: {sql: …}` is the column's.
    private func isReferenceRule(_ fields: Fields) -> Bool {
        fields["references"] != nil && fields["on_update"]?.string != nil
    }

    private func readKeys(_ fields: Fields, into result: inout Declaration) {
        let name = result.column.name
        result.isPrimaryKey = fields.bool("primary_key") ?? false
        for (key, kind) in [("unique", Index.Kind.unique), ("index", .plain)] where fields.bool(key) == true {
            let origin = Origin(result.column.origin.location)
            result.indexes.append(Index(name: "", kind: kind, parts: [IndexPart(column: name)], origin: origin))
        }
        guard fields["references"] != nil else {
            if fields["on_delete"] != nil {
                fields.missing("references", at: fields.keyLocation("on_delete"))
            }
            return
        }
        guard let target = KeyReader.reference(fields) else { return }
        result.foreignKey = ForeignKey(
            name: "",
            columns: [name],
            referencedDatabase: target.database,
            referencedTable: target.table,
            referencedColumns: target.columns,
            onDelete: fields.word("on_delete", ForeignKey.Rule.self),
            onUpdate: isReferenceRule(fields) ? fields.word("on_update", ForeignKey.Rule.self) : nil,
            origin: result.column.origin
        )
    }
}
