internal import SQLStatements

/// What the journal keeps of a revision only while it is half run.
struct JournalDetails: Hashable, Sendable {
    /// `SchemaSnapshot.text`; nil if nothing was kept.
    var schemaBefore: String?
    /// The statements as they ran, in the form of `text(of:)`.
    var statements: String?

    /// The part that is kept of a longer text.
    private static let longestStatement = 4096
    /// Up to this total length, statements are kept whole.
    private static let longestScript = 1 << 20

    /// The texts in order, each after its length in bytes, with passwords masked.
    ///
    /// - Parameter limit: The maximum length. The result is nil if even the shortened texts exceed it.
    static func text(of statements: [String], limit: Int) -> String? {
        let statements = statements.map { StatementSecrets.masked($0) }
        let longest = min(longestScript, limit - 8 * statements.count)
        let isLong = statements.reduce(0) { $0 + $1.utf8.count } > longest
        let kept = isLong ? statements.map { String($0.prefix(longestStatement)) } : statements
        if isLong, kept.reduce(0, { $0 + $1.utf8.count }) > longest { return nil }
        return kept.map { "\($0.utf8.count):\($0)" }.joined()
    }

    /// Reads the output of `text(of:)`, up to the first part in another form.
    static func statements(in text: String) -> [String] {
        var statements: [String] = []
        var rest = Array(text.utf8)[...]
        while let colon = rest.firstIndex(of: UInt8(ascii: ":")),
            let count = Int(String(decoding: rest[..<colon], as: UTF8.self)), count <= rest.endIndex - colon - 1
        {
            statements.append(String(decoding: rest[(colon + 1)..<(colon + 1 + count)], as: UTF8.self))
            rest = rest[(colon + 1 + count)...]
        }
        return statements
    }
}
