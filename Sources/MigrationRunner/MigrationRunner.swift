package import Revisions
package import ServerPort

/// Applies and reverts revisions on one database, one run at a time, and each statement exactly once.
package final class MigrationRunner {
    let executor: any QueryExecutor
    let makeLockExecutor: () throws -> any QueryExecutor
    let graph: RevisionGraph
    let options: RunnerOptions
    let replicas: () throws -> [Replica]
    private var knownSession: SessionState?

    /// - Parameters:
    ///   - executor: A session with the database selected. Revisions run in it.
    ///   - lockExecutor: Opens a second session on the same server, for the lock alone.
    ///   - replicas: The replicas that batches wait for. Called when there is a batch to run.
    package init(
        executor: any QueryExecutor,
        lockExecutor: @escaping () throws -> any QueryExecutor,
        graph: RevisionGraph,
        options: RunnerOptions = RunnerOptions(),
        replicas: @escaping () throws -> [Replica] = { [] }
    ) {
        self.executor = executor
        makeLockExecutor = lockExecutor
        self.graph = graph
        self.options = options
        self.replicas = replicas
    }

    // MARK: Reading

    /// Returns the rows of the version table, or none if there is no table. Creates nothing.
    ///
    /// - Throws: `ServerError`, `MigrationError.noDatabaseSelected`.
    package func versionRows() throws -> [String] {
        try rowsOrNil() ?? []
    }

    /// Returns the rows of the version table, after checking that the chain knows each of them.
    ///
    /// - Throws: `ServerError`, `MigrationError.unknownVersion`.
    package func currentHeads() throws -> [String] {
        let rows = try versionRows()
        for row in rows where !graph.knows(row: row) {
            if let squash = graph.squash(replacing: row) { throw RevisionTargetError.replacedVersion(row, by: squash) }
            let entries = try journalEntries()
            throw MigrationError.unknownVersion(
                row,
                versionTable: options.versionTable,
                journal: entries.last { $0.revision == row },
                known: graph.rows(applied: applied(entries).union(rows))
            )
        }
        return rows
    }

    /// The revisions that are applied according to the journal.
    private func applied(_ entries: [JournalEntry]) -> Set<String> {
        entries.reduce(into: []) { applied, entry in
            guard entry.state == .done else { return }
            switch entry.action {
            case .upgrade, .stamp: applied.insert(entry.revision)
            case .downgrade: applied.remove(entry.revision)
            }
        }
    }

    /// Returns every run of a revision, oldest first, or none if there is no journal. Creates nothing.
    ///
    /// - Throws: `ServerError`.
    package func journalEntries() throws -> [JournalEntry] {
        try entries(where: nil)
    }

    /// Returns the revision that a run left half done, if there is one.
    ///
    /// - Throws: `ServerError`.
    package func interruptedEntry() throws -> JournalEntry? {
        try entries(where: RunnerTables.unfinished).last { $0.isHalfRun }
    }

    /// Returns the applied revisions whose statements differ from those that ran here, older ones first, and those
    /// whose file is gone. Whitespace, comments and the downgrade do not count.
    ///
    /// - Throws: `ServerError`, `RevisionFileError`, `MigrationError.unknownVersion`.
    package func tampering() throws -> [TamperedRevision] {
        let rows = try currentHeads()
        let graph = try graph.suiting(rows)
        let applied = try graph.appliedRevisions(rows)
        var ran: [String: JournalEntry] = [:]
        var order: [String] = []
        for entry in try entries(where: "state = 'done'") {
            switch entry.action {
            // A stamp runs nothing, and the chain before it may have been abandoned.
            case .stamp: ran = ran.filter { applied.contains($0.key) && $0.key != entry.revision }
            case .upgrade: ran[entry.revision] = entry
            case .downgrade: ran[entry.revision] = nil
            }
            if entry.action != .stamp { order.append(entry.revision) }
        }
        var tampered = order.compactMap { id -> TamperedRevision? in
            guard !rows.isEmpty, let entry = ran.removeValue(forKey: id) else { return nil }
            let isKnown = graph.revision(ofAnyFile: id) != nil || graph.squash(replacing: id) != nil
            defer { ran[id] = isKnown ? entry : nil }
            return isKnown ? nil : TamperedRevision(revision: id, path: nil, entry: entry)
        }
        for revision in graph.revisions where applied.contains(revision.id) {
            let script = try revision.script(dialect: executor.dialect)
            guard let entry = ran[revision.id] else { continue }
            let isUnchanged =
                entry.checksum == Checksum.of(script.upgrade, dialect: executor.dialect)
                || entry.checksum == Checksum.ofUncut(script.upgrade, dialect: executor.dialect)
            if !isUnchanged {
                tampered.append(TamperedRevision(revision: revision.id, path: revision.path, entry: entry))
            }
        }
        return tampered
    }

    func entries(where condition: String?) throws -> [JournalEntry] {
        let tables = try tables()
        do {
            return try executor.execute(tables.selectEntries(where: condition)).rows.map(JournalEntry.init)
        } catch let error as ServerError where error.code == .noSuchTable {
            return []
        } catch let error as ServerError where error.code == .unknownColumn {
            // An older version's journal, which reading does not change.
            let layout = JournalLayout(try executor.execute(tables.showJournalColumns).rows)
            return try executor.execute(tables.selectEntries(where: condition, layout: layout)).rows
                .map(JournalEntry.init)
        }
    }

    func rowsOrNil() throws -> [String]? {
        do {
            return try executor.execute(tables().selectVersions).rows.compactMap { $0[0] }
        } catch let error as ServerError where error.code == .noSuchTable {
            return nil
        }
    }

    func session() throws -> SessionState {
        if let knownSession { return knownSession }
        let session = try SessionState(of: executor)
        knownSession = session
        return session
    }

    func tables() throws -> RunnerTables {
        RunnerTables(database: try session().database, options: options)
    }
}
