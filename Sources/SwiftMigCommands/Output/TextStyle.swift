internal import SchemaModel

/// Colours, where they are wanted.
///
/// A report's text holds noncharacters where a colour begins or ends. `shown` makes terminal sequences of these, and of nothing
/// else: whatever a file or a server brings along is escaped.
package struct TextStyle: Hashable, Sendable {
    package enum Role: String, Sendable, CaseIterable {
        case error = "31"
        case warning = "33"
        case success = "32"
        case added = "0;32"
        case removed = "0;31"
        case changed = "0;33"
        case strong = "1"
        case faint = "2"
    }

    package let isColored: Bool

    package init(isColored: Bool) {
        self.isColored = isColored
    }

    /// - Parameters:
    ///   - isTerminal: whether the stream that the text goes to is one.
    ///   - environment: `NO_COLOR` (no-color.org) and `CLICOLOR_FORCE` count when the choice is `auto`.
    package init(_ choice: GlobalOptions.Color, isTerminal: Bool, environment: [String: String]) {
        func isSet(_ name: String) -> Bool { environment[name].map { !$0.isEmpty && $0 != "0" } ?? false }
        switch choice {
        case .always: isColored = true
        case .never: isColored = false
        case .auto where environment["NO_COLOR"].map({ !$0.isEmpty }) == true: isColored = false
        case .auto where isSet("CLICOLOR_FORCE"): isColored = true
        case .auto: isColored = isTerminal && environment["TERM"] != "dumb"
        }
    }

    package func callAsFunction(_ role: Role, _ text: String) -> String {
        guard isColored, !text.isEmpty else { return text }
        var marked = ""
        marked.unicodeScalars.append(contentsOf: Self.marks.filter { $0.begins == role }.map(\.scalar))
        marked += text
        marked.unicodeScalars.append(contentsOf: Self.marks.filter { $0.begins == nil }.map(\.scalar))
        return marked
    }

    /// The text as a terminal or a log may have it.
    package func shown(_ text: String) -> String {
        let text = text.escapingControls
        guard isColored else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            if let mark = Self.marks.first(where: { $0.scalar == scalar }) {
                shown += "\u{1B}[\(mark.begins?.rawValue ?? "0")m"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// Noncharacters, which no text has a use for. The first ends a colour, the others begin that of a role.
    private static let marks = zip(
        [nil] + Role.allCases.map(Optional.some),
        (0xFDD0...0xFDEF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init)
    ).map { (begins: $0, scalar: $1) }
}
