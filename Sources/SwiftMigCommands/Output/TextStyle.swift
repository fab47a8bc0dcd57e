internal import DiagnosticModel

/// Colors text, if colors are enabled.
///
/// The text of a report contains marks for the start and end of a color. `shown` turns only these marks into terminal
/// sequences, and escapes the control characters that come from a file or a server.
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
    ///   - isTerminal: Whether the text goes to a terminal.
    ///   - environment: The variables, of which `NO_COLOR` (no-color.org) and `CLICOLOR_FORCE` apply if the choice is
    ///     `auto`.
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

    /// Returns the text for a terminal or log.
    package func shown(_ text: String) -> String {
        guard isColored else { return text.escapingControls }
        let parts = text.unicodeScalars.split(separator: Self.edge, omittingEmptySubsequences: false)
        // Every other part is the content of a mark.
        return parts.enumerated().map { place, part in
            place.isMultiple(of: 2) ? String(part).escapingControls : "\u{1B}[\(String(part))m"
        }.joined()
    }

    private static func mark(_ sequence: String) -> String { String(edge) + sequence + String(edge) }

    /// The delimiter of a mark: characters that no text uses, in an unpredictable order.
    private static let edge = String.UnicodeScalarView(
        (0..<16).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0xFDD0...0xFDEF)) }
    )
}
