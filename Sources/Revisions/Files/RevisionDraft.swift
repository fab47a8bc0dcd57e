internal import SQLStatements

/// A new revision to write.
package struct RevisionDraft: Hashable, Sendable {
    /// A statement, and the comment lines above it, which tell its purpose and its cost.
    package struct Statement: Hashable, Sendable {
        package var sql: String
        package var comments: [String]

        /// - Parameter sql: One statement without its final `;`.
        package init(_ sql: String, comments: [String] = []) {
            self.sql = sql
            self.comments = comments
        }
    }

    package enum Downgrade: Hashable, Sendable {
        case statements([Statement])
        case irreversible(reason: String)
    }

    package var id: String
    package var downRevisions: [String]
    package var dependsOn: [String]
    package var branchLabels: [String]
    /// The revisions that a squash replaces; empty for any other revision.
    package var replaces: [String]
    package var created: UTCDate
    package var message: String
    package var upgrade: [Statement]
    package var downgrade: Downgrade
    /// Why the statements are not available; nil for a revision that can run.
    package var history: String?

    package init(
        id: String = RevisionID.random(),
        downRevisions: [String],
        dependsOn: [String] = [],
        branchLabels: [String] = [],
        replaces: [String] = [],
        created: UTCDate = .now(),
        message: String,
        upgrade: [Statement] = [],
        downgrade: Downgrade = .statements([])
    ) {
        self.id = id
        self.downRevisions = downRevisions
        self.dependsOn = dependsOn
        self.branchLabels = branchLabels
        self.replaces = replaces
        self.created = created
        self.message = message
        self.upgrade = upgrade
        self.downgrade = downgrade
    }

    /// Returns the text of the file.
    package func render() -> String {
        let values = templateValues
        var header = ["revision", "down_revision", "branch_labels", "depends_on", "created", "message"].map { key in
            "-- \(key): \(values[key] ?? "")\n"
        }
        if !replaces.isEmpty { header.insert("-- replaces: \(Self.list(replaces))\n", at: 4) }
        var text = header.joined() + "\n"
        if let history {
            text += "-- swiftmig: history " + Self.oneLine(history) + "\n"
        } else {
            text += "-- swiftmig: upgrade\n" + Self.text(of: upgrade)
        }
        switch downgrade {
        case .statements(let statements): text += "\n-- swiftmig: downgrade\n" + Self.text(of: statements)
        case .irreversible: text += "\n" + irreversibleLine + "\n"
        }
        return text
    }

    /// The values of a template's tokens.
    var templateValues: [String: String] {
        let back =
            switch downgrade {
            case .statements(let statements): Self.text(of: statements)
            case .irreversible: irreversibleLine
            }
        return [
            "revision": id,
            "down_revision": Self.parentsText(downRevisions),
            "branch_labels": Self.list(branchLabels),
            "depends_on": Self.list(dependsOn),
            "created": created.iso8601,
            "message": RevisionHeader.isPlain(message) ? message : quoted(message),
            "upgrade": Self.text(of: upgrade),
            "downgrade": back,
        ]
    }

    private var irreversibleLine: String {
        guard case .irreversible(let reason) = downgrade else { return "" }
        return "-- swiftmig: irreversible " + Self.oneLine(reason)
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    static func parentsText(_ parents: [String]) -> String {
        parents.isEmpty ? "null" : parents.count == 1 ? parents[0] : list(parents)
    }

    private static func list(_ items: [String]) -> String { "[\(items.joined(separator: ", "))]" }

    /// Returns a double-quoted YAML scalar.
    private func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func text(of statements: [Statement]) -> String {
        var text = ""
        for (index, statement) in statements.enumerated() {
            if index > 0 { text += "\n" }
            for comment in statement.comments {
                for line in comment.split(separator: "\n", omittingEmptySubsequences: false) { text += "-- \(line)\n" }
            }
            text += SQLScriptWriter.delimited(statement.sql) + "\n"
        }
        return text
    }
}

/// Writes statements so that the `mariadb` client splits them like we do.
package enum SQLScriptWriter {
    /// Returns the statement with its `;`, or between `DELIMITER` lines if it contains semicolons.
    package static func delimited(_ statement: String) -> String {
        guard hasSemicolon(statement) else {
            // A comment at the end would hide the semicolon.
            return endsInLineComment(statement) ? statement + "\n;" : statement + ";"
        }
        let delimiter = ["//", "$$", ";;", "||", "@@"].first { !statement.contains($0) } ?? "//END//"
        return "DELIMITER \(delimiter)\n\(statement)\n\(delimiter)\nDELIMITER ;"
    }

    /// The text was read by the splitter or written by this program, so that no string in it is open.
    private static func hasSemicolon(_ statement: String) -> Bool {
        var lexer = SQLLexer(statement)
        // Most statements contain none at all, and need not be tokenized.
        guard lexer.bytes.contains(UInt8(ascii: ";")) else { return false }
        while let token = try? lexer.next() {
            if token.kind == .symbol, lexer.text(token) == ";" { return true }
        }
        return false
    }

    private static func endsInLineComment(_ statement: String) -> Bool {
        var lexer = SQLLexer(statement)
        // The characters that may begin such a comment. Most statements contain neither.
        guard lexer.bytes.contains(where: { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "#") }) else { return false }
        var last: SQLToken?
        while let token = try? lexer.next() { last = token }
        guard let last, last.kind == .comment else { return false }
        return !lexer.text(last).hasPrefix("/*")
    }
}
