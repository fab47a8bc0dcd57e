internal import Revisions
internal import SQLStatements
internal import ServerPort

/// Finds statements that write to tables without transactions (MyISAM, Aria, MEMORY and the like), directly or through
/// a view, a trigger or a stored function. Such writes stay when the rest of a transaction is rolled back, so the
/// journal cannot change together with them.
///
/// Before each revision, the census asks the server about the objects that its statements name. What the revision
/// itself changes is read from its text.
struct EngineCensus {
    private let executor: any QueryExecutor
    private var reach: WriteReach
    /// The engine of a table whose definition names none; nil if it is unknown.
    private var defaultEngine: String?
    /// The database of names that have none.
    private var database: String
    private let ownDatabase: String
    /// Whether a revision has run that may have changed the server's answers.
    private var isStale = true

    /// - Parameter database: The database that is selected when a revision starts.
    /// - Throws: `ServerError`.
    init(_ executor: any QueryExecutor, database: String) throws {
        self.executor = executor
        self.database = database
        ownDatabase = database
        reach = try WriteReach(executor)
    }

    /// Whether these units need the census at all.
    static func isNeeded(for units: [RunUnit]) -> Bool {
        units.contains { $0.kind == .transaction || $0.kind == .session }
    }

    /// Returns the units of a revision, and marks the units that a transaction does not protect.
    ///
    /// - Parameter statements: The statements of the revision.
    /// - Throws: `ServerError`.
    mutating func resolve(_ units: [RunUnit], of statements: [SQLStatement]) throws -> [RunUnit] {
        guard Self.isNeeded(for: units) else {
            isStale = true
            return units
        }
        database = ownDatabase
        if isStale {
            try reach.begin()
            defaultEngine = try askForDefaultEngine()
        }
        isStale = units.contains { $0.kind != .transaction }
        var units = units
        for place in units.indices {
            let unit = units[place]
            let texts = statements[unit.sent].map(\.text)
            switch unit.kind {
            case .transaction:
                let writes = try unit.writes.contains { try reach.isUnprotected(named($0)) }
                let calls = try writes || texts.contains { try reach.callsUnprotected($0, in: database) }
                if calls { units[place].kind = .unprotected }
                if unit.changesSession { texts.forEach { noteSession($0) } }
            case .session:
                // A continued run repeats the statements that set up the session, and the function with them.
                let calls = try texts.contains { try !reach.calledFunctions($0, in: database).isEmpty }
                if calls { units[place].kind = .other }
                texts.forEach { noteSession($0) }
            case .ddl(let facts):
                // `CREATE TABLE … SELECT f()`
                let calls = try facts.createsTable && texts.contains { try reach.callsUnprotected($0, in: database) }
                if calls { units[place].kind = .other }
                for text in texts { try note(facts, text) }
            // These were joined because they share session state, or because nothing is known about them.
            case .other: for text in texts { try noteAny(text) }
            case .creations, .unprotected, .nothing: break
            }
        }
        return units
    }

    private func named(_ name: SQLName) -> SQLName { SQLName(database: name.database ?? database, name.name) }

    private func askForDefaultEngine() throws -> String? {
        // MariaDB creates every table with the enforced engine.
        let rows = try executor.execute(
            "SHOW VARIABLES WHERE Variable_name IN ('default_storage_engine', 'enforce_storage_engine')"
        ).rows
        return rows.compactMap { $0[1] }.last { !$0.isEmpty }
    }

    // MARK: What statements change for later ones

    private mutating func note(_ facts: StatementFacts, _ text: String) throws {
        for object in facts.objects {
            let name = named(object.name)
            switch object.kind {
            case .table where facts.isRemoval: reach.forget(name)
            case .table: try noteTable(name, facts, text)
            case .view where !facts.isRemoval: reach.noteTable(name, body: text)
            case .procedure where !facts.isRemoval: reach.noteRoutine(name, body: text)
            case .function where !facts.isRemoval:
                reach.noteRoutine(name, body: text)
                reach.noteFunction(name)
            case .trigger: if let table = facts.triggerTable { reach.noteTable(named(table), body: text) }
            case .view, .procedure, .function, .event, .sequence, .database: break
            }
        }
        for rename in facts.renames { try reach.rename(named(rename.from), to: named(rename.to)) }
    }

    private mutating func noteAny(_ text: String) throws {
        let facts = StatementClassifier.facts(of: text, dialect: executor.dialect)
        switch facts.kind {
        case .ddl: try note(facts, text)
        case .session: noteSession(text)
        case .dml, .query, .transactionStart, .transactionEnd, .savepoint: break
        case .other, .sessionLock: reach.isSure = false
        }
    }

    private mutating func noteTable(_ name: SQLName, _ facts: StatementFacts, _ text: String) throws {
        // `IF NOT EXISTS` leaves an existing table alone.
        if facts.createsTable, facts.isConditional, try reach.isThere(name) { return }
        if let engine = facts.engine {
            reach.note(name, isUnprotected: !reach.isTransactional(engine))
        } else if let other = facts.likeTable {
            reach.note(name, isUnprotected: try reach.isUnprotected(named(other)))
        } else if facts.createsTable {
            // `SET STATEMENT default_storage_engine = MyISAM FOR CREATE TABLE …`
            let engine = Self.setsEngine(text) ? nil : defaultEngine
            reach.note(name, isUnprotected: !(engine.map(reach.isTransactional) ?? false))
        }
    }

    /// `USE name` and `SET default_storage_engine = name`
    private mutating func noteSession(_ text: String) {
        let facts = StatementClassifier.facts(of: text, dialect: executor.dialect)
        if let name = facts.usedDatabase { database = name }
        guard Self.setsEngine(text) else { return }
        let named = reach.engines(in: text)
        defaultEngine = named.count == 1 ? named.first : nil
    }

    private static func setsEngine(_ text: String) -> Bool {
        !SQLNames.mentioned(in: text).isDisjoint(with: ["default_storage_engine", "storage_engine"])
    }
}
