/// Formats scalars for YAML and JSON.
package enum ScalarText {
    /// Words that some YAML readers do not treat as text.
    private static let words: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]

    /// Returns the text unquoted if every YAML reader reads it back unchanged, even inside `{}` and `[]`. Otherwise
    /// returns it in double quotes.
    package static func yaml(_ text: String) -> String {
        isPlain(text) ? text : quoted(text)
    }

    /// Returns whether a YAML block (`|-`) can hold the lines unchanged, which keeps routine bodies readable.
    package static func isBlock(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else { return false }
        guard text.utf8.contains(UInt8(ascii: "\n")), first != " ", first != "\n", first != "\t", last != "\n" else {
            return false
        }
        return !text.unicodeScalars.contains { $0 != "\n" && $0 != "\t" && needsEscape($0) }
    }

    private static func isPlain(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last, last != " " else { return false }
        if ("0"..."9").contains(first) { return isNumber(text) }
        guard isLetter(first) || first == "_" || first == "(" || first == "/" else { return false }
        return scalars.allSatisfy(isPlainInside) && !words.contains(text.lowercased())
    }

    /// Returns whether the text is a number that reads back unchanged: no leading zero, exponent or date.
    private static func isNumber(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, text.utf8.count <= 15 else { return false }
        let isDigits = parts.allSatisfy { part in
            !part.isEmpty && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        }
        return isDigits && (parts[0].count == 1 || parts[0].first != UInt8(ascii: "0"))
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic && !needsEscape(scalar)
    }

    /// `, [ ] { } # : "` and the backslash end or change a plain text, or seem to.
    private static func isPlainInside(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "_", "-", ".", "/", "(", ")", "'", " ", "$", "+", "=", ";", "%", "<", ">", "*", "!", "?", "@", "&", "|",
            "^", "~", "0"..."9":
            true
        default: isLetter(scalar)
        }
    }

    /// Returns the text in double quotes, as both formats read it.
    package static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where needsEscape(scalar):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Returns whether the character must be escaped: control characters, YAML's extra line breaks, characters that
    /// libyaml refuses unescaped, and those that reorder the rest of the line. All are below U+10000.
    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20..<0x7F: false
        case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: scalar.properties.isBidiControl
        }
    }
}
