/// One statement of a script and its position.
package struct SQLStatement: Hashable, Sendable {
    /// The text sent to the server: from the statement's first token to its last, without the delimiter.
    package let text: String
    /// The 1-based position of `text` in its file. Columns count characters.
    package let line: Int
    package let column: Int
    /// The comments between the previous statement and this one.
    package let comments: [SQLComment]
    /// Whether the text contains a `;`, as a routine body does. In a script it then needs a DELIMITER.
    package let containsSemicolon: Bool
    /// Whether only a `;` separates this statement from the previous one, although the delimiter is different.
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

/// A comment of a script as written, including its `--`, and its position.
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

/// A script split into statements.
package struct SQLScript: Hashable, Sendable {
    package var statements: [SQLStatement]
    /// The comments after the last statement.
    package var trailingComments: [SQLComment]
}

/// Why and where a script cannot be split into statements. Line and column are 1-based.
package enum SQLScriptError: Error, Hashable, Sendable {
    case unterminated(UnterminatedSQL, line: Int, column: Int)
    /// A `DELIMITER` line without a delimiter, or with a backslash in it.
    case badDelimiter(line: Int, column: Int)
    /// A versioned comment contains a `;` with another statement after it.
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
