internal import SchemaModel
internal import SchemaSQL
internal import SwiftMigConfiguration

/// Models written as CREATE statements. Only a server knows what they mean, so a scratch database takes them in and is
/// inspected.
struct ScriptedModels {
    let context: Context
    let configuration: Configuration
    let target: ServerProfile

    func load(_ files: [String]) throws -> Schema {
        let scripts = try files.map { path in
            let name = context.displayPath(path)
            return (file: name, statements: try statements(of: try TextFile.read(path), file: name))
        }
        guard scripts.contains(where: { !$0.statements.isEmpty }) else {
            throw ModelError.noTables(files: scripts.map(\.file))
        }
        let scratch = try ScratchSession(context: context, configuration: configuration, like: target)
        defer { scratch.drop() }
        // Tables may stand in any order, whatever refers to what.
        try scratch.session.executor.execute("SET SESSION foreign_key_checks = 0")
        let start = try scratch.now()
        for script in scripts {
            for statement in script.statements { try run(statement, of: script.file, in: scratch) }
        }
        var live = try scratch.session.inspect(ignoring: configuration)
        live.schema.forgetStarts(from: start, to: try scratch.now())
        guard !live.schema.tables.isEmpty || !live.notUnderstood.isEmpty || !live.schema.objects.isEmpty else {
            throw ModelError.noTables(files: scripts.map(\.file))
        }
        return live.schema
    }

    private func statements(of text: String, file: String) throws -> [SQLStatement] {
        do {
            return try StatementSplitter.split(text, dialect: target.dialect).statements
        } catch {
            throw ModelError.brokenScript(error, file: file)
        }
    }

    private func run(_ statement: SQLStatement, of file: String, in scratch: ScratchSession) throws {
        let location = SourceLocation(file: file, line: statement.line, column: statement.column)
        let facts = StatementClassifier.facts(of: statement.text, dialect: target.dialect)
        let leavesScratch =
            facts.objects.contains { $0.kind == .database || ($0.name.database.map { $0 != scratch.name } ?? false) }
            || statement.text.prefix(4).lowercased() == "use "
        if leavesScratch { throw ModelError.leavesScratch(statement: statement.firstLine, location) }
        let own = facts.objects.first { $0.kind == .table && configuration.ownTables.contains($0.name.name) }
        if let own { throw ModelError.ownTable(own.name.name, location) }
        do {
            try scratch.session.executor.execute(statement.text)
        } catch let error as ServerError where !error.isConnectionLost {
            throw ModelError.rejected(error, location)
        }
    }
}

extension ScratchSession {
    /// The server's time, as SHOW CREATE EVENT prints it.
    fileprivate func now() throws -> String {
        try session.executor.execute("SELECT DATE_FORMAT(NOW(), '%Y-%m-%d %H:%i:%s')").rows.first?[0] ?? ""
    }
}

extension Schema {
    /// An event without STARTS starts when it is made. One that was made just now says nothing about its start.
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

extension SQLStatement {
    fileprivate var firstLine: String {
        String(text.prefix { !$0.isNewline }.prefix(80))
    }
}
