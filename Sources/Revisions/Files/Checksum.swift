package import SQLStatements
package import SchemaModel

/// SHA-256 checksums of what the server reads of statements.
///
/// The checksum of a statement covers its significant tokens with one space in between. Comments, line breaks and
/// indentation do not count, so a file may be reformatted or commented after it ran. Everything else counts as written:
/// the case of keywords, quotes, optimizer hints, and the frames of versioned comments.
package enum Checksum {
    /// Returns 64 hex digits.
    package static func of(_ statement: String, dialect: SQLDialect = SQLDialect()) -> String {
        hex(SHA256.hash(significantBytes(of: statement, dialect)))
    }

    /// Returns the checksum of a list of statements: that of their tokens, with a `;` after each.
    package static func of(_ statements: [SQLStatement], dialect: SQLDialect = SQLDialect()) -> String {
        var hash = SHA256()
        for statement in statements {
            hash.update(significantBytes(of: statement.text, dialect))
            hash.update(statementEnd)
        }
        return hex(hash.finalize())
    }

    /// Returns the checksum computed by versions that read several statements between two delimiters as one; nil if
    /// there are none.
    package static func ofUncut(_ statements: [SQLStatement], dialect: SQLDialect = SQLDialect()) -> String? {
        guard statements.contains(where: \.followsSemicolon) else { return nil }
        var hash = SHA256()
        for (index, statement) in statements.enumerated() {
            if index > 0 { hash.update(statement.followsSemicolon ? Array(" ; ".utf8) : statementEnd) }
            hash.update(significantBytes(of: statement.text, dialect))
        }
        hash.update(statementEnd)
        return hex(hash.finalize())
    }

    /// Returns the checksum of all statements and that of each, which takes little longer than either. Most revisions
    /// have one statement.
    package static func ofAllAndEach(
        _ statements: [SQLStatement],
        dialect: SQLDialect = SQLDialect()
    ) -> (all: String, each: [String]) {
        var hash = SHA256()
        let each = statements.indices.map { index in
            let bytes = significantBytes(of: statements[index].text, dialect)
            hash.update(bytes)
            let own = index == 0 ? hash.finalize() : SHA256.hash(bytes)
            hash.update(statementEnd)
            return hex(own)
        }
        return (hex(hash.finalize()), each)
    }

    private static let statementEnd: [UInt8] = [UInt8(ascii: ";"), UInt8(ascii: "\n")]

    /// Returns the SHA-256 of the unchanged text, as 64 hex digits.
    package static func ofText(_ text: String) -> String {
        hex(SHA256.hash(Array(text.utf8)))
    }

    private static func significantBytes(of statement: String, _ dialect: SQLDialect) -> [UInt8] {
        var lexer = SQLLexer(statement, dialect: dialect)
        var significant: [UInt8] = []
        significant.reserveCapacity(lexer.bytes.count)
        do {
            while let token = try lexer.next() {
                if token.kind == .whitespace || token.kind == .comment { continue }
                if !significant.isEmpty { significant.append(UInt8(ascii: " ")) }
                significant.append(contentsOf: lexer.bytes[token.range])
            }
        } catch {
            // A text that cannot be tokenized counts byte for byte.
            return lexer.bytes
        }
        return significant
    }

    private static func hex(_ digest: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in digest {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
