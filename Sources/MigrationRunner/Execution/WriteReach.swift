internal import SchemaModel
internal import SchemaSQL

/// What a write to a table, or a call of a stored function, reaches through triggers, views and routines, and whether any of that has
/// no transactions. A body that this account may not read may do anything.
struct WriteReach {
    private let executor: any QueryExecutor
    /// The engines with transactions, in lower case.
    private let transactional: Set<String>
    private let allEngines: Set<String>
    /// What is not there yet may be of any engine: behind a CALL, nobody knows what it has made.
    var isSure = true

    /// What was found out, by table or view and by routine.
    private var tables: [SQLName: Bool] = [:]
    private var routines: [SQLName: Bool] = [:]
    /// What the statements of the revision make.
    private var made: [SQLName: Bool] = [:]
    private var bodies: [SQLName: [String]] = [:]
    /// Stored functions of all databases, by their names in lower case.
    private var functions: [String: [SQLName]] = [:]
    /// Database → its tables, views and routines, by their names in lower case.
    private var contents: [String: [String: [Content]]] = [:]

    private enum Content: Hashable {
        case table(SQLName)
        case view(SQLName)
        case routine(SQLName)
    }

    /// - Throws: `ServerError`.
    init(_ executor: any QueryExecutor) throws {
        self.executor = executor
        let engines = try executor.execute("SELECT LOWER(ENGINE), TRANSACTIONS FROM information_schema.ENGINES").rows
        allEngines = Set(engines.compactMap { $0[0] })
        transactional = Set(engines.filter { $0[1] == "YES" }.compactMap { $0[0] })
    }

    /// Looks anew: a revision has run since.
    mutating func begin() throws {
        (tables, routines, made, bodies, contents) = ([:], [:], [:], [:], [:])
        isSure = true
        functions = [:]
        let query = """
            SELECT ROUTINE_SCHEMA, ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_TYPE = 'FUNCTION' \
            AND ROUTINE_SCHEMA NOT IN ('sys', 'mysql')
            """
        for row in try executor.execute(query).rows {
            guard let database = row[0], let name = row[1] else { continue }
            functions[name.lowercased(), default: []].append(SQLName(database: database, name))
        }
    }

    func isTransactional(_ engine: String) -> Bool { transactional.contains(engine.lowercased()) }

    /// The engines of the server that a text names.
    func engines(in text: String) -> [String] {
        let text = text.lowercased()
        return allEngines.filter { text.contains($0) }.sorted()
    }

    // MARK: What the revision does

    mutating func note(_ table: SQLName, isUnprotected: Bool) {
        made[table] = isUnprotected
        tables[table] = nil
    }

    /// - Parameter body: of a view or routine of that name, or of a trigger on that table.
    mutating func note(_ name: SQLName, body: String) {
        bodies[name, default: []].append(body)
        (tables, routines) = ([:], [:])
    }

    mutating func noteFunction(_ name: SQLName) {
        functions[name.name.lowercased(), default: []].append(name)
    }

    mutating func forget(_ name: SQLName) {
        made[name] = false
        bodies[name] = nil
        tables[name] = nil
    }

    mutating func rename(_ name: SQLName, to new: SQLName) throws {
        let isUnprotected = try isUnprotected(name)
        note(new, isUnprotected: isUnprotected)
        made[name] = nil
    }

    // MARK: Tables and views

    func isThere(_ table: SQLName) throws -> Bool { try !executor.execute(Self.engine(of: table)).rows.isEmpty }

    private static func engine(of table: SQLName) -> String {
        """
        SELECT LOWER(ENGINE) FROM information_schema.TABLES WHERE TABLE_SCHEMA = \(RunnerTables.literal(table.database)) \
        AND TABLE_NAME = \(RunnerTables.literal(table.name))
        """
    }

    /// Whether a write to a table or view reaches something without transactions.
    ///
    /// - Throws: `ServerError`.
    mutating func isUnprotected(_ table: SQLName) throws -> Bool {
        if let known = tables[table] { return known }
        // What is reached again adds nothing.
        tables[table] = false
        let found = try look(at: table)
        tables[table] = found
        return found
    }

    private mutating func look(at table: SQLName) throws -> Bool {
        let (database, name) = (RunnerTables.literal(table.database), RunnerTables.literal(table.name))
        let answers = try executor.execute(batch: [
            Self.engine(of: table),
            """
            SELECT ACTION_STATEMENT FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = \(database) \
            AND EVENT_OBJECT_TABLE = \(name)
            """,
            """
            SELECT VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = \(database) AND TABLE_NAME = \(name)
            """,
        ]).map(\.rows)
        if let isBare = made[table] {
            if isBare { return true }
        } else if let row = answers[0].first {
            // A view has no engine.
            if let engine = row[0], !isTransactional(engine) { return true }
        } else if !isSure {
            return true
        }
        let texts = answers[1].map { $0[0] } + answers[2].map { $0[0] } + (bodies[table] ?? [])
        return try texts.contains { try reachesUnprotected($0, in: table.database ?? "") }
    }

    // MARK: Bodies

    /// - Parameter body: nil or empty where this account may not read it.
    private mutating func reachesUnprotected(_ body: String?, in database: String) throws -> Bool {
        guard let body, !body.isEmpty else { return true }
        for name in Self.names(in: body, database) {
            for content in try contents(of: name) {
                let isUnprotected =
                    switch content {
                    case .table(let name), .view(let name): try isUnprotected(name)
                    case .routine(let name): try isUnprotected(routine: name)
                    }
                if isUnprotected { return true }
            }
        }
        return false
    }

    private mutating func isUnprotected(routine: SQLName) throws -> Bool {
        if let known = routines[routine] { return known }
        routines[routine] = false
        let rows = try executor.execute(
            """
            SELECT ROUTINE_DEFINITION FROM information_schema.ROUTINES WHERE ROUTINE_NAME = \
            \(RunnerTables.literal(routine.name)) AND ROUTINE_SCHEMA = \(RunnerTables.literal(routine.database))
            """
        ).rows
        let texts = rows.map { $0[0] } + (bodies[routine] ?? [])
        let found = try texts.contains { try reachesUnprotected($0, in: routine.database ?? "") }
        routines[routine] = found
        return found
    }

    private mutating func contents(of name: SQLName) throws -> [Content] {
        let database = name.database ?? ""
        var made: [Content] = self.made[name] != nil ? [.table(name)] : []
        if bodies[name] != nil { made += [.view(name), .routine(name)] }
        if let known = contents[database] { return made + (known[name.name.lowercased()] ?? []) }
        var found: [String: [Content]] = [:]
        do {
            let literal = RunnerTables.literal(database)
            let answers = try executor.execute(batch: [
                "SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = \(literal)",
                "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = \(literal)",
            ]).map(\.rows)
            for row in answers[0] {
                guard let table = row[0] else { continue }
                let place = SQLName(database: database, table)
                let isView = row[1]?.contains("VIEW") ?? false
                found[table.lowercased(), default: []].append(isView ? .view(place) : .table(place))
            }
            for routine in answers[1].compactMap({ $0[0] }) {
                found[routine.lowercased(), default: []].append(.routine(SQLName(database: database, routine)))
            }
        }
        contents[database] = found
        return made + (found[name.name.lowercased()] ?? [])
    }

    // MARK: Calls

    /// Whether a statement calls a stored function that reaches something without transactions, be it in a view that it reads.
    mutating func callsUnprotected(_ text: String, in database: String) throws -> Bool {
        if functions.isEmpty { return false }
        for function in try calledFunctions(text, in: database) where try isUnprotected(routine: function) {
            return true
        }
        return false
    }

    mutating func calledFunctions(_ text: String, in database: String) throws -> [SQLName] {
        if functions.isEmpty { return [] }
        var called: [SQLName] = []
        var seen: Set<SQLName> = []
        var pending = Array(Self.names(in: text, database))
        while let name = pending.popLast() {
            guard seen.insert(name).inserted else { continue }
            called += (functions[name.name.lowercased()] ?? []).filter { $0.database == name.database }
            for case .view(let view) in try contents(of: name) {
                let query = """
                    SELECT VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = \
                    \(RunnerTables.literal(view.database)) AND TABLE_NAME = \(RunnerTables.literal(view.name))
                    """
                let definition = try executor.execute(query).rows.first?[0] ?? ""
                for text in [definition] + (bodies[view] ?? []) {
                    pending += Self.names(in: text, view.database ?? "")
                }
            }
        }
        return called
    }

    /// Every name of a text; one behind a dot with what stands before it.
    static func names(in text: String, _ database: String) -> Set<SQLName> {
        var names: Set<SQLName> = []
        var lexer = SQLLexer(text)
        var before: String?
        var isBehindDot = false
        while let token = try? lexer.nextSignificant() {
            if let name = Self.name(token, lexer) {
                names.insert(SQLName(database: isBehindDot ? before ?? database : database, name))
                before = name
                isBehindDot = false
            } else {
                isBehindDot = lexer.isWord(token, ".")
                if !isBehindDot { before = nil }
            }
        }
        return names
    }

    private static func name(_ token: SQLToken, _ lexer: SQLLexer) -> String? {
        switch token.kind {
        case .word: return lexer.text(token)
        case .quotedIdentifier: return String(lexer.text(token).dropFirst().dropLast())
        case .string:
            // Under ANSI_QUOTES a text in double quotes is a name.
            let text = lexer.text(token)
            return text.hasPrefix("\"") ? String(text.dropFirst().dropLast()) : nil
        default: return nil
        }
    }
}
