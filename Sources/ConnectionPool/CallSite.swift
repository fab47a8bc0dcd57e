/// A place in the program's source.
package struct CallSite: Hashable, Sendable, CustomStringConvertible {
    private let file: StaticString
    private let line: UInt

    package init(fileID: StaticString = #fileID, line: UInt = #line) {
        file = fileID
        self.line = line
    }

    package var description: String { "\(file):\(line)" }

    package static func == (one: Self, other: Self) -> Bool { one.description == other.description }

    package func hash(into hasher: inout Hasher) { hasher.combine(description) }
}
