internal import DiagnosticModel
internal import SchemaModel
internal import YAMLDocument

/// Reads a table's keys. Each kind is a mapping by name, or a list without names.
struct KeyReader {
    let table: String
    /// The table's columns.
    let columns: [String]
    let naming: NamePatterns
    let problems: ProblemList

    /// One entry of a mapping or of a list.
    private struct Item {
        var name: String?
        var location: SourceLocation
        var node: YAMLNode
    }

    private func items(_ fields: Fields, _ key: String) -> [Item] {
        guard let node = fields[key] else { return [] }
        switch node.value {
        case .mapping(let entries): return entries.map { Item(name: $0.key, location: $0.keyLocation, node: $0.value) }
        case .sequence(let nodes):
            return nodes.map { Item(name: $0["name"]?.string, location: $0.location, node: $0) }
        case .scalar:
            fields.wrongType(key, expected: "a mapping from names, or a list", node)
            return []
        }
    }

    // MARK: Primary key

    func primaryKey(_ table: Fields) -> PrimaryKey? {
        let place = DocumentPlace.primaryKey(table: self.table)
        guard let node = table["primary_key"] else { return nil }
        var key = PrimaryKey(parts: [], origin: Origin(table.keyLocation("primary_key")))
        if node.mapping != nil {
            guard
                let fields = Fields(
                    node,
                    place,
                    key: "primary_key",
                    known: ["columns", "comment", "algorithm"],
                    problems
                )
            else {
                return nil
            }
            key.comment = fields.text("comment") ?? ""
            key.algorithm = fields.text("algorithm")
            key.parts = parts(fields, "columns")
        } else {
            key.parts = parts(table, "primary_key", place)
        }
        return key.parts.isEmpty ? nil : key
    }

    // MARK: Indexes

    private static let indexKeys = [
        "columns", "unique", "kind", "comment", "invisible", "parser", "algorithm", "key_block_size", "name", "options",
    ]

    /// - Parameter shorthands: The indexes declared at columns, still without names.
    func indexes(_ table: Fields, shorthands: [Index]) -> [Index] {
        var indexes = items(table, "indexes").compactMap(index) + shorthands
        for position in indexes.indices where indexes[position].name.isEmpty {
            indexes[position].name = naming.name(
                of: indexes[position],
                table: self.table,
                taken: indexes.map(\.name)
            )
        }
        return indexes
    }

    private func index(_ item: Item) -> Index? {
        let place = DocumentPlace.index(item.name, table: table)
        var index = Index(name: item.name ?? "", parts: [], origin: Origin(item.location))
        // A column or a list of columns is an index with no other attributes.
        if item.node.mapping == nil, !item.node.isNull {
            index.parts = (item.node.sequence ?? [item.node]).compactMap { part($0, "columns", place) }
            return index.parts.isEmpty ? nil : index
        }
        guard let fields = Fields(item.node, place, key: item.name ?? "", known: Self.indexKeys, problems) else {
            return nil
        }
        index.kind = kind(fields)
        index.comment = fields.text("comment") ?? ""
        index.isInvisible = fields.bool("invisible") ?? false
        index.parser = fields.text("parser")
        index.algorithm = fields.text("algorithm")
        index.keyBlockSize = fields.int("key_block_size", in: 0...65535)
        if let node = fields["options"],
            let options = Fields(node, fields.place, key: "options", known: nil, problems)
        {
            index.options = options.all.compactMap { entry in
                options.text(entry.key).map { TableOption(name: entry.key, value: $0) }
            }
        }
        index.parts = parts(fields, "columns")
        return index.parts.isEmpty ? nil : index
    }

    private func kind(_ fields: Fields) -> Index.Kind {
        let isUnique = fields.bool("unique")
        guard let text = fields.text("kind") else { return isUnique == true ? .unique : .plain }
        guard let kind = Index.Kind(rawValue: text.lowercased()) else {
            fields.badValue("kind", expected: ["plain", "unique", "fulltext", "spatial", "vector"])
            return .plain
        }
        if let isUnique, isUnique != (kind == .unique) {
            problems.add(.exclusive("unique", "kind \(text)", in: fields.place), at: fields.keyLocation("kind"))
        }
        return kind
    }

    // MARK: Parts

    private func parts(_ fields: Fields, _ key: String, _ place: DocumentPlace? = nil) -> [IndexPart] {
        let place = place ?? fields.place
        guard let nodes = fields.list(key), !nodes.isEmpty else {
            fields.missing("columns", at: fields.keyLocation(key), in: place)
            return []
        }
        return nodes.compactMap { part($0, key, place) }
    }

    private func part(_ node: YAMLNode, _ key: String, _ place: DocumentPlace) -> IndexPart? {
        if let text = node.string {
            if let part = NameText.indexPart(text, columns: columns) { return part }
            let expected = ["name", "name(length)", "name desc"]
            problems.add(.badValue(key: key, in: place, value: text, expected: expected), at: node.location)
            return nil
        }
        guard node.mapping != nil else {
            problems.add(
                .wrongType(key: key, in: place, expected: "a column or {sql: …}", found: node.kind),
                at: node.location
            )
            return nil
        }
        guard let fields = Fields(node, place, key: key, known: ["sql", "descending"], problems) else { return nil }
        guard fields["sql"] != nil else {
            fields.missing("sql", at: node.location)
            return nil
        }
        let isDescending = fields.bool("descending") ?? false
        return fields.sql("sql").map { IndexPart(.expression($0), isDescending: isDescending) }
    }

    // MARK: Foreign keys

    /// - Parameter shorthands: The foreign keys declared at columns, still without names.
    func foreignKeys(_ table: Fields, shorthands: [ForeignKey]) -> [ForeignKey] {
        var keys = items(table, "foreign_keys").compactMap(foreignKey) + shorthands
        for position in keys.indices where keys[position].name.isEmpty {
            keys[position].name = naming.name(of: keys[position], table: self.table, taken: keys.map(\.name))
        }
        return keys
    }

    private func foreignKey(_ item: Item) -> ForeignKey? {
        let place = DocumentPlace.foreignKey(item.name, table: table)
        let known = ["columns", "references", "on_delete", "on_update", "name"]
        guard let fields = Fields(item.node, place, key: item.name ?? "", known: known, problems) else { return nil }
        for key in ["columns", "references"] where fields[key] == nil {
            fields.missing(key, at: item.location)
        }
        // Both rules are read even if something else is wrong, so that all problems are reported at once.
        let onDelete = fields.word("on_delete", ForeignKey.Rule.self)
        let onUpdate = fields.word("on_update", ForeignKey.Rule.self)
        guard let columns = fields.texts("columns"), let target = Self.reference(fields) else { return nil }
        return ForeignKey(
            name: item.name ?? "",
            columns: columns,
            referencedDatabase: target.database,
            referencedTable: target.table,
            referencedColumns: target.columns,
            onDelete: onDelete,
            onUpdate: onUpdate,
            origin: Origin(item.location)
        )
    }

    static func reference(_ fields: Fields) -> (database: String?, table: String, columns: [String])? {
        guard let text = fields.text("references") else { return nil }
        if let reference = NameText.reference(text) { return reference }
        fields.badValue("references", expected: ["table(column)", "database.table(column, column)"])
        return nil
    }
}
