package import Revisions
internal import SchemaModel
internal import SchemaSQL

/// Writes a range of the chain as a script that `mariadb < file` runs, version table included. Asks no server.
package struct OfflineScript {
    private let graph: RevisionGraph
    private let table: String

    package init(graph: RevisionGraph, versionTable: String = "swiftmig_version") {
        self.graph = graph
        table = SQLDialect().quotedIdentifier(versionTable)
    }

    /// `A:B`, or a target alone, which starts from nothing. Both ends: `a:` is up to the heads.
    ///
    /// - Throws: `RevisionTargetError`, `RevisionFileError`, `MigrationError`.
    package func upgrade(_ text: String) throws -> String {
        script(try upgradePlan(text))
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
        script(try downgradePlan(text))
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
        return createTable(rows) + changes(from: rows, to: try stampedRows(targets, from: rows))
    }

    /// The rows that `stamp` leaves.
    ///
    /// - Throws: `RevisionTargetError`.
    package func stampedRows(_ targets: [RevisionTarget], from rows: [String]) throws -> [String] {
        try view(rows, naming: targets.flatMap(\.names)).graph.stampedRows(from: rows, to: targets)
    }

    /// The chain for a database at these rows.
    private func view(_ rows: [String], naming names: [String]) throws -> (graph: RevisionGraph, planner: Planner) {
        let graph = try graph.suiting(rows, naming: names)
        return (graph, Planner(graph: graph, dialect: SQLDialect()))
    }

    private func createTable(_ rows: [String]) -> String {
        guard rows.isEmpty else { return "" }
        return "CREATE TABLE IF NOT EXISTS \(table) (version_num VARCHAR(255) NOT NULL PRIMARY KEY);\n\n"
    }

    private func changes(from before: [String], to after: [String]) -> String {
        RunnerTables.changeVersions(of: table, from: before, to: after).map { $0 + ";\n" }.joined()
    }

    package func script(_ plan: MigrationPlan) -> String {
        var text = plan.direction == .upgrade ? createTable(plan.from) : ""
        for step in plan.steps {
            text += "-- \(step.direction.rawValue) \(step.revision.id)"
            text += step.revision.message.isEmpty ? "\n" : ": \(Self.oneLine(step.revision.message))\n"
            for statement in step.statements { text += SQLScriptWriter.delimited(statement.text) + "\n" }
            text += changes(from: step.rowsBefore, to: step.rowsAfter) + "\n"
        }
        return text
    }

    private static func oneLine(_ message: String) -> String {
        message.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
