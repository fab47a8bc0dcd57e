/// Finds errors that would make a document misleading: an empty document, duplicate names, and keys without a target.
struct MetadataChecker {
    private let metadata: Metadata
    private let tables: [String: Table]
    private var problems: [MetadataError.Problem] = []

    private init(_ metadata: Metadata) {
        self.metadata = metadata
        tables = Dictionary(metadata.tables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    static func check(_ metadata: Metadata) throws(MetadataError) {
        var checker = MetadataChecker(metadata)
        checker.checkNames()
        for table in metadata.tables { checker.check(table) }
        checker.problems += metadata.conflicts
        if !checker.problems.isEmpty { throw MetadataError(problems: checker.problems) }
    }

    private mutating func add(_ kind: MetadataError.Kind, _ source: Source?) {
        problems.append(.init(kind, source))
    }

    private mutating func checkNames() {
        if metadata.isEmpty { add(.nothing, nil) }
        checkUnique("table", metadata.tables.map { ($0.name, $0.source) })
        checkUnique("view", metadata.views.map { ($0.name, $0.source) })
        checkUnique("trigger", metadata.triggers.map { ($0.name, $0.source) })
        checkUnique("procedure", metadata.routines.filter { $0.kind == .procedure }.map { ($0.name, $0.source) })
        checkUnique("function", metadata.routines.filter { $0.kind == .function }.map { ($0.name, $0.source) })
        checkUnique("event", metadata.events.map { ($0.name, $0.source) })
        checkUnique("sequence", metadata.sequences.map { ($0.name, $0.source) })
    }

    private mutating func checkUnique(_ kind: String, _ named: [(name: String, source: Source)]) {
        var first: [String: Source] = [:]
        for (name, source) in named {
            if let other = first[name] {
                add(.duplicate(kind, name, first: other), source)
            } else {
                first[name] = source
            }
        }
    }

    private mutating func check(_ table: Table) {
        if table.columns.isEmpty { add(.noColumns(table.name), table.source) }
        checkUnique("column", table.columns.map { ($0.name.lowercased(), $0.source) })
        let flagged = table.columns.filter(\.isPrimaryKey)
        if table.primaryKey != nil, Set(flagged.map(\.name)).isSubset(of: table.keyColumns.map(\.name)) == false {
            add(.twoPrimaryKeys(table.name), table.source)
        }
        for part in table.primaryKey?.parts ?? [] { check(part, of: table, table.source) }
        for index in table.indexes {
            for part in index.parts { check(part, of: table, index.source) }
        }
        for key in table.allForeignKeys { check(key, of: table) }
    }

    private mutating func check(_ part: IndexPart, of table: Table, _ source: Source) {
        guard case .column(let name) = part.value, !table.hasColumn(name) else { return }
        add(.unknownColumn(name, in: table.name, of: table.name), source)
    }

    private mutating func check(_ key: ForeignKey, of table: Table) {
        for name in key.columns where !table.hasColumn(name) {
            add(.unknownColumn(name, in: table.name, of: table.name), key.source)
        }
        // The tables of other databases are not declared here.
        guard key.table.database == nil else { return }
        guard let target = tables[key.table.name] else {
            return add(.unknownTable(key.table.name, in: table.name), key.source)
        }
        var referenced = key.referencedColumns
        if referenced.isEmpty { referenced = target.keyColumns.map(\.name) }
        if referenced.isEmpty { return add(.noPrimaryKey(target.name, in: table.name), key.source) }
        for name in referenced where !target.hasColumn(name) {
            add(.unknownColumn(name, in: target.name, of: table.name), key.source)
        }
        if referenced.count != key.columns.count {
            add(.columnCounts(key.columns, target.name, referenced), key.source)
        }
    }
}

extension Metadata {
    fileprivate var isEmpty: Bool {
        tables.isEmpty && views.isEmpty && triggers.isEmpty && routines.isEmpty && events.isEmpty && sequences.isEmpty
    }
}

extension Table {
    /// Whether the table has a column of that name. Column names ignore case.
    fileprivate func hasColumn(_ name: String) -> Bool {
        columns.contains { $0.name == name } || columns.contains { $0.name.lowercased() == name.lowercased() }
    }

    /// The foreign keys, followed by those of the columns, in the order of a YAML document.
    var allForeignKeys: [ForeignKey] {
        foreignKeys
            + columns.compactMap { column in
                column.reference.map { reference in
                    ForeignKey(
                        [column.name],
                        references: reference.table,
                        reference.column.map { [$0] } ?? [],
                        onDelete: reference.onDelete,
                        onUpdate: reference.onUpdate,
                        file: column.source.file,
                        line: column.source.line
                    )
                }
            }
    }
}
