/// A text that must not appear in a log, an error or a process list. It prints as `***`.
package struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself. Only the client library needs it.
    package let revealed: String

    package init(_ text: String) {
        revealed = text
    }

    package var description: String { "***" }
    package var debugDescription: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
