internal import Revisions
internal import SchemaModel
internal import SchemaSQL

/// Which statements write where there are no transactions: to tables of MyISAM, Aria, MEMORY and the like, be it through a view, a
/// trigger or a stored function. What is written there stays when the rest of a transaction is rolled back, so the journal cannot be
/// changed along with it.
///
/// The server is asked about what statements name, before each revision; what the revision itself will have changed by then is read
/// from its text.
struct EngineCensus {
    private let executor: any QueryExecutor
    private var reach: WriteReach
    /// The engine of a table whose definition names none; nil where nobody knows.
    private var defaultEngine: String?
    /// What names without a database mean.
    private var database: String
    private let ownDatabase: String
    /// A revision has run since the server was asked that may have changed what it answered.
    private var isStale = true

    /// - Parameter database: the one that a revision finds selected.
    /// - Throws: `ServerError`.
    init(_ executor: any QueryExecutor, database: String) throws {
        self.executor = executor
        self.database = database
        ownDatabase = database
        reach = try WriteReach(executor)
    }

    /// Whether there is anything to ask about these units.
    static func isNeeded(for units: [RunUnit]) -> Bool {
        units.contains { $0.kind == .transaction || $0.kind == .session }
    }

    /// The units of a revision, in which those are marked that a transaction does not protect.
    ///
    /// - Parameter statements: those of the revision.
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
                // A continued run repeats what sets the session up, and the function with it.
                let calls = try texts.contains { try !reach.calledFunctions($0, in: database).isEmpty }
                if calls { units[place].kind = .other }
                texts.forEach { noteSession($0) }
            case .ddl(let facts):
                // `CREATE TABLE … SELECT f()`
                let calls = try facts.createsTable && texts.contains { try reach.callsUnprotected($0, in: database) }
                if calls { units[place].kind = .other }
                for text in texts { try note(facts, text) }
            // Joined for what the session carries from one to the next, or what cannot be told.
            case .other: for text in texts { try noteAny(text) }
            case .creations, .unprotected, .nothing: break
            }
        }
        return units
    }

    private func named(_ name: SQLName) -> SQLName { SQLName(database: name.database ?? database, name.name) }

    private func askForDefaultEngine() throws -> String? {
        // MariaDB makes every table with the enforced one.
        let rows = try executor.execute(
            "SHOW VARIABLES WHERE Variable_name IN ('default_storage_engine', 'enforce_storage_engine')"
        ).rows
        return rows.compactMap { $0[1] }.last { !$0.isEmpty }
    }

    // MARK: What statements change for those behind them

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
        // `IF NOT EXISTS` leaves alone what is there.
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
