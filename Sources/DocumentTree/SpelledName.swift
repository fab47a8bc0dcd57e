/// A name inside a short text of the document, such as `email(20)` or `teams(id)`.
package enum SpelledName {
    /// Returns the name, in backquotes if it would otherwise end or change the text around it.
    package static func text(_ name: String) -> String {
        let isSimple = name.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "_", "$", "0"..."9", "a"..."z", "A"..."Z": true
            default: scalar.properties.isAlphabetic
            }
        }
        if isSimple, !name.isEmpty { return name }
        var text = "`"
        // Iterates over scalars, because a backquote followed by a combining accent is still a backquote.
        for scalar in name.unicodeScalars {
            if scalar == "`" { text.unicodeScalars.append(scalar) }
            text.unicodeScalars.append(scalar)
        }
        return text + "`"
    }
}
