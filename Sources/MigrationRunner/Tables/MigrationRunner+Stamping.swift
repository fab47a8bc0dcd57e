package import Revisions
internal import SchemaSQL

extension MigrationRunner {
    /// Creates the version table and the journal if they are missing.
    ///
    /// - Throws: `ServerError`, `MigrationError`.
    package func ensureVersionTable() throws {
        try checkTakesChanges()
        try createTables()
    }

    /// Sets the version rows without running anything. This settles a half-run revision.
    ///
    /// - Parameter purge: Whether to empty the table first, including rows that no file has.
    /// - Throws: `RevisionTargetError`, `MigrationError`, `ServerError`.
    package func stamp(_ targets: [RevisionTarget], purge: Bool = false, dryRun: Bool = false) throws -> RunReport {
        // Reports errors in the targets before anything is created.
        let planned = try stampReport(targets, purge: purge, status: .planned).report
        if dryRun { return planned }
        return try underLock { _ in
            try createTables()
            let (report, before) = try stampReport(targets, purge: purge, status: .done)
            let tables = try tables()
            var nextID = try executor.execute(tables.selectLastJournalID).rows.first?[0].flatMap { UInt64($0) } ?? 0
            var batch =
                [tables.startClock, "START TRANSACTION"] + tables.changeVersions(from: before, to: report.to)
            batch.append(
                "UPDATE \(tables.journal) SET state = 'done', in_flight = NULL WHERE \(RunnerTables.unfinished)"
            )
            for revision in report.to where !report.from.contains(revision) {
                nextID += 1
                let entry = JournalEntry(
                    id: nextID,
                    revision: revision,
                    direction: "stamp",
                    state: .done,
                    checksum: "",
                    statementChecksums: []
                )
                batch.append(tables.insert(entry, usesClock: true))
            }
            do {
                try executor.execute(batch: batch + ["COMMIT"])
            } catch {
                _ = try? executor.execute("ROLLBACK")
                throw error
            }
            return report
        }
    }

    private func stampReport(
        _ targets: [RevisionTarget],
        purge: Bool,
        status: RunReport.Status
    ) throws -> (report: RunReport, before: [String]) {
        let before = purge ? try versionRows() : try currentHeads()
        let kept = purge ? [] : before
        let graph = try graph.suiting(kept, naming: targets.flatMap(\.names))
        let after = try graph.stampedRows(from: kept, to: targets)
        let steps = after.filter { !before.contains($0) }.map {
            RunReport.Step(revision: $0, direction: .upgrade, statements: 0, seconds: 0, status: status)
        }
        return (RunReport(from: before, to: after, steps: steps), before)
    }
}
