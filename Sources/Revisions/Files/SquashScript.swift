package import SQLStatements
internal import SwiftMigPlatform

/// Combines the statements of several revisions into one.
package enum SquashScript {
    package struct Body: Hashable, Sendable {
        package var upgrade: [RevisionDraft.Statement]
        package var downgrade: RevisionDraft.Downgrade
        /// Why it cannot run, if one of the revisions cannot.
        package var history: String?
    }

    /// Returns all upgrade statements in order, and the downgrade statements in reverse order of the revisions. A
    /// comment before the first statement of each revision names it.
    ///
    /// If a revision has no downgrade, the result has none, for the same reason.
    ///
    /// - Throws: `RevisionFileError`.
    package static func body(
        of revisions: [Revision]
    ) throws(RevisionFileError) -> Body {
        var upgrade: [RevisionDraft.Statement] = []
        var downgrade: [RevisionDraft.Statement] = []
        var reason: String?
        var history: String?
        for revision in revisions {
            let script = try revision.script()
            upgrade += statements(script.upgrade, of: revision)
            if let why = script.history { history = history ?? "\(revision.id): \(why.reason)" }
            switch script.downgrade {
            case .statements(let back): downgrade = statements(back, of: revision) + downgrade
            case .irreversible(let why, _): reason = reason ?? "\(revision.id): \(why)"
            case .missing: reason = reason ?? "revision \(revision.id) has no downgrade"
            }
        }
        let back = reason.map { RevisionDraft.Downgrade.irreversible(reason: $0) }
        return Body(upgrade: upgrade, downgrade: back ?? .statements(downgrade), history: history)
    }

    private static func statements(_ statements: [SQLStatement], of revision: Revision) -> [RevisionDraft.Statement] {
        statements.enumerated().map { index, statement in
            var draft = RevisionDraft.Statement(statement)
            let title = revision.id + (revision.message.isEmpty ? "" : ": " + oneLine(revision.message))
            if index == 0 { draft.comments.insert("from \(title)", at: 0) }
            return draft
        }
    }

    private static func oneLine(_ message: String) -> String {
        message.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// Whether a file's text runs exactly the statements of the revisions, one after the other.
    ///
    /// - Throws: `RevisionFileError` if the text cannot be read.
    package static func isFaithful(_ text: String, to revisions: [Revision]) throws(RevisionFileError) -> Bool {
        let script = try RevisionFolder.revision(text).script()
        var upgrade: [String] = []
        var downgrade: [String] = []
        for revision in revisions {
            let part = try revision.script()
            upgrade += part.upgrade.map(\.text)
            if case .statements(let back) = part.downgrade { downgrade = back.map(\.text) + downgrade }
        }
        let goesUp = script.history != nil || script.upgrade.map(\.text) == upgrade
        guard case .statements(let back) = script.downgrade else { return goesUp }
        return goesUp && back.map(\.text) == downgrade
    }
}

extension RevisionDraft.Statement {
    /// Creates a statement from one of a script, with the comments above it as `-- ` lines.
    package init(_ statement: SQLStatement) {
        self.init(statement.text, comments: statement.comments.flatMap(Self.words))
    }

    /// The lines of a comment; empty for a line that begins a section.
    private static func words(_ comment: SQLComment) -> [String] {
        // A comment that is not a directive stays a comment.
        if let directive = try? Directive.read(comment, path: ""), Directive.sections.contains(directive.name) {
            return []
        }
        return comment.text.split(whereSeparator: \.isNewline).map { line in
            var line = line
            if line.hasPrefix("--") { line = line.dropFirst(2) } else if line.hasPrefix("#") { line = line.dropFirst() }
            return String(line.first == " " ? line.dropFirst() : line)
        }
    }
}

/// Removes revision files from the chain.
package enum RevisionRemoval {
    /// Deletes the files, or moves them to a folder, which is created if it is missing.
    ///
    /// - Throws: `RevisionFileError`. If the folder has a file with the same name, that file and all files of the chain
    ///   stay.
    package static func remove(_ revisions: [Revision], movingTo folder: String?) throws(RevisionFileError) {
        guard let folder else {
            for revision in revisions { try RevisionFileError.wrapping(FileSystem.remove(revision.path)) }
            return
        }
        try RevisionFileError.wrapping(FileSystem.makeFolder(folder))
        let moves = revisions.map { ($0.path, "\(folder)/\($0.path.split(separator: "/").last ?? "")") }
        for (_, target) in moves where FileSystem.exists(target) { throw .fileExists(path: target) }
        for (path, target) in moves { try RevisionFileError.wrapping(FileSystem.move(path, to: target)) }
    }
}
