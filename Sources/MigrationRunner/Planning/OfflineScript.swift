package import Revisions
internal import SchemaModel
internal import SchemaSQL

/// Writes a range of the chain as a script that `mariadb < file` runs, version table included. Asks no server.
package struct OfflineScript {
    private let graph: RevisionGraph
    private let tables: RunnerTables

    package init(graph: RevisionGraph, options: RunnerOptions = RunnerOptions()) {
        self.graph = graph
        tables = RunnerTables(database: nil, options: options)
    }

    /// `A:B`, or a target alone, which starts from nothing. Both ends: `a:` is up to the heads.
    ///
    /// - Throws: `RevisionTargetError`, `RevisionFileError`, `MigrationError`.
    package func upgrade(_ text: String) throws -> String {
        try script(upgradePlan(text))
    }

    /// What the script of `upgrade` does.
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
        // A range the wrong way round would give an empty script, which nobody wants.
        guard goal.isEmpty == start.isEmpty || !goal.isEmpty, Set(goal) == Set(start) || !applied.isSuperset(of: goal)
        else {
            throw RevisionTargetError.rangeNotAncestor(text)
        }
        let path = try graph.upgradePath(from: start, to: target)
        return try planner.plan(.upgrade, path: path, rows: start, interrupted: nil)
    }

    /// `A:B`: from A down to B.
    ///
    /// - Throws: `RevisionTargetError`, `RevisionFileError`, `MigrationError`.
    package func downgrade(_ text: String) throws -> String {
        try script(downgradePlan(text))
    }

    /// What the script of `downgrade` does.
    package func downgradePlan(_ text: String) throws -> MigrationPlan {
        guard RevisionRange.isRange(text), let start = try RevisionRange(text).start,
            let end = try RevisionRange(text).end
        else { throw RevisionTargetError.sqlRangeRequired(text) }
        let rows = try graph.suiting([], naming: start.names + end.names).resolve(start)
        let (graph, planner) = try view(rows, naming: start.names + end.names)
        let path = try graph.downgradePath(from: rows, to: end)
        return try planner.plan(.downgrade, path: path, rows: rows, interrupted: nil)
    }

    /// What `stamp` writes.
    ///
    /// - Throws: `RevisionTargetError`.
    package func stamp(_ targets: [RevisionTarget], from rows: [String] = []) throws -> String {
        let after = try stampedRows(targets, from: rows)
        let entries = after.filter { !rows.contains($0) }.map { revision in
            tables.insert(entry(revision, "stamp", [], checksum: ""), usesClock: true, picksID: true)
        }
        return header("stamp", rows, after, isEmpty: rows.isEmpty)
            + Self.text([tables.startClock] + transaction(entries, from: rows, to: after))
    }

    /// The version table and the journal alone.
    package func ensureTables() -> String { Self.text([tables.createVersion, tables.createJournal]) }

    /// The rows that `stamp` leaves.
    ///
    /// - Throws: `RevisionTargetError`.
    package func stampedRows(_ targets: [RevisionTarget], from rows: [String]) throws -> [String] {
        try view(rows, naming: targets.flatMap(\.names)).graph.stampedRows(from: rows, to: targets)
    }

    /// The chain for a database at these rows.
    private func view(_ rows: [String], naming names: [String]) throws -> (graph: RevisionGraph, planner: Planner) {
        let graph = try graph.suiting(rows, naming: names)
        // The script holds all statements anyway.
        return (graph, Planner(graph: graph, dialect: SQLDialect(), keptSteps: .max))
    }

    /// - Throws: `RevisionFileError` where a file has changed since the plan was made.
    package func script(_ plan: MigrationPlan) throws -> String {
        let planner = Planner(graph: plan.graph, dialect: SQLDialect())
        let isEmpty = plan.from.isEmpty && plan.direction == .upgrade
        var text = header(plan.direction.rawValue, plan.from, plan.to, isEmpty: isEmpty)
        for planned in plan.steps {
            let step = try planner.step(planned)
            text += "-- \(step.direction.rawValue) \(step.revision.id)"
            text += step.revision.message.isEmpty ? "\n" : ": \(Self.oneLine(step.revision.message))\n"
            text += Self.text([tables.startClock])
            for statement in step.statements { text += Self.text(statement) }
            let checksums = Checksum.ofAllAndEach(step.statements)
            let entry = entry(
                step.revision.id,
                step.direction.rawValue,
                checksums.each.map(JournalEntry.shortened),
                checksum: checksums.all
            )
            let entries = [tables.insert(entry, usesClock: true, picksID: true)]
            text += Self.text(transaction(entries, from: step.rowsBefore, to: step.rowsAfter)) + "\n"
        }
        return text
    }

    // MARK: Parts

    /// A statement with what its directives ask for.
    private static func text(_ statement: SQLStatement) -> String {
        let settings = StatementSettings(of: statement)
        var text = SQLScriptWriter.delimited(statement.textWithClauses) + "\n"
        if settings.batch != nil, let template = RangeTemplate(statement.text) {
            // A script cannot count rows off.
            text = "-- not in batches: all rows at once\n"
            text += SQLScriptWriter.delimited(template.text(range: "TRUE")) + "\n"
        }
        guard let wait = settings.lockWait else { return text }
        return Self.text([LockWaitLimit.begin(wait)]) + text + Self.text([LockWaitLimit.end])
    }

    /// Where the script leads, and the tables that it needs; the version table only where there may be none.
    private func header(_ verb: String, _ from: [String], _ to: [String], isEmpty: Bool) -> String {
        func names(_ rows: [String]) -> String { rows.isEmpty ? "base" : rows.joined(separator: ", ") }
        var text = "-- \(verb) from \(names(from)) to \(names(to))\n"
        // Without the option the client takes comments out of the bodies of routines.
        text += "-- run it with: mariadb --comments DATABASE < FILE\n"
        if !tables.options.person.isEmpty { text += "-- \(Self.oneLine(tables.options.person))\n" }
        // The client reads the file in the encoding of its terminal unless it is told.
        text += Self.text(["SET NAMES utf8mb4"] + (isEmpty ? [tables.createVersion] : []) + [tables.createJournal])
        return text + "\n"
    }

    /// The journal and the version rows change together.
    private func transaction(_ entries: [String], from before: [String], to after: [String]) -> [String] {
        ["START TRANSACTION"] + entries + tables.changeVersions(from: before, to: after) + ["COMMIT"]
    }

    private func entry(
        _ revision: String,
        _ direction: String,
        _ statementChecksums: [String],
        checksum: String
    ) -> JournalEntry {
        var entry = JournalEntry(
            id: 0,
            revision: revision,
            direction: direction,
            state: .done,
            checksum: checksum,
            statementChecksums: statementChecksums
        )
        entry.nextStatement = statementChecksums.count
        return entry
    }

    private static func text(_ statements: [String]) -> String { statements.map { $0 + ";\n" }.joined() }

    private static func oneLine(_ message: String) -> String {
        // Most are one already, which their bytes tell sooner than their characters.
        if message.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return message }
        return message.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
