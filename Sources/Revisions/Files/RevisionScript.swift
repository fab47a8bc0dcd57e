internal import DiagnosticModel
package import SQLStatements
package import SchemaModel

/// The statements of a revision.
package struct RevisionScript: Hashable, Sendable {
    package enum Downgrade: Hashable, Sendable {
        case statements([SQLStatement])
        /// `-- swiftmig: irreversible <reason>`, and its line.
        case irreversible(reason: String, line: Int)
        /// There is no downgrade section.
        case missing
    }

    /// `-- swiftmig: history <reason>`: the revision ran elsewhere, and its statements are not available.
    package struct History: Hashable, Sendable {
        package var reason: String
        package var line: Int
    }

    package var upgrade: [SQLStatement]
    package var downgrade: Downgrade
    /// nil for a revision that can run.
    package var history: History?

    package init(upgrade: [SQLStatement], downgrade: Downgrade, history: History? = nil) {
        self.upgrade = upgrade
        self.downgrade = downgrade
        self.history = history
    }
}

extension Revision {
    /// Splits the sections of the file into statements.
    ///
    /// - Throws: `RevisionFileError`.
    package func script(dialect: SQLDialect = SQLDialect()) throws(RevisionFileError) -> RevisionScript {
        var reader = ScriptReader(path: path)
        let bytes = try contents.whole(path: path)
        let script: SQLScript
        do {
            script = try StatementSplitter.split(
                bytes,
                range: contents.bodyStart..<bytes.count,
                firstLine: contents.bodyLine,
                dialect: dialect
            )
        } catch {
            throw .script(error, path: path)
        }
        for statement in script.statements {
            try reader.read(statement.comments)
            try reader.read(statement)
        }
        try reader.read(script.trailingComments)
        return try reader.finish()
    }
}

/// Assigns the statements of a file to its sections.
private struct ScriptReader {
    private enum Section {
        case none, upgrade, downgrade, history
        case irreversible(reason: String, line: Int)
    }

    let path: String
    private var section = Section.none
    private var firstLines: [String: Int] = [:]
    private var upgrade: [SQLStatement] = []
    private var downgrade: [SQLStatement] = []
    private var pending: Directive?

    init(path: String) {
        self.path = path
    }

    private func location(_ line: Int, _ column: Int) -> SourceLocation {
        SourceLocation(file: path, line: line, column: column)
    }

    mutating func read(_ comments: [SQLComment]) throws(RevisionFileError) {
        for comment in comments {
            guard let directive = try Directive.read(comment, path: path) else { continue }
            if Directive.sections.contains(directive.name) {
                try start(directive)
            } else if directive.name.isEmpty || directive.name == "batch" {
                pending = directive
            } else {
                let nearest = Spelling.nearest(to: directive.name, among: Directive.sections + ["batch"])
                throw .unknownDirective(directive.name, nearest: nearest, directive.location)
            }
        }
    }

    private mutating func start(_ directive: Directive) throws(RevisionFileError) {
        try checkPending()
        // Only a reason may follow on the same line.
        if !["irreversible", "history"].contains(directive.name), !directive.argument.isEmpty {
            throw .unknownParameter(directive.argument, of: directive.name, directive.argumentLocation)
        }
        // A revision has at most one downgrade, with statements or without.
        let name = ["irreversible": "downgrade", "history": "upgrade"][directive.name] ?? directive.name
        if let first = firstLines[name] {
            // `irreversible` may also be the only line of the downgrade section.
            guard directive.name == "irreversible", case .downgrade = section, downgrade.isEmpty else {
                throw .repeatedSection(directive.name, directive.location, first: first)
            }
        }
        firstLines[name] = directive.location.line
        section =
            switch directive.name {
            case "upgrade": .upgrade
            case "downgrade": .downgrade
            case "history": .history
            default: .irreversible(reason: directive.argument, line: directive.location.line)
            }
        if case .irreversible = section { irreversible = section }
        if case .history = section { history = .init(reason: directive.argument, line: directive.location.line) }
    }

    private var history: RevisionScript.History?

    private var irreversible = Section.none

    mutating func read(_ statement: SQLStatement) throws(RevisionFileError) {
        pending = nil
        _ = try StatementSettingsReader.settings(of: statement, path: path)
        if statement.text.hasPrefix("--") { throw .commentWithoutBlank(location(statement.line, statement.column)) }
        switch section {
        case .none: throw .statementOutsideOfSection(location(statement.line, statement.column))
        case .upgrade: upgrade.append(statement)
        case .downgrade: downgrade.append(statement)
        case .irreversible: throw .irreversibleWithStatements(location(statement.line, statement.column))
        case .history: throw .historyWithStatements(location(statement.line, statement.column))
        }
    }

    private func checkPending() throws(RevisionFileError) {
        if let pending { throw .directiveWithoutStatement(pending.text, pending.location) }
    }

    func finish() throws(RevisionFileError) -> RevisionScript {
        try checkPending()
        let back: RevisionScript.Downgrade
        if case .irreversible(let reason, let line) = irreversible {
            back = .irreversible(reason: reason, line: line)
        } else {
            back = firstLines["downgrade"] == nil ? .missing : .statements(downgrade)
        }
        return RevisionScript(upgrade: upgrade, downgrade: back, history: history)
    }
}
