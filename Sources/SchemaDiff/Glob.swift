package import SchemaModel

/// A pattern with `*` (any text) and `?` (one character), as in `ignore: {tables: ["tmp_*"]}`.
package struct Glob {
    private let pattern: [Character]
    /// The text before the first `*` or `?`.
    private let prefix: String
    private let ignoresCase: Bool

    package init(_ pattern: String, ignoresCase: Bool = false) {
        let pattern = ignoresCase ? pattern.lowercased() : pattern
        self.pattern = Array(pattern)
        prefix = String(pattern.prefix { $0 != "*" && $0 != "?" })
        self.ignoresCase = ignoresCase
    }

    package func matches(_ name: String) -> Bool {
        let name = ignoresCase ? name.lowercased() : name
        // Most names have another prefix, which is cheap to see.
        guard name.hasPrefix(prefix) else { return false }
        let text = Array(name)
        var position = 0
        var index = 0
        // The positions to return to if the text after the last star does not match.
        var star: (index: Int, position: Int)?
        while position < text.count {
            if index < pattern.count, pattern[index] == "*" {
                star = (index, position)
                index += 1
            } else if index < pattern.count, pattern[index] == "?" || pattern[index] == text[position] {
                index += 1
                position += 1
            } else if let last = star {
                star = (last.index, last.position + 1)
                index = last.index + 1
                position = last.position + 1
            } else {
                return false
            }
        }
        return pattern[index...].allSatisfy { $0 == "*" }
    }
}

/// Patterns for table names. They ignore case if the server does.
package struct TablePatterns {
    private let globs: [Glob]

    package init(_ patterns: [String], on profile: ServerProfile) {
        globs = patterns.map { Glob($0, ignoresCase: profile.lowerCaseTableNames != 0) }
    }

    package var isEmpty: Bool { globs.isEmpty }

    /// Returns whether a pattern matches the name.
    package func match(_ name: String) -> Bool { globs.contains { $0.matches(name) } }
}
