package import DiagnosticModel
package import MigrationRunner
package import SchemaDiff

/// The changes from the database to the models, for check, diff and revision --autogenerate.
package struct ChangesReport: Report {
    package var changes: [ChangeSummary]
    /// Warnings about what could not be compared and what was left alone.
    package var warnings: [Diagnostic]
    /// The revision file that was written.
    package var path: String?
    /// The statements, if they are the result.
    package var sql: String?
    package var exitCode: ExitCode = .success
    /// The text for users if there are no changes.
    var emptyText = "No differences: the database matches the models."
    /// Applied revisions whose files differ from what ran; nil if this was not checked.
    package var tampered: [TamperedRevision]?
    /// The commands to run next.
    var next: [String] = []

    package var isForPrograms: Bool { sql != nil }

    package func text(_ style: TextStyle) -> String {
        if let sql { return sql }
        let tampering = (tampered ?? []).flatMap { $0.lines(style) }
        guard !changes.isEmpty || path != nil else { return ([emptyText] + tampering).joined(separator: "\n") + "\n" }
        var lines = changes.flatMap { $0.lines(style) } + tampering
        if let path {
            if !lines.isEmpty { lines.append("") }
            lines.append("\(style(.success, "created"))  \(path.onOneLine)")
        }
        if !next.isEmpty {
            lines.append("")
            lines += next.enumerated().map { ($0 == 0 ? "next: " : "      ") + style(.strong, $1) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private enum CodingKeys: String, CodingKey {
        case changes, path, sql, warnings, tampered
    }

    private struct Change: Encodable {
        struct Hazard: Encodable {
            var code: String
            var severity: String
            var reason: String
        }

        var kind: String
        var object: String
        var summary: String
        var hazards: [Hazard]

        init(_ change: ChangeSummary) {
            kind = change.kind
            object = change.object
            summary = change.summary
            hazards = change.hazards.map {
                Hazard(code: $0.code.rawValue, severity: $0.severity.rawValue, reason: $0.reason)
            }
        }
    }

    private struct Tampered: Encodable {
        var revision: String
        var path: String?
        /// `edited` or `gone`.
        var status: String

        init(_ revision: TamperedRevision) {
            self.revision = revision.revision
            path = revision.path
            status = revision.path == nil ? "gone" : "edited"
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(changes.map(Change.init), forKey: .changes)
        try container.encode(path, forKey: .path)
        try container.encodeIfPresent(sql, forKey: .sql)
        try container.encode(warnings.map(DiagnosticDocument.init), forKey: .warnings)
        try container.encodeIfPresent(tampered?.map(Tampered.init), forKey: .tampered)
    }
}

extension TamperedRevision {
    /// A description, and what to do.
    fileprivate func lines(_ style: TextStyle) -> [String] {
        let ran = "it ran here at \(entry.startedAt.prefix(19)) UTC by \(entry.who)"
        let hints =
            path == nil
            ? ["bring it back: git log --all --oneline -S \"revision: \(revision)\""]
            : [
                "restore what ran: git log -p -- \(path ?? "")",
                "and put the change into a new revision: swiftmig revision -m \"…\"",
            ]
        let what =
            path.map { "\($0) was edited after revision \(revision) was applied" }
            ?? "revision \(revision) is applied, but its file is gone"
        return [style(.changed, "! \(what.onOneLine)") + ": \(ran.onOneLine)"] + hints.map { "    \($0.onOneLine)" }
    }
}

extension ChangeSummary {
    /// Returns a line with a sign in front, followed by a line for each hazard.
    fileprivate func lines(_ style: TextStyle) -> [String] {
        let (sign, role): (String, TextStyle.Role) =
            if kind.hasPrefix("add_") { ("+", .added) } else if kind.hasPrefix("drop_") { ("-", .removed) } else {
                ("~", .changed)
            }
        return [style(role, "\(sign) \(summary.onOneLine)")]
            + hazards.map { "    " + style($0.severity == .danger ? .error : .warning, $0.comment.onOneLine) }
    }
}
