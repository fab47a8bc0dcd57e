/// Writes a database comment as a documentation comment.
enum Documentation {
    /// Returns an empty string for an empty comment.
    static func text(_ comment: String, indentation: Int) -> String {
        let mark = Code.blank(indentation) + "///"
        let lines = comment.split(whereSeparator: \.isNewline).flatMap { line in
            wrapped(line.split(whereSeparator: \.isWhitespace), width: Code.width - mark.count - 1)
        }
        return lines.map { "\(mark) \($0)\n" }.joined()
    }

    private static func wrapped(_ words: [Substring], width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in words {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
