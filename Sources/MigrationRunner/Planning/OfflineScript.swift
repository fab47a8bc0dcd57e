package import Revisions
internal import SQLStatements
internal import SchemaModel
internal import SwiftMigPlatform

/// Writes a range of the chain, with the version table, as a script for `mariadb < file`. Needs no server.
package struct OfflineScript: Sendable {
    private let graph: RevisionGraph
    private let tables: RunnerTables

    package init(graph: RevisionGraph, options: RunnerOptions = RunnerOptions()) {
        self.graph = graph
        tables = RunnerTables(database: nil, options: options)
    }

    /// Writes the script of an upgrade: `A:B`, or only a target, which starts from nothing. `a:` goes up to the heads.
    ///
    /// - Throws: `RevisionTargetError`, `RevisionFileError`, `MigrationError`.
    package func upgrade(_ text: String) throws -> String {
        try script(upgradePlan(text))
    }

    /// Returns the plan of the script that `upgrade` writes.
    package func upgradePlan(_ text: String) throws -> MigrationPlan {
        var start: [String] = []
        var end = text
        if RevisionRange.isRange(text) {
            let range = try RevisionRange(text)
            let graph = try graph.suiting([], naming: range.names)
            start = try range.start.map { try graph.resolve($0) } ?? []
            end = range.end?.description ?? "heads"
        }
        let target = try RevisionTarget(end)
        let (graph, planner) = try view(start, naming: target.names)
        let applied = try graph.appliedRevisions(start)
        let goal = try graph.resolve(target, rows: start)
        // A reversed range would give an empty script, which is never intended.
        guard goal.isEmpty == start.isEmpty || !goal.isEmpty, Set(goal) == Set(start) || !applied.isSuperset(of: goal)
        else {
            throw RevisionTargetError.rangeNotAncestor(text)
        }
        let path = try graph.upgradePath(from: start, to: target)
        return try planner.plan(.upgrade, path: path, rows: start, interrupted: nil)
    }

    /// Writes the script of a downgrade: `A:B` is from A down to B.
    ///
    /// - Throws: `RevisionTargetError`, `RevisionFileError`, `MigrationError`.
    package func downgrade(_ text: String) throws -> String {
        try script(downgradePlan(text))
    }

    /// Returns the plan of the script that `downgrade` writes.
    package func downgradePlan(_ text: String) throws -> MigrationPlan {
        guard RevisionRange.isRange(text), let start = try RevisionRange(text).start,
            let end = try RevisionRange(text).end
        else { throw RevisionTargetError.sqlRangeRequired(text) }
        let rows = try graph.suiting([], naming: start.names + end.names).resolve(start)
        let (graph, planner) = try view(rows, naming: start.names + end.names)
        let path = try graph.downgradePath(from: rows, to: end)
        return try planner.plan(.downgrade, path: path, rows: rows, interrupted: nil)
    }

    /// Writes the script of `stamp`.
    ///
    /// - Throws: `RevisionTargetError`.
    package func stamp(_ targets: [RevisionTarget], from rows: [String] = []) throws -> String {
        let after = try stampedRows(targets, from: rows)
        let entries = after.filter { !rows.contains($0) }.map { revision in
            tables.insert(entry(revision, .stamp, [], checksum: ""), usesClock: true, picksID: true)
        }
        return header(.stamp, rows, after, isEmpty: rows.isEmpty)
            + Self.text([tables.startClock] + transaction(entries, from: rows, to: after))
    }

    /// Writes a script that creates only the version table and the journal.
    package func ensureTables() -> String { Self.text([tables.createVersion, tables.createJournal]) }

    /// Returns the rows that `stamp` leaves.
    ///
    /// - Throws: `RevisionTargetError`.
    package func stampedRows(_ targets: [RevisionTarget], from rows: [String]) throws -> [String] {
        try view(rows, naming: targets.flatMap(\.names)).graph.stampedRows(from: rows, to: targets)
    }

    /// The chain for a database with these rows.
    private func view(_ rows: [String], naming names: [String]) throws -> (graph: RevisionGraph, planner: RunPlanner) {
        let graph = try graph.suiting(rows, naming: names)
        // The script holds all statements anyway.
        return (graph, RunPlanner(graph: graph, dialect: SQLDialect(), keptSteps: .max))
    }

    /// - Throws: `RevisionFileError` if a file has changed since the plan was made.
    package func script(_ plan: MigrationPlan) throws -> String {
        let planner = RunPlanner(graph: plan.graph, dialect: SQLDialect())
        let isEmpty = plan.from.isEmpty && plan.direction == .upgrade
        let steps = try plan.steps.mapInParallel { text(of: try planner.step($0)) }
        return header(JournalEntry.Action(plan.direction), plan.from, plan.to, isEmpty: isEmpty) + steps.joined()
    }

    private func text(of step: MigrationPlan.Step) -> String {
        var text = "-- \(step.direction.rawValue) \(step.revision.id)"
        text += step.revision.message.isEmpty ? "\n" : ": \(Self.oneLine(step.revision.message))\n"
        text += Self.text([tables.startClock])
        for statement in step.statements { text += Self.text(statement) }
        let checksums = Checksum.ofAllAndEach(step.statements)
        let entry = entry(
            step.revision.id,
            JournalEntry.Action(step.direction),
            checksums.each.map(JournalEntry.shortened),
            checksum: checksums.all
        )
        let entries = [tables.insert(entry, usesClock: true, picksID: true)]
        return text + Self.text(transaction(entries, from: step.rowsBefore, to: step.rowsAfter)) + "\n"
    }

    // MARK: Parts

    /// A statement with the settings that its directives ask for.
    private static func text(_ statement: SQLStatement) -> String {
        let settings = StatementSettings(of: statement)
        var text = SQLScriptWriter.delimited(statement.textWithClauses) + "\n"
        if settings.batch != nil, let template = RangeTemplate(statement.text) {
            // A script cannot split rows into ranges.
            text = "-- not in batches: all rows at once\n"
            text += SQLScriptWriter.delimited(template.text(range: "TRUE")) + "\n"
        }
        guard let wait = settings.lockWait else { return text }
        return Self.text([LockWaitLimit.begin(wait)]) + text + Self.text([LockWaitLimit.end])
    }

    /// The purpose of the script and the tables that it needs; the version table only if there may be none.
    private func header(_ action: JournalEntry.Action, _ from: [String], _ to: [String], isEmpty: Bool) -> String {
        func names(_ rows: [String]) -> String { rows.isEmpty ? "base" : rows.joined(separator: ", ") }
        var text = "-- \(action.rawValue) from \(names(from)) to \(names(to))\n"
        // Without the option, the client removes comments from the bodies of routines.
        text += "-- run it with: mariadb --comments DATABASE < FILE\n"
        if !tables.options.person.isEmpty { text += "-- \(Self.oneLine(tables.options.person))\n" }
        // Otherwise the client reads the file in the encoding of its terminal.
        text += Self.text(["SET NAMES utf8mb4"] + (isEmpty ? [tables.createVersion] : []) + [tables.createJournal])
        return text + "\n"
    }

    /// The journal and the version rows change together.
    private func transaction(_ entries: [String], from before: [String], to after: [String]) -> [String] {
        ["START TRANSACTION"] + entries + tables.changeVersions(from: before, to: after) + ["COMMIT"]
    }

    private func entry(
        _ revision: String,
        _ action: JournalEntry.Action,
        _ statementChecksums: [String],
        checksum: String
    ) -> JournalEntry {
        var entry = JournalEntry(
            id: 0,
            revision: revision,
            action: action,
            state: .done,
            checksum: checksum,
            statementChecksums: statementChecksums
        )
        entry.nextStatement = statementChecksums.count
        return entry
    }

    private static func text(_ statements: [String]) -> String { statements.map { $0 + ";\n" }.joined() }

    private static func oneLine(_ message: String) -> String {
        // Most messages are a single line, which a scan of the bytes shows faster.
        if message.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return message }
        return message.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
