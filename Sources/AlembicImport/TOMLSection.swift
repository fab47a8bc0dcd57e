/// A section of a TOML file whose values are strings, numbers and lists of strings.
struct TOMLSection {
    private(set) var values: [String: [String]] = [:]
    private(set) var hasHooks = false

    init(_ text: String, section: String, here: String) {
        var isInside = false
        var open: (key: String, text: String)?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var words = String(line.drop(while: \.isWhitespace))
            if let list = open {
                let all = list.text + "\n" + words
                open = Self.isComplete(all) ? nil : (list.key, all)
                if open == nil { values[list.key] = Self.texts(all, here) }
                continue
            }
            if words.first == "#" || words.isEmpty { continue }
            if words.first == "[" {
                let name = words.filter { !"[] \t\r".contains($0) }.split(separator: "#").first.map(String.init) ?? ""
                isInside = name == section
                if name == section + ".post_write_hooks" { hasHooks = true }
                continue
            }
            guard isInside, let mark = words.firstIndex(of: "=") else { continue }
            let key = words[..<mark].filter { !" \t\"'".contains($0) }
            words = String(words[words.index(after: mark)...].drop(while: \.isWhitespace))
            if words.first == "[", !Self.isComplete(words) {
                open = (key, words)
            } else {
                values[key] = Self.texts(words, here)
            }
        }
    }

    private static func isComplete(_ list: String) -> Bool {
        var quote: Character?
        for character in list {
            if let mark = quote {
                if character == mark { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "]" {
                return true
            }
        }
        return false
    }

    /// The strings of a value. A number or `true` counts as one.
    private static func texts(_ value: String, _ here: String) -> [String] {
        var texts: [String] = []
        var rest = value[...]
        while let character = rest.first {
            rest.removeFirst()
            switch character {
            case "\"", "'":
                var text = ""
                while let next = rest.first, next != character {
                    rest.removeFirst()
                    if next == "\\", character == "\"", let escaped = rest.popFirst() {
                        text.append(escaped)
                    } else {
                        text.append(next)
                    }
                }
                rest = rest.dropFirst()
                texts.append(text.replacing("%(here)s", with: here).replacing("%%", with: "%"))
            case "#":
                rest = rest.drop { !$0.isNewline }
            case _ where character.isLetter || character.isNumber:
                let word = rest.prefix { $0.isLetter || $0.isNumber }
                texts.append(String(character) + word)
                rest = rest.dropFirst(word.count)
            default: break
            }
        }
        return texts
    }
}
