/// The rules of revision identifiers.
package enum RevisionID {
    /// The characters with a meaning in targets: `branch@rev`, `rev-1`, `rev+1`, `a:b`.
    package static let reservedCharacters: [Character] = ["@", "-", "+", ":"]
    /// The width of the version table's column.
    package static let longest = 255

    /// Returns a new id of 12 random hex digits.
    package static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    package static func random(using generator: inout some RandomNumberGenerator) -> String {
        let digits = String(UInt64.random(in: 0..<(1 << 48), using: &generator), radix: 16)
        return String(repeating: "0", count: 12 - digits.utf8.count) + digits
    }

    /// Returns the characters that are not allowed in an id or branch label; empty for a valid one.
    package static func illegalCharacters(in id: String) -> [Character] {
        // Nearly all ids consist of these characters, and a chain may have thousands.
        if id.utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "_") }) { return [] }
        var illegal: [Character] = []
        for character in id where reservedCharacters.contains(character) || character.isWhitespace {
            if !illegal.contains(character) { illegal.append(character) }
        }
        return illegal
    }

    /// Returns the characters that are not allowed in the id or label of a new revision, which appears in the header
    /// without quotes and, for an id, in the file's name.
    package static func unwritableCharacters(in id: String) -> [Character] {
        var unwritable = illegalCharacters(in: id)
        for (index, character) in id.enumerated() where !unwritable.contains(character) {
            // A name with a leading dot would be hidden.
            let isPlain = character.isLetter || character.isNumber || character == "_" || character == "." && index > 0
            if !isPlain { unwritable.append(character) }
        }
        return unwritable
    }

    /// Whether a new revision cannot have this id or label, whatever its characters.
    package static func isReserved(_ id: String) -> Bool {
        id.isEmpty || reservedWords.contains(id) || yamlWords.contains(id.lowercased()) || id.utf8.count > longest
    }

    /// Words that YAML does not read as text, in the header or where users copy them.
    private static let yamlWords: Set<String> = ["null", "true", "false", "yes", "no", "on", "off"]

    /// Words with another meaning in targets.
    package static let reservedWords: Set<String> = ["head", "heads", "base", "current"]
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }
}
