internal import Crypto
package import SchemaModel
package import SchemaSQL

/// SHA-256 over what the server reads of statements.
///
/// A statement's checksum covers its significant tokens, one space between two: comments, line breaks and indentation do not
/// count, so a file may be reformatted or explained after it ran. Everything else counts as written: the case of
/// keywords, quotes, optimiser hints and the frames of versioned comments.
package enum Checksum {
    /// 64 hex digits.
    package static func of(_ statement: String, dialect: SQLDialect = SQLDialect()) -> String {
        var hash = SHA256()
        update(&hash, with: statement, dialect: dialect)
        return hex(hash.finalize())
    }

    /// The checksum of statements in their order: that of their tokens with a `;` after each.
    package static func of(_ statements: [SQLStatement], dialect: SQLDialect = SQLDialect()) -> String {
        var hash = SHA256()
        for statement in statements {
            update(&hash, with: statement.text, dialect: dialect)
            hash.update(data: [UInt8(ascii: ";"), UInt8(ascii: "\n")])
        }
        return hex(hash.finalize())
    }

    /// SHA-256 of the text as it is, 64 hex digits.
    package static func ofText(_ text: String) -> String {
        hex(SHA256.hash(data: Array(text.utf8)))
    }

    private static func update(_ hash: inout SHA256, with statement: String, dialect: SQLDialect) {
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
            // Text that cannot be cut into tokens counts byte for byte.
            significant = lexer.bytes
        }
        hash.update(data: significant)
    }

    private static func hex(_ digest: SHA256.Digest) -> String {
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
