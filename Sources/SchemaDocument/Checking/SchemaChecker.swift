internal import SchemaModel

/// Finds what no server accepts, before any comparison.
struct SchemaChecker {
    private let schema: Schema
    private let problems: ProblemList
    /// Maps lower-case names to positions in the schema. Whether case matters depends on the server.
    private let tables: [String: Int]

    init(schema: Schema, problems: ProblemList) {
        self.schema = schema
        self.problems = problems
        tables = Dictionary(
            schema.tables.enumerated().map { ($1.name.lowercased(), $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    func check() {
        let names = Set(schema.tables.map(\.name))
        for table in schema.tables {
            checkNames(table)
            if let old = table.renamedFrom, old != table.name, names.contains(old) {
                problems.add(.renamedFromDeclared(old, in: .table(table.name)), at: table.origin.location)
            }
            checkRenames(table)
            for index in table.columns.indices {
                ColumnChecker(column: table.columns[index], table: table.name, problems: problems).check()
            }
            ExpressionChecker(table: table, problems: problems).check()
            checkAutoIncrement(table)
            if let key = table.primaryKey {
                checkParts(key.parts, .primaryKey(table: table.name), table, key.origin)
                for case let name? in key.parts.map(\.columnName) {
                    guard let column = table.column(named: name), column.isNullable else { continue }
                    problems.add(
                        .nullablePrimaryKey(.column(column.name, table: table.name)),
                        at: column.origin.location
                    )
                }
            }
            checkPeriods(table)
            PartitionChecker(table: table, defaultEngine: schema.defaults.engine, problems: problems).check()
            for index in table.indexes {
                IndexTypeChecker(index: index, table: table, problems: problems).check()
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
            // Views and sequences share a namespace with tables.
            let key = id.kind == .sequence ? StoredObject.ID(.view, id.name) : id.key
            let table = key.kind == .view ? schema.table(named: id.name)?.origin : nil
            if let first = table ?? seen[key] {
                problems.add(.duplicate(.object(id), first: first.location), at: object.origin.location)
            }
            seen[key] = seen[key] ?? object.origin
            if case .trigger(let trigger) = object { checkTrigger(trigger) }
            if case .sequence(let sequence) = object { checkBounds(sequence) }
        }
    }

    private func checkBounds(_ sequence: NumberSequence) {
        guard let low = sequence.minimum, let high = sequence.maximum, let minimum = Int(low), let maximum = Int(high),
            minimum >= maximum
        else { return }
        let place = DocumentPlace.object(StoredObject.ID(.sequence, sequence.name))
        problems.add(
            .badValue(key: "max", in: place, value: high, expected: ["more than min, which is \(low)"]),
            at: sequence.origin.location
        )
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
        checkUnique(table.columns, { $0.name }, { $0.origin }) { .column($0.name, table: name) }
        checkUnique(table.indexes, { $0.name }, { $0.origin }) { .index($0.name, table: name) }
        checkUnique(table.foreignKeys, { $0.name }, { $0.origin }, mayEndWithSpace: { isIndexed($0, table) }) {
            .foreignKey($0.name, table: name)
        }
        checkUnique(table.checks, { $0.name }, { $0.origin }, mayEndWithSpace: { _ in true }) {
            .check($0.name, table: name)
        }
        for index in table.indexes where index.name.lowercased() == "primary" {
            problems.add(.badName(.index(index.name, table: name)), at: index.origin.location)
        }
    }

    /// Returns whether an index serves the foreign key already, so that the server creates none with the key's name.
    private func isIndexed(_ key: ForeignKey, _ table: Table) -> Bool {
        let columns = key.columns.map { $0.lowercased() }
        return ([table.primaryKey?.parts ?? []] + table.indexes.map(\.parts)).contains { parts in
            parts.map { $0.columnName?.lowercased() }.starts(with: columns)
        }
    }

    /// - Parameter mayEndWithSpace: Returns whether the name may end with a space, as for constraints (MariaDB 10.11
    ///   and 11.8, MySQL 9.7).
    private func checkUnique<Element>(
        _ elements: [Element],
        _ name: (Element) -> String,
        _ origin: (Element) -> Origin,
        mayEndWithSpace: (Element) -> Bool = { _ in false },
        place: (Element) -> DocumentPlace
    ) {
        var seen: [String: Int] = [:]
        seen.reserveCapacity(elements.count)
        // Iterating over indices avoids copying elements.
        for index in elements.indices {
            let name = name(elements[index])
            if isBad(name), isBad(name, mayEndWithSpace: mayEndWithSpace(elements[index])) {
                problems.add(.badName(place(elements[index])), at: origin(elements[index]).location)
            }
            // Names inside a table are case insensitive.
            let key = name.lowercased()
            if let first = seen[key] {
                problems.add(
                    .duplicate(place(elements[index]), first: origin(elements[first]).location),
                    at: origin(elements[index]).location
                )
            } else {
                seen[key] = index
            }
        }
    }

    private func checkName(_ name: String, _ place: DocumentPlace, _ origin: Origin) {
        if isBad(name) { problems.add(.badName(place), at: origin.location) }
    }

    /// Checks the servers' rules for names: 1 to 64 characters up to U+FFFF, no NUL, no space at the end. MySQL turns a
    /// character beyond U+FFFF into a question mark.
    private func isBad(_ name: String, mayEndWithSpace: Bool = false) -> Bool {
        var name = name
        let isTooLong =
            name.utf8.count > NamePatterns.longestName && name.unicodeScalars.count > NamePatterns.longestName
        return isTooLong
            || name.withUTF8 { bytes in
                bytes.isEmpty || bytes.contains { $0 == 0 || $0 >= 0xF0 }
                    || bytes.last == UInt8(ascii: " ") && !mayEndWithSpace
            }
    }

    private func checkRenames(_ table: Table) {
        for column in table.columns where column.renamedFrom != nil {
            guard let old = column.renamedFrom, old.lowercased() != column.name.lowercased(),
                table.columnIndex(named: old) != nil
            else { continue }
            problems.add(
                .renamedFromDeclared(old, in: .column(column.name, table: table.name)),
                at: column.origin.location
            )
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
        if table.columnIndex(named: name) == nil {
            problems.add(
                .unknownColumn(name, table: table.name, in: place, known: table.columns.map(\.name)),
                at: origin.location
            )
        }
    }

    private func checkPeriods(_ table: Table) {
        let period = table.period.map(\.columns)
        for ends in [period, table.systemVersioning?.columns].compactMap({ $0 }) {
            for name in [ends.start, ends.end] { checkColumn(name, of: table, .table(table.name), table.origin) }
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
        // A table in another database cannot be checked here.
        guard key.referencedDatabase == nil else {
            if key.columns.count != key.referencedColumns.count { problems.add(counts, at: location) }
            return
        }
        guard let target = tables[key.referencedTable.lowercased()].map({ schema.tables[$0] }) else {
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
