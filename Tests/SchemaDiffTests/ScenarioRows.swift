import SQLStatements
import SchemaDiff
import SchemaModel
import ServerPort

/// Up to three rows for every table of a schema, which another schema must accept unchanged. Rows with the same number
/// refer to each other.
struct ScenarioRows {
    /// The start and the goal of a scenario's upgrade.
    struct Schemas {
        var before: Schema
        var after: Schema
        /// The final output of SHOW CREATE.
        var definitions: [String: String]
        var renames: [Rename]
    }

    /// A column of the first schema.
    private struct Place: Hashable {
        var table: String
        var column: String
    }

    private let pair: SchemaPair
    /// The groups of columns that have the same values because of foreign keys. Each column is in one group.
    private let groups: [Place: [Place]]
    /// References to tables that do not exist before.
    private let dangling: Set<Place>

    init(_ schemas: Schemas, flavor: ServerProfile.Flavor) {
        var after = schemas.after
        let renames = RenameMap(renames: schemas.renames, from: schemas.before, to: after, flavor: flavor)
        for index in after.tables.indices {
            let name = after.tables[index].name
            after.tables[index].renamedFrom = renames.tables[name]
            for column in after.tables[index].columns.indices {
                let old = renames.columns[name]?[after.tables[index].columns[column].name]
                after.tables[index].columns[column].renamedFrom = old
            }
        }
        let pair = SchemaPair(before: schemas.before, after: after)
        self.pair = pair
        var groups: [Place: [Place]] = [:]
        var dangling: Set<Place> = []
        func join(_ child: Place, _ parent: Place?) {
            guard let parent else {
                dangling.insert(child)
                return
            }
            let own = groups[child] ?? [child]
            if own.contains(parent) { return }
            let all = own + (groups[parent] ?? [parent])
            for place in all { groups[place] = all }
        }
        for table in pair.before.tables {
            for key in table.foreignKeys {
                for (name, other) in zip(key.columns, key.referencedColumns) {
                    let parent = key.referencedDatabase == nil ? pair.before.table(named: key.referencedTable) : nil
                    join(
                        Place(table: table.name, column: name),
                        parent.map { Place(table: $0.name, column: other) }
                    )
                }
            }
        }
        for table in after.tables {
            guard let old = pair.original(of: table) else { continue }
            for key in table.foreignKeys {
                let parent = key.referencedDatabase == nil ? after.table(named: key.referencedTable) : nil
                let oldParent = parent.flatMap(pair.original)
                for (name, other) in zip(key.columns, key.referencedColumns) {
                    guard let column = table.column(named: name).flatMap({ old.original(of: $0, in: table) }) else {
                        continue
                    }
                    let referenced = parent?.column(named: other).flatMap { column in
                        parent.flatMap { oldParent?.original(of: column, in: $0) }
                    }
                    join(
                        Place(table: old.name, column: column.name),
                        referenced.flatMap { column in
                            oldParent.map { Place(table: $0.name, column: column.name) }
                        }
                    )
                }
            }
        }
        self.groups = groups
        self.dangling = dangling
    }

    private static func quoted(_ name: String) -> String { SQLDialect().quotedIdentifier(name) }

    // MARK: - Filling

    /// Inserts rows into the empty tables.
    ///
    /// - Returns: The tables that accepted none, with the reason.
    func fill(_ database: LiveDatabase) throws -> [String: String] {
        var present: [String: [[String?]]] = [:]
        for table in pair.before.tables {
            let names = table.columns.map { Self.quoted($0.name) }.joined(separator: ", ")
            present[table.name] = try database.rows("SELECT \(names) FROM \(Self.quoted(table.name)) LIMIT 3")
        }
        var refused: [String: String] = [:]
        for table in pair.before.tables where present[table.name]?.isEmpty == true {
            guard let statements = statements(for: table, present: present) else {
                refused[table.name] = "no value is known that fits"
                continue
            }
            var inserted: [String] = []
            for statement in statements {
                do {
                    try database.run(statement)
                    inserted.append(statement)
                } catch let error as ServerError {
                    refused[table.name] = "\(error.message) in \(statement)"
                }
            }
            if inserted.isEmpty { continue }
            refused[table.name] = nil
            guard table.systemVersioning != nil else { continue }
            // This creates history.
            try database.run("DELETE FROM \(Self.quoted(table.name))")
            for statement in inserted { try database.run(statement) }
        }
        return refused
    }

    private func statements(for table: Table, present: [String: [[String?]]]) -> [String]? {
        let columns = table.columns.filter { $0.generated == nil && $0.rowTime == nil }
        var names: [String] = []
        var literals: [[String?]] = []
        for column in columns {
            if let values = values(of: column, in: table, present: present) {
                names.append(Self.quoted(column.name))
                literals.append(values)
            } else if column.isNullable, counterpart(of: column, in: table)?.column.isNullable != false {
                names.append(Self.quoted(column.name))
                literals.append([nil, nil, nil])
            } else if column.defaultValue == nil {
                return nil
            }
        }
        let numbers = hasDistinctRows(table, present: present) ? [0, 1, 2] : [0]
        return numbers.map { number in
            let row = literals.map { $0[number] ?? "NULL" }.joined(separator: ", ")
            return "INSERT INTO \(Self.quoted(table.name)) (\(names.joined(separator: ", "))) VALUES (\(row))"
        }
    }

    private func values(of column: Column, in table: Table, present: [String: [[String?]]]) -> [String?]? {
        let place = Place(table: table.name, column: column.name)
        if dangling.contains(place) { return nil }
        let group = groups[place] ?? [place]
        for member in group {
            guard let index = pair.before.table(named: member.table)?.columnIndex(named: member.column),
                let rows = present[member.table], !rows.isEmpty, !rows.contains(where: { $0[index] == nil })
            else { continue }
            return (0...2).map { rows[min($0, rows.count - 1)][index].map { SQLDialect().quotedLiteral($0) } }
        }
        let other = counterpart(of: column, in: table)
        let periods = [(table, column.name)] + (other.map { [($0.table, $0.column.name)] } ?? [])
        if periods.contains(where: { $0.0.period?.columns.end == $0.1 }) {
            return (1...3).map { "'2021-01-0\($0)'" }
        }
        let all = group.flatMap { places(of: $0) }
        return ColumnValues.values(for: all) ?? (group.count > 1 ? nil : ColumnValues.values(for: Array(all.prefix(1))))
    }

    private func places(of place: Place) -> [ColumnValues.Place] {
        guard let table = pair.before.table(named: place.table), let column = table.column(named: place.column) else {
            return []
        }
        let other = counterpart(of: column, in: table)
        return [table.text(of: column)] + (other.map { [$0.table.text(of: $0.column)] } ?? [])
    }

    private func counterpart(of column: Column, in table: Table) -> (table: Table, column: Column)? {
        pair.counterpart(of: table).flatMap { other in
            table.counterpart(of: column, in: other).map { (other, $0) }
        }
    }

    private func hasDistinctRows(_ table: Table, present: [String: [[String?]]]) -> Bool {
        func keys(of table: Table) -> [[String?]] {
            let keys = [table.primaryKey?.parts ?? []] + table.indexes.filter { $0.kind == .unique }.map(\.parts)
            return keys.filter { !$0.isEmpty }.map { $0.map(\.columnName) }
        }
        func tellsApart(_ name: String?) -> Bool {
            guard let column = name.flatMap({ table.column(named: $0) }), column.generated == nil else { return false }
            guard let values = values(of: column, in: table, present: present) else { return false }
            return Set(values).count == 3 && !values.contains(nil)
        }
        let own = keys(of: table)
        guard let other = pair.counterpart(of: table) else { return own.allSatisfy { $0.contains(where: tellsApart) } }
        let later = keys(of: other).map { key in
            key.map { name in
                name.flatMap { other.column(named: $0) }.flatMap { table.original(of: $0, in: other)?.name }
            }
        }
        return (own + later).allSatisfy { $0.contains(where: tellsApart) }
    }

    // MARK: - Kept values

    /// Returns, for each table, the values of its rows in the columns that remain, by the names of the first schema.
    func values(in database: LiveDatabase, isAfter: Bool) throws -> [String: [[String]]] {
        var values: [String: [[String]]] = [:]
        for table in pair.before.tables {
            guard let other = pair.counterpart(of: table) else { continue }
            let columns = table.columns.compactMap { column in
                table.counterpart(of: column, in: other).flatMap { after in
                    isKept(column, of: table, as: after, of: other) ? (before: column, after: after) : nil
                }
            }
            guard !columns.isEmpty else { continue }
            let names = columns.map { column in
                let column = isAfter ? column.after : column.before
                let name = Self.quoted(column.name)
                return switch column.type {
                case .bit: "\(name) + 0"
                case .spatial: "ST_AsText(\(name))"
                default: name
                }
            }
            let rows = try database.rows(
                "SELECT \(names.joined(separator: ", ")) FROM \(Self.quoted((isAfter ? other : table).name))"
            )
            values[table.name] = rows.map { $0.map { $0.map(ColumnValues.essence) ?? "NULL" } }
                .sorted { $0.lexicographicallyPrecedes($1) }
        }
        return values
    }

    private func isKept(_ before: Column, of table: Table, as after: Column, of other: Table) -> Bool {
        if before.rowTime != nil || after.rowTime != nil { return false }
        if before.generated != nil || after.generated != nil { return before.generated == after.generated }
        return before.type == after.type
            || ColumnValues.values(for: [table.text(of: before), other.text(of: after)]) != nil
    }
}
