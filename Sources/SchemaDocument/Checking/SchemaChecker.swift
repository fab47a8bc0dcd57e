internal import SchemaModel

/// Finds what no server would accept, before anything is compared.
struct SchemaChecker {
    private let schema: Schema
    private let problems: ProblemList
    /// By their names in lower case: whether case counts is the server's affair.
    private let tables: [String: Table]

    init(schema: Schema, problems: ProblemList) {
        self.schema = schema
        self.problems = problems
        tables = Dictionary(schema.tables.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    }

    func check() {
        for table in schema.tables {
            checkNames(table)
            let columns = Dictionary(table.columns.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { $1 })
            for column in table.columns { ColumnChecker(column: column, table: table.name, problems: problems).check() }
            checkAutoIncrement(table)
            if let key = table.primaryKey {
                checkParts(key.parts, .primaryKey(table: table.name), table, key.origin)
                for case let name? in key.parts.map(\.columnName) {
                    guard let column = columns[name.lowercased()], column.isNullable else { continue }
                    problems.add(
                        .nullablePrimaryKey(.column(column.name, table: table.name)),
                        at: column.origin.location
                    )
                }
            }
            for index in table.indexes {
                checkParts(index.parts, .index(index.name, table: table.name), table, index.origin)
            }
            for key in table.foreignKeys { checkForeignKey(key, table) }
        }
        checkObjects()
    }

    // MARK: Views, triggers and so on

    private func checkObjects() {
        var seen: [StoredObject.ID: Origin] = [:]
        for object in schema.objects {
            let id = object.id
            checkName(id.name, .object(id), object.origin)
            // Views and sequences share their names with tables.
            let key = id.kind == .sequence ? StoredObject.ID(.view, id.name) : id.key
            let table = key.kind == .view ? schema.table(named: id.name)?.origin : nil
            if let first = table ?? seen[key] {
                problems.add(.duplicate(.object(id), first: first.location), at: object.origin.location)
            }
            seen[key] = seen[key] ?? object.origin
            if case .trigger(let trigger) = object { checkTrigger(trigger) }
        }
    }

    private func checkTrigger(_ trigger: Trigger) {
        let place = DocumentPlace.object(StoredObject.ID(.trigger, trigger.name))
        if tables[trigger.table.lowercased()] == nil {
            let known = schema.tables.map(\.name)
            problems.add(.unknownTable(trigger.table, in: place, known: known), at: trigger.origin.location)
        }
        guard let order = trigger.order else { return }
        let other =
            switch order {
            case .follows(let name), .precedes(let name): name
            }
        let group = schema.objects.compactMap { object -> String? in
            guard case .trigger(let sibling) = object, sibling.name != trigger.name, sibling.table == trigger.table,
                sibling.timing == trigger.timing, sibling.event == trigger.event
            else { return nil }
            return sibling.name
        }
        if !group.contains(other) {
            problems.add(.unknownTrigger(other, in: place, known: group), at: trigger.origin.location)
        }
    }

    // MARK: Names

    private func checkNames(_ table: Table) {
        let name = table.name
        checkName(name, .table(name), table.origin)
        checkUnique(table.columns.map { ($0.name, .column($0.name, table: name), $0.origin) })
        checkUnique(table.indexes.map { ($0.name, .index($0.name, table: name), $0.origin) })
        checkUnique(table.foreignKeys.map { ($0.name, .foreignKey($0.name, table: name), $0.origin) })
        checkUnique(table.checks.map { ($0.name, .check($0.name, table: name), $0.origin) })
        for index in table.indexes where index.name.lowercased() == "primary" {
            problems.add(.badName(.index(index.name, table: name)), at: index.origin.location)
        }
    }

    private func checkUnique(_ objects: [(name: String, place: DocumentPlace, origin: Origin)]) {
        var seen: [String: Origin] = [:]
        for (name, place, origin) in objects {
            checkName(name, place, origin)
            // Names inside of a table never differ by case alone.
            if let first = seen[name.lowercased()] {
                problems.add(.duplicate(place, first: first.location), at: origin.location)
            } else {
                seen[name.lowercased()] = origin
            }
        }
    }

    /// The servers' rules for names: 1 to 64 characters, no NUL, no space at the end.
    private func checkName(_ name: String, _ place: DocumentPlace, _ origin: Origin) {
        let scalars = name.unicodeScalars
        if scalars.isEmpty || scalars.count > NamePatterns.longestName || scalars.contains("\0") || scalars.last == " "
        {
            problems.add(.badName(place), at: origin.location)
        }
    }

    // MARK: Keys

    private func checkParts(_ parts: [IndexPart], _ place: DocumentPlace, _ table: Table, _ origin: Origin) {
        var seen: Set<String> = []
        for case let name? in parts.map(\.columnName) {
            checkColumn(name, of: table, place, origin)
            if !seen.insert(name.lowercased()).inserted {
                problems.add(.repeatedColumn(name, in: place), at: origin.location)
            }
        }
    }

    private func checkColumn(_ name: String, of table: Table, _ place: DocumentPlace, _ origin: Origin) {
        if table.column(named: name) == nil {
            problems.add(
                .unknownColumn(name, table: table.name, in: place, known: table.columns.map(\.name)),
                at: origin.location
            )
        }
    }

    private func checkAutoIncrement(_ table: Table) {
        let columns = table.columns.filter(\.isAutoIncrement)
        guard let first = columns.first else { return }
        for column in columns.dropFirst() {
            problems.add(
                .secondAutoIncrement(.column(column.name, table: table.name), first: first.name),
                at: column.origin.location
            )
        }
        let keys = [table.primaryKey?.parts ?? []] + table.indexes.map(\.parts)
        let isKey = keys.contains { $0.contains { $0.columnName?.lowercased() == first.name.lowercased() } }
        if !isKey {
            problems.add(.autoIncrementWithoutKey(.column(first.name, table: table.name)), at: first.origin.location)
        }
    }

    // MARK: Foreign keys

    private func checkForeignKey(_ key: ForeignKey, _ table: Table) {
        let place = DocumentPlace.foreignKey(key.name, table: table.name)
        let location = key.origin.location
        for name in key.columns { checkColumn(name, of: table, place, key.origin) }
        let counts = SchemaDocumentProblem.Kind.columnCounts(
            in: place,
            columns: key.columns.count,
            referenced: key.referencedColumns.count
        )
        // What stands in another database cannot be looked up here.
        guard key.referencedDatabase == nil else {
            if key.columns.count != key.referencedColumns.count { problems.add(counts, at: location) }
            return
        }
        guard let target = tables[key.referencedTable.lowercased()] else {
            let known = schema.tables.map(\.name)
            problems.add(.unknownTable(key.referencedTable, in: place, known: known), at: location)
            return
        }
        if key.referencedColumns.isEmpty {
            problems.add(.noPrimaryKey(table: target.name, in: place), at: location)
            return
        }
        for name in key.referencedColumns { checkColumn(name, of: target, place, key.origin) }
        if key.columns.count != key.referencedColumns.count { problems.add(counts, at: location) }
    }
}
