/// A piece of SQL text: what it is and which bytes of the text it covers. Tokens cover the whole text without gaps.
package struct SQLToken: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case whitespace
        /// `-- …`, `# …` (without the line end) or `/* … */`.
        case comment
        /// `/*+ … */`: written as a comment, read by the optimiser.
        case optimizerHint
        /// `/*!` or `/*M!` with its version number. What follows is SQL, up to `versionedCommentEnd`.
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
        /// Punctuation and operators; `<=>`, `:=`, `->>` and their like are one token.
        case symbol
        /// The statement delimiter that the lexer was told to look for.
        case delimiter
    }

    package let kind: Kind
    /// Byte offsets into the text.
    package let range: Range<Int>

    package init(kind: Kind, range: Range<Int>) {
        self.kind = kind
        self.range = range
    }

    /// Neither whitespace, a comment nor the frame of a versioned comment: something that the server parses.
    package var isSignificant: Bool {
        switch kind {
        case .whitespace, .comment, .optimizerHint, .versionedCommentStart, .versionedCommentEnd: false
        default: true
        }
    }
}

/// What in a text can be left open.
package enum UnterminatedSQL: String, Hashable, Sendable {
    case string, quotedIdentifier, comment
    /// `BEGIN`, `IF`, `CASE`, `LOOP`, `WHILE`, `REPEAT` or `FOR` without its `END`.
    case block
}

/// The text ends inside of something that starts at `offset`.
package struct SQLLexerError: Error, Hashable, Sendable {
    package let unterminated: UnterminatedSQL
    /// The byte at which the open string, name or comment starts.
    package let offset: Int
}
