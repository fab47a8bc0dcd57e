internal import SchemaModel
internal import SchemaSQL

/// Which tables have no transactions: MyISAM, Aria, MEMORY and the like. What is written there stays when the rest of a
/// transaction is rolled back, so the journal cannot be changed along with it.
///
/// The server is asked once, and after a statement of which nobody knows what it did; what DDL says about engines is read from
/// its text, for it may stand in the same revision.
struct EngineCensus {
    /// The engines with transactions, in lower case.
    private let transactional: Set<String>
    private let defaultEngine: String
    /// Tables without transactions, views on them and tables whose triggers write to them, by their names in lower case.
    /// nil where the server must be asked.
    private var unprotected: Set<String>?

    /// - Throws: `ServerError`.
    init(_ executor: any QueryExecutor) throws {
        let engines = try executor.execute(
            """
            SELECT LOWER(ENGINE), @@SESSION.default_storage_engine FROM information_schema.ENGINES \
            WHERE TRANSACTIONS = 'YES'
            """
        ).rows
        transactional = Set(engines.compactMap { $0[0] })
        defaultEngine = engines.first?[1]?.lowercased() ?? "innodb"
    }

    /// The units of a revision, in which those are marked that a transaction does not protect.
    ///
    /// - Parameter statements: those of the revision.
    /// - Throws: `ServerError`.
    mutating func resolve(
        _ units: [RunUnit],
        of statements: [SQLStatement],
        _ executor: any QueryExecutor
    ) throws -> [RunUnit] {
        guard units.contains(where: { !$0.writes.isEmpty }) else {
            for unit in units { note(unit, statements, executor.dialect) }
            return units
        }
        // First, since what the revision itself makes is not there yet.
        var known = try unprotected ?? ask(executor)
        unprotected = known
        var units = units
        var database: String?
        for place in units.indices {
            let unit = units[place]
            if let name = Self.usedDatabase(unit, statements, executor.dialect) { database = name }
            if unit.kind == .transaction {
                let isBare = try unit.writes.contains { name in
                    if let database = name.database ?? database {
                        return try isUnprotected(name.name, in: database, executor)
                    }
                    return known.contains(name.name.lowercased())
                }
                if isBare { units[place].kind = .unprotected }
            }
            note(unit, statements, executor.dialect)
            known = unprotected ?? known
        }
        return units
    }

    /// What a unit may change, for those behind it.
    private mutating func note(_ unit: RunUnit, _ statements: [SQLStatement], _ dialect: SQLDialect) {
        switch unit.kind {
        case .ddl(let facts): note(facts, text: statements[unit.range.lowerBound].text, dialect)
        // A procedure may do anything.
        case .other: unprotected = nil
        case .creations, .session, .transaction, .unprotected, .nothing: break
        }
    }

    /// `USE name`
    private static func usedDatabase(_ unit: RunUnit, _ statements: [SQLStatement], _ dialect: SQLDialect) -> String? {
        guard unit.kind == .session else { return nil }
        var lexer = SQLLexer(statements[unit.range.lowerBound].text, dialect: dialect)
        guard let first = try? lexer.nextSignificant(), lexer.isWord(first, "USE"),
            let name = try? lexer.nextSignificant()
        else { return nil }
        let text = lexer.text(name)
        return name.kind == .quotedIdentifier ? String(text.dropFirst().dropLast()) : text
    }

    private func isUnprotected(_ table: String, in database: String, _ executor: any QueryExecutor) throws -> Bool {
        let engine = try executor.execute(
            """
            SELECT LOWER(ENGINE) FROM information_schema.TABLES WHERE TABLE_SCHEMA = \(RunnerTables.literal(database)) \
            AND TABLE_NAME = \(RunnerTables.literal(table))
            """
        ).rows.first?[0]
        return engine.map { !transactional.contains($0) } ?? false
    }

    /// What the text of a statement says about engines.
    private mutating func note(_ facts: StatementFacts, text: String, _ dialect: SQLDialect) {
        guard var known = unprotected else { return }
        defer { unprotected = known }
        for object in facts.objects where object.kind == .table && object.name.database == nil {
            let name = object.name.name.lowercased()
            if let engine = facts.engine {
                set(name, isUnprotected: !transactional.contains(engine.lowercased()), &known)
            } else if let other = facts.likeTable {
                set(name, isUnprotected: known.contains(other.name.lowercased()), &known)
            } else if facts.createsTable {
                set(name, isUnprotected: !transactional.contains(defaultEngine), &known)
            }
        }
        for rename in facts.renames where known.contains(rename.from.name.lowercased()) {
            known.insert(rename.to.name.lowercased())
        }
        // A new trigger or view on one of them: which table it is for stands in its text.
        let isWatcher = facts.objects.contains { $0.kind == .trigger || $0.kind == .view }
        if isWatcher, !known.isEmpty {
            let names = Self.names(in: text, dialect)
            if !names.isDisjoint(with: known) { known.formUnion(names) }
        }
    }

    private func set(_ name: String, isUnprotected: Bool, _ known: inout Set<String>) {
        if isUnprotected { known.insert(name) } else { known.remove(name) }
    }

    // MARK: Asking

    private func ask(_ executor: any QueryExecutor) throws -> Set<String> {
        let engines = transactional.sorted().map { RunnerTables.literal($0) }.joined(separator: ", ")
        let rows = try executor.execute(
            """
            SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() \
            AND TABLE_TYPE <> 'VIEW' AND LOWER(ENGINE) NOT IN (\(engines))
            """
        ).rows
        var known = Set(rows.compactMap { $0[0]?.lowercased() })
        if known.isEmpty { return known }
        // What writes to them in another one's name, and what writes to that in turn.
        let triggers = try executor.execute(
            """
            SELECT EVENT_OBJECT_TABLE, ACTION_STATEMENT FROM information_schema.TRIGGERS \
            WHERE EVENT_OBJECT_SCHEMA = DATABASE()
            """
        ).rows
        let views = try executor.execute(
            "SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()"
        ).rows
        var pending = (Array(triggers) + Array(views)).compactMap { row -> (name: String, uses: Set<String>)? in
            guard let name = row[0]?.lowercased(), let text = row[1] else { return nil }
            return (name, Self.names(in: text, executor.dialect))
        }
        var isGrowing = true
        while isGrowing {
            let found = pending.filter { !$0.uses.isDisjoint(with: known) }
            pending.removeAll { !$0.uses.isDisjoint(with: known) }
            known.formUnion(found.map(\.name))
            isGrowing = !found.isEmpty
        }
        return known
    }

    /// Every word and quoted name of a text, in lower case.
    private static func names(in text: String, _ dialect: SQLDialect) -> Set<String> {
        var names: Set<String> = []
        var lexer = SQLLexer(text, dialect: dialect)
        while let token = try? lexer.nextSignificant() {
            switch token.kind {
            case .word: names.insert(lexer.text(token).lowercased())
            case .quotedIdentifier: names.insert(String(lexer.text(token).dropFirst().dropLast()).lowercased())
            default: break
            }
        }
        return names
    }
}
