package import DiagnosticModel
internal import MigrationRunner
internal import Revisions

/// Revisions, newest first, for history, heads, show and current.
package struct RevisionsReport: Report {
    /// How to show each revision to users.
    package enum Layout: Sendable {
        /// One line per revision.
        case lines
        /// One block per revision.
        case blocks
    }

    package struct Item: Hashable, Sendable {
        package var revision: String
        package var downRevisions: [String]
        package var dependencies: [String]
        package var branchLabels: [String]
        package var message: String
        /// The date in the file's header; nil if there is none.
        package var created: String?
        /// The path, relative to the working directory if the file is below it; nil for a revision without a file.
        package var path: String?
        package var isHead: Bool
        package var isBase: Bool
        package var isBranchPoint: Bool
        package var isMergePoint: Bool
        /// nil if no server was asked.
        package var isApplied: Bool?
        /// Whether the version table has a row for it; nil if no server was asked.
        package var isCurrent: Bool?
        /// The revisions that a squash replaces.
        package var replaces: [String] = []
        /// The revisions that directly follow it; only for `branches`.
        package var children: [String]?
        var childLabels: [[String]] = []
    }

    package var revisions: [Item]
    var layout: Layout = .lines
    /// For users, a text below the block of each revision.
    var bodies: [String] = []
    /// For users, more lines below the list.
    var details: [String] = []
    /// The text for users if there is no revision.
    var emptyText = ""
    static let noRevisions = "There are no revisions yet."
    /// Whether to draw lines between the revisions, like `git log --graph`.
    var drawsGraph = false
    /// The runs, newest first; only for `history --applied`.
    package var runs: [RunItem]?
    /// The time zone for users.
    var timeZone = "UTC"
    /// The half-run revision; only for `current`.
    package var interrupted: Interrupted?
    /// Warnings about broken files that the answer leaves out, and about a half-run revision.
    var warnings: [Diagnostic] = []
    /// The result of a failed check, in addition to the answer.
    var failure: Diagnostic?
    /// A broken file fails the command even though it answers without the file.
    package var exitCode: ExitCode {
        failure?.exitCode ?? (warnings.contains { $0.exitCode == .badData } ? .badData : .success)
    }

    private enum CodingKeys: String, CodingKey {
        case revisions, warnings, error, runs, interrupted
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(revisions, forKey: .revisions)
        try container.encode(warnings.map(DiagnosticDocument.init), forKey: .warnings)
        try container.encodeIfPresent(runs, forKey: .runs)
        try container.encodeIfPresent(interrupted, forKey: .interrupted)
        try container.encodeIfPresent(failure.map(DiagnosticDocument.init), forKey: .error)
    }

    package func text(_ style: TextStyle) -> String {
        if let runs {
            if runs.isEmpty { return emptyText + "\n" }
            return runs.map { $0.text(style, in: timeZone, isDetailed: layout == .blocks) }.joined()
        }
        if revisions.isEmpty { return emptyText.isEmpty ? "" : emptyText + "\n" }
        let parts = revisions.enumerated().map { index, item in
            (layout == .lines ? item.line(style) : item.block(style)) + (index < bodies.count ? bodies[index] : "")
        }
        if drawsGraph { return drawn(parts) }
        let more = details.isEmpty ? "" : details.joined(separator: "\n") + "\n"
        return parts.joined(separator: layout == .lines ? "" : "\n") + more
    }

    private func drawn(_ parts: [String]) -> String {
        var drawing = GraphDrawing(shown: revisions.map(\.revision))
        return zip(revisions, parts).map { item, text in
            drawing.add(item.revision, parents: item.downRevisions, text: text)
        }.joined()
    }
}

extension RevisionsReport.Item: Encodable {
    private enum CodingKeys: String, CodingKey {
        case revision, message, created, path, applied, children, replaces
        case downRevisions = "down_revision"
        case dependencies = "depends_on"
        case branchLabels = "branch_labels"
        case isHead = "is_head"
        case isBase = "is_base"
        case isBranchPoint = "is_branch_point"
        case isMergePoint = "is_merge_point"
    }

    /// Encodes missing values as null.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(revision, forKey: .revision)
        try container.encode(downRevisions, forKey: .downRevisions)
        try container.encode(dependencies, forKey: .dependencies)
        try container.encode(branchLabels, forKey: .branchLabels)
        try container.encode(message, forKey: .message)
        try container.encode(created, forKey: .created)
        try container.encode(path, forKey: .path)
        try container.encode(isHead, forKey: .isHead)
        try container.encode(isBase, forKey: .isBase)
        try container.encode(isBranchPoint, forKey: .isBranchPoint)
        try container.encode(isMergePoint, forKey: .isMergePoint)
        try container.encode(isApplied, forKey: .applied)
        try container.encodeIfPresent(children, forKey: .children)
        try container.encodeIfPresent(replaces.isEmpty ? nil : replaces, forKey: .replaces)
    }

    /// `1f2e3d4c5b6a  2026-11-22  add users  (head) (current)`
    fileprivate func line(_ style: TextStyle) -> String {
        let day = created.map { String($0.prefix(10)) } ?? "          "
        let parts = [style(.strong, revision), style(.faint, day), message.onOneLine] + [marks(style)]
        let line = parts.filter { !$0.isEmpty }.joined(separator: "  ") + "\n"
        let below = zip(children ?? [], childLabels).map { child, labels in
            "  -> \(child)" + (labels.isEmpty ? "" : "  (\(labels.joined(separator: ", ")))") + "\n"
        }
        return line + below.joined()
    }

    fileprivate func block(_ style: TextStyle) -> String {
        var fields = [
            ("revision", [style(.strong, revision), marks(style)].filter { !$0.isEmpty }.joined(separator: " "))
        ]
        fields.append(
            ("follows", downRevisions.isEmpty ? "nothing: it is a base" : downRevisions.joined(separator: ", "))
        )
        if !dependencies.isEmpty { fields.append(("depends on", dependencies.joined(separator: ", "))) }
        if !branchLabels.isEmpty { fields.append(("labels", branchLabels.joined(separator: ", "))) }
        if !replaces.isEmpty { fields.append(("replaces", replaces.joined(separator: ", "))) }
        if let created { fields.append(("created", created)) }
        if let path { fields.append(("file", path.onOneLine)) }
        if !message.isEmpty { fields.append(("message", message.onOneLine)) }
        return fields.map { name, value in
            "\(name):" + String(repeating: " ", count: 12 - name.count) + value + "\n"
        }.joined()
    }

    private func marks(_ style: TextStyle) -> String {
        var marks: [String] = []
        if isHead { marks.append(style(.success, "(head)")) }
        if isCurrent == true { marks.append(style(.warning, "(current)")) }
        if isBranchPoint { marks.append("(branch point)") }
        if isMergePoint { marks.append("(merge point)") }
        if !replaces.isEmpty { marks.append("(squash of \(replaces.count))") }
        return marks.joined(separator: " ")
    }
}

extension Context {
    /// Prints the failure. The JSON document contains it next to the answer.
    func showFailure(of report: RevisionsReport) {
        if !options.isJSON, let failure = report.failure { messages.warn(failure) }
    }
}
