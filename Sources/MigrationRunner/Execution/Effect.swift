internal import SQLStatements

/// How much of a DDL statement's effect shows in the objects that it names.
///
/// A change to them is not proof: another session may have changed them while the statement waited in vain.
enum Effect: Hashable {
    /// None of it, or the statement may run again anyway.
    case none
    case whole
    case part
    /// The objects look neither as before nor as the statement leaves them.
    case unclear

    /// Decides by which objects exist; nil if the definitions of a table have to be compared.
    init?(of facts: StatementFacts, _ before: Fingerprint, _ now: Fingerprint) {
        let was = before.lines.map { $0.state != .absent }
        let isThere = now.lines.map { $0.state != .absent }
        if facts.isRemoval {
            let isDone = zip(was, isThere).allSatisfy { !$0 || !$1 }
            self = isDone && isThere != was ? .whole : isThere == was ? .none : .part
        } else if let renamed = Self.renamed(facts, before) {
            let expected = renamed.map { $0 != .absent }
            if expected == was {
                // When tables swap names, their definitions tell.
                self = now.lines.map(\.state) == renamed ? .whole : .unclear
            } else {
                self = isThere == expected ? .whole : isThere == was ? .none : .part
            }
        } else if was == isThere {
            // Any other object is replaced as a whole, so replacing it again does no harm.
            if facts.objects.contains(where: Self.isTable) { return nil }
            self = .none
        } else if was.contains(true) {
            // MariaDB drops the old object before it creates the new one, and the server may die between the two.
            self = facts.isReplacing ? .none : .unclear
        } else {
            if facts.objects.contains(where: Self.isTable) { return nil }
            self = .whole
        }
    }

    private static func isTable(_ object: SQLObject) -> Bool { object.kind == .table || object.kind == .sequence }

    /// The states of the objects after the renames of a statement; nil if it renames none.
    private static func renamed(_ facts: StatementFacts, _ before: Fingerprint) -> [Fingerprint.State]? {
        var renames = facts.renames.map { ($0.from, $0.to) }
        if facts.renames.isEmpty, facts.objects.count == 2, facts.objects.allSatisfy({ $0.kind == .event }) {
            renames = [(facts.objects[0].name, facts.objects[1].name)]
        }
        if renames.isEmpty { return nil }
        let names = before.lines.map(\.object.name)
        var states = Dictionary(zip(names, before.lines.map(\.state))) { first, _ in first }
        for (from, to) in renames {
            states[to] = states[from]
            states[from] = .absent
        }
        return names.map { states[$0] ?? .absent }
    }

    // MARK: Definitions

    /// Compares three definitions line by line, so that other sessions' changes to other parts do not matter.
    ///
    /// - Parameters:
    ///   - before: The output of SHOW CREATE TABLE before the statement; nil if there was no table.
    ///   - after: The definition that the statement produces.
    ///   - now: The current definition.
    init(before: String?, after: String, now: String) {
        if before == after { self = .none; return }
        if now == after { self = .whole; return }
        let (was, made, present) = (Self.parts(before ?? ""), Self.parts(after), Self.parts(now))
        let added = made.subtracting(was)
        let removed = was.subtracting(made)
        if added.isEmpty, removed.isEmpty {
            // The columns are in another order, and something else has changed too.
            self = .unclear
        } else if added.isSubset(of: present), removed.isDisjoint(with: present) {
            self = .whole
        } else if before != nil, added.isDisjoint(with: present), removed.isSubset(of: present) {
            self = .none
        } else {
            self = .unclear
        }
    }

    /// Decides without a copy of the table: the statement is done if it names each line that was added, and drops each
    /// line that was removed.
    init(of statement: String, before: String?, now: String) {
        let (was, present) = (Self.parts(before ?? ""), Self.parts(now))
        let (came, went) = (present.subtracting(was).map(Self.name), was.subtracting(present).map(Self.name))
        func areAll(_ lines: [String?], among names: Set<String>) -> Bool {
            lines.allSatisfy { name in name.map { names.contains($0.lowercased()) } ?? false }
        }
        let isWhole =
            came.count + went.count > 0 && Set(came).isDisjoint(with: went)
            && areAll(came, among: SQLNames.mentioned(in: statement))
            && areAll(went, among: SQLNames.takenAway(by: statement))
        self = isWhole ? .whole : .unclear
    }

    /// The lines of a definition. The line with the table options is split into words.
    private static func parts(_ definition: String) -> Set<String> {
        var parts: Set<String> = []
        for line in definition.split(separator: "\n") {
            if line.hasPrefix(")") {
                parts.formUnion(line.split(separator: " ").map { ") " + $0 })
            } else {
                // A line's comma, and the frame around a list of partitions, depend on the neighboring lines.
                parts.insert(String(line.trimmed { " ,()*/".contains($0) }))
            }
        }
        return parts
    }

    /// The first quoted name of a line.
    private static func name(of part: String) -> String? {
        let pieces = part.split(separator: "`", maxSplits: 2, omittingEmptySubsequences: false)
        return pieces.count > 2 && !part.hasPrefix(")") ? String(pieces[1]) : nil
    }
}

extension Substring {
    fileprivate func trimmed(_ isTrimmed: (Character) -> Bool) -> Substring {
        var text = drop(while: isTrimmed)
        while let last = text.last, isTrimmed(last) { text.removeLast() }
        return text
    }
}
