package import SchemaModel

/// The only code that quotes. Everything that writes SQL calls it.
extension SQLDialect {
    /// Returns the name in backquotes, which every `sql_mode` reads as an identifier.
    package func quotedIdentifier(_ name: String) -> String {
        if !name.hasByte({ $0 == UInt8(ascii: "`") }) { return "`" + name + "`" }
        var text = "`"
        for scalar in name.unicodeScalars {
            if scalar == "`" { text.unicodeScalars.append(scalar) }
            text.unicodeScalars.append(scalar)
        }
        return text + "`"
    }

    /// Returns the text as a string literal, as SHOW CREATE TABLE prints it: `'` is doubled, and unless
    /// `NO_BACKSLASH_ESCAPES` is on, backslashes are doubled and NUL, newline and carriage return are escaped.
    package func quotedLiteral(_ text: String) -> String {
        if !text.hasByte(Self.isEscapedInLiterals) { return "'" + text + "'" }
        var quoted = "'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'": quoted += "''"
            case "\\" where !noBackslashEscapes: quoted += "\\\\"
            case "\0" where !noBackslashEscapes: quoted += "\\0"
            case "\n" where !noBackslashEscapes: quoted += "\\n"
            case "\r" where !noBackslashEscapes: quoted += "\\r"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "'"
    }

    /// Most texts contain none of these bytes and need only quotes.
    private static func isEscapedInLiterals(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\") || byte == 0 || byte == 10 || byte == 13
    }
}

extension String {
    /// Searches the string's storage directly, because iterating over `utf8` takes ten times as long.
    fileprivate func hasByte(_ isWanted: (UInt8) -> Bool) -> Bool {
        var text = self
        return text.withUTF8 { $0.contains(where: isWanted) }
    }
}
