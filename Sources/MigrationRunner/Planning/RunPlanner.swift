internal import DiagnosticModel
internal import Revisions
internal import SQLStatements
internal import SchemaModel
internal import SwiftMigPlatform

/// Turns a target into the steps of a run. Reads files, but asks no server.
struct RunPlanner: Sendable {
    let graph: RevisionGraph
    let dialect: SQLDialect
    /// How many steps keep their statements from planning until they run: as many as a deployment usually has, so that
    /// only long chains are read twice.
    var keptSteps = 200

    /// - Parameter interrupted: The journal's entry of a half-run revision, which is finished first.
    func plan(
        _ direction: Direction,
        to target: RevisionTarget,
        rows: [String],
        interrupted: JournalEntry?
    ) throws -> MigrationPlan {
        var path =
            switch direction {
            case .upgrade: try graph.upgradePath(from: rows, to: target)
            case .downgrade: try graph.downgradePath(from: rows, to: target)
            }
        if let interrupted { path = try Self.finishingFirst(interrupted, path, direction, graph) }
        return try plan(direction, path: path, rows: rows, interrupted: interrupted)
    }

    /// Puts a half-run revision first.
    private static func finishingFirst(
        _ entry: JournalEntry,
        _ path: [Revision],
        _ direction: Direction,
        _ graph: RevisionGraph
    ) throws(MigrationError) -> [Revision] {
        guard entry.action.direction == direction else {
            throw MigrationError.interrupted(entry, requested: direction)
        }
        guard let revision = graph[entry.revision] else { throw MigrationError.interruptedFileMissing(entry) }
        return [revision] + path.filter { $0.id != revision.id }
    }

    func plan(
        _ direction: Direction,
        path: [Revision],
        rows: [String],
        interrupted: JournalEntry?
    ) throws -> MigrationPlan {
        let rowsAfter = try graph.rowsAfterEachStep(from: rows, path: path, direction)
        let steps = try path.indices.mapInParallel { place in
            let revision = path[place]
            let read = try read(revision, direction, after: path[..<place])
            return MigrationPlan.PlannedStep(
                revision: revision,
                direction: direction,
                firstStatement: 0,
                rowsBefore: place == 0 ? rows : rowsAfter[place - 1],
                rowsAfter: rowsAfter[place],
                interrupted: interrupted?.revision == revision.id ? interrupted : nil,
                statementCount: read.statements.count,
                undoesNothing: try undoesNothing(revision, direction, read),
                creations: read.units.count { TableCensus.createdTable($0) != nil },
                hasBatches: read.units.contains { $0.batch != nil },
                asksForEngines: EngineCensus.isNeeded(for: read.units),
                longestStatement: read.longest,
                kept: place < keptSteps ? read : nil
            )
        }
        return MigrationPlan(direction: direction, from: rows, to: rowsAfter.last ?? rows, steps: steps, graph: graph)
    }

    private func undoesNothing(
        _ revision: Revision,
        _ direction: Direction,
        _ read: MigrationPlan.Statements
    ) throws -> Bool {
        guard direction == .downgrade, read.statements.isEmpty else { return false }
        return try !revision.script(dialect: dialect).upgrade.isEmpty
    }

    /// Returns a step with its statements.
    func step(_ planned: MigrationPlan.PlannedStep) throws -> MigrationPlan.Step {
        let read = try planned.kept ?? read(planned.revision, planned.direction)
        return MigrationPlan.Step(
            revision: planned.revision,
            direction: planned.direction,
            statements: read.statements,
            firstStatement: planned.firstStatement,
            rowsBefore: planned.rowsBefore,
            rowsAfter: planned.rowsAfter,
            interrupted: planned.interrupted,
            units: read.units
        )
    }

    private func read(
        _ revision: Revision,
        _ direction: Direction,
        after previous: ArraySlice<Revision> = []
    ) throws -> MigrationPlan.Statements {
        let statements = try statements(of: revision, direction, after: previous)
        let origin = RevisionOrigin(
            revision: revision.id,
            direction: direction,
            path: revision.path,
            statementCount: statements.count
        )
        let units = try RunUnit.units(of: statements, from: origin, dialect: dialect)
        return MigrationPlan.Statements(origin: origin, statements: statements, units: units)
    }

    /// Returns the statements that run a revision in a direction.
    ///
    /// - Parameter previous: The revisions that run before it.
    func statements(
        of revision: Revision,
        _ direction: Direction,
        after previous: ArraySlice<Revision> = []
    ) throws -> [SQLStatement] {
        let script = try revision.script(dialect: dialect)
        guard direction == .downgrade else {
            guard let history = script.history else { return script.upgrade }
            let location = SourceLocation(file: revision.path, line: history.line, column: 1)
            throw MigrationError.notReplayable(revision: revision.id, reason: history.reason, location)
        }
        switch script.downgrade {
        case .statements(let statements): return statements
        case .missing: throw MigrationError.noDowngrade(revision: revision.id, path: revision.path)
        case .irreversible(let reason, let line):
            let location = SourceLocation(file: revision.path, line: line, column: 1)
            let isTop = !previous.contains { $0.downRevisions.contains(revision.id) }
            throw MigrationError.irreversible(revision: revision.id, reason: reason, location, isTop: isTop)
        }
    }
}
