internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL
internal import ServerPort

extension Catalog {
    /// The positions of the columns in the STATISTICS query.
    private enum Cell {
        static let name = 1, sequence = 2, isNotUnique = 3, column = 4, direction = 5, prefix = 6, type = 7
        static let comment = 8, isIgnored = 9, expression = 10
    }

    mutating func readIndexes(_ rows: RowSet) {
        var finder = TableFinder(positions)
        for row in inPartOrder(rows) {
            guard let position = finder.position(rows, row.place), drafts[position].reason == nil,
                let name = row[Cell.name], let kind = row[Cell.type]
            else { continue }
            let part = Self.part(row, kind)
            if let expression = row[Cell.expression], profile.isEscaped(expression: expression) {
                drafts[position].needsShowCreate = true
            }
            if name == "PRIMARY" {
                if drafts[position].table.primaryKey == nil {
                    drafts[position].table.primaryKey = PrimaryKey(parts: [], comment: row[Cell.comment] ?? "")
                }
                drafts[position].table.primaryKey?.parts.append(part)
            } else if row.int(Cell.sequence) != 1,
                let own = drafts[position].table.indexes.lastIndex(where: { $0.name == name })
            {
                drafts[position].table.indexes[own].parts.append(part)
            } else if let kind = Self.kind(kind, isUnique: row[Cell.isNotUnique] == "0") {
                let isIgnored = row[Cell.isIgnored] == "YES"
                drafts[position].table.indexes.append(
                    Index(
                        name: name,
                        kind: kind,
                        parts: [part],
                        comment: row[Cell.comment] ?? "",
                        isInvisible: isIgnored
                    )
                )
                // Only SHOW CREATE TABLE shows the parser of a fulltext index.
                if kind == .fulltext, !isMariaDB { drafts[position].needsShowCreate = true }
            } else {
                drafts[position].reason = .unknownIndexKind(index: name, kind: kind)
            }
        }
    }

    /// MariaDB lists the parts of an index in order (10.11, 11.8). MySQL 9.7 returns rows in the order of its data
    /// dictionary, in which a later part may precede an earlier one.
    private func inPartOrder(_ rows: RowSet) -> [RowSet.Row] {
        if isMariaDB { return Array(rows) }
        return rows.map { (sequence: $0.int(Cell.sequence) ?? 0, row: $0) }
            .sorted { ($0.sequence, $0.row.place) < ($1.sequence, $1.row.place) }
            .map(\.row)
    }

    private static func kind(_ type: String, isUnique: Bool) -> Index.Kind? {
        switch type {
        case "BTREE", "HASH": isUnique ? .unique : .plain
        case "FULLTEXT": .fulltext
        case "SPATIAL", "RTREE": .spatial
        case "VECTOR": .vector
        default: nil
        }
    }

    private static func part(_ row: RowSet.Row, _ kind: String) -> IndexPart {
        let isDescending = row[Cell.direction] == "D"
        guard let column = row[Cell.column] else {
            // MySQL's functional index.
            let text = ExpressionText.withoutOuterParentheses(row[Cell.expression] ?? "")
            return IndexPart(.expression(text), isDescending: isDescending)
        }
        // SPATIAL indexes have a SUB_PART of 32, which is not a prefix (all servers).
        let prefix = kind == "SPATIAL" || kind == "RTREE" || kind == "FULLTEXT" ? nil : row.int(Cell.prefix)
        return IndexPart(column: column, prefixLength: prefix, isDescending: isDescending)
    }

    // MARK: - Foreign keys

    mutating func readForeignKeys(_ rows: RowSet, rules: RowSet) {
        /// Identifies a foreign key by the table's position and the constraint's name.
        struct Key: Hashable {
            var table: Int
            var name: String
        }
        var places: [Key: Int] = [:]
        /// The ordinals of the columns so far. MySQL (9.7) lists the columns in table order.
        var ordinals: [Key: [Int]] = [:]
        var finder = TableFinder(positions)
        for row in rows {
            guard let position = finder.position(rows, row.place), drafts[position].reason == nil,
                let name = row[1], let column = row[2], let table = row[4], let referenced = row[5]
            else { continue }
            let key = Key(table: position, name: name)
            let place = places[key] ?? drafts[position].table.foreignKeys.count
            if places[key] == nil {
                places[key] = place
                let other = row[3].flatMap { profile.relationKey($0) == profile.relationKey(database) ? nil : $0 }
                drafts[position].table.foreignKeys.append(
                    ForeignKey(
                        name: name,
                        columns: [],
                        referencedDatabase: other,
                        referencedTable: table,
                        referencedColumns: []
                    )
                )
            }
            let ordinal = row.int(6) ?? 0
            let index = ordinals[key]?.firstIndex { $0 > ordinal } ?? ordinals[key]?.count ?? 0
            ordinals[key, default: []].insert(ordinal, at: index)
            drafts[position].table.foreignKeys[place].columns.insert(column, at: index)
            drafts[position].table.foreignKeys[place].referencedColumns.insert(referenced, at: index)
        }
        var ruleFinder = TableFinder(positions)
        for row in rules {
            guard let position = ruleFinder.position(rules, row.place), let name = row[1],
                let place = places[Key(table: position, name: name)]
            else { continue }
            drafts[position].table.foreignKeys[place].onDelete = rule(row[2])
            drafts[position].table.foreignKeys[place].onUpdate = rule(row[3])
        }
        for position in drafts.indices where drafts[position].table.foreignKeys.count > 1 {
            drafts[position].table.foreignKeys.sort { [order] in order($0.name, $1.name) }
        }
    }

    private func rule(_ text: String?) -> ForeignKey.Rule? {
        text.flatMap(ForeignKey.Rule.init).flatMap(profile.meaning)
    }

    /// SHOW CREATE TABLE sorts constraints by name: MariaDB by bytes, MySQL ignoring case.
    private var order: (String, String) -> Bool {
        isMariaDB ? { $0 < $1 } : { ($0.lowercased(), $0) < ($1.lowercased(), $1) }
    }

    // MARK: - Checks

    /// On MariaDB, the columns are table, name, clause and level. On MySQL, they are NULL, name, clause and level, and
    /// `tables` has the tables.
    mutating func readChecks(_ rows: RowSet, tables: RowSet) {
        var owners: [String: (table: Int, isEnforced: Bool)] = [:]
        for row in tables {
            guard let name = row[0], let table = row[1].flatMap({ positions[$0] }) else { continue }
            owners[name] = (table, row[2] != "NO")
        }
        for row in rows {
            guard let name = row[1], let clause = row[2] else { continue }
            let owner = isMariaDB ? row[0].flatMap { positions[$0] }.map { ($0, true) } : owners[name]
            guard let (position, isEnforced) = owner else { continue }
            let expression = ExpressionText.withoutOuterParentheses(clause)
            if profile.isEscaped(expression: clause) { drafts[position].needsShowCreate = true }
            if row[3] == "Column" {
                let column = drafts[position].table.columns.firstIndex { $0.name == name }
                if let column { drafts[position].table.columns[column].check = expression }
            } else {
                drafts[position].table.checks.append(
                    Check(name: name, expression: expression, isEnforced: isEnforced)
                )
            }
        }
        guard !isMariaDB else { return }
        for position in drafts.indices where drafts[position].table.checks.count > 1 {
            drafts[position].table.checks.sort { [order] in order($0.name, $1.name) }
        }
    }
}
