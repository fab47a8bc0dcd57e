internal import SQLStatements

/// Decides which statements share a round trip, and joins their texts.
enum StatementPacking {
    /// Few enough that a failed trip wastes little, and many enough that the latency no longer matters.
    static let maximumCount = 100
    /// The bytes of SQL text in one round trip, unless a single statement is longer.
    static let maximumSize = 1 << 20

    /// Separates two statements. The line breaks end a `-- comment` at the end of the first statement.
    private static let separator = "\n;\n"

    static func joined(_ statements: ArraySlice<String>) -> String {
        statements.count == 1 ? statements.first ?? "" : statements.joined(separator: separator)
    }

    /// Removes the statements after the failed one from a message. The server quotes from the error to the end of the
    /// round trip, as in `near 'ADDD COLUMN m INT\n;\nUPDATE …' at line 1`, and may cut the quote anywhere.
    static func withoutWhatFollows(_ message: String, _ statement: String) -> String {
        guard let near = message.firstIndex(of: "'"), let last = message.lastIndex(of: "'"), near < last else {
            return message
        }
        let quoted = message[message.index(after: near)..<last]
        if quoted.hasPrefix(separator.drop { $0 == "\n" }) { return String(message[...near] + message[last...]) }
        // Both servers write a ? for a character that utf8mb3 cannot hold.
        let echo = String(String.UnicodeScalarView(statement.unicodeScalars.map { $0.value > 0xFFFF ? "?" : $0 }))
        var end = quoted.startIndex
        while let lineEnd = quoted[end...].firstIndex(of: "\n") {
            let own = quoted[..<lineEnd]
            let rest = quoted[lineEnd...]
            // MariaDB (10.11) marks the place where it cuts.
            let uncut = rest.hasSuffix("...") ? rest.dropLast(3) : rest
            if echo.hasSuffix(own) || echo.hasSuffix(decoded(own)),
                rest.hasPrefix(separator) || separator.hasPrefix(uncut)
            {
                return String(message[...near] + own + message[last...])
            }
            end = quoted.index(after: lineEnd)
        }
        return message
    }

    /// MariaDB (10.11) writes a control character as `\0001`.
    private static func decoded(_ quoted: Substring) -> String {
        String(quoted).replacing(#/\\([0-9A-F]{4})/#) { match -> String in
            guard let value = UInt32(match.1, radix: 16), let scalar = Unicode.Scalar(value) else { return "" }
            return String(Character(scalar))
        }
    }

    /// Splits the statements into consecutive ranges, one for each round trip.
    static func roundTrips(of statements: [String], maximumPacketSize: Int) -> [Range<Int>] {
        let limit = min(maximumSize, maximumPacketSize - 64)
        var trips: [Range<Int>] = []
        var start = 0
        var size = 0
        for (index, statement) in statements.enumerated() {
            let alone = !givesOneResult(statement)
            let length = statement.utf8.count + separator.utf8.count
            if index > start, alone || index - start == maximumCount || size + length > limit {
                trips.append(start..<index)
                (start, size) = (index, 0)
            }
            size += length
            if alone {
                trips.append(start..<index + 1)
                (start, size) = (index + 1, 0)
            }
        }
        if start < statements.count { trips.append(start..<statements.count) }
        return trips
    }

    /// Whether a statement gives exactly one result. Any other (CALL, EXECUTE, a compound statement, one after a
    /// comment) is sent alone, because its results could be mistaken for those of the next. So is a stored program,
    /// because MySQL (9.7) keeps the text up to the next statement as the end of its body.
    private static func givesOneResult(_ statement: String) -> Bool {
        let verb = verb(of: statement)
        guard singleResultVerbs.contains(verb) else { return false }
        return !["ALTER", "CREATE"].contains(verb) || !namesProgram(statement)
    }

    private static let programs = ["FUNCTION", "PROCEDURE", "TRIGGER", "EVENT"]

    private static func namesProgram(_ statement: String) -> Bool {
        statement.utf8.prefix(800).split(maxSplits: 8, whereSeparator: isBlank).contains { word in
            guard (5...9).contains(word.count) else { return false }
            return programs.contains(String(decoding: word, as: UTF8.self).uppercased())
        }
    }

    /// Whether the statement may change how the session reads text.
    static func changesSQLMode(_ statement: String) -> Bool {
        verb(of: statement) == "SET" && statement.lowercased().contains("sql_mode")
    }

    private static func verb(of statement: String) -> String {
        let word = statement.utf8.drop(while: isBlank).prefix { $0.isASCIILetter }
        return String(decoding: word, as: UTF8.self).uppercased()
    }

    /// Bytes, because each statement passes here, and Unicode's tables are slow.
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static let singleResultVerbs: Set<String> = [
        "ALTER", "COMMIT", "CREATE", "DELETE", "DO", "DROP", "GRANT", "INSERT", "LOCK", "RENAME", "REPLACE", "REVOKE",
        "ROLLBACK", "SELECT", "SET", "SHOW", "START", "TRUNCATE", "UNLOCK", "UPDATE", "USE", "WITH",
    ]
}
