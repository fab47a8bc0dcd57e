/// Facts about character sets that are the same on every server.
package enum CharacterSet {
    /// The most bytes that one character takes; 1 for the 8-bit sets and for unknown names.
    package static func maxBytesPerCharacter(_ charset: String) -> Int {
        switch charset.lowercased() {
        case "utf8mb4", "utf16", "utf16le", "utf32", "gb18030": 4
        case "utf8mb3", "utf8", "ujis", "eucjpms": 3
        case "ucs2", "big5", "gbk", "gb2312", "sjis", "cp932", "euckr": 2
        default: 1
        }
    }

    /// `utf8` is an old name for `utf8mb3` (MariaDB from 10.6 and MySQL from 8.0.30 print the new one).
    package static func canonicalName(_ charset: String) -> String {
        let name = charset.lowercased()
        return name == "utf8" ? "utf8mb3" : name
    }

    /// `utf8_bin` and the like are old names for `utf8mb3_bin`.
    package static func canonicalCollation(_ collation: String) -> String {
        let name = collation.lowercased()
        return name.hasPrefix("utf8_") ? "utf8mb3_" + name.dropFirst(5) : name
    }
}
