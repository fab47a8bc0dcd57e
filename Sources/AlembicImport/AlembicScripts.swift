package import Revisions
internal import SQLStatements

/// The statements of an Alembic environment's revisions, as `alembic upgrade --sql` and `alembic downgrade --sql` print
/// them.
package struct AlembicScripts {
    /// The statements of one revision in one direction.
    package typealias Body = [RevisionDraft.Statement]

    package private(set) var upgrades: [String: Body] = [:]
    package private(set) var downgrades: [String: Body] = [:]
    /// Why a revision has no statements, by its id.
    package private(set) var upgradeFailures: [String: String] = [:]
    package private(set) var downgradeFailures: [String: String] = [:]
    /// The version table, if a script creates it.
    package private(set) var versionTable: String?
    /// Why Alembic printed nothing at all.
    package private(set) var failure: String?

    private let alembic: AlembicProgram
    private let ids: Set<String>
    private let revisions: [AlembicRevision]

    package init(_ revisions: [AlembicRevision], alembic: AlembicProgram) {
        self.alembic = alembic
        self.revisions = revisions
        ids = Set(revisions.map(\.id))
        readUpgrades()
        if failure == nil { readDowngrades() }
    }

    // MARK: Runs

    /// Reads from the base to all heads, and continues after each revision that needs a database. A revision after two
    /// of these on different branches is not reached this way, so it is read separately.
    private mutating func readUpgrades() {
        let first = run(upgrade: "heads")
        if upgrades.isEmpty, upgradeFailures.isEmpty {
            failure = first.failure ?? "it printed no revision"
            return
        }
        var stop = first.stop
        while true {
            while let id = stop {
                let known = upgrades.count + upgradeFailures.count
                stop = run(upgrade: id + ":heads").stop
                if upgrades.count + upgradeFailures.count == known { break }
            }
            guard let next = revisions.first(where: { !isKnown($0.id) && $0.downRevisions.allSatisfy(isKnown) }) else {
                return
            }
            readUpgrade(of: next)
            stop = next.id
        }
    }

    private func isKnown(_ id: String) -> Bool { upgrades[id] != nil || upgradeFailures[id] != nil }

    /// Reads a single revision, starting from one of its parents.
    private mutating func readUpgrade(of revision: AlembicRevision) {
        var obstacle: String?
        for parent in revision.downRevisions.isEmpty ? [""] : revision.downRevisions {
            let stop = run(upgrade: (parent.isEmpty ? "" : parent + ":") + revision.id).stop
            if isKnown(revision.id) { return }
            obstacle = stop ?? obstacle
        }
        upgradeFailures[revision.id] = obstacle.map { "it comes after \($0)" } ?? Self.unreadable
    }

    /// - Returns: The revision that Alembic could not print and stopped at, and why it failed.
    private mutating func run(upgrade range: String) -> (stop: String?, failure: String?) {
        let run = alembic.run("upgrade", range)
        if versionTable == nil { versionTable = Self.createdTable(in: run.output) }
        let parts = Part.split(run.output, known: ids, isUpgrade: true)
        read(parts, isWhole: run.failure == nil, into: &upgrades, &upgradeFailures)
        guard let failure = run.failure else { return (nil, nil) }
        if let stop = parts.last?.id, upgrades[stop] == nil { upgradeFailures[stop] = failure }
        return (parts.last?.id, failure)
    }

    /// Reads from each head to the base, continues below a revision that needs a database, and then starts from each
    /// revision that was not reached.
    private mutating func readDowngrades() {
        let parents = Dictionary(revisions.map { ($0.id, $0.downRevisions) }, uniquingKeysWith: { first, _ in first })
        let followed = Set(revisions.flatMap(\.downRevisions))
        var starts = revisions.map(\.id).filter { !followed.contains($0) }
        var tried: Set<String> = []
        while let start = starts.popLast() ?? unreadDowngrade(tried) {
            guard tried.insert(start).inserted else { continue }
            let run = alembic.run("downgrade", start + ":base")
            let parts = Part.split(run.output, known: ids, isUpgrade: false)
            read(parts, isWhole: run.failure == nil, into: &downgrades, &downgradeFailures)
            guard let failure = run.failure else { continue }
            if let stop = parts.last?.id, downgrades[stop] == nil { downgradeFailures[stop] = failure }
            starts += parents[parts.last?.id ?? start] ?? []
        }
    }

    /// The uppermost revision that no run has printed.
    private func unreadDowngrade(_ tried: Set<String>) -> String? {
        let left = revisions.filter { revision in
            let id = revision.id
            return downgrades[id] == nil && downgradeFailures[id] == nil && !tried.contains(id)
        }
        let followed = Set(left.flatMap(\.downRevisions))
        return left.first { !followed.contains($0.id) }?.id
    }

    /// Keeps new revisions. In a failed run, the last part is incomplete.
    private func read(
        _ parts: [Part],
        isWhole: Bool,
        into bodies: inout [String: Body],
        _ failures: inout [String: String]
    ) {
        for part in isWhole ? parts[...] : parts.dropLast() where bodies[part.id] == nil {
            bodies[part.id] = body(part)
            if bodies[part.id] == nil { failures[part.id] = Self.unreadable }
        }
    }

    private static let unreadable = "the statements that Alembic prints cannot be told apart"

    // MARK: Text

    /// The part of a script that belongs to one revision.
    private struct Part {
        var id: String
        var text: String

        /// Splits a script at the lines that name revisions: `-- Running upgrade a, b -> c`.
        static func split(_ script: String, known: Set<String>, isUpgrade: Bool) -> [Part] {
            let mark = isUpgrade ? "-- Running upgrade " : "-- Running downgrade "
            var parts: [Part] = []
            for line in script.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.hasPrefix(mark), let arrow = line.firstRange(of: " -> ") {
                    let side = isUpgrade ? line[arrow.upperBound...] : line[..<arrow.lowerBound].dropFirst(mark.count)
                    let id = side.filter { !$0.isWhitespace }
                    if known.contains(id) {
                        parts.append(Part(id: id, text: ""))
                        continue
                    }
                }
                if !parts.isEmpty { parts[parts.count - 1].text += line + "\n" }
            }
            return parts
        }
    }

    private static func createdTable(in script: String) -> String? {
        let mark = "CREATE TABLE "
        guard let start = script.firstRange(of: mark)?.upperBound, let end = script[start...].firstIndex(of: "(") else {
            return nil
        }
        let isFirst = script[..<start].firstRange(of: "-- Running") == nil
        let name = script[start..<end].filter { $0 != "`" && !$0.isWhitespace }
        return isFirst && !name.isEmpty ? name : nil
    }

    /// Returns nil if the text cannot be split into statements.
    private func body(_ part: Part) -> Body? {
        let text = alembic.doublesPercents ? part.text.replacing("%%", with: "%") : part.text
        guard var statements = try? StatementSplitter.split(text).statements[...] else { return nil }
        while let last = statements.last, isVersionStatement(last.text) || Self.isTransactionMark(last.text) {
            statements.removeLast()
        }
        while let first = statements.first, Self.isTransactionMark(first.text) { statements.removeFirst() }
        return statements.map { RevisionDraft.Statement($0) }
    }

    private func isVersionStatement(_ text: String) -> Bool {
        let words = text.filter { $0 != "`" }.split(whereSeparator: \.isWhitespace).prefix(3).joined(separator: " ")
        let table = versionTable ?? "alembic_version"
        return text.contains("version_num")
            && ["INSERT INTO \(table)", "UPDATE \(table) SET", "DELETE FROM \(table)"].contains(words)
    }

    private static func isTransactionMark(_ text: String) -> Bool {
        ["BEGIN", "START TRANSACTION", "COMMIT"].contains(text.uppercased())
    }
}
