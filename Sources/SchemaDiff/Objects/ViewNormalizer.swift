package import DiagnosticModel
internal import SQLStatements
package import SchemaModel
internal import SchemaSQL
package import ServerPort

/// A temporary database on a server like the target.
package protocol ScratchSpace {
    var executor: any QueryExecutor { get }
    var database: String { get }
    func drop()
}

/// There is no scratch database. `reason` tells the user why.
package struct ScratchUnavailable: Error, Hashable, Sendable {
    package var reason: String

    package init(reason: String) {
        self.reason = reason
    }
}

/// The server refused a declared view, trigger or other object.
package struct DeclaredObjectRejected: Error, Hashable, Sendable {
    package var id: StoredObject.ID
    package var location: SourceLocation?
    package var error: ServerError
}

/// Makes a server like the target rewrite declared views, in a scratch database with the objects that they use, so that
/// they are compared as they would be stored. Both servers replace `*`, add aliases and parentheses, and quote names.
struct ViewNormalizer {
    let profile: ServerProfile
    /// The desired schema, with everything that views may use.
    let desired: Schema

    enum Outcome {
        case stored(View)
        case undecided(String)
    }

    /// - Returns: The outcome for each view name.
    /// - Throws: `DeclaredObjectRejected`, or `ServerError` if the connection is lost.
    func normalize(_ names: [String], sqlMode: String, in scratch: any ScratchSpace) throws -> [String: Outcome] {
        var outcomes: [String: Outcome] = [:]
        let needed = closure(of: names)
        do {
            try prepare(needed, sqlMode: sqlMode, scratch.executor)
        } catch let error as ServerError where !error.isConnectionLost {
            let reason = "the scratch database cannot hold what it uses: \(error.message)"
            return Dictionary(uniqueKeysWithValues: names.map { ($0, .undecided(reason)) })
        }
        let renderer = StoredObjectRenderer(profile: profile)
        for view in DependencyOrder.usedFirst(views.filter { needed.contains($0.name.lowercased()) }) {
            do {
                try scratch.executor.execute(renderer.create(.view(view)))
                if names.contains(view.name) { outcomes[view.name] = try stored(view, in: scratch) }
            } catch let error as ServerError where !error.isConnectionLost {
                guard Set.viewReferenceAbsent.contains(error.code) else {
                    throw DeclaredObjectRejected(
                        id: StoredObject.ID(.view, view.name),
                        location: view.origin.location,
                        error: error
                    )
                }
                let reason = "what it uses is not all in the models: \(error.message)"
                if names.contains(view.name) { outcomes[view.name] = .undecided(reason) }
            }
        }
        return outcomes
    }

    private var views: [View] {
        desired.objects.compactMap { if case .view(let view) = $0 { view } else { nil } }
    }

    /// Returns the lower-case names that the views mention, directly or through other views.
    private func closure(of names: [String]) -> Set<String> {
        let byName = Dictionary(views.map { ($0.name.lowercased(), $0) }) { first, _ in first }
        var known = Set(names.map { $0.lowercased() })
        var pending = Array(known)
        while let name = pending.popLast() {
            guard let view = byName[name] else { continue }
            for mention in SQLNames.mentioned(in: view.query, dialect: profile.dialect)
            where known.insert(mention).inserted { pending.append(mention) }
        }
        return known
    }

    /// Creates the sequences, tables and functions among the names.
    private func prepare(_ needed: Set<String>, sqlMode: String, _ executor: any QueryExecutor) throws {
        let renderer = StoredObjectRenderer(profile: profile)
        var statements = ["SET SESSION sql_mode = \(profile.modeForAnyTable), SESSION foreign_key_checks = 0"]
        statements += desired.objects.filter { $0.kind == .sequence }.map { renderer.create($0) }
        for var table in desired.tables where needed.contains(table.name.lowercased()) {
            table.foreignKeys = []
            statements.append(CreateTableRenderer(profile: profile).createTable(table))
        }
        statements.append("SET SESSION sql_mode = \(SQLDialect().quotedLiteral(sqlMode))")
        for var object in desired.objects where object.kind == .function && needed.contains(object.name.lowercased()) {
            object.definer = nil
            statements.append(renderer.create(object))
        }
        try executor.execute(all: statements)
    }

    private func stored(_ declared: View, in scratch: any ScratchSpace) throws -> Outcome {
        let name = profile.dialect.quotedIdentifier(declared.name)
        // The view was created in the session's `sql_mode`, but is read with an empty one, like the live view.
        let row = try scratch.executor.executeReading(["SHOW CREATE VIEW \(name)"])[0].rows.first
        var parser = StoredObjectParser(row?[1] ?? "", dialect: ReadingMode.dialect)
        guard case .view(var view) = parser.parse(.view) else {
            return .undecided("the server prints it in a form that this version cannot read")
        }
        view.query = SQLNames.withoutQualifier(scratch.database, in: view.query)
        view.definer = declared.definer
        view.origin = declared.origin
        return .stored(view)
    }
}
