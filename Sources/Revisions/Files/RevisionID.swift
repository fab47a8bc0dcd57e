/// The rules of revision identifiers.
package enum RevisionID {
    /// What a target expression needs for itself: `branch@rev`, `rev-1`, `rev+1`, `a:b`.
    package static let reservedCharacters: [Character] = ["@", "-", "+", ":"]
    /// The width of the version table's column.
    package static let longest = 255

    /// A new id: 12 hex digits, at random.
    package static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    package static func random(using generator: inout some RandomNumberGenerator) -> String {
        let digits = String(UInt64.random(in: 0..<(1 << 48), using: &generator), radix: 16)
        return String(repeating: "0", count: 12 - digits.utf8.count) + digits
    }

    /// The characters that keep a text from being an id (or a branch label); none when it can be one.
    package static func illegalCharacters(in id: String) -> [Character] {
        // Nearly every id is made of these, and a chain may have thousands.
        if id.utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "_") }) { return [] }
        var illegal: [Character] = []
        for character in id where reservedCharacters.contains(character) || character.isWhitespace {
            if !illegal.contains(character) { illegal.append(character) }
        }
        return illegal
    }

    /// The characters that keep a text from being the id or label of a new revision: it stands without quotes in the header, and
    /// the id in the file's name.
    package static func unwritableCharacters(in id: String) -> [Character] {
        var unwritable = illegalCharacters(in: id)
        for (index, character) in id.enumerated() where !unwritable.contains(character) {
            // A name that starts with a dot would be hidden.
            let isPlain = character.isLetter || character.isNumber || character == "_" || character == "." && index > 0
            if !isPlain { unwritable.append(character) }
        }
        return unwritable
    }

    /// Whether a new revision cannot have this id or label, whatever its characters.
    package static func isReserved(_ id: String) -> Bool {
        id.isEmpty || reservedWords.contains(id) || yamlWords.contains(id.lowercased()) || id.utf8.count > longest
    }

    /// What YAML reads as something else than text, in the header or where people copy it to.
    private static let yamlWords: Set<String> = ["null", "true", "false", "yes", "no", "on", "off"]

    /// Words that a target expression reads as something else.
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
