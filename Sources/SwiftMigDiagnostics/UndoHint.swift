/// The hint to undo a half-run revision.
package enum UndoHint {
    package static let command = "swiftmig resume --undo"

    /// Returns no hint where an undo cannot work.
    package static func hints(if isPossible: Bool, _ words: String) -> [String] {
        isPossible ? ["\(words): \(command)"] : []
    }
}
