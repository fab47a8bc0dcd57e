/// A token of SQL text: its kind and the bytes that it covers. Tokens cover the whole text without gaps.
package struct SQLToken: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case whitespace
        /// `-- …`, `# …` (without the line end) or `/* … */`.
        case comment
        /// `/*+ … */`: looks like a comment, but the optimizer reads it.
        case optimizerHint
        /// `/*!` or `/*M!` with its version number. SQL follows, up to `versionedCommentEnd`.
        case versionedCommentStart
        case versionedCommentEnd
        /// A keyword or an unquoted name.
        case word
        /// `` `x` ``, and `"x"` under ANSI_QUOTES.
        case quotedIdentifier
        /// `'x'`, `"x"`, `N'x'`, `x'1F'`, `b'01'`, `_utf8mb4'x'`.
        case string
        /// `1`, `1.5e3`, `0x1F`, `0b01`.
        case number
        /// Punctuation and operators. `<=>`, `:=`, `->>` and similar are one token.
        case symbol
        /// The statement delimiter that the lexer looks for.
        case delimiter
    }

    package let kind: Kind
    /// Byte offsets into the text.
    package let range: Range<Int>

    package init(kind: Kind, range: Range<Int>) {
        self.kind = kind
        self.range = range
    }

    /// Whether the server parses the token: it is not whitespace, a comment or the frame of a versioned comment.
    package var isSignificant: Bool {
        switch kind {
        case .whitespace, .comment, .optimizerHint, .versionedCommentStart, .versionedCommentEnd: false
        default: true
        }
    }
}

/// A construct that a text leaves open.
package enum UnterminatedSQL: String, Hashable, Sendable {
    case string, quotedIdentifier, comment
    /// `BEGIN`, `IF`, `CASE`, `LOOP`, `WHILE`, `REPEAT` or `FOR` without its `END`.
    case block
}

/// The text ends inside a construct that starts at `offset`.
package struct SQLLexerError: Error, Hashable, Sendable {
    package let unterminated: UnterminatedSQL
    /// The byte offset of the open string, name or comment.
    package let offset: Int
}
