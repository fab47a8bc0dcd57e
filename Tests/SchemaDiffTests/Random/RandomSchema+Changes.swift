import SchemaModel
import TestSupport

extension RandomSchema {
    mutating func mutate(_ schema: inout Schema) {
        switch generator.number(0...99) {
        case 0...11: addOrDropTable(in: &schema)
        case 12...15: addObject(to: &schema)
        case 16...19:
            guard let index = schema.objects.indices.randomElement(using: &generator) else { return }
            if generator.chance(30) { schema.objects.remove(at: index) } else { mutate(&schema.objects[index]) }
        default:
            guard let index = schema.tables.indices.randomElement(using: &generator) else { return }
            mutate(&schema.tables[index])
        }
    }

    private mutating func addOrDropTable(in schema: inout Schema) {
        let name = settings.tableName(generator.number(0...4))
        guard let index = schema.tables.firstIndex(where: { $0.name == name }) else {
            return schema.tables.append(table(name))
        }
        guard schema.tables.count > 1 else { return }
        schema.tables.remove(at: index)
        let view = StoredObject.view(View(name: name, query: "select 1 AS `k`"))
        if generator.chance(15), !schema.objects.contains(where: { $0.id == view.id }) { schema.objects.append(view) }
    }

    private mutating func mutate(_ table: inout Table) {
        switch generator.number(0...21) {
        case 0...8: mutateColumns(of: &table)
        case 9: if !table.indexes.isEmpty { table.indexes.removeLast() }
        case 10: addIndex("ix\(generator.number(4...9))", to: &table)
        case 11:
            guard let last = table.foreignKeys.indices.last else { return }
            table.foreignKeys[last].onDelete = generator.pick([nil, .cascade])
        case 12:
            if table.foreignKeys.isEmpty { addForeignKey(to: &table) } else { table.foreignKeys.removeLast() }
        case 13: if table.checks.isEmpty { addCheck(to: &table) } else { table.checks = [] }
        case 14: mutateKey(of: &table)
        case 15: mutatePartitioning(of: &table)
        case 16: mutateTime(of: &table)
        case 17:
            guard let index = table.indexes.indices.last else { return }
            if generator.chance(50) {
                table.indexes[index].isInvisible.toggle()
            } else {
                table.indexes[index].name += "r"
            }
        case 18 where !settings.engines.isEmpty: table.options.engine = generator.pick(settings.engines)
        case 18: table.options.rowFormat = generator.pick([nil, "COMPACT", "DYNAMIC"])
        case 19: table.foreignKeys.shuffle(using: &generator)
        default:
            table.comment = text()
            table.options.collation = generator.pick([nil, "utf8mb4_bin", "latin1_swedish_ci"])
        }
    }

    private mutating func mutateColumns(of table: inout Table) {
        let name = "c\(generator.number(0...7))"
        let place = table.columns.firstIndex { $0.name == name }
        switch generator.number(0...8) {
        case 0...1: if let place { table.columns.remove(at: place) } else { table.columns.append(column(name)) }
        case 2: if let place { table.columns[place] = column(name) }
        case 3...5: if let place { mutate(&table.columns[place]) }
        case 6: if let place { table.columns.swapAt(place, 0) }
        case 7: table.columns.shuffle(using: &generator)
        default:
            table.columns.insert(column("d\(generator.number(0...4))"), at: generator.number(0...table.columns.count))
        }
    }

    private mutating func mutateKey(of table: inout Table) {
        guard let index = table.columns.firstIndex(where: { $0.name == "id" }) else { return }
        switch generator.number(0...4) {
        case 0: table.columns[index].isAutoIncrement.toggle()
        case 2: addKeyedColumn(to: &table)
        case 1:
            let isWide = table.primaryKey?.parts.count == 2
            table.primaryKey = PrimaryKey(parts: (isWide ? ["id"] : ["id", "n"]).map { IndexPart(column: $0) })
        default:
            let sign = ColumnType.NumericAttributes(isUnsigned: generator.chance(50))
            table.columns[index].type = .integer(generator.pick([.int, .bigint]), displayWidth: nil, sign)
        }
    }

    /// Adds a NOT NULL column together with a key. The key contains `id`, so that rows can have equal values.
    private mutating func addKeyedColumn(to table: inout Table) {
        let name = "k\(generator.number(0...2))"
        guard table.column(named: name) == nil else { return }
        table.columns.append(Column(name: name, type: .integer(.int, displayWidth: nil, .init()), isNullable: false))
        let part = IndexPart(column: name)
        if generator.chance(50) {
            table.primaryKey?.parts.append(part)
        } else if let last = table.indexes.indices.last, table.indexes[last].kind == .plain, generator.chance(50) {
            let others = table.indexes[last].parts.filter { $0.columnName != "id" }
            table.indexes[last].parts = others + [part, IndexPart(column: "id")]
            table.indexes[last].kind = .unique
        } else {
            table.indexes.append(Index(name: "u\(name)", kind: .unique, parts: [part, IndexPart(column: "id")]))
        }
    }

    private mutating func mutatePartitioning(of table: inout Table) {
        guard var partitioning = table.partitioning, !generator.chance(30) else {
            table.partitioning = generator.chance(70) ? self.partitioning() : nil
            return
        }
        mutate(&partitioning)
        table.partitioning = partitioning
    }

    private mutating func mutateTime(of table: inout Table) {
        guard flavor == .mariadb else { return }
        switch generator.number(0...3) {
        case 0: if table.period == nil { addPeriod(to: &table) } else { table.period = nil }
        default: if table.systemVersioning == nil { version(&table) } else { table.systemVersioning = nil }
        }
    }

    // MARK: - Renames

    /// Renames existing tables and columns, and everything that refers to them.
    mutating func rename(in schema: inout Schema, from before: Schema) {
        for index in schema.tables.indices {
            guard let old = before.table(named: schema.tables[index].name) else { continue }
            for column in schema.tables[index].columns.map(\.name) where old.column(named: column) != nil {
                guard column.hasPrefix("c") || column == "n" || column.hasPrefix("r"), generator.chance(7) else {
                    continue
                }
                schema.renameColumn(column, to: column + "x", ofTable: index)
            }
        }
        for index in schema.tables.indices where before.table(named: schema.tables[index].name) != nil {
            let name = schema.tables[index].name
            let isCapital = name.first?.isUppercase == true
            let other = isCapital ? generator.pick([name + "X", name + "x", name.lowercased()]) : name + "x"
            if generator.chance(8) { schema.renameTable(at: index, to: other) }
        }
    }
}

extension Schema {
    fileprivate mutating func renameColumn(_ old: String, to new: String, ofTable index: Int) {
        let table = tables[index].name
        tables[index].renameColumn(old, to: new)
        for other in tables.indices {
            for key in tables[other].foreignKeys.indices where tables[other].foreignKeys[key].referencedTable == table {
                tables[other].foreignKeys[key].referencedColumns.replace([old], with: [new])
            }
        }
        for object in objects.indices {
            objects[object].replaceInBody("`\(table)`.`\(old)`", with: "`\(table)`.`\(new)`")
            guard case .trigger(let trigger) = objects[object], trigger.table == table else { continue }
            objects[object].replaceInBody("NEW.`\(old)`", with: "NEW.`\(new)`")
        }
    }

    fileprivate mutating func renameTable(at index: Int, to new: String) {
        let old = tables[index].name
        tables[index].name = new
        tables[index].renamedFrom = old
        for other in tables.indices {
            for key in tables[other].foreignKeys.indices where tables[other].foreignKeys[key].referencedTable == old {
                tables[other].foreignKeys[key].referencedTable = new
            }
        }
        for object in objects.indices {
            objects[object].replaceInBody("`\(old)`", with: "`\(new)`")
            guard case .trigger(var trigger) = objects[object], trigger.table == old else { continue }
            trigger.table = new
            objects[object] = .trigger(trigger)
        }
    }
}

extension Table {
    fileprivate mutating func renameColumn(_ old: String, to new: String) {
        func replaced(_ expression: String) -> String {
            (try? Regex("\\b\(old)\\b")).map { expression.replacing($0, with: new) } ?? expression
        }
        func renamed(_ part: IndexPart) -> IndexPart {
            var part = part
            switch part.value {
            case .column(old): part.value = .column(new)
            case .expression(let expression): part.value = .expression(replaced(expression))
            default: break
            }
            return part
        }
        for index in columns.indices {
            if columns[index].name == old {
                columns[index].name = new
                columns[index].renamedFrom = old
            }
            columns[index].check = columns[index].check.map(replaced)
            if let generated = columns[index].generated {
                columns[index].generated?.expression = replaced(generated.expression)
            }
        }
        for index in indexes.indices { indexes[index].parts = indexes[index].parts.map(renamed) }
        if let key = primaryKey { primaryKey?.parts = key.parts.map(renamed) }
        for index in checks.indices { checks[index].expression = replaced(checks[index].expression) }
        for index in foreignKeys.indices {
            foreignKeys[index].columns.replace([old], with: [new])
            if foreignKeys[index].referencedTable == name {
                foreignKeys[index].referencedColumns.replace([old], with: [new])
            }
        }
    }
}
