internal import SQLStatements
internal import SchemaModel
internal import ServerPort

/// Finds what a write to a table, or a call of a stored function, reaches through triggers, views and routines, and
/// whether any of it has no transactions. A body that this account may not read may do anything.
struct WriteReach {
    private let executor: any QueryExecutor
    /// The engines with transactions, in lower case.
    private let transactional: Set<String>
    private let allEngines: Set<String>
    /// Whether a table that does not exist yet can be judged. After a CALL, it is unknown what was created.
    var isSure = true

    /// Whether names of databases, tables and views ignore case, according to `lower_case_table_names`.
    private let ignoresCase: Bool

    /// The results so far, by table or view and by routine.
    private var tables: [SQLName: Bool] = [:]
    private var routines: [SQLName: Bool] = [:]
    /// The tables that the statements of the revision create or drop.
    private var made: [SQLName: Made] = [:]
    /// The bodies that the statements of the revision give to views, triggers and routines.
    private var tableBodies: [SQLName: [String]] = [:]
    private var routineBodies: [SQLName: [String]] = [:]
    /// The stored functions of all databases, and MariaDB's packages, by their names in lower case.
    private var functions: [String: [SQLName]] = [:]
    /// For each database, its tables, views and routines, by their names in lower case.
    private var contents: [String: [String: [Content]]] = [:]

    private enum Made: Hashable {
        case dropped
        case made(isUnprotected: Bool)
    }

    private enum Content: Hashable {
        case table(SQLName)
        case view(SQLName)
        case routine(SQLName)
    }

    /// - Throws: `ServerError`.
    init(_ executor: any QueryExecutor) throws {
        self.executor = executor
        let answers = try executor.execute(all: [
            "SELECT LOWER(ENGINE), TRANSACTIONS FROM information_schema.ENGINES", "SELECT @@lower_case_table_names",
        ]).map(\.rows)
        let engines = answers[0]
        ignoresCase = answers[1].first?[0] != "0"
        allEngines = Set(engines.compactMap { $0[0] })
        transactional = Set(engines.filter { $0[1] == "YES" }.compactMap { $0[0] })
    }

    /// Starts again after a revision has run.
    mutating func begin() throws {
        (tables, routines, made, contents) = ([:], [:], [:], [:])
        (tableBodies, routineBodies) = ([:], [:])
        isSure = true
        functions = [:]
        let query = """
            SELECT ROUTINE_SCHEMA, ROUTINE_NAME FROM information_schema.ROUTINES \
            WHERE ROUTINE_TYPE IN ('FUNCTION', 'PACKAGE BODY') AND ROUTINE_SCHEMA NOT IN ('sys', 'mysql')
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

    // MARK: Names

    /// The name in the form in which the server compares tables and views.
    private func tableKey(_ name: SQLName) -> SQLName {
        ignoresCase ? SQLName(database: name.database?.lowercased(), name.name.lowercased()) : name
    }

    /// The name in the form in which the server compares routines, which always ignore case.
    private func routineKey(_ name: SQLName) -> SQLName {
        SQLName(database: ignoresCase ? name.database?.lowercased() : name.database, name.name.lowercased())
    }

    // MARK: What the revision does

    mutating func note(_ table: SQLName, isUnprotected: Bool) {
        let key = tableKey(table)
        made[key] = .made(isUnprotected: isUnprotected)
        tables[key] = nil
    }

    /// - Parameter body: The body of the view with that name, or of a trigger on that table.
    mutating func noteTable(_ name: SQLName, body: String) {
        tableBodies[tableKey(name), default: []].append(body)
        (tables, routines) = ([:], [:])
    }

    mutating func noteRoutine(_ name: SQLName, body: String) {
        routineBodies[routineKey(name), default: []].append(body)
        (tables, routines) = ([:], [:])
    }

    mutating func noteFunction(_ name: SQLName) {
        functions[name.name.lowercased(), default: []].append(name)
    }

    mutating func forget(_ name: SQLName) {
        let key = tableKey(name)
        made[key] = .dropped
        tableBodies[key] = nil
        tables[key] = nil
    }

    mutating func rename(_ name: SQLName, to new: SQLName) throws {
        let isUnprotected = try isUnprotected(name)
        forget(name)
        note(new, isUnprotected: isUnprotected)
    }

    // MARK: Tables and views

    /// Whether the table exists at this point of the revision.
    func isThere(_ table: SQLName) throws -> Bool {
        switch made[tableKey(table)] {
        case .made: true
        case .dropped: false
        case nil: try !executor.execute(Self.engine(of: table)).rows.isEmpty
        }
    }

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
        let key = tableKey(table)
        if let known = tables[key] { return known }
        // Reaching it again adds nothing.
        tables[key] = false
        let found = try look(at: table)
        tables[key] = found
        return found
    }

    private mutating func look(at table: SQLName) throws -> Bool {
        let (database, name) = (RunnerTables.literal(table.database), RunnerTables.literal(table.name))
        let answers = try executor.execute(all: [
            Self.engine(of: table),
            """
            SELECT ACTION_STATEMENT FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = \(database) \
            AND EVENT_OBJECT_TABLE = \(name)
            """,
            """
            SELECT VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = \(database) AND TABLE_NAME = \(name)
            """,
        ]).map(\.rows)
        switch (made[tableKey(table)], answers[0].first) {
        case (.made(isUnprotected: true), _): return true
        case (.made, _), (.dropped, _): break
        // A view has no engine.
        case (nil, let row?): if let engine = row[0], !isTransactional(engine) { return true }
        case (nil, nil): if !isSure { return true }
        }
        let texts = answers[1].map { $0[0] } + answers[2].map { $0[0] } + (tableBodies[tableKey(table)] ?? [])
        return try texts.contains { try reachesUnprotected($0, in: table.database ?? "") }
    }

    // MARK: Bodies

    /// - Parameter body: nil or empty if this account may not read it.
    private mutating func reachesUnprotected(_ body: String?, in database: String) throws -> Bool {
        guard let body, !body.isEmpty, let names = Self.names(in: body, database) else { return true }
        for name in names {
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
        let key = routineKey(routine)
        if let known = routines[key] { return known }
        routines[key] = false
        let rows = try executor.execute(
            """
            SELECT ROUTINE_DEFINITION FROM information_schema.ROUTINES WHERE ROUTINE_NAME = \
            \(RunnerTables.literal(routine.name)) AND ROUTINE_SCHEMA = \(RunnerTables.literal(routine.database))
            """
        ).rows
        let texts = rows.map { $0[0] } + (routineBodies[key] ?? [])
        let found = try texts.contains { try reachesUnprotected($0, in: routine.database ?? "") }
        routines[key] = found
        return found
    }

    private mutating func contents(of name: SQLName) throws -> [Content] {
        let database = name.database ?? ""
        var made: [Content] = self.made[tableKey(name)] != nil ? [.table(name)] : []
        if tableBodies[tableKey(name)] != nil { made.append(.view(name)) }
        if routineBodies[routineKey(name)] != nil { made.append(.routine(name)) }
        if let known = contents[database] { return made + (known[name.name.lowercased()] ?? []) }
        var found: [String: [Content]] = [:]
        do {
            let literal = RunnerTables.literal(database)
            let answers = try executor.execute(all: [
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

    /// Whether a statement calls a stored function that reaches something without transactions, directly or in a view.
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
        guard let names = Self.names(in: text, database) else { return functions.values.flatMap { $0 } }
        var pending = Array(names)
        while let name = pending.popLast() {
            guard seen.insert(name).inserted else { continue }
            let key = routineKey(name)
            called += (functions[key.name] ?? []).filter { routineKey($0) == key }
            for case .view(let view) in try contents(of: name) {
                let query = """
                    SELECT VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = \
                    \(RunnerTables.literal(view.database)) AND TABLE_NAME = \(RunnerTables.literal(view.name))
                    """
                let definition = try executor.execute(query).rows.first?[0] ?? ""
                for text in [definition] + (tableBodies[tableKey(view)] ?? []) {
                    guard let names = Self.names(in: text, view.database ?? "") else {
                        return functions.values.flatMap { $0 }
                    }
                    pending += names
                }
            }
        }
        return called
    }

    /// Every name in a text, each with the qualifier before its dot; nil if the text cannot be read.
    ///
    /// In a body created under NO_BACKSLASH_ESCAPES, `'\\'` is a complete literal, so the text is read both ways.
    static func names(in text: String, _ database: String) -> Set<SQLName>? {
        let dialects = [SQLDialect()] + (text.contains("\\") ? [SQLDialect(noBackslashEscapes: true)] : [])
        let readings = dialects.compactMap { names(SQLLexer(text, dialect: $0), database) }
        return readings.isEmpty ? nil : readings.reduce([]) { $0.union($1) }
    }

    private static func names(_ text: SQLLexer, _ database: String) -> Set<SQLName>? {
        var names: Set<SQLName> = []
        var lexer = text
        var before: String?
        var isBehindDot = false
        do {
            while let token = try lexer.nextSignificant() {
                if let name = lexer.name(of: token) {
                    names.insert(SQLName(database: isBehindDot ? before ?? database : database, name))
                    before = name
                    isBehindDot = false
                } else {
                    isBehindDot = lexer.isWord(token, ".")
                    if !isBehindDot { before = nil }
                }
            }
        } catch {
            return nil
        }
        return names
    }
}
