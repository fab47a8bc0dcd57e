/// Formats texts as Swift literals.
enum StringLiteral {
    /// Returns a literal on one line, or nil for a text of several lines.
    static func line(_ text: String) -> String? {
        let scalars = text.unicodeScalars
        if scalars.contains("\n") { return nil }
        return oneLine(text)
    }

    /// Returns a literal on one line for any text.
    static func oneLine(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let needsHashes = scalars.contains { $0 == "\"" || $0 == "\\" }
        if !needsHashes || scalars.contains(where: isHidden) { return "\"" + escaped(text, "", quotes: true) + "\"" }
        let hashes = self.hashes(for: text, quote: "\"")
        return "\(hashes)\"\(text)\"\(hashes)"
    }

    /// Returns a literal in triple quotes, with long lines broken at blanks. The first line continues the current one.
    static func lines(_ text: String, indentation: Int) -> [String] {
        let isRaw = text.unicodeScalars.contains("\\") || text.contains("\"\"\"")
        let hashes = isRaw ? self.hashes(for: text, quote: "\"\"\"") : ""
        let blank = Code.blank(indentation)
        var lines = [hashes + "\"\"\""]
        for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
            let broken = self.broken(
                escaped(String(String.UnicodeScalarView(line)), hashes, quotes: false),
                width: Code.width - indentation,
                continuation: "\\" + hashes
            )
            lines += broken.map { $0.isEmpty ? "" : blank + $0 }
        }
        return lines + [blank + "\"\"\"" + hashes]
    }

    /// Returns enough number signs that the text contains neither the end of the literal nor an escape.
    private static func hashes(for text: String, quote: String) -> String {
        var hashes = "#"
        while text.contains(quote + hashes) || text.contains("\\" + hashes) { hashes += "#" }
        return hashes
    }

    /// - Parameter quotes: Whether a quote would end the literal.
    private static func escaped(_ text: String, _ hashes: String, quotes: Bool) -> String {
        var result = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            // Blanks at the end of a line are invisible, and editors remove them.
            let isLost = !quotes && index == scalars.count - 1 && scalar.properties.isWhitespace
            switch scalar {
            case "\\" where hashes.isEmpty: result.append(contentsOf: "\\\\".unicodeScalars)
            case "\"" where quotes: result.append(contentsOf: "\\\"".unicodeScalars)
            case "\t" where quotes || isLost: result.append(contentsOf: "\\\(hashes)t".unicodeScalars)
            case "\t": result.append(scalar)
            case "\n": result.append(contentsOf: "\\\(hashes)n".unicodeScalars)
            case "\r": result.append(contentsOf: "\\\(hashes)r".unicodeScalars)
            case _ where isLost || isHidden(scalar):
                result.append(contentsOf: "\\\(hashes)u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// Returns whether the character would be invisible in source code, or displayed out of place.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == " " { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse,
            .unassigned:
            return true
        default: return false
        }
    }

    /// Breaks at blanks, which stay at the end of a line before the continuation mark.
    private static func broken(_ line: String, width: Int, continuation: String) -> [String] {
        guard line.count > width else { return [line] }
        var lines: [String] = []
        var current = ""
        for word in words(line) {
            if !current.isEmpty, current.count + word.count + continuation.count > width {
                lines.append(current + continuation)
                current = ""
            }
            current += word
        }
        return lines + [current]
    }

    /// Returns the words, each with the blank after it. Leading blanks stay with the first word.
    private static func words(_ line: String) -> [String] {
        var words: [String] = []
        var current = ""
        for character in line {
            if character != " ", current.last == " ", current.contains(where: { $0 != " " }) {
                words.append(current)
                current = ""
            }
            current.append(character)
        }
        return words + [current]
    }
}
