/// A target in the chain, as users write it.
///
/// ```
/// target = [ branch "@" ] ( symbol [ offset ] | offset )
/// symbol = "head" | "heads" | "base" | "current" | name
/// offset = ( "+" | "-" ) digits
/// range  = [ target ] ":" [ target ]
/// branch = name            a branch label, or a revision on the branch
/// name   = one or more characters other than "@" "-" "+" ":" and blanks; a full id, the beginning of one, or a label
/// ```
package struct RevisionTarget: Hashable, Sendable, CustomStringConvertible {
    package enum Symbol: Hashable, Sendable {
        case head, heads, base, current
        case name(String)
    }

    package var branch: String?
    /// nil if only an offset is given.
    package var symbol: Symbol?
    package var offset: Int?
    /// The target as it was written.
    package var description: String

    /// Whether it means the revisions of the database.
    package var isCurrent: Bool { symbol == .current }

    /// - Throws: `RevisionTargetError.malformed`.
    package init(_ text: String) throws(RevisionTargetError) {
        description = text
        var rest = text[...]
        if let at = rest.firstIndex(of: "@") {
            let label = String(rest[..<at])
            guard Self.isName(label) else { throw .malformed(text) }
            branch = label
            rest = rest[rest.index(after: at)...]
        }
        if let sign = rest.firstIndex(where: { $0 == "+" || $0 == "-" }) {
            let digits = rest[rest.index(after: sign)...]
            guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int(digits) else {
                throw .malformed(text)
            }
            offset = rest[sign] == "+" ? number : -number
            rest = rest[..<sign]
        }
        let name = String(rest)
        switch name {
        case "" where offset != nil: symbol = nil
        case "head": symbol = .head
        case "heads": symbol = .heads
        case "base": symbol = .base
        case "current": symbol = .current
        default:
            guard Self.isName(name) else { throw .malformed(text) }
            symbol = .name(name)
        }
    }

    /// Parses the target of a run, which is no range: those are for scripts.
    ///
    /// - Throws: `RevisionTargetError.malformed`, `.rangeNeedsSQL`.
    package init(ofRun text: String) throws(RevisionTargetError) {
        if RevisionRange.isRange(text) { throw .rangeNeedsSQL(text) }
        try self.init(text)
    }

    /// The names in the target that are looked up in the chain.
    package var names: [String] {
        var names = branch.map { [$0] } ?? []
        if case .name(let name) = symbol { names.append(name) }
        return names
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && RevisionID.illegalCharacters(in: text).isEmpty
    }
}

/// A range of two targets, `a:b`. A missing one is the start or end of the chain.
package struct RevisionRange: Hashable, Sendable, CustomStringConvertible {
    package var start: RevisionTarget?
    package var end: RevisionTarget?
    package var description: String

    /// - Throws: `RevisionTargetError`: `.malformed`, or `.badHistoryRange` if there is not exactly one colon.
    package init(_ text: String) throws(RevisionTargetError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .badHistoryRange(text) }
        description = text
        start = parts[0].isEmpty ? nil : try RevisionTarget(String(parts[0]))
        end = parts[1].isEmpty ? nil : try RevisionTarget(String(parts[1]))
    }

    /// The names in the range that are looked up in the chain.
    package var names: [String] { (start?.names ?? []) + (end?.names ?? []) }

    /// Returns whether a text is meant as a range.
    package static func isRange(_ text: String) -> Bool { text.contains(":") }
}
