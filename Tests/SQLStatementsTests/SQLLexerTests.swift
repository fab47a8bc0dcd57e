import SQLStatements
import SchemaModel
import Testing

@Suite("SQL lexer")
struct SQLLexerTests {
    static func tokens(_ text: String, dialect: SQLDialect = SQLDialect()) throws -> [(SQLToken.Kind, String)] {
        var lexer = SQLLexer(text, dialect: dialect)
        var tokens: [(SQLToken.Kind, String)] = []
        while let token = try lexer.next() {
            if token.kind != .whitespace { tokens.append((token.kind, lexer.text(token))) }
        }
        return tokens
    }

    @Test(arguments: [
        ("abc _x $y ÄÖ", [SQLToken.Kind.word, .word, .word, .word]),
        ("1 1.5 .5 1e3 1.5E-3 0x1F 0b01", Array(repeating: .number, count: 7)),
        ("2fa 0xZZ 1e 0b2", Array(repeating: .word, count: 4)),
        ("t.1st", [.word, .symbol, .word]),
        ("`t`.1", [.quotedIdentifier, .symbol, .word]),
        ("1..10", [.number, .symbol, .number]),
        ("N'a' n'a' x'1F' b'01' _utf8mb4'a' _latin1\"b\"", Array(repeating: .string, count: 6)),
        ("a'b'", [.word, .string]),
        ("a<=>b:=c->>d", [.word, .symbol, .word, .symbol, .word, .symbol, .word]),
        ("/*+ NO_INDEX(t) */", [.optimizerHint]),
        ("/*!80023 INVISIBLE */", [.versionedCommentStart, .word, .versionedCommentEnd]),
        ("/*M!100100 x*/", [.versionedCommentStart, .word, .versionedCommentEnd]),
        ("2 */ 3", [.number, .symbol, .symbol, .number]),
        ("a--b", [.word, .symbol, .symbol, .word]),
        ("a-- b", [.word, .comment]),
        ("'u'@'h'", [.string, .symbol, .string]),
    ])
    func cuts(_ text: String, _ kinds: [SQLToken.Kind]) throws {
        #expect(try Self.tokens(text).map(\.0) == kinds)
    }

    @Test func honoursTheDialect() throws {
        #expect(try Self.tokens("\"a\"").map(\.0) == [.string])
        #expect(try Self.tokens("\"a\"\"b\"", dialect: SQLDialect(ansiQuotes: true)).map(\.0) == [.quotedIdentifier])
        #expect(
            try Self.tokens("_latin1\"b\"", dialect: SQLDialect(ansiQuotes: true)).map(\.0) == [
                .word, .quotedIdentifier,
            ]
        )
        #expect(
            try Self.tokens(#"'a\' b"#, dialect: SQLDialect(noBackslashEscapes: true)).map(\.0) == [.string, .word]
        )
    }

    @Test func tokensCoverTheTextWithoutGaps() throws {
        let text = "SELECT 'ä', `b` /* c */ -- d\n + 1.5e3 /*! x */;"
        var lexer = SQLLexer(text)
        var end = 0
        while let token = try lexer.next() {
            #expect(token.range.lowerBound == end)
            end = token.range.upperBound
        }
        #expect(end == text.utf8.count)
    }
}
