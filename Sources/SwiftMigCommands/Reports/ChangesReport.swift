package import SchemaDiff
package import SchemaModel

/// What leads from the database to the models, as check, diff and revision --autogenerate answer.
package struct ChangesReport: Report {
    package var changes: [ChangeSummary]
    /// What could not be compared, and what was left alone.
    package var warnings: [Diagnostic]
    /// The revision file that was written.
    package var path: String?
    /// The statements, where they are the result.
    package var sql: String?
    package var exitCode: ExitCode = .success
    /// What a person reads instead of "No differences".
    var emptyText = "No differences: the database is as the models say."
    /// Commands to type next.
    var next: [String] = []

    package func text(_ style: TextStyle) -> String {
        if let sql { return sql }
        guard !changes.isEmpty || path != nil else { return emptyText + "\n" }
        var lines = changes.flatMap { $0.lines(style) }
        if let path {
            if !lines.isEmpty { lines.append("") }
            lines.append("\(style(.success, "created"))  \(path)")
        }
        if !next.isEmpty {
            lines.append("")
            lines += next.enumerated().map { ($0 == 0 ? "next: " : "      ") + style(.strong, $1) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private enum CodingKeys: String, CodingKey {
        case changes, path, sql, warnings
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

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(changes.map(Change.init), forKey: .changes)
        try container.encode(path, forKey: .path)
        try container.encodeIfPresent(sql, forKey: .sql)
        try container.encode(warnings.map(DiagnosticDocument.init), forKey: .warnings)
    }
}

extension ChangeSummary {
    /// One line with a sign in front, and one for each hazard below it.
    fileprivate func lines(_ style: TextStyle) -> [String] {
        let (sign, role): (String, TextStyle.Role) =
            if kind.hasPrefix("add_") { ("+", .added) } else if kind.hasPrefix("drop_") { ("-", .removed) } else {
                ("~", .changed)
            }
        return [style(role, "\(sign) \(summary)")]
            + hazards.map { "    " + style($0.severity == .danger ? .error : .warning, $0.comment) }
    }
}
