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
