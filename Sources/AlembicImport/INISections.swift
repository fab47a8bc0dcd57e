/// An ini file, read like Python's configparser, including `%(name)s`.
struct INISections {
    private var sections: [String: [String: String]] = [:]
    private let here: String

    init(_ text: String, here: String) {
        self.here = here
        var section = ""
        var key: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = Self.trimmed(line)
            if words.first == "#" || words.first == ";" { continue }
            if line.first?.isWhitespace == true, let key, !words.isEmpty {
                sections[section]?[key]? += "\n" + words
            } else if words.first == "[", words.last == "]" {
                section = String(words.dropFirst().dropLast())
                if sections[section] == nil { sections[section] = [:] }
                key = nil
            } else if let mark = words.firstIndex(where: { $0 == "=" || $0 == ":" }) {
                let name = Self.trimmed(words[..<mark]).lowercased()
                sections[section, default: [:]][name] = Self.trimmed(words[words.index(after: mark)...])
                key = name
            } else {
                key = nil
            }
        }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }

    func section(_ name: String) -> [String: String] {
        let raw = (sections["DEFAULT"] ?? [:]).merging(sections[name] ?? [:]) { $1 }
        return raw.mapValues { interpolated($0, raw, depth: 0) }
    }

    private func interpolated(_ text: String, _ values: [String: String], depth: Int) -> String {
        var result = ""
        var rest = text[...]
        while let percent = rest.firstIndex(of: "%") {
            result += rest[..<percent]
            rest = rest[rest.index(after: percent)...]
            if rest.first == "%" {
                result += "%"
                rest.removeFirst()
            } else if rest.first == "(", let end = rest.firstIndex(of: ")") {
                let name = rest[rest.index(after: rest.startIndex)..<end].lowercased()
                let value = name == "here" ? here : values[name] ?? ""
                result += depth < 10 ? interpolated(value, values, depth: depth + 1) : value
                rest = rest[rest.index(after: end)...].dropFirst()
            } else {
                result += "%"
            }
        }
        return result + rest
    }
}
