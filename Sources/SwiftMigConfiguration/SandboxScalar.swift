internal import DiagnosticModel
internal import YAMLDocument

/// Handles `url: sandbox:` as users write it. In YAML, a word that ends with a colon is a key, so libyaml refuses the
/// line. The reader therefore quotes the word in its copy of the text.
enum SandboxScalar {
    /// Reads the file, and quotes every `sandbox:` at the end of a refused line. Only comments may follow such a word,
    /// so all places remain correct.
    static func read(_ text: String, file: String) throws(YAMLError) -> YAMLNode {
        var text = text
        while true {
            do {
                return try YAMLNode.read(text, file: file)
            } catch {
                guard case .syntax(_, let place, _) = error, let quoted = quoting(text, line: place.line) else {
                    throw error
                }
                text = quoted
            }
        }
    }

    /// Returns nil if the line does not end with an unquoted `sandbox:` after a key or a dash.
    private static func quoting(_ text: String, line number: Int) -> String? {
        // Splits by scalars, because a Character may be CR and LF together.
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        guard lines.indices.contains(number - 1) else { return nil }
        let line = lines[number - 1]
        guard let word = line.firstRange(of: " sandbox:") else { return nil }
        let before = line[..<word.lowerBound]
        let lead = before.reversed().first { $0 != " " }
        let behind = line[word.upperBound...]
        let rest = behind.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
        let isAtEnd = rest.isEmpty || (rest.first == "#" && rest.startIndex != behind.startIndex)
        guard lead == ":" || lead == "-", isAtEnd else { return nil }
        lines[number - 1] = before + " \"sandbox:\"" + behind
        return lines.joined(separator: "\n")
    }
}
