internal import SQLStatements

/// A line-by-line comparison of a statement as it ran with the one that the file has in its place.
struct StatementDifference {
    var number: Int
    /// nil if the journal has not kept it.
    var ran: String?
    /// nil if the file has nothing in its place.
    var now: String?

    /// The lines in the style of a diff; empty if the old text is unknown.
    var text: String {
        guard let ran else { return "" }
        let old = Self.lines(StatementSecrets.masked(ran))
        let new = now.map { Self.lines(StatementSecrets.masked($0)) } ?? []
        let start = zip(old, new).prefix { $0 == $1 }.count
        let end = zip(old.dropFirst(start).reversed(), new.dropFirst(start).reversed()).prefix { $0 == $1 }.count
        var lines = ["", "statement \(number), - as it ran, + as the file has it:"]
        lines += old[..<start].map { "  \($0)" }
        lines += old[start..<(old.count - end)].map { "- \($0)" }
        lines += new[start..<(new.count - end)].map { "+ \($0)" }
        lines += old[(old.count - end)...].map { "  \($0)" }
        return lines.joined(separator: "\n")
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(omittingEmptySubsequences: false) { $0.isNewline }
    }
}
