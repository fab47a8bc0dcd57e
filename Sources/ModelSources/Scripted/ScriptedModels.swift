internal import DiagnosticModel
internal import MariaDBClient
internal import MigrationSession
internal import SQLStatements
internal import SchemaDiff
internal import SchemaInspector
internal import SchemaModel
internal import SchemaSQL
internal import ServerPort
internal import SwiftMigConfiguration
internal import SwiftMigPlatform

/// Models written as CREATE statements. Only a server can interpret them, so they are run in a scratch database, which
/// is then inspected.
struct ScriptedModels {
    let configuration: Configuration
    let process: ProcessEnvironment
    let target: ServerProfile
    let scratch: (ServerProfile) throws -> ScratchSession
    let observer: ModelObserver

    func load(_ files: [String]) throws -> Schema {
        let statements = try files.flatMap { path in
            let name = process.displayPath(path)
            return try self.statements(of: try TextFile.read(path), file: name)
        }
        let names = files.map { process.displayPath($0) }
        if statements.isEmpty { throw ModelError.noTables(files: names) }
        let scratch = try scratch(target)
        defer { scratch.drop() }
        // Refuses a text that the server would split differently than we do, whatever settings the models make.
        try scratch.session.connection.refuseSeveralStatements()
        // Tables may be in any order, whatever they refer to.
        try scratch.session.executor.execute("SET SESSION foreign_key_checks = 0")
        let start = try scratch.now()
        let enabledEvents = try run(statements, in: scratch)
        // The settings of the models may still be in effect in this session.
        let reader = try scratch.reopened()
        var live = try reader.inspect(ignoring: configuration)
        live.restoreDanglingKeys { _ in true }
        live.schema.forgetStarts(from: start, to: try scratch.now())
        live.schema.enable(enabledEvents)
        var charsets = DeclaredCharsets()
        for statement in statements { charsets.read(statement.text, dialect: target.dialect) }
        charsets.leaveOut(of: &live.schema)
        try requireUnderstood(live)
        guard !live.schema.tables.isEmpty || !live.schema.objects.isEmpty else {
            throw ModelError.noTables(files: names)
        }
        return live.schema
    }

    /// Objects that the settings ignore need not be understood.
    private func requireUnderstood(_ live: Inspection) throws {
        let ignored = TablePatterns(configuration.ignoreTables, on: target)
        for table in live.notUnderstood where !ignored.match(table.table) {
            throw ModelError.tableNotUnderstood(table)
        }
        for object in live.objectsNotUnderstood where !configuration.ignoreKinds.contains(object.id.kind) {
            throw ModelError.objectNotUnderstood(object)
        }
    }

    /// A statement in the form that the server gets.
    private struct Statement {
        let text: String
        let location: SourceLocation
        /// The settings to run it under, if those of the session may have changed.
        var settings: String?
    }

    // MARK: Reading

    /// Returns the statements to run. The server may contain real data, so statements that do more than define are
    /// refused before any of them runs.
    private func statements(of text: String, file: String) throws -> [Statement] {
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        var statements: [Statement] = []
        for statement in try split(text, file: file) {
            let place = SourceLocation(file: file, line: statement.line, column: statement.column)
            guard let resolved = VersionedComments.resolved(in: statement.text, for: target) else {
                throw ModelError.leavesScratch(statement: statement.text.firstLine, place)
            }
            // With another delimiter, one statement may contain several.
            for part in try split(resolved, file: file, firstLine: statement.line) {
                let location = part.line == statement.line ? place : SourceLocation(file: file, line: part.line)
                switch ModelStatement(part.text, dialect: target.dialect) {
                case .definition, .setting: statements.append(Statement(text: part.text, location: location))
                case .rows:
                    observer.receive(
                        .rowsNotRun(statement: part.text.firstLine, SourceLocation(file: file, line: part.line))
                    )
                case .other: throw ModelError.leavesScratch(statement: part.text.firstLine, location)
                }
                let objects = StatementClassifier.facts(of: part.text, dialect: target.dialect).objects
                let own = objects.first { $0.kind == .table && configuration.ownTables.contains($0.name.name) }
                if let own { throw ModelError.ownTable(own.name.name, location) }
            }
        }
        return statements
    }

    private func split(_ text: String, file: String, firstLine: Int = 1) throws -> [SQLStatement] {
        do {
            return try StatementSplitter.split(text, firstLine: firstLine, dialect: target.dialect).statements
        } catch {
            throw ModelError.brokenScript(error, file: file)
        }
    }

    // MARK: Running

    /// Runs the statements. Those that need an object of a later statement wait for it.
    ///
    /// - Returns: The events to enable, in lower case. None of them runs here.
    private func run(_ statements: [Statement], in scratch: ScratchSession) throws -> Set<String> {
        var enabledEvents: Set<String> = []
        var pending = statements
        while !pending.isEmpty {
            var waiting: [Statement] = []
            var firstError: ServerError?
            for var statement in pending {
                do {
                    try run(statement, in: scratch, &enabledEvents)
                } catch let error as ServerError where Set.referenceAbsent.contains(error.code) {
                    firstError = firstError ?? error
                    statement.settings = try statement.settings ?? scratch.readingSettings()
                    waiting.append(statement)
                } catch let error as ServerError where !error.isConnectionLost {
                    throw ModelError.rejected(error, statement.location)
                }
            }
            if let firstError, waiting.count == pending.count {
                throw ModelError.rejected(firstError, waiting[0].location)
            }
            pending = waiting
        }
        return enabledEvents
    }

    private func run(_ statement: Statement, in scratch: ScratchSession, _ enabledEvents: inout Set<String>) throws {
        let executor = scratch.session.executor
        if let settings = statement.settings { try executor.execute(settings) }
        try requireHarmless(statement, for: executor.dialect)
        guard let event = DormantEvent(statement.text, dialect: executor.dialect) else {
            try executor.execute(statement.text)
            if ModelStatement(statement.text, dialect: executor.dialect) == .setting {
                try requireReadableCharset(scratch, statement)
            }
            return
        }
        try executor.execute(event.text)
        let wasEnabled = enabledEvents.remove(event.name.lowercased()) != nil
        if event.isEnabled ?? wasEnabled { enabledEvents.insert((event.newName ?? event.name).lowercased()) }
    }
}

extension ScriptedModels {
    /// Judges a statement again if settings of the models or of the scratch server make the session read it differently
    /// than the target's.
    private func requireHarmless(_ statement: Statement, for dialect: SQLDialect) throws {
        if dialect == target.dialect { return }
        var reader = target
        reader.dialect = dialect
        let isPlain = VersionedComments.resolved(in: statement.text, for: reader) == statement.text
        switch ModelStatement(statement.text, dialect: dialect) {
        case .definition where isPlain, .setting where isPlain: return
        default:
            throw ModelError.leavesScratch(
                statement: statement.text.firstLine,
                statement.location
            )
        }
    }

    /// In `gbk` and similar encodings, a quote or backslash may be the second byte of a character, so a statement may
    /// not be what it seems.
    private func requireReadableCharset(_ scratch: ScratchSession, _ statement: Statement) throws {
        let query = """
            SELECT CHARACTER_SET_NAME FROM information_schema.CHARACTER_SETS \
            WHERE CHARACTER_SET_NAME = @@character_set_client AND MAXLEN > 1 AND CHARACTER_SET_NAME NOT LIKE 'utf8%'
            """
        guard let charset = try scratch.session.executor.execute(query).rows.first?[0] else { return }
        throw ModelError.unreadableCharset(charset, statement.location)
    }
}

extension ScratchSession {
    /// The server's time, in the format of SHOW CREATE EVENT.
    fileprivate func now() throws -> String {
        try session.executor.execute("SELECT DATE_FORMAT(NOW(), '%Y-%m-%d %H:%i:%s')").rows.first?[0] ?? ""
    }

    /// The statement that makes a session read text as this one does now.
    fileprivate func readingSettings() throws -> String {
        let names = ["sql_mode", "character_set_client", "collation_connection"]
        let row = try session.executor.execute("SELECT " + names.map { "@@\($0)" }.joined(separator: ", ")).rows.first
        let values = names.indices.map { session.executor.dialect.quotedLiteral(row?[$0] ?? "") }
        return "SET " + zip(names, values).map { "\($0) = \($1)" }.joined(separator: ", ")
    }
}

extension Schema {
    /// Removes the start times that the server has just set. An event without STARTS starts when it is created.
    fileprivate mutating func forgetStarts(from start: String, to end: String) {
        objects = objects.map { object in
            guard case .event(var event) = object, case .every(let interval, let starts?, let ends) = event.schedule
            else { return object }
            let moment = String(starts.dropFirst().dropLast())
            guard start <= moment, moment <= end else { return object }
            event.schedule = .every(interval: interval, starts: nil, ends: ends)
            return .event(event)
        }
    }
}

extension Schema {
    /// - Parameter names: The names of events, in lower case.
    fileprivate mutating func enable(_ names: Set<String>) {
        objects = objects.map { object in
            guard case .event(var event) = object, names.contains(event.name.lowercased()) else { return object }
            event.status = .enabled
            return .event(event)
        }
    }
}

extension String {
    /// The statement in a message.
    fileprivate var firstLine: String {
        // The contents of versioned comments are surrounded by spaces.
        prefix { !$0.isNewline }.prefix(80).split(separator: " ").joined(separator: " ")
    }
}
