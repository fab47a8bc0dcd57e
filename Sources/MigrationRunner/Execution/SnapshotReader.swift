internal import SchemaModel
internal import SchemaSQL

/// Reads a `SchemaSnapshot` from the server, as cheaply as can be: only of what statements name, and not of tables that the run
/// knows to be absent.
struct SnapshotReader {
    let executor: any QueryExecutor
    /// Table → its triggers, of the whole database, once that is worth asking for.
    private var triggers: [String: [String]]?
    /// How often triggers of single tables were asked for.
    private var questions = 0

    private static let batchSize = 100

    /// Whether the session must be told how to print definitions.
    private let setsMode: Bool

    init(executor: any QueryExecutor, session: SessionState) {
        self.executor = executor
        setsMode = !session.printsWholly
    }

    /// Takes note of what a unit that has run may have changed.
    mutating func ran(_ unit: RunUnit) {
        if unit.changesSession { triggers = nil }
        switch unit.kind {
        case .ddl(let facts):
            if !facts.renames.isEmpty || facts.objects.contains(where: { $0.kind == .trigger }) { triggers = nil }
        case .session, .other, .creations, .transaction, .unprotected, .nothing: break
        }
    }

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
    mutating func read(
        _ units: [RunUnit],
        _ statements: [SQLStatement],
        isAbsent: (SQLObject) -> Bool
    ) throws -> SchemaSnapshot? {
        var objects: [SQLObject] = []
        var known: Set<SQLObject> = []
        var emptied: [SQLName] = []
        for unit in units {
            // Behind `USE` names mean objects of another database.
            let isUse = { (statement: SQLStatement) in
                StatementClassifier.facts(of: statement.text, dialect: executor.dialect).usedDatabase != nil
            }
            if unit.changesSession, statements[unit.range].contains(where: isUse) { return nil }
            guard case .ddl(let facts) = unit.kind else { continue }
            for object in facts.objects where known.insert(object).inserted { objects.append(object) }
            if facts.isDrop || facts.isReplacing {
                emptied += facts.objects.filter { $0.kind == .table && !isAbsent($0) }.map(\.name)
            }
        }
        do {
            return try read(objects, emptied: emptied, isAbsent: isAbsent)
        } catch let error as ServerError where !error.isConnectionLost {
            return nil
        }
    }

    /// - Parameter emptied: tables that will be dropped, whose triggers go with them.
    /// - Throws: `ServerError`.
    mutating func read(
        _ objects: [SQLObject],
        emptied: [SQLName] = [],
        isAbsent: (SQLObject) -> Bool = { _ in false }
    ) throws -> SchemaSnapshot {
        let own = emptied.filter { $0.database == nil }.map(\.name)
        questions += own.count
        // A question for each costs a tenth of a millisecond, one for all as much for every few tables of the database.
        if triggers == nil, questions > 8 { triggers = try allTriggers() }
        let query = triggers == nil ? own.map { Self.triggerQuery(of: $0) } : []
        var (items, answers) = try items(objects, isAbsent: isAbsent, asking: query)
        var names = answers.flatMap { answer in answer.compactMap { $0[1] } }
        if let triggers { names = own.flatMap { triggers[$0] ?? [] } }
        let known = Set(objects)
        let dropped = names.map { SQLObject(.trigger, SQLName($0)) }.filter { !known.contains($0) }
        if !dropped.isEmpty { items += try self.items(dropped, isAbsent: { _ in false }).items }
        for index in items.indices where items[index].object.kind == .trigger && items[index].definition != nil {
            try order(&items[index])
        }
        return SchemaSnapshot(items: items)
    }

    // MARK: Definitions

    /// - Parameter questions: more to ask in the first round trip.
    private func items(
        _ objects: [SQLObject],
        isAbsent: (SQLObject) -> Bool,
        asking questions: [String] = []
    ) throws -> (items: [SchemaSnapshot.Item], answers: [RowSet]) {
        var items = objects.map { SchemaSnapshot.Item(object: $0) }
        var answers: [RowSet] = []
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
            let more = start == 0 ? questions : []
            let results = try self.answers(places.map { Fingerprint.query(for: items[$0].object) } + more)
            for (place, answer) in zip(places, results) { Self.take(answer, into: &items[place]) }
            answers += try results.dropFirst(places.count).map { try $0.get() }
        }
        return (items, answers)
    }

    private static func take(_ answer: Result<RowSet, ServerError>, into item: inout SchemaSnapshot.Item) {
        switch answer {
        case .failure(let error): item.isUnreadable = !Fingerprint.absentErrors.contains(error.errno)
        case .success(let rows):
            guard let row = rows.first else { return }
            let column = Fingerprint.definitionColumn(of: item.object.kind)
            item.definition = row[column]
            // Two columns: a view may have taken a table's place.
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
        do {
            guard setsMode else { return try executor.execute(batch: queries).map { .success($0.rows) } }
            let results = try executor.execute(batch: [ReadingMode.enter()] + queries + [ReadingMode.leave])
            return results.dropFirst().dropLast().map { .success($0.rows) }
        } catch let error as ServerError where !error.isConnectionLost {
            // The first that is not there ended the batch.
            defer { if setsMode { _ = try? executor.execute(ReadingMode.leave) } }
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

    private static let triggerQuery = """
        SELECT EVENT_OBJECT_TABLE, TRIGGER_NAME FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = DATABASE()
        """

    /// MariaDB looks at every table of the database for anything but `=`.
    private static func triggerQuery(of table: String) -> String {
        triggerQuery + " AND EVENT_OBJECT_TABLE = \(RunnerTables.literal(table))"
    }

    private func allTriggers() throws -> [String: [String]] {
        var triggers: [String: [String]] = [:]
        for row in try executor.execute(Self.triggerQuery).rows {
            if let table = row[0], let name = row[1] { triggers[table, default: []].append(name) }
        }
        return triggers
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
