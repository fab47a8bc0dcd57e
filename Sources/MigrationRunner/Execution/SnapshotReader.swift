internal import SchemaModel
internal import SchemaSQL

/// Reads a `SchemaSnapshot` from the server, as cheaply as can be: only of what statements name, and not of tables that the run
/// knows to be absent.
struct SnapshotReader {
    let executor: any QueryExecutor

    private static let batchSize = 100

    /// Whether a revision can stop where something of it is done and something is not, or a statement of it can do a part of
    /// its work.
    static func isNeeded(for units: [RunUnit]) -> Bool {
        let lasting = units.filter { $0.kind != .session && $0.kind != .nothing }
        let definitions = lasting.compactMap { unit -> StatementFacts? in
            guard case .ddl(let facts) = unit.kind, !facts.objects.isEmpty else { return nil }
            return facts
        }
        if definitions.isEmpty { return false }
        if lasting.count > 1 { return true }
        return definitions.contains { $0.isManyInOne || $0.isReplacing && $0.objects.contains { $0.kind == .table } }
    }

    /// - Parameter isAbsent: whether it is known without asking that a table does not exist.
    /// - Returns: nil where nobody knows which objects the names mean, or the server does not show them.
    /// - Throws: `ServerError` when the connection is lost.
    func read(_ units: [RunUnit], _ statements: [SQLStatement], isAbsent: (SQLObject) -> Bool) throws -> SchemaSnapshot?
    {
        var objects: [SQLObject] = []
        var known: Set<SQLObject> = []
        var emptied: [SQLName] = []
        for unit in units {
            // Behind `USE` names mean objects of another database.
            if unit.kind == .session, Self.isUse(statements[unit.range.lowerBound], executor.dialect) { return nil }
            guard case .ddl(let facts) = unit.kind else { continue }
            for object in facts.objects where known.insert(object).inserted { objects.append(object) }
            if facts.isDrop || facts.isReplacing {
                emptied += facts.objects.filter { $0.kind == .table && !isAbsent($0) }.map(\.name)
            }
        }
        do {
            // A dropped table takes its triggers along.
            for trigger in try triggers(of: emptied) {
                let object = SQLObject(.trigger, SQLName(trigger))
                if known.insert(object).inserted { objects.append(object) }
            }
            return try read(objects, isAbsent: isAbsent)
        } catch let error as ServerError where !error.isConnectionLost {
            return nil
        }
    }

    /// - Throws: `ServerError`.
    func read(_ objects: [SQLObject], isAbsent: (SQLObject) -> Bool = { _ in false }) throws -> SchemaSnapshot {
        var items = try items(objects, isAbsent: isAbsent)
        for index in items.indices where items[index].object.kind == .trigger && items[index].definition != nil {
            try order(&items[index])
        }
        return SchemaSnapshot(items: items)
    }

    private static func isUse(_ statement: SQLStatement, _ dialect: SQLDialect) -> Bool {
        var lexer = SQLLexer(statement.text, dialect: dialect)
        guard let first = try? lexer.nextSignificant() else { return false }
        return lexer.isWord(first, "USE")
    }

    // MARK: Definitions

    private func items(_ objects: [SQLObject], isAbsent: (SQLObject) -> Bool) throws -> [SchemaSnapshot.Item] {
        var items = objects.map { SchemaSnapshot.Item(object: $0) }
        let asked = items.indices.filter { index in
            let object = items[index].object
            if object.kind == .database || object.name.database != nil {
                items[index].isUnreadable = true
                return false
            }
            return !isAbsent(object)
        }
        for start in stride(from: 0, to: asked.count, by: Self.batchSize) {
            let places = asked[start..<min(start + Self.batchSize, asked.count)]
            let answers = try answers(places.map { Fingerprint.query(for: items[$0].object) })
            for (place, answer) in zip(places, answers) { Self.take(answer, into: &items[place]) }
        }
        return items
    }

    private static func take(_ answer: Result<RowSet, ServerError>, into item: inout SchemaSnapshot.Item) {
        switch answer {
        case .failure(let error): item.isUnreadable = !Fingerprint.absentErrors.contains(error.errno)
        case .success(let rows):
            guard let row = rows.first else { return }
            let column = Fingerprint.definitionColumn(of: item.object.kind)
            item.definition = row[column]
            // Two columns: a view may stand in a table's place.
            if column > 1 { item.sqlMode = row[1] }
            // What is no UTF-8 was repaired, and so is not what the server has.
            item.isUnreadable = item.definition.map { $0.unicodeScalars.contains("\u{FFFD}") } ?? true
            if item.object.kind == .table, rows.columnNames.first == "View" {
                item.object.kind = .view
            }
        }
    }

    /// The answer to each, in one round trip where all succeed.
    private func answers(_ queries: [String]) throws -> [Result<RowSet, ServerError>] {
        if queries.isEmpty { return [] }
        defer { _ = try? executor.execute(ReadingMode.leave) }
        do {
            let results = try executor.execute(batch: [ReadingMode.enter()] + queries)
            return results.dropFirst().map { .success($0.rows) }
        } catch let error as ServerError where !error.isConnectionLost {
            return try queries.map { query in
                do {
                    return .success(try executor.execute(query).rows)
                } catch let error as ServerError where !error.isConnectionLost {
                    return .failure(error)
                }
            }
        }
    }

    // MARK: Triggers

    private func triggers(of tables: [SQLName]) throws -> [String] {
        let own = tables.filter { $0.database == nil }.map(\.name)
        func names(_ condition: String) throws -> [(table: String, name: String)] {
            try executor.execute(
                """
                SELECT EVENT_OBJECT_TABLE, TRIGGER_NAME FROM information_schema.TRIGGERS \
                WHERE EVENT_OBJECT_SCHEMA = DATABASE()\(condition) ORDER BY ACTION_ORDER
                """
            ).rows.compactMap { row in row[0].flatMap { table in row[1].map { (table, $0) } } }
        }
        // MariaDB looks at every table of the database for anything but `=`, which is worth it for many.
        guard own.count > 8 else {
            return try own.flatMap {
                try names(" AND EVENT_OBJECT_TABLE = \(RunnerTables.literal($0))").map(\.name)
            }
        }
        let wanted = Set(own)
        return try names("").filter { wanted.contains($0.table) }.map(\.name)
    }

    /// Finds the trigger before or behind this one at the same time.
    private func order(_ item: inout SchemaSnapshot.Item) throws {
        let place = try executor.execute(
            """
            SELECT EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER FROM information_schema.TRIGGERS \
            WHERE TRIGGER_SCHEMA = DATABASE() AND TRIGGER_NAME = \(RunnerTables.literal(item.object.name.name))
            """
        ).rows.first
        guard let place, let table = place[0], let timing = place[1], let event = place[2], let order = place.int(3)
        else {
            return
        }
        let neighbour = try executor.execute(
            """
            SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = DATABASE() \
            AND EVENT_OBJECT_TABLE = \(RunnerTables.literal(table)) AND ACTION_TIMING = '\(timing)' \
            AND EVENT_MANIPULATION = '\(event)' AND ACTION_ORDER = \(order > 1 ? order - 1 : 2)
            """
        ).rows.first?[0]
        if order > 1 { item.follows = neighbour } else { item.precedes = neighbour }
    }
}
