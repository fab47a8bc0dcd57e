internal import SchemaSQL

/// What several revisions run, as one.
package enum SquashScript {
    /// The statements of all, in order, and those of the way back in the opposite order; each revision's first says whose it is.
    ///
    /// Where one has no way back, the whole has none, for the same reason.
    ///
    /// - Throws: `RevisionFileError`.
    package static func body(
        of revisions: [Revision]
    ) throws(RevisionFileError) -> (upgrade: [RevisionDraft.Statement], downgrade: RevisionDraft.Downgrade) {
        var upgrade: [RevisionDraft.Statement] = []
        var downgrade: [RevisionDraft.Statement] = []
        var reason: String?
        for revision in revisions {
            let script = try revision.script()
            upgrade += statements(script.upgrade, of: revision)
            switch script.downgrade {
            case .statements(let back): downgrade = statements(back, of: revision) + downgrade
            case .irreversible(let why, _): reason = reason ?? "\(revision.id): \(why)"
            case .missing: reason = reason ?? "revision \(revision.id) has no downgrade"
            }
        }
        return (upgrade, reason.map { .irreversible(reason: $0) } ?? .statements(downgrade))
    }

    private static func statements(_ statements: [SQLStatement], of revision: Revision) -> [RevisionDraft.Statement] {
        statements.enumerated().map { index, statement in
            let title = revision.id + (revision.message.isEmpty ? "" : ": " + oneLine(revision.message))
            return RevisionDraft.Statement(
                statement.text,
                comments: (index == 0 ? ["from \(title)"] : []) + statement.comments.flatMap(words)
            )
        }
    }

    /// A comment's lines as they stand behind `-- `; nothing of a line that begins a section.
    private static func words(_ comment: SQLComment) -> [String] {
        if let directive = try? Directive.read(comment, path: ""), Directive.sections.contains(directive.name) {
            return []
        }
        return comment.text.split(whereSeparator: \.isNewline).map { line in
            var line = line
            if line.hasPrefix("--") { line = line.dropFirst(2) } else if line.hasPrefix("#") { line = line.dropFirst() }
            return String(line.first == " " ? line.dropFirst() : line)
        }
    }

    private static func oneLine(_ message: String) -> String {
        message.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// Whether a file's text runs just what the revisions run, one after the other.
    ///
    /// - Throws: `RevisionFileError` where the text cannot be read.
    package static func isFaithful(_ text: String, to revisions: [Revision]) throws(RevisionFileError) -> Bool {
        let script = try RevisionFolder.revision(text).script()
        var upgrade: [String] = []
        var downgrade: [String] = []
        for revision in revisions {
            let part = try revision.script()
            upgrade += part.upgrade.map(\.text)
            if case .statements(let back) = part.downgrade { downgrade = back.map(\.text) + downgrade }
        }
        guard case .statements(let back) = script.downgrade else { return script.upgrade.map(\.text) == upgrade }
        return script.upgrade.map(\.text) == upgrade && back.map(\.text) == downgrade
    }
}

/// Takes revision files out of the chain.
package enum RevisionRemoval {
    /// Deletes the files, or moves them to a folder, which is made when it is missing.
    ///
    /// - Throws: `RevisionFileError`; a file of the same name in the folder stays, and so do all files of the chain.
    package static func remove(_ revisions: [Revision], movingTo folder: String?) throws(RevisionFileError) {
        guard let folder else {
            for revision in revisions { try FileSystem.remove(revision.path) }
            return
        }
        try FileSystem.makeFolder(folder)
        let moves = revisions.map { ($0.path, "\(folder)/\($0.path.split(separator: "/").last ?? "")") }
        for (_, target) in moves where FileSystem.exists(target) { throw .fileExists(path: target) }
        for (path, target) in moves { try FileSystem.move(path, to: target) }
    }
}
