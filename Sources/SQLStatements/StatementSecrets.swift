/// The passwords in a statement, so that it can be shown without them: those of accounts (`IDENTIFIED BY`), those of
/// connections to other servers (`CONNECTION`, `MASTER_PASSWORD`), and any value assigned to a name ending in PASSWORD.
package struct StatementSecrets: Sendable {
    private let bytes: [UInt8]
    /// The byte ranges of the passwords in order, including the quotes.
    private let places: [Range<Int>]

    package init(_ statement: String) {
        bytes = Array(statement.utf8)
        places = Self.mayHoldSecrets(bytes) ? SecretFinder(bytes).places : []
    }

    /// Returns the statement with `'***'` instead of each password.
    package static func masked(_ statement: String) -> String {
        let secrets = StatementSecrets(statement)
        return secrets.places.isEmpty ? statement : secrets.masked(0..<secrets.bytes.count)
    }

    package var maskedStatement: String { masked(0..<bytes.count) }

    /// Removes the passwords that a server message quotes from the statement.
    package func masking(_ message: String) -> String {
        guard !places.isEmpty else { return message }
        return maskingSecrets(maskingQuotation(message))
    }

    private func masked(_ range: Range<Int>) -> String {
        var text: [UInt8] = []
        var position = range.lowerBound
        for place in places where place.overlaps(range) {
            text += bytes[position..<max(position, place.lowerBound)] + Array("'***'".utf8)
            position = max(position, min(place.upperBound, range.upperBound))
        }
        text += bytes[position..<range.upperBound]
        return String(decoding: text, as: UTF8.self)
    }

    /// A syntax error quotes the statement from the mistake on and truncates it, possibly within a password.
    private func maskingQuotation(_ message: String) -> String {
        guard let near = message.firstRange(of: "near '"), let last = message.lastIndex(of: "'"),
            near.upperBound <= last
        else { return message }
        let quoted = Array(message[near.upperBound..<last].utf8)
        guard !quoted.isEmpty, let place = bytes.lastRange(of: quoted) else { return message }
        return message[..<near.upperBound] + masked(place) + message[last...]
    }

    /// Other messages may contain a whole password.
    private func maskingSecrets(_ message: String) -> String {
        var message = message
        for place in places {
            let inner = bytes[place].dropFirst().dropLast()
            // One or two characters are not a real password, and they occur in many words.
            guard inner.count > 2 else { continue }
            message = message.split(separator: String(decoding: inner, as: UTF8.self), omittingEmptySubsequences: false)
                .joined(separator: "***")
        }
        return message
    }

    private static let words = ["password", "identified", "connection", "user", "grant"].map { Array($0.utf8) }
    private static let initials = words.compactMap(\.first)

    /// Most statements contain none of these words, so their tokens need not be read.
    private static func mayHoldSecrets(_ bytes: [UInt8]) -> Bool {
        bytes.indices.contains { start in
            guard initials.contains(bytes[start] | 0x20) else { return false }
            return words.contains { word in
                start + word.count <= bytes.count
                    && zip(bytes[start...], word).allSatisfy { $0 | 0x20 == $1 }
            }
        }
    }
}

/// Reads the tokens of one statement.
private struct SecretFinder {
    private(set) var places: [Range<Int>] = []
    private let bytes: [UInt8]
    /// The first words of the statement in capitals, which tell its kind.
    private let firstWords: String
    /// The preceding words and symbols in capitals, nearest last.
    private var before: [String] = []
    /// Whether `IDENTIFIED` was read, so that a literal after `BY`, `AS` or `USING` is a password.
    private var isIdentified = false
    private var follows: Range<Int>?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        let words = String(decoding: bytes.prefix(200), as: UTF8.self).split(whereSeparator: \.isWhitespace).prefix(4)
        firstWords = words.map { $0.uppercased() }.filter { $0 != "OR" && $0 != "REPLACE" }.joined(separator: " ")
        var lexer = SQLLexer(bytes)
        do {
            while let token = try lexer.nextSignificant() { read(token) }
        } catch {
            // An unterminated string extends to the end.
            read(SQLToken(kind: .string, range: error.offset..<bytes.count))
        }
        if let follows { places.append(follows) }
    }

    private mutating func read(_ token: SQLToken) {
        let text = String(decoding: bytes[token.range], as: UTF8.self)
        let isLiteral = token.kind == .string || text.hasPrefix("\"") || text.uppercased().hasPrefix("0X")
        if let account = follows {
            follows = nil
            // `'name'@` is an account. Two adjacent literals are one.
            if text != "@" { places.append(account) }
        }
        guard isLiteral else {
            let word = text.uppercased()
            if word == "IDENTIFIED" { isIdentified = true }
            before = before.suffix(7) + [word]
            return
        }
        if isSecret || holdsStatement(text) { follows = token.range }
        before = before.suffix(7) + [follows == nil ? "" : "BY"]
    }

    private var isSecret: Bool {
        guard let last = before.last else { return false }
        if isIdentified, ["BY", "AS", "USING", "REPLACE"].contains(last) { return true }
        let name = ["=", "(", ":="].contains(last) ? before.dropLast().last ?? "" : last
        if name.hasSuffix("PASSWORD") || name.hasSuffix("PASSWORD`") || name == "CONNECTION" { return true }
        // `SET PASSWORD FOR x = '…'`.
        if last == "=", before.contains("PASSWORD"), before.contains("FOR") { return true }
        // Catches typos such as IDENTIFED BY.
        return last == "BY" && isAboutAccounts
    }

    private var isAboutAccounts: Bool {
        ["CREATE USER", "ALTER USER", "GRANT"].contains { firstWords.hasPrefix($0) }
    }

    /// Returns whether a string literal holds a statement, as for EXECUTE IMMEDIATE.
    private func holdsStatement(_ literal: String) -> Bool {
        guard ["EXECUTE", "PREPARE", "SET"].contains(where: firstWords.hasPrefix) else { return false }
        let words = literal.lowercased().split { !$0.isLetter }
        return zip(words, words.dropFirst()).contains { $0 == "identified" && ["by", "via", "with"].contains($1) }
    }
}

extension [UInt8] {
    fileprivate func lastRange(of part: [UInt8]) -> Range<Int>? {
        guard part.count <= count else { return nil }
        for start in stride(from: count - part.count, through: 0, by: -1)
        where self[start..<start + part.count].elementsEqual(part) {
            return start..<start + part.count
        }
        return nil
    }
}
