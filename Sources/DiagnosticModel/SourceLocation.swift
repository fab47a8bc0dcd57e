/// A place in a file that a person can open. Line and column are 1-based, and both 0 if only the file is known.
package struct SourceLocation: Hashable, Sendable {
    package var file: String
    package var line: Int
    package var column: Int

    package init(file: String, line: Int = 0, column: Int = 0) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `file:line:column`, which editors and terminals turn into a link.
    package var place: String {
        switch (line, column) {
        case (0, _): file
        case (let line, 0): "\(file):\(line)"
        case (let line, let column): "\(file):\(line):\(column)"
        }
    }
}
