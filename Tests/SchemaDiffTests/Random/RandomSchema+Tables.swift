import SchemaModel
import TestSupport

extension RandomSchema {
    mutating func table(_ name: String) -> Table {
        var table = Table(name: name)
        table.columns.append(
            Column(
                name: "id",
                type: .integer(
                    generator.pick([.int, .bigint]),
                    displayWidth: nil,
                    .init(isUnsigned: generator.chance(50))
                ),
                isAutoIncrement: generator.chance(60)
            )
        )
        // For checks and generated columns, which the servers do not allow to use an AUTO_INCREMENT column.
        table.columns.append(
            Column(name: "n", type: .integer(.int, displayWidth: nil, .init()), defaultValue: .literal("7"))
        )
        table.primaryKey = PrimaryKey(parts: [IndexPart(column: "id")])
        for index in 0..<generator.number(0...6) { table.columns.append(column("c\(index)")) }
        for index in 0..<generator.number(0...3) { addIndex("ix\(index)", to: &table) }
        if generator.chance(60) { addForeignKey(to: &table) }
        if generator.chance(30) { addForeignKey(to: &table) }
        if generator.chance(30) { addCheck(to: &table) }
        if generator.chance(30) { table.comment = text() }
        if generator.chance(30) { table.options.collation = collation() }
        if generator.chance(20) { table.partitioning = partitioning() }
        if flavor == .mariadb {
            if generator.chance(15) { version(&table) }
            if generator.chance(8) { addPeriod(to: &table) }
        }
        if generator.chance(15) { table.options.rowFormat = generator.pick(["COMPACT", "DYNAMIC"]) }
        if !settings.engines.isEmpty, generator.chance(50) { table.options.engine = generator.pick(settings.engines) }
        return table
    }

    // MARK: - Keys and checks

    mutating func addIndex(_ name: String, to table: inout Table) {
        var columns = table.columns.filter { $0.type != .json }.shuffled(using: &generator)
        if generator.chance(10), let text = columns.first(where: \.holdsText) {
            let part = IndexPart(column: text.name)
            return table.indexes.append(Index(name: name, kind: .fulltext, parts: [part], comment: self.text()))
        }
        columns = Array(columns.prefix(generator.number(1...3)))
        var parts = columns.map { column -> IndexPart in
            let isDescending = generator.chance(20)
            switch column.type {
            case .text, .blob: return IndexPart(column: column.name, prefixLength: 7, isDescending: isDescending)
            case .varchar(let length) where length > 9 && generator.chance(30):
                return IndexPart(column: column.name, prefixLength: 5, isDescending: isDescending)
            default: return IndexPart(column: column.name, isDescending: isDescending)
            }
        }
        var kind = generator.chance(30) ? Index.Kind.unique : .plain
        if flavor == .mysql, generator.chance(12) {
            parts.append(IndexPart(.expression(generator.pick(["n + 1", "abs(n)"]))))
            kind = .plain
        }
        table.indexes.append(Index(name: name, kind: kind, parts: parts, comment: text()))
    }

    /// The schema's repair gives the columns the types of the parent's key.
    mutating func addForeignKey(to table: inout Table) {
        let number = generator.number(0...3)
        guard !table.columns.contains(where: { $0.name == "r\(number)" }) else { return }
        let isComposite = generator.chance(20)
        let names = isComposite ? ["r\(number)", "s\(number)"] : ["r\(number)"]
        for name in names { table.columns.append(Column(name: name, type: .date, isNullable: true)) }
        table.foreignKeys.append(
            ForeignKey(
                name: "fk_\(table.name)_\(number)",
                columns: names,
                referencedTable: settings.tableName(generator.number(0...4)),
                referencedColumns: isComposite ? ["id", "n"] : ["id"],
                onDelete: generator.pick([nil, .cascade, .setNull, .restrict, .noAction]),
                onUpdate: generator.pick([nil, nil, .cascade])
            )
        )
    }

    mutating func addCheck(to table: inout Table) {
        var expression = generator.pick(["n > 0", "n<>5 AND n < 100000", "n in (1,2,7)", "n > 0 or '😀' = 'it''s'"])
        // In this mode, MySQL (9.7) cannot open a table whose check has a quote in a string (error 1064).
        if settings.sqlMode?.contains("NO_BACKSLASH_ESCAPES") == true {
            expression = expression.replacing("it''s", with: "its")
        }
        table.checks = [Check(name: "ck_\(table.name)", expression: expression)]
    }

    // MARK: - Time

    mutating func version(_ table: inout Table) {
        guard generator.chance(30) else { return table.systemVersioning = SystemVersioning() }
        table.systemVersioning = SystemVersioning(columns: PeriodColumns(start: "rs", end: "re"))
    }

    mutating func addPeriod(to table: inout Table) {
        table.period = Period(name: "p", columns: PeriodColumns(start: "ps", end: "pe"))
    }

    // MARK: - Partitions

    /// Partitions by the primary key. A table with a primary key cannot use any other columns.
    mutating func partitioning() -> Partitioning {
        let count = generator.number(1...5)
        switch generator.number(0...5) {
        case 0:
            let scheme = PartitionScheme.hash("id", isLinear: generator.chance(30))
            return Partitioning(scheme: scheme, count: generator.chance(80) ? count : nil)
        case 1:
            let columns = generator.chance(50) ? [] : ["id"]
            return Partitioning(scheme: .key(columns, isLinear: false, algorithm: nil), count: count)
        case 2...3: return rangePartitioning()
        default:
            var left = Array(1...12)
            var partitions: [Partition] = []
            for name in ["a", "b", "c", "d"].prefix(count) {
                let values = left.prefix(generator.number(1...3)).map { ["\($0)"] }
                left.removeFirst(values.count)
                partitions.append(Partition(name: name, bound: .values(values)))
            }
            if flavor == .mariadb, generator.chance(30) {
                partitions.append(Partition(name: "rest", bound: .remainder))
            }
            return Partitioning(
                scheme: generator.chance(70) ? .list("id") : .listColumns(["id"]),
                partitions: partitions
            )
        }
    }

    private mutating func rangePartitioning() -> Partitioning {
        let isExpression = generator.chance(40)
        var bounds: [String] = []
        for place in 1...9 where generator.chance(40) { bounds.append("\(place * 10)") }
        if generator.chance(60) || bounds.isEmpty { bounds.append("MAXVALUE") }
        var partitions: [Partition] = []
        for bound in bounds {
            var comment = generator.chance(15) ? text() : ""
            // In this mode, MariaDB (10.11, 11.8) cannot parse what it has printed for itself.
            if settings.sqlMode?.contains("NO_BACKSLASH_ESCAPES") == true, !comment.isEmpty { comment = "a" }
            partitions.append(Partition(name: "p\(bound)", bound: .lessThan([bound]), comment: comment))
        }
        let isDivided = generator.chance(25)
        return Partitioning(
            scheme: isExpression ? .range("id DIV 2") : generator.chance(50) ? .range("id") : .rangeColumns(["id"]),
            subscheme: isDivided ? .hash("id", isLinear: false) : nil,
            subcount: isDivided ? 2 : nil,
            partitions: partitions
        )
    }

    mutating func mutate(_ partitioning: inout Partitioning) {
        let index = partitioning.partitions.indices.randomElement(using: &generator)
        switch (partitioning.count, index) {
        case (.some, _): partitioning.count = generator.number(1...6)
        case (nil, let index?) where partitioning.partitions.count > 1 && generator.chance(60):
            partitioning.partitions.remove(at: index)
        case (nil, let index?): partitioning.partitions[index].name += "x"
        default: partitioning = self.partitioning()
        }
    }
}

extension Column {
    /// Whether the column can be in a fulltext index.
    var holdsText: Bool {
        guard generated == nil else { return false }
        return switch type {
        case .char, .varchar, .text: true
        default: false
        }
    }
}
