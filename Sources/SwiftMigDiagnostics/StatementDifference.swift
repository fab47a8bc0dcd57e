internal import SchemaSQL

/// A statement as it ran beside what the file has in its place, line by line.
struct StatementDifference {
    var number: Int
    /// nil where the journal has not kept it.
    var ran: String?
    /// nil where the file has nothing in its place.
    var now: String?

    /// Lines in the manner of a diff, or nothing where one side is not known.
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
