package import Revisions
internal import ServerPort

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
    package func stamp(_ targets: [RevisionTarget], purge: Bool = false, dryRun: Bool = false) throws -> Stamping {
        // Reports errors in the targets before anything is created.
        let planned = try stamping(targets, purge: purge)
        if dryRun { return planned }
        return try underLock { _ in
            try createTables()
            let stamping = try stamping(targets, purge: purge)
            let tables = try tables()
            var nextID = try executor.execute(tables.selectLastJournalID).rows.first?[0].flatMap { UInt64($0) } ?? 0
            var batch =
                [tables.startClock, "START TRANSACTION"] + tables.changeVersions(from: stamping.from, to: stamping.to)
            batch.append(
                "UPDATE \(tables.journal) SET state = 'done', in_flight = NULL WHERE \(RunnerTables.unfinished)"
            )
            for revision in stamping.added {
                nextID += 1
                let entry = JournalEntry(
                    id: nextID,
                    revision: revision,
                    action: .stamp,
                    state: .done,
                    checksum: "",
                    statementChecksums: []
                )
                batch.append(tables.insert(entry, usesClock: true))
            }
            do {
                try executor.execute(all: batch + ["COMMIT"])
            } catch {
                executor.rollBack()
                throw error
            }
            return stamping
        }
    }

    private func stamping(_ targets: [RevisionTarget], purge: Bool) throws -> Stamping {
        let before = purge ? try versionRows() : try currentHeads()
        let kept = purge ? [] : before
        let graph = try graph.suiting(kept, naming: targets.flatMap(\.names))
        return Stamping(from: before, to: try graph.stampedRows(from: kept, to: targets))
    }
}

/// The effect of a stamp on the version table.
package struct Stamping: Hashable, Sendable {
    /// The rows before and after.
    package var from: [String]
    package var to: [String]

    /// The revisions that it records as applied.
    package var added: [String] { to.filter { !from.contains($0) } }
}
