import SchemaModel

/// SplitMix64: the same schemas from the same seed on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Makes random valid schemas, and random changes of one.
struct RandomSchema {
    private var generator: SeededGenerator
    private let flavor: ServerProfile.Flavor

    init(seed: UInt64, flavor: ServerProfile.Flavor) {
        generator = SeededGenerator(seed: seed)
        self.flavor = flavor
    }

    /// A schema and another one that came out of it by a few changes.
    mutating func pair() -> (before: Schema, after: Schema) {
        let before = repaired(Schema(tables: (0..<Int.random(in: 1...4, using: &generator)).map { table("t\($0)") }))
        var after = before
        for _ in 0..<Int.random(in: 1...8, using: &generator) { mutate(&after) }
        return (before, repaired(after))
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &generator)]
    }

    // MARK: - Tables

    private mutating func table(_ name: String) -> Table {
        var table = Table(name: name)
        table.columns.append(
            Column(
                name: "id",
                type: .integer(pick([.int, .bigint]), displayWidth: nil, .init(isUnsigned: chance(50))),
                isAutoIncrement: chance(60)
            )
        )
        // What checks and generated columns refer to: the servers let neither depend on AUTO_INCREMENT.
        table.columns.append(
            Column(name: "n", type: .integer(.int, displayWidth: nil, .init()), defaultValue: .literal("7"))
        )
        table.primaryKey = PrimaryKey(parts: [IndexPart(column: "id")])
        for index in 0..<Int.random(in: 0...6, using: &generator) { table.columns.append(column("c\(index)")) }
        for index in 0..<Int.random(in: 0...3, using: &generator) { addIndex("ix\(index)", to: &table) }
        if chance(60) { addForeignKey(to: &table) }
        if chance(30) { addCheck(to: &table) }
        if chance(30) { table.comment = text() }
        if chance(30) { table.options.collation = pick(["utf8mb4_bin", "utf8mb4_unicode_ci", "latin1_swedish_ci"]) }
        if chance(20) { table.partitioning = partitioning() }
        if flavor == .mariadb, chance(15) { table.systemVersioning = SystemVersioning() }
        if chance(15) { table.options.rowFormat = pick(["COMPACT", "DYNAMIC"]) }
        return table
    }

    /// Over the primary key, which is all that a table with a primary key may be partitioned by.
    private mutating func partitioning() -> Partitioning {
        let count = Int.random(in: 1...5, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: return Partitioning(scheme: .hash("id", isLinear: chance(30)), count: chance(80) ? count : nil)
        case 1:
            return Partitioning(scheme: .key(chance(50) ? [] : ["id"], isLinear: false, algorithm: nil), count: count)
        case 2...3:
            let isExpression = chance(40)
            var bounds = (1...9).filter { _ in chance(40) }.map { "\($0 * 10)" }
            if chance(60) || bounds.isEmpty { bounds.append("MAXVALUE") }
            let partitions = bounds.map { bound in
                Partition(name: "p\(bound)", bound: .lessThan([bound]), comment: chance(15) ? text() : "")
            }
            let isDivided = chance(25)
            return Partitioning(
                scheme: isExpression ? .range("id DIV 2") : chance(50) ? .range("id") : .rangeColumns(["id"]),
                subscheme: isDivided ? .hash("id", isLinear: false) : nil,
                subcount: isDivided ? 2 : nil,
                partitions: partitions
            )
        default:
            var left = Array(1...12)
            var partitions: [Partition] = []
            for name in ["a", "b", "c", "d"].prefix(count) {
                let values = left.prefix(Int.random(in: 1...3, using: &generator)).map { ["\($0)"] }
                left.removeFirst(values.count)
                partitions.append(Partition(name: name, bound: .values(values)))
            }
            if flavor == .mariadb, chance(30) { partitions.append(Partition(name: "rest", bound: .remainder)) }
            return Partitioning(scheme: chance(70) ? .list("id") : .listColumns(["id"]), partitions: partitions)
        }
    }

    private mutating func mutate(_ partitioning: inout Partitioning) {
        let index = partitioning.partitions.indices.randomElement(using: &generator)
        switch (partitioning.count, index) {
        case (.some, _): partitioning.count = Int.random(in: 1...6, using: &generator)
        case (nil, let index?) where partitioning.partitions.count > 1 && chance(60):
            partitioning.partitions.remove(at: index)
        case (nil, let index?): partitioning.partitions[index].name += "x"
        default: partitioning = self.partitioning()
        }
    }

    private mutating func text() -> String {
        pick([
            "", "a", "it's", "back\\slash", "new\nline", "ünïcödé", "`tick` \"quote\"", "-- no comment", "semi;colon",
        ])
    }

    private mutating func column(_ name: String) -> Column {
        let type = type()
        var column = Column(name: name, type: type, isNullable: chance(50))
        if chance(40) { column.defaultValue = defaultValue(for: type) }
        if case .timestamp = type, column.defaultValue == nil { column.isNullable = true }
        if type.isCharacter, chance(30) {
            column.collation = pick(["utf8mb4_bin", "utf8mb4_unicode_ci", "latin1_swedish_ci", "ascii_bin"])
        }
        if chance(30) { column.comment = text() }
        if chance(10) { column.isInvisible = column.isNullable || column.defaultValue != nil }
        if flavor == .mariadb, chance(10), case .integer = type { column.check = "`\(name)` >= 0" }
        if chance(12), case .integer = type {
            column.generated = Generated(expression: pick(["n + 1", "n * 2 - 3"]), isStored: chance(50))
            column.defaultValue = nil
            column.check = nil
            column.isNullable = true
        }
        return column
    }

    private mutating func type() -> ColumnType {
        let digits = Int.random(in: 0...6, using: &generator)
        let length = Int.random(in: 1...60, using: &generator)
        let sign = ColumnType.NumericAttributes(isUnsigned: chance(40))
        switch Int.random(in: 0..<20, using: &generator) {
        case 0...4: return .integer(pick(ColumnType.IntegerSize.allCases), displayWidth: nil, sign)
        case 5: return .decimal(.init(digits: 10 + digits, scale: digits), .init())
        case 6: return .double(nil, .init())
        case 7: return .float(nil, .init())
        case 8: return .bit(length)
        case 9: return .char(length)
        case 10...11: return .varchar(length * 3)
        case 12: return .varbinary(length)
        case 13: return .text(pick(ColumnType.LobSize.allCases))
        case 14: return .blob(pick(ColumnType.LobSize.allCases))
        case 15: return .enumeration(pick([["a"], ["a", "b"], ["b", "a"], ["a,b", "it's"]]))
        case 16: return pick([.date, .year, .time(digits)])
        case 17: return .datetime(digits)
        case 18: return .timestamp(digits)
        default: return .json
        }
    }

    private mutating func defaultValue(for type: ColumnType) -> DefaultValue? {
        switch type {
        case .integer: chance(80) ? .literal("\(Int.random(in: 0...99, using: &generator))") : .expression("(1 + 2)")
        case .decimal(let precision, _): .literal(precision.scale > 0 ? "1.5" : "15")
        case .double, .float: .literal("2.5")
        case .bit: .expression("b'1'")
        case .char, .varchar: chance(70) ? .literal(pick(["", "x", "'", "\\", "%"])) : .expression("(concat('a','b'))")
        case .enumeration(let members): members.first.map { .literal($0) }
        case .datetime(let digits), .timestamp(let digits):
            .expression(digits == 0 ? "now()" : "CURRENT_TIMESTAMP(\(digits))")
        case .date: .literal("2020-02-29")
        default: nil
        }
    }

    private mutating func addIndex(_ name: String, to table: inout Table) {
        var columns = table.columns.filter { $0.type != .json }.shuffled(using: &generator)
        columns = Array(columns.prefix(Int.random(in: 1...3, using: &generator)))
        let parts = columns.map { column -> IndexPart in
            let isDescending = chance(20)
            switch column.type {
            case .text, .blob: return IndexPart(column: column.name, prefixLength: 7, isDescending: isDescending)
            case .varchar(let length) where length > 9 && chance(30):
                return IndexPart(column: column.name, prefixLength: 5, isDescending: isDescending)
            default: return IndexPart(column: column.name, isDescending: isDescending)
            }
        }
        table.indexes.append(Index(name: name, kind: chance(30) ? .unique : .plain, parts: parts, comment: text()))
    }

    private mutating func addForeignKey(to table: inout Table) {
        let number = Int.random(in: 0...3, using: &generator)
        guard !table.columns.contains(where: { $0.name == "r\(number)" }) else { return }
        // Its type follows the parent's key when the schema is repaired.
        table.columns.append(Column(name: "r\(number)", type: .date, isNullable: true))
        table.foreignKeys.append(
            ForeignKey(
                name: "fk_\(table.name)_\(number)",
                columns: ["r\(number)"],
                referencedTable: "t\(Int.random(in: 0...4, using: &generator))",
                referencedColumns: ["id"],
                onDelete: pick([nil, .cascade, .setNull, .restrict]),
                onUpdate: pick([nil, nil, .cascade])
            )
        )
    }

    private mutating func addCheck(to table: inout Table) {
        table.checks = [
            Check(name: "ck_\(table.name)", expression: pick(["n > 0", "n<>5 AND n < 100000", "n in (1,2,7)"]))
        ]
    }

    // MARK: - Changes

    private mutating func mutate(_ schema: inout Schema) {
        guard !schema.tables.isEmpty, chance(85) else {
            let name = "t\(Int.random(in: 0...4, using: &generator))"
            if let index = schema.tables.firstIndex(where: { $0.name == name }) {
                if schema.tables.count > 1 { schema.tables.remove(at: index) }
            } else {
                schema.tables.append(table(name))
            }
            return
        }
        let index = Int.random(in: schema.tables.indices, using: &generator)
        mutate(&schema.tables[index])
    }

    private mutating func mutate(_ table: inout Table) {
        let name = "c\(Int.random(in: 0...7, using: &generator))"
        let place = table.columns.firstIndex { $0.name == name }
        switch Int.random(in: 0..<16, using: &generator) {
        case 14:
            if table.partitioning == nil || chance(30) {
                table.partitioning = chance(70) ? partitioning() : nil
            } else if var partitioning = table.partitioning {
                mutate(&partitioning)
                table.partitioning = partitioning
            }
        case 15:
            if flavor == .mariadb {
                table.systemVersioning = table.systemVersioning == nil ? SystemVersioning() : nil
            } else if let index = table.indexes.indices.last {
                table.indexes[index].isInvisible.toggle()
            }
        case 0...2:
            if let place { table.columns.remove(at: place) } else { table.columns.append(column(name)) }
        case 3...4:
            if let place { table.columns[place] = column(name) }
        case 5:
            if let place { table.columns.swapAt(place, 0) }
        case 6: table.columns.shuffle(using: &generator)
        case 7: if !table.indexes.isEmpty { table.indexes.removeLast() }
        case 8: addIndex("ix\(Int.random(in: 4...9, using: &generator))", to: &table)
        case 9:
            if let last = table.foreignKeys.indices.last { table.foreignKeys[last].onDelete = pick([nil, .cascade]) }
        case 10: if !table.foreignKeys.isEmpty { table.foreignKeys.removeLast() } else { addForeignKey(to: &table) }
        case 11: if table.checks.isEmpty { addCheck(to: &table) } else { table.checks = [] }
        case 12:
            table.columns[table.columns.firstIndex { $0.name == "id" } ?? 0].type =
                .integer(pick([.int, .bigint]), displayWidth: nil, .init(isUnsigned: chance(50)))
        default:
            table.comment = text()
            table.options.collation = pick([nil, "utf8mb4_bin", "latin1_swedish_ci"])
        }
    }

    /// The schema with everything mended that no server would take.
    private func repaired(_ schema: Schema) -> Schema {
        var schema = schema
        let keyTypes = Dictionary(
            schema.tables.compactMap { table in table.column(named: "id").map { (table.name, $0.type) } },
            uniquingKeysWith: { first, _ in first }
        )
        for index in schema.tables.indices { schema.tables[index].repair(keyTypes: keyTypes) }
        // Partitioned tables have no foreign keys, on either side, and only whole unique keys over the partition's columns.
        let partitioned = Set(schema.tables.filter { $0.partitioning != nil }.map(\.name))
        for index in schema.tables.indices {
            let isPartitioned = partitioned.contains(schema.tables[index].name)
            schema.tables[index].foreignKeys.removeAll { isPartitioned || partitioned.contains($0.referencedTable) }
            if isPartitioned { schema.tables[index].indexes.removeAll { $0.kind == .unique } }
        }
        return schema
    }
}

extension Table {
    fileprivate mutating func repair(keyTypes: [String: ColumnType]) {
        let names = Set(columns.map(\.name))
        foreignKeys.removeAll { keyTypes[$0.referencedTable] == nil || !names.contains($0.columns[0]) }
        for key in foreignKeys {
            guard let place = columns.firstIndex(where: { $0.name == key.columns[0] }) else { continue }
            columns[place] = Column(
                name: key.columns[0],
                type: keyTypes[key.referencedTable] ?? .date,
                isNullable: true
            )
        }
        var indexNames: Set<String> = []
        indexes.removeAll { !indexNames.insert($0.name).inserted }
        indexes = indexes.compactMap { index in
            var index = index
            index.parts = index.parts.compactMap { part in
                guard let name = part.columnName, let column = column(named: name), column.type != .json else {
                    return nil
                }
                switch column.type {
                case .text, .blob: return IndexPart(column: name, prefixLength: 7, isDescending: part.isDescending)
                case .varchar(let length), .varbinary(let length):
                    let prefix = part.prefixLength.flatMap { $0 < length ? $0 : nil }
                    return IndexPart(column: name, prefixLength: prefix, isDescending: part.isDescending)
                default: return IndexPart(column: name, isDescending: part.isDescending)
                }
            }
            return index.parts.isEmpty ? nil : index
        }
        let invisible = columns.indices.filter { columns[$0].isInvisible }
        if invisible.count == columns.count, let first = invisible.first { columns[first].isInvisible = false }
    }
}
