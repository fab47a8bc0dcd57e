/// A place in the program's source.
@usableFromInline
package struct CallSite: Hashable, Sendable, CustomStringConvertible {
    private let file: StaticString
    private let line: UInt

    package init(fileID: StaticString = #fileID, line: UInt = #line) {
        file = fileID
        self.line = line
    }

    @usableFromInline
    package var description: String { "\(file):\(line)" }

    @usableFromInline
    package static func == (one: Self, other: Self) -> Bool { one.description == other.description }

    @usableFromInline
    package func hash(into hasher: inout Hasher) { hasher.combine(description) }
}
