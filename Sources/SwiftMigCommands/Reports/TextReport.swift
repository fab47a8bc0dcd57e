/// A text about the program: its help or its version.
package struct TextReport: Report {
    package enum Kind: String, CodingKey {
        case help, version
    }

    private let kind: Kind
    private let shown: String
    private let value: String

    /// - Parameters:
    ///   - shown: The text for users.
    ///   - value: The text in the JSON document, if it differs.
    package init(_ kind: Kind, _ shown: String, value: String? = nil) {
        self.kind = kind
        self.shown = shown
        self.value = value ?? shown
    }

    package func text(_: TextStyle) -> String { shown + "\n" }
    /// The completions for a shell are a script.
    package var isForPrograms: Bool { true }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Kind.self)
        try container.encode(value, forKey: kind)
    }
}
