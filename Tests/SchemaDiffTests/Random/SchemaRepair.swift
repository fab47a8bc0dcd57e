import SchemaModel

extension SchemaPair {
    /// Returns the pair without anything that no server accepts, or that it rightly refuses for tables with rows.
    func repaired(for flavor: ServerProfile.Flavor) -> SchemaPair {
        var pair = SchemaPair(before: before.repaired(for: flavor), after: after.repaired(for: flavor))
        pair.mendHints()
        for (index, table) in pair.before.tables.enumerated() {
            let other = pair.counterpart(of: table)
            pair.before.tables[index].mendComing { column in other.flatMap { table.counterpart(of: column, in: $0) } }
        }
        for (index, table) in pair.after.tables.enumerated() {
            let other = pair.original(of: table)
            pair.after.tables[index].mendComing { column in other.flatMap { $0.original(of: column, in: table) } }
        }
        return pair
    }

    /// Removes hints for names that do not exist or still exist in the second schema.
    private mutating func mendHints() {
        let tables = Set(after.tables.map(\.name) + after.objects.map(\.name))
        for index in after.tables.indices {
            let table = after.tables[index]
            if let old = table.renamedFrom, before.table(named: old) == nil || tables.contains(old) {
                after.tables[index].renamedFrom = nil
            }
            let names = Set(table.columns.map(\.name))
            for column in table.columns.indices {
                guard let old = table.columns[column].renamedFrom else { continue }
                let original = before.table(named: after.tables[index].renamedFrom ?? table.name)
                if original?.column(named: old) == nil || names.contains(old) {
                    after.tables[index].columns[column].renamedFrom = nil
                }
            }
        }
    }
}

extension Schema {
    /// Returns the schema without anything that no server accepts.
    func repaired(for flavor: ServerProfile.Flavor) -> Schema {
        var schema = self
        for index in schema.tables.indices {
            schema.tables[index].mendTime()
            schema.tables[index].mendColumns()
        }
        // Partitioned tables cannot have foreign keys on either side, and their unique keys must contain the
        // partition's columns.
        let partitioned = Set(schema.tables.filter { $0.partitioning != nil }.map(\.name))
        for index in schema.tables.indices {
            let isPartitioned = partitioned.contains(schema.tables[index].name)
            schema.tables[index].foreignKeys.removeAll { isPartitioned || partitioned.contains($0.referencedTable) }
            if isPartitioned {
                schema.tables[index].indexes.removeAll { [.unique, .fulltext].contains($0.kind) }
                schema.tables[index].columns.removeAll { if case .spatial = $0.type { true } else { false } }
            }
        }
        schema.mendEngines(for: flavor)
        // A key sets the types of its columns, which may be part of another key.
        for _ in schema.tables.indices { schema.mendForeignKeys() }
        for index in schema.tables.indices {
            schema.tables[index].mendIndexes()
            schema.tables[index].mendKeyPartitions(for: flavor)
        }
        schema.indexReferencedColumns(for: flavor)
        var count: Int
        repeat {
            count = schema.objects.count
            let current = schema
            schema.objects.removeAll { !$0.isValid(in: current) }
        } while schema.objects.count < count
        return schema
    }

    private mutating func mendForeignKeys() {
        let current = self
        for index in tables.indices {
            let table = tables[index]
            tables[index].foreignKeys.removeAll { key in
                let parent = current.table(named: key.referencedTable)
                return !key.columns.allSatisfy { table.column(named: $0) != nil }
                    || !key.referencedColumns.allSatisfy { parent?.column(named: $0) != nil }
            }
            for key in tables[index].foreignKeys {
                for (name, referenced) in zip(key.columns, key.referencedColumns) {
                    guard let place = tables[index].columns.firstIndex(where: { $0.name == name }),
                        let parent = current.table(named: key.referencedTable)?.column(named: referenced)
                    else { continue }
                    let old = tables[index].columns[place]
                    tables[index].columns[place] = Column(
                        name: name,
                        type: parent.type,
                        isNullable: true,
                        comment: old.comment,
                        renamedFrom: old.renamedFrom
                    )
                }
            }
        }
    }

    /// MySQL (8.4 and later) requires a unique key over exactly the referenced columns.
    private mutating func indexReferencedColumns(for flavor: ServerProfile.Flavor) {
        if flavor == .mysql {
            let parents = Set(
                tables.flatMap(\.foreignKeys).filter { $0.referencedColumns.count == 1 }.map(\.referencedTable)
            )
            for index in tables.indices where parents.contains(tables[index].name) {
                tables[index].primaryKey?.parts = [IndexPart(column: "id")]
            }
        }
        let keys = tables.flatMap(\.foreignKeys).filter { $0.referencedColumns.count > 1 }
        for index in tables.indices {
            tables[index].indexes.removeAll { $0.name == "ux_pair" }
            guard let key = keys.first(where: { $0.referencedTable == tables[index].name }) else { continue }
            let parts = key.referencedColumns.map { IndexPart(column: $0) }
            tables[index].indexes.append(Index(name: "ux_pair", kind: .unique, parts: parts))
        }
    }
}

extension Table {
    /// Adds the columns of periods, and removes such columns without a period.
    fileprivate mutating func mendTime() {
        let ends: [(name: String, time: RowTime)] =
            systemVersioning?.columns.map { [($0.start, .start), ($0.end, .end)] } ?? []
        columns.removeAll { column in
            (column.rowTime != nil || ["rs", "re"].contains(column.name)) && !ends.contains { $0.name == column.name }
        }
        for (name, time) in ends where column(named: name) == nil {
            var column = Column(name: name, type: .timestamp(6))
            column.rowTime = time
            columns.append(column)
        }
        // MariaDB (10.11, 11.8) does not allow moving either of the two (errors 4130, 4134).
        let places = columns.indices.filter { columns[$0].rowTime != nil }
        if places.count == 2, columns[places[0]].rowTime == .end { columns.swapAt(places[0], places[1]) }
        guard let period else { return }
        for (name, date) in [(period.columns.start, "2020-01-01"), (period.columns.end, "2021-01-01")]
        where column(named: name) == nil {
            columns.append(Column(name: name, type: .date, defaultValue: .literal(date)))
        }
    }

    fileprivate mutating func mendColumns() {
        var names: Set<String> = []
        columns.removeAll { !names.insert($0.name).inserted }
        for index in columns.indices { mendText(of: &columns[index]) }
        // The text of a check is in the table's character set.
        if options.collation?.hasPrefix("utf8mb4") == false { checks.removeAll { $0.expression.contains("😀") } }
        for index in columns.indices {
            let column = columns[index]
            if case .timestamp = column.type, column.defaultValue == nil, column.rowTime == nil {
                columns[index].isNullable = true
            }
            if column.isInvisible, !column.isNullable, column.defaultValue == nil, column.rowTime == nil {
                columns[index].isInvisible = false
            }
            // On MySQL, spatial columns have special rules for defaults and for NULL in key parts.
            if case .spatial = column.type { columns[index].defaultValue = nil }
        }
        let invisible = columns.indices.filter { columns[$0].isInvisible }
        if invisible.count == columns.count, let first = invisible.first { columns[first].isInvisible = false }
        for name in primaryKey?.parts.compactMap(\.columnName) ?? [] where column(named: name)?.isInvisible == true {
            if let index = columnIndex(named: name) { columns[index].isInvisible = false }
        }
    }

    /// Not every character set has every character.
    private func mendText(of column: inout Column) {
        func plain(_ text: String) -> String { text.replacing("😀", with: "f").replacing("é", with: "e") }
        // The text of an expression is in the table's character set.
        if options.collation?.hasPrefix("utf8mb4") == false, case .expression(let text) = column.defaultValue {
            column.defaultValue = .expression(plain(text))
        }
        let collation = column.collation ?? options.collation ?? "utf8mb4"
        if collation.hasPrefix("utf8mb4") { return }
        switch column.type {
        case .enumeration(let members): column.type = .enumeration(members.map(plain))
        case .set(let members): column.type = .set(members.map(plain))
        default: break
        }
        switch column.defaultValue {
        case .literal(let text): column.defaultValue = .literal(plain(text))
        case .expression(let text): column.defaultValue = .expression(plain(text))
        case .bytes, .absent, nil: break
        }
    }

    fileprivate mutating func mendIndexes() {
        var names: Set<String> = []
        indexes.removeAll { !names.insert($0.name).inserted }
        indexes = indexes.compactMap { index in
            var index = index
            if index.kind == .fulltext {
                index.parts = index.parts.compactMap(\.columnName).filter { column(named: $0)?.holdsText == true }
                    .map { IndexPart(column: $0) }
            } else {
                index.parts = index.parts.compactMap(mended)
            }
            return index.parts.contains { $0.columnName != nil } ? index : nil
        }
        // A column can be in a key only once.
        for place in indexes.indices {
            var seen: Set<IndexPart.Value> = []
            indexes[place].parts.removeAll { !seen.insert($0.value).inserted }
        }
    }

    /// MySQL (9.7, error 6123) does not allow prefix indexes with partitions by KEY ().
    fileprivate mutating func mendKeyPartitions(for flavor: ServerProfile.Flavor) {
        guard flavor == .mysql, case .key([], let isLinear, let algorithm) = partitioning?.scheme,
            indexes.contains(where: { $0.parts.contains { $0.prefixLength != nil } })
        else { return }
        partitioning?.scheme = .key(["id"], isLinear: isLinear, algorithm: algorithm)
    }

    private func mended(_ part: IndexPart) -> IndexPart? {
        guard let name = part.columnName else { return part }
        guard let column = column(named: name), column.rowTime == nil else { return nil }
        switch column.type {
        case .json, .spatial: return nil
        case .text, .blob: return IndexPart(column: name, prefixLength: 7, isDescending: part.isDescending)
        case .char(let length), .varchar(let length), .varbinary(let length):
            let prefix = isLongForKeys(column) ? 7 : part.prefixLength.flatMap { $0 < length ? $0 : nil }
            return IndexPart(column: name, prefixLength: prefix, isDescending: part.isDescending)
        default: return IndexPart(column: name, isDescending: part.isDescending)
        }
    }

    /// InnoDB allows 3072 bytes for the three columns of a key, and 767 for each column in older row formats.
    private func isLongForKeys(_ column: Column) -> Bool {
        switch column.type {
        case .char(let length), .varchar(let length): 4 * length > (options.rowFormat == "COMPACT" ? 767 : 1000)
        default: false
        }
    }

    /// A column added to rows must allow NULL or have a value for them. Dates and similar types need a default.
    fileprivate mutating func mendComing(_ origin: (Column) -> Column?) {
        for index in columns.indices {
            let column = columns[index]
            guard !column.isNullable, column.defaultValue == nil, column.rowTime == nil, column.generated == nil else {
                continue
            }
            if let origin = origin(column), origin.generated?.isStored != false { continue }
            switch column.type {
            case .date, .datetime, .timestamp, .json, .spatial, .uuid, .inet4, .inet6, .vector:
                columns[index].isNullable = true
            default: break
            }
        }
    }
}
