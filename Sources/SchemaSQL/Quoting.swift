package import SchemaModel

/// The only place that quotes: everything that writes SQL calls these.
extension SQLDialect {
    /// The name in backquotes, which every `sql_mode` reads as an identifier.
    package func quotedIdentifier(_ name: String) -> String {
        var text = "`"
        for scalar in name.unicodeScalars {
            if scalar == "`" { text.unicodeScalars.append(scalar) }
            text.unicodeScalars.append(scalar)
        }
        return text + "`"
    }

    /// The text as a string literal, as SHOW CREATE TABLE prints one: `'` doubled, and (unless
    /// `NO_BACKSLASH_ESCAPES`) backslash doubled and NUL, newline, carriage return and Ctrl-Z escaped.
    package func quotedLiteral(_ text: String) -> String {
        var quoted = "'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'": quoted += "''"
            case "\\" where !noBackslashEscapes: quoted += "\\\\"
            case "\0" where !noBackslashEscapes: quoted += "\\0"
            case "\n" where !noBackslashEscapes: quoted += "\\n"
            case "\r" where !noBackslashEscapes: quoted += "\\r"
            case "\u{1A}" where !noBackslashEscapes: quoted += "\\Z"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "'"
    }
}
