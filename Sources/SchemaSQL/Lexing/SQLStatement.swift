/// One statement of a script, and where it was written.
package struct SQLStatement: Hashable, Sendable {
    /// What the server gets: from the statement's first token to its last, without the delimiter.
    package let text: String
    /// Where `text` starts in its file, 1-based; columns count characters.
    package let line: Int
    package let column: Int
    /// The comments between the statement before and this one.
    package let comments: [SQLComment]
    /// The text has a `;` of its own, as a routine body has: a script needs a DELIMITER around it.
    package let containsSemicolon: Bool
    /// Only a `;` separates this statement from the one before, although the delimiter is another.
    package let followsSemicolon: Bool

    package init(
        text: String,
        line: Int = 1,
        column: Int = 1,
        comments: [SQLComment] = [],
        containsSemicolon: Bool = false,
        followsSemicolon: Bool = false
    ) {
        self.text = text
        self.line = line
        self.column = column
        self.comments = comments
        self.containsSemicolon = containsSemicolon
        self.followsSemicolon = followsSemicolon
    }
}

/// A comment of a script as it was written, `--` and all, and its first line.
package struct SQLComment: Hashable, Sendable {
    package let text: String
    package let line: Int
    package let column: Int

    package init(text: String, line: Int, column: Int) {
        self.text = text
        self.line = line
        self.column = column
    }
}

/// A script, cut into statements.
package struct SQLScript: Hashable, Sendable {
    package var statements: [SQLStatement]
    /// The comments after the last statement.
    package var trailingComments: [SQLComment]
}

/// Why a script cannot be cut into statements, and where (1-based line and column).
package enum SQLScriptError: Error, Hashable, Sendable {
    case unterminated(UnterminatedSQL, line: Int, column: Int)
    /// A `DELIMITER` line that names no delimiter, or one with a backslash.
    case badDelimiter(line: Int, column: Int)
    /// A `;` in a versioned comment, with another statement after it.
    case severalInComment(line: Int, column: Int)

    package var line: Int {
        switch self {
        case .unterminated(_, let line, _), .badDelimiter(let line, _), .severalInComment(let line, _): line
        }
    }

    package var column: Int {
        switch self {
        case .unterminated(_, _, let column), .badDelimiter(_, let column), .severalInComment(_, let column): column
        }
    }
}
