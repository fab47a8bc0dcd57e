package import SchemaModel

/// One requested rename, such as `--rename users.mail:email`, `--rename accounts:users` or `renamed_from`.
package struct Rename: Hashable, Sendable {
    /// The table's new name; nil if the table itself is renamed.
    package var table: String?
    package var from: String
    package var to: String

    package init(table: String? = nil, from: String, to: String) {
        self.table = table
        self.from = from
        self.to = to
    }
}

/// The renames that apply between two schemas: those whose old name exists before and whose new name exists after. A
/// hint with an outdated old name is ignored and so does no harm.
package struct RenameMap: Hashable, Sendable {
    /// Maps new table names to old ones.
    package private(set) var tables: [String: String] = [:]
    /// Maps new table names and new column names to old column names.
    package private(set) var columns: [String: [String: String]] = [:]
    private let flavor: ServerProfile.Flavor

    package init(renames: [Rename], from before: Schema, to after: Schema, flavor: ServerProfile.Flavor) {
        self.flavor = flavor
        for rename in renames where rename.table == nil {
            let isNeeded = before.table(named: rename.from) != nil && before.table(named: rename.to) == nil
            if isNeeded, after.table(named: rename.to) != nil, after.table(named: rename.from) == nil {
                tables[rename.to] = rename.from
            }
        }
        for rename in renames {
            guard let table = rename.table, let new = after.table(named: table),
                let old = before.table(named: tables[table] ?? table)
            else { continue }
            let isNeeded = old.column(named: rename.from) != nil && old.column(named: rename.to) == nil
            if isNeeded, new.column(named: rename.to) != nil, new.column(named: rename.from) == nil {
                columns[table, default: [:]][rename.to] = rename.from
            }
        }
    }

    var isEmpty: Bool { tables.isEmpty && columns.isEmpty }

    /// Returns a constraint's name after its table is renamed. Names that the server derived from the table's name
    /// change with it (MariaDB 10.11 and 11.8: `t_ibfk_1`; MySQL 9.7: also `t_chk_1`).
    fileprivate func newName(ofConstraint name: String, of kind: String, renaming old: String, to new: String) -> String
    {
        let prefix = "\(old)_\(kind)_"
        guard old != new, name.hasPrefix(prefix), kind == "ibfk" || flavor == .mysql else { return name }
        return "\(new)_\(kind)_\(name.dropFirst(prefix.count))"
    }

    /// Maps tables, each with one of its columns, to their names before the renames.
    func inverted(_ columns: [String: String]) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: columns.map { table, column in
                (tables[table] ?? table, self.columns[table]?[column] ?? column)
            }
        )
    }

    /// The renames in the opposite direction, between the same two schemas.
    package var inverted: RenameMap {
        var inverted = self
        inverted.tables = Dictionary(uniqueKeysWithValues: tables.map { ($1, $0) })
        inverted.columns = Dictionary(
            uniqueKeysWithValues: columns.map { table, columns in
                (tables[table] ?? table, Dictionary(uniqueKeysWithValues: columns.map { ($1, $0) }))
            }
        )
        return inverted
    }
}

extension Schema {
    /// The `renamed_from` hints in declaration order.
    var renameHints: [Rename] {
        var hints: [Rename] = []
        for table in tables {
            if let name = table.renamedFrom { hints.append(Rename(from: name, to: table.name)) }
            for index in table.columns.indices {
                guard let name = table.columns[index].renamedFrom else { continue }
                hints.append(Rename(table: table.name, from: name, to: table.columns[index].name))
            }
        }
        return hints
    }

    /// Returns whether the old name is gone and the new one exists.
    func hasDone(_ rename: Rename) -> Bool {
        guard let name = rename.table else {
            return table(named: rename.from) == nil && table(named: rename.to) != nil
        }
        guard let table = table(named: name) else { return false }
        return table.column(named: rename.from) == nil && table.column(named: rename.to) != nil
    }

    /// Returns the schema after only the renames of tables and columns. As on the server, foreign keys and indexes
    /// follow.
    package func applying(_ renames: RenameMap) -> Schema {
        if renames.isEmpty { return self }
        let newTableNames = Dictionary(uniqueKeysWithValues: renames.tables.map { ($1, $0) })
        func newName(ofTable name: String) -> String { newTableNames[name] ?? name }
        func newName(ofColumn name: String, inTable table: String) -> String {
            renames.columns[table]?.first { $0.value.lowercased() == name.lowercased() }?.key ?? name
        }
        var schema = self
        for index in schema.tables.indices {
            let old = tables[index].name
            let name = newName(ofTable: old)
            schema.tables[index].name = name
            for key in schema.tables[index].foreignKeys.indices {
                let own = schema.tables[index].foreignKeys[key].name
                schema.tables[index].foreignKeys[key].name =
                    renames.newName(ofConstraint: own, of: "ibfk", renaming: old, to: name)
            }
            for check in schema.tables[index].checks.indices {
                let own = schema.tables[index].checks[check].name
                schema.tables[index].checks[check].name =
                    renames.newName(ofConstraint: own, of: "chk", renaming: old, to: name)
            }
            schema.tables[index].renameColumns { newName(ofColumn: $0, inTable: name) }
            for key in schema.tables[index].foreignKeys.indices
            where schema.tables[index].foreignKeys[key].referencedDatabase == nil {
                let target = newName(ofTable: schema.tables[index].foreignKeys[key].referencedTable)
                schema.tables[index].foreignKeys[key].referencedTable = target
                schema.tables[index].foreignKeys[key].referencedColumns =
                    schema.tables[index].foreignKeys[key].referencedColumns.map {
                        newName(ofColumn: $0, inTable: target)
                    }
            }
        }
        // Triggers stay with their table.
        schema.objects = objects.map { object in
            guard case .trigger(var trigger) = object else { return object }
            trigger.table = newName(ofTable: trigger.table)
            return .trigger(trigger)
        }
        return schema
    }
}

extension Table {
    fileprivate mutating func renameColumns(_ newName: (String) -> String) {
        func renamed(_ part: IndexPart) -> IndexPart {
            guard let column = part.columnName else { return part }
            return IndexPart(column: newName(column), prefixLength: part.prefixLength, isDescending: part.isDescending)
        }
        if let ends = systemVersioning?.columns {
            systemVersioning?.columns = PeriodColumns(start: newName(ends.start), end: newName(ends.end))
        }
        if let ends = period?.columns {
            period?.columns = PeriodColumns(start: newName(ends.start), end: newName(ends.end))
        }
        for index in columns.indices { columns[index].name = newName(columns[index].name) }
        if let key = primaryKey { primaryKey?.parts = key.parts.map(renamed) }
        for index in indexes.indices { indexes[index].parts = indexes[index].parts.map(renamed) }
        for index in foreignKeys.indices { foreignKeys[index].columns = foreignKeys[index].columns.map(newName) }
    }
}
