internal import SchemaModel

/// Colours, where they are wanted.
///
/// A report's text holds marks where a colour begins or ends. `shown` makes terminal sequences of these, and of nothing else:
/// whatever a file or a server brings along is escaped.
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
        return Self.mark(role.rawValue) + text + Self.mark("0")
    }

    /// The text as a terminal or a log may have it.
    package func shown(_ text: String) -> String {
        guard isColored else { return text.escapingControls }
        let parts = text.unicodeScalars.split(separator: Self.edge, omittingEmptySubsequences: false)
        // Every other part is the inside of a mark.
        return parts.enumerated().map { place, part in
            place.isMultiple(of: 2) ? String(part).escapingControls : "\u{1B}[\(String(part))m"
        }.joined()
    }

    private static func mark(_ sequence: String) -> String { String(edge) + sequence + String(edge) }

    /// What is around the inside of a mark: characters that no text has a use for, in an order that none can know.
    private static let edge = String.UnicodeScalarView(
        (0..<16).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0xFDD0...0xFDEF)) }
    )
}
