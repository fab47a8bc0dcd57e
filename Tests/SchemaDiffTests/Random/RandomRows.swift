import SQLStatements
import SchemaModel

/// Rows for the first schema of a pair. Every script between the two must accept and keep them.
///
/// A table has up to three rows, with the keys 1, 2 and 3. It has fewer or none if the other schema rightly refuses
/// them, because of a type that no value fits, a unique key over columns that are only then filled, or a partition
/// without a place for them.
struct RandomRows {
    private let pair: SchemaPair
    private let settings: TrialSettings
    private var numbers: [String: [Int]] = [:]

    static let keys = ["1", "2", "7"]

    init(_ pair: SchemaPair, _ settings: TrialSettings) {
        self.pair = pair
        self.settings = settings
        for table in pair.before.tables { numbers[table.name] = numbers(of: table) }
    }

    /// Returns INSERTs, which must run without foreign key checks.
    func statements(dialect: SQLDialect) -> [String] {
        pair.before.tables.flatMap { table -> [String] in
            let numbers = numbers[table.name] ?? []
            guard !numbers.isEmpty else { return [] }
            let columns = table.columns.filter { $0.generated == nil && $0.rowTime == nil }
            let names = columns.map { dialect.quotedIdentifier($0.name) }.joined(separator: ", ")
            let literals = columns.map { values(of: $0, in: table) ?? [nil, nil, nil] }
            func insert(_ numbers: [Int]) -> String {
                let rows = numbers.map { number in
                    "(" + literals.map { $0[number - 1] ?? "NULL" }.joined(separator: ", ") + ")"
                }
                return
                    "INSERT INTO \(dialect.quotedIdentifier(table.name)) (\(names)) VALUES \(rows.joined(separator: ", "))"
            }
            guard table.systemVersioning != nil, let last = numbers.last else { return [insert(numbers)] }
            // This creates history.
            let deletion = "DELETE FROM \(dialect.quotedIdentifier(table.name)) WHERE `id` = \(last)"
            return [insert(numbers), deletion, insert([last])]
        }
    }

    /// Returns the columns whose values a script must keep, by their names in the first and the second schema.
    func keptColumns(of table: Table) -> [(before: String, after: String)] {
        guard let other = pair.counterpart(of: table) else { return [] }
        return table.columns.compactMap { column in
            guard let after = table.counterpart(of: column, in: other), column.rowTime == nil, after.rowTime == nil,
                column.generated == after.generated || column.generated?.isStored == true && after.generated == nil
            else { return nil }
            if column.generated == nil,
                ColumnValues.values(for: [table.text(of: column), other.text(of: after)]) == nil
            {
                return nil
            }
            return (column.name, after.name)
        }
    }

    // MARK: - Which rows

    private func numbers(of table: Table) -> [Int] {
        let other = pair.counterpart(of: table)
        var numbers = [1, 2, 3]
        for column in table.columns where !isReference(column, in: table) && values(of: column, in: table) == nil {
            let after = other.flatMap { table.counterpart(of: column, in: $0) }
            if !column.isNullable || after?.isNullable == false || column.generated != nil { return [] }
        }
        for column in table.columns {
            guard let other, let after = table.counterpart(of: column, in: other) else { continue }
            let fits = ColumnValues.values(for: [table.text(of: column), other.text(of: after)]) != nil
            // A stored generated value becomes an ordinary value in the downgrade.
            if column.generated == nil, after.generated?.isStored == true, !fits { return [] }
            // A reference may be NULL, and a number may not be a valid value for the column's new type.
            guard isReference(column, in: table), after.generated == nil, !after.isNullable else { continue }
            if values(of: column, in: table)?.contains(nil) != false { return [] }
        }
        for table in [table, other].compactMap({ $0 }) {
            if let partitioning = table.partitioning { numbers.removeAll { !partitioning.hasPlace(for: $0) } }
        }
        var keys = table.indexes.filter { $0.kind == .unique }.map { $0.parts.map(\.columnName) }
        if let other {
            keys += other.indexes.filter { $0.kind == .unique }.map { key in
                key.parts.map { part in
                    part.columnName.flatMap { other.column(named: $0) }.flatMap {
                        table.original(of: $0, in: other)?.name
                    }
                }
            }
        }
        let isDistinct = keys.allSatisfy { names in
            names.contains { name in
                name.flatMap { table.column(named: $0) }.map { tellsRowsApart($0, in: table) } ?? false
            }
        }
        return isDistinct ? numbers : Array(numbers.prefix(1))
    }

    private func tellsRowsApart(_ column: Column, in table: Table) -> Bool {
        let after = pair.counterpart(of: table).map { table.counterpart(of: column, in: $0) }
        // A dropped table only has to satisfy itself.
        guard let after = after ?? column else { return false }
        guard (column.generated == nil) == (after.generated == nil) else { return false }
        if column.generated != nil || isReference(column, in: table) { return true }
        guard let values = values(of: column, in: table)?.compactMap({ $0 }) else { return false }
        return Set(values).count == values.count
    }

    // MARK: - Values

    /// Returns SQL literals for the three rows, with nil for NULL. Returns nil if no value fits both schemas.
    private func values(of column: Column, in table: Table) -> [String?]? {
        let other = pair.counterpart(of: table)
        let after = other.flatMap { table.counterpart(of: column, in: $0) }
        if column.generated != nil {
            // Its numbers must fit the new type.
            guard let after, after.generated == nil, column.generated?.isStored == true else { return Self.keys }
            return ColumnValues.values(for: [table.text(of: column), other?.text(of: after)].compactMap { $0 })
        }
        if column.rowTime != nil || column.name == table.primaryKey?.parts.first?.columnName { return ["1", "2", "3"] }
        if column.name == "n" { return Self.keys }
        if ["ps", "pe"].contains(column.name) {
            let year = column.name == "ps" ? "2020" : "2021"
            return (1...3).map { "'\(year)-01-0\($0)'" }
        }
        if let values = references(of: column, in: table, after: after, in: other) { return values }
        let texts = [table.text(of: column), after.flatMap { other?.text(of: $0) }].compactMap { $0 }
        guard var values = ColumnValues.values(for: texts, zeroDates: settings.hasZeroDates) else { return nil }
        let isNullable = column.isNullable && after?.isNullable != false
        if isNullable, column.name.utf8.last.map({ $0 % 2 == 0 }) == true { values[1] = nil }
        return values
    }

    /// Returns whether a foreign key of either schema uses the column, which is then nullable.
    private func isReference(_ column: Column, in table: Table) -> Bool {
        if table.foreignKeys.contains(where: { $0.columns.contains(column.name) }) { return true }
        guard let other = pair.counterpart(of: table), let after = table.counterpart(of: column, in: other) else {
            return false
        }
        return other.foreignKeys.contains { $0.columns.contains(after.name) }
    }

    /// For columns of foreign keys, returns the row of the same number if both schemas have it.
    private func references(of column: Column, in table: Table, after: Column?, in other: Table?) -> [String?]? {
        var isKey = false
        var isThere = true
        var values = ["1", "2", "3"]
        func look(at column: Column, in table: Table, parent: (String) -> Table?) {
            for key in table.foreignKeys {
                guard let place = key.columns.firstIndex(of: column.name) else { continue }
                isKey = true
                if place == 1 { values = Self.keys }
                guard let parent = parent(key.referencedTable), pair.counterpart(of: parent) != nil else {
                    isThere = false
                    continue
                }
                if numbers[parent.name] != [1, 2, 3], parent.name != table.renamedFrom ?? table.name {
                    isThere = false
                }
            }
        }
        look(at: column, in: table) { pair.before.table(named: $0) }
        if let other, let after {
            look(at: after, in: other) { name in pair.after.table(named: name).flatMap(pair.original) }
        }
        guard isKey else { return nil }
        let texts = [table.text(of: column), after.flatMap { other?.text(of: $0) }].compactMap { $0 }
        return isThere && ColumnValues.values(for: texts) != nil ? values : [nil, nil, nil]
    }
}

extension Table {
    func text(of column: Column) -> ColumnValues.Place {
        ColumnValues.Place(type: column.type, collation: column.collation ?? options.collation ?? "utf8mb4")
    }
}

extension Partitioning {
    fileprivate func hasPlace(for number: Int) -> Bool {
        guard partitions.contains(where: { if case .values? = $0.bound { true } else { false } }) else { return true }
        return partitions.contains { partition in
            switch partition.bound {
            case .values(let rows): rows.contains(["\(number)"])
            default: false
            }
        }
    }
}
