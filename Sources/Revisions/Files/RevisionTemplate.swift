internal import DiagnosticModel
internal import SwiftMigPlatform

/// A project's own format of new revision files: `revision.sql.template` in the migrations folder.
///
/// `{revision}`, `{down_revision}`, `{branch_labels}`, `{depends_on}`, `{created}`, `{message}`, `{upgrade}` and
/// `{downgrade}` are replaced by the revision's values. The template must contain the complete header and both
/// sections.
package struct RevisionTemplate: Hashable, Sendable {
    package static let fileName = "revision.sql.template"
    static let tokens = [
        "revision", "down_revision", "branch_labels", "depends_on", "created", "message", "upgrade", "downgrade",
    ]

    package var text: String
    package var path: String

    package init(text: String, path: String) {
        self.text = text
        self.path = path
    }

    /// Returns the template of a folder; nil if there is none.
    ///
    /// - Throws: `RevisionFileError.unreadable`.
    package static func read(folder: String) throws(RevisionFileError) -> RevisionTemplate? {
        let path = folder.hasSuffix("/") ? folder + fileName : folder + "/" + fileName
        guard FileSystem.exists(path) else { return nil }
        let bytes = try RevisionFileError.wrapping(FileSystem.contents(of: path))
        return RevisionTemplate(text: String(decoding: bytes, as: UTF8.self), path: path)
    }

    /// Returns the file's text for a revision, after reading it back to check that it contains everything.
    ///
    /// - Throws: `RevisionFileError`: `.badTemplate`, or the error in the resulting text.
    package func render(_ draft: RevisionDraft) throws(RevisionFileError) -> String {
        let values = draft.templateValues
        var result = ""
        var line = 1
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            line += rest[..<open].count(where: \.isNewline)
            rest = rest[rest.index(after: open)...]
            let word = rest.prefix { $0.isASCII && ($0.isLetter || $0 == "_") }
            guard !word.isEmpty, rest[word.endIndex...].first == "}" else {
                result += "{"
                continue
            }
            guard let value = values[String(word)] else {
                let nearest = Spelling.nearest(to: String(word), among: Self.tokens)
                throw .badTemplate(
                    .unknownToken(String(word), nearest: nearest),
                    SourceLocation(file: path, line: line, column: 1)
                )
            }
            result += value
            rest = rest[rest.index(after: word.endIndex)...]
        }
        result += rest
        try check(result, draft)
        return result
    }

    private func check(_ rendered: String, _ draft: RevisionDraft) throws(RevisionFileError) {
        let location = SourceLocation(file: path)
        let revision = try RevisionFolder.revision(rendered, path: path)
        let checks = [
            ("revision", revision.id == draft.id), ("down_revision", revision.downRevisions == draft.downRevisions),
            ("branch_labels", revision.branchLabels == draft.branchLabels),
            ("depends_on", revision.dependsOn == draft.dependsOn),
            ("created", revision.created == draft.created), ("message", revision.message == draft.message),
        ]
        for (key, holds) in checks where !holds { throw .badTemplate(.leavesOut(key), location) }
        let script = try revision.script()
        if script.upgrade.count < draft.upgrade.count { throw .badTemplate(.leavesOut("upgrade"), location) }
        switch (draft.downgrade, script.downgrade) {
        case (.irreversible, .irreversible): break
        case (.statements(let wanted), .statements(let found)) where found.count >= wanted.count: break
        default: throw .badTemplate(.leavesOut("downgrade"), location)
        }
    }
}

/// An error in a template.
package enum RevisionTemplateProblem: Hashable, Sendable {
    case unknownToken(String, nearest: String?)
    /// The resulting text lacks this part of the revision.
    case leavesOut(String)
}
