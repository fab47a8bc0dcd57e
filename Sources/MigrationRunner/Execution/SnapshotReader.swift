internal import SQLStatements
internal import SchemaModel
internal import ServerPort

/// Reads a `SchemaSnapshot` from the server as cheaply as possible: only the objects that statements name, and no
/// tables that the run knows to be absent.
struct SnapshotReader {
    let executor: any QueryExecutor
    /// The triggers of the whole database by table, once it is worth asking for them.
    private var triggers: [String: [String]]?
    /// How many single tables were asked for their triggers.
    private var questions = 0

    private static let chunkSize = 100

    /// Whether the session must be told how to print definitions.
    private let setsMode: Bool

    init(executor: any QueryExecutor, session: SessionState) {
        self.executor = executor
        setsMode = !session.printsWholly
    }

    /// Records what a unit that has run may have changed.
    mutating func ran(_ unit: RunUnit) {
        if unit.changesSession { triggers = nil }
        switch unit.kind {
        case .ddl(let facts):
            if !facts.renames.isEmpty || facts.objects.contains(where: { $0.kind == .trigger }) { triggers = nil }
        case .session, .other, .creations, .transaction, .unprotected, .nothing: break
        }
    }

    /// Whether a revision can stop when only part of it is done, or one of its statements can do part of its work.
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

    /// - Parameter isAbsent: Whether a table is known, without asking, not to exist.
    /// - Returns: nil if it is unknown which objects the names mean, or if the server does not show them.
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
            // After `USE`, names mean objects of another database.
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

    /// - Parameter emptied: Tables that will be dropped, and their triggers with them.
    /// - Throws: `ServerError`.
    mutating func read(
        _ objects: [SQLObject],
        emptied: [SQLName] = [],
        isAbsent: (SQLObject) -> Bool = { _ in false }
    ) throws -> SchemaSnapshot {
        let own = emptied.filter { $0.database == nil }.map(\.name)
        questions += own.count
        // A query for one table costs a tenth of a millisecond. A query for all costs that much for every few tables of
        // the database.
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

    /// - Parameter questions: More queries for the first round trip.
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
        for start in stride(from: 0, to: asked.count, by: Self.chunkSize) {
            let places = asked[start..<min(start + Self.chunkSize, asked.count)]
            let more = start == 0 ? questions : []
            let results = try self.answers(places.map { Fingerprint.query(for: items[$0].object) } + more)
            for (place, answer) in zip(places, results) { Self.take(answer, into: &items[place]) }
            answers += try results.dropFirst(places.count).map { try $0.get() }
        }
        return (items, answers)
    }

    private static func take(_ answer: Result<RowSet, ServerError>, into item: inout SchemaSnapshot.Item) {
        switch answer {
        case .failure(let error): item.isUnreadable = !Set.objectAbsent.contains(error.code)
        case .success(let rows):
            guard let row = rows.first else { return }
            let column = Fingerprint.definitionColumn(of: item.object.kind)
            item.definition = row[column]
            // Two columns mean a view, which may have replaced the table.
            if column > 1 { item.sqlMode = row[1] }
            // Text that was not UTF-8 has been repaired, so it differs from the server's.
            item.isUnreadable = item.definition.map { $0.unicodeScalars.contains("\u{FFFD}") } ?? true
            if item.object.kind == .table, rows.columnNames.first == "View" {
                item.object.kind = .view
            }
        }
    }

    /// The answer to each query, in one round trip if all succeed.
    private func answers(_ queries: [String]) throws -> [Result<RowSet, ServerError>] {
        if queries.isEmpty { return [] }
        do {
            guard setsMode else { return try executor.execute(all: queries).map { .success($0.rows) } }
            let results = try executor.execute(all: [ReadingMode.enter()] + queries + [ReadingMode.leave])
            return results.dropFirst().dropLast().map { .success($0.rows) }
        } catch let error as ServerError where !error.isConnectionLost {
            // The first object that does not exist ended the round trip.
            let answers = try queries.map { query -> Result<RowSet, ServerError> in
                do {
                    return .success(try executor.execute(query).rows)
                } catch let error as ServerError where !error.isConnectionLost {
                    return .failure(error)
                }
            }
            if setsMode { try executor.execute(ReadingMode.leave) }
            return answers
        }
    }

    // MARK: Triggers

    private static let triggerQuery = """
        SELECT EVENT_OBJECT_TABLE, TRIGGER_NAME FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = DATABASE()
        """

    /// With any condition but `=`, MariaDB looks at every table of the database.
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

    /// Finds the trigger that precedes this one at the same time; if it is the first, the one that follows it.
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
