/// Colours, where they are wanted.
package struct TextStyle: Hashable, Sendable {
    package enum Role: String, Sendable {
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
        isColored && !text.isEmpty ? "\u{1B}[\(role.rawValue)m\(text)\u{1B}[0m" : text
    }
}
