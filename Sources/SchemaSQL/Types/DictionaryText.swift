package import SchemaModel

extension String {
    /// The text as the servers' dictionaries store it. They use utf8mb3, in which a character beyond U+FFFF becomes `?`
    /// (MariaDB 10.11 and 11.8, MySQL 9.7).
    package var inDictionary: String {
        guard hasCharactersBeyondDictionary else { return self }
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars { text.append(scalar.isBeyondDictionary ? "?" : scalar) }
        return String(text)
    }

    /// Whether `inDictionary` differs from the text.
    package var hasCharactersBeyondDictionary: Bool {
        // Only the UTF-8 of those characters contains such a byte.
        var text = self
        return text.withUTF8 { $0.contains { $0 >= 0xF0 } }
    }

    /// Whether the text, read from the dictionary, may have lost characters.
    package var mayHideCharacters: Bool {
        var text = self
        return text.withUTF8 { $0.contains(UInt8(ascii: "?")) }
    }
}

extension Unicode.Scalar {
    fileprivate var isBeyondDictionary: Bool { value > 0xFFFF }
}

extension CharacterSet {
    /// Returns whether the character set has characters beyond U+FFFF.
    package static func exceedsDictionary(_ charset: String?) -> Bool {
        charset.map { ["utf8mb4", "utf16", "utf16le", "utf32", "gb18030"].contains($0.lowercased()) } ?? false
    }

    /// Decodes bytes in a Unicode encoding. Returns nil for other character sets and for invalid bytes.
    package static func text(of bytes: [UInt8], in charset: String) -> String? {
        switch charset {
        case "utf8mb4", "utf8mb3": String(valid: bytes, as: UTF8.self)
        case "utf16": String(valid: units(bytes, isBigEndian: true) as [UInt16], as: UTF16.self)
        case "utf16le": String(valid: units(bytes, isBigEndian: false) as [UInt16], as: UTF16.self)
        case "utf32": String(valid: units(bytes, isBigEndian: true) as [UInt32], as: UTF32.self)
        default: nil
        }
    }

    private static func units<Unit: FixedWidthInteger>(_ bytes: [UInt8], isBigEndian: Bool) -> [Unit] {
        let width = Unit.bitWidth / 8
        return stride(from: 0, to: bytes.count, by: width).map { start in
            let unit = bytes[start..<min(start + width, bytes.count)]
            return (isBigEndian ? Array(unit) : unit.reversed()).reduce(0) { $0 << 8 | Unit($1) }
        }
    }
}

extension Column {
    /// The members of an ENUM or SET.
    package var members: [String]? {
        switch type {
        case .enumeration(let members), .set(let members): members
        default: nil
        }
    }

    /// Whether a member read from the dictionary may have lost characters.
    package var mayHideMembers: Bool {
        CharacterSet.exceedsDictionary(charset) && members?.contains(where: \.mayHideCharacters) == true
    }

    /// Whether the default read from the dictionary may have lost characters. MariaDB (10.11, 11.8) keeps expressions
    /// intact, and the defaults of TEXT are expressions.
    package var mayHideDefault: Bool {
        guard CharacterSet.exceedsDictionary(charset), case .literal(let text) = defaultValue else { return false }
        if case .text = type { return false }
        return text.mayHideCharacters
    }

    /// Replaces the members of an ENUM or SET.
    package mutating func setMembers(_ members: [String]) {
        switch type {
        case .enumeration: type = .enumeration(members)
        case .set: type = .set(members)
        default: break
        }
    }
}
