/// Facts about character sets that hold on every server.
package enum CharacterSet {
    /// Returns the maximum number of bytes in a character; 1 for 8-bit sets and unknown names.
    package static func maxBytesPerCharacter(_ charset: String) -> Int {
        switch charset.lowercased() {
        case "utf8mb4", "utf16", "utf16le", "utf32", "gb18030": 4
        case "utf8mb3", "utf8", "ujis", "eucjpms": 3
        case "ucs2", "big5", "gbk", "gb2312", "sjis", "cp932", "euckr": 2
        default: 1
        }
    }

    /// Returns the character set at the start of a collation's name, or nil for MariaDB's context collations
    /// (`uca1400_ai_ci`).
    package static func ofCollation(_ collation: String) -> String? {
        let prefix = canonicalName(String(collation.prefix { $0 != "_" }))
        return names.contains(prefix) ? prefix : nil
    }

    private static let names: Set<String> = [
        "armscii8", "ascii", "big5", "binary", "cp1250", "cp1251", "cp1256", "cp1257", "cp850", "cp852", "cp866",
        "cp932", "dec8", "eucjpms", "euckr", "gb18030", "gb2312", "gbk", "geostd8", "greek", "hebrew", "hp8", "keybcs2",
        "koi8r", "koi8u", "latin1", "latin2", "latin5", "latin7", "macce", "macroman", "sjis", "swe7", "tis620",
        "ucs2", "ujis", "utf16", "utf16le", "utf32", "utf8mb3", "utf8mb4",
    ]

    /// `utf8` is the old name for `utf8mb3` (MariaDB from 10.6 and MySQL from 8.0.30 print the new one).
    package static func canonicalName(_ charset: String) -> String {
        let name = charset.lowercased()
        return name == "utf8" ? "utf8mb3" : name
    }

    /// `utf8_bin` is the old name for `utf8mb3_bin`, and so on.
    package static func canonicalCollation(_ collation: String) -> String {
        let name = collation.lowercased()
        return name.hasPrefix("utf8_") ? "utf8mb3_" + name.dropFirst(5) : name
    }
}
