internal import Revisions
package import SQLStatements
internal import SchemaModel
package import ServerPort

/// A statement of an undo.
package struct UndoStatement: Hashable, Sendable {
    package var text: String
    /// Its place among the statements of the undo; the first is 0.
    package var index: Int
    package var count: Int

    /// Its place as people count: the first is 1.
    package var number: Int { index + 1 }
}

/// A failed statement of an undo. The statements before it are done, and a repeated undo takes that into account.
package struct UndoFailure: Error, Hashable, Sendable {
    package var entry: JournalEntry
    package var statement: UndoStatement
    package var serverError: ServerError
}

extension MigrationRunner {
    // MARK: Looking

    /// Returns the revision that a run left half done, with all that is known about it; nil if there is none. Changes
    /// nothing.
    ///
    /// - Throws: `ServerError`, `MigrationError`, `RevisionFileError`.
    package func interruptedRun() throws -> InterruptedRun? {
        guard let entry = try interruptedEntry() else { return nil }
        let isAtWork = try isAtWork()
        let details = try details(of: entry)
        let revision = graph.revision(ofAnyFile: entry.revision)
        // The journal tells what ran even if the file cannot be read any more, which a command that runs it reports.
        let file: [StatementOrigin] = revision.flatMap { try? fileStatements(of: $0, entry) } ?? []
        let kept = details.statements.map { JournalDetails.statements(in: $0) }
        let texts = kept.flatMap { $0.isEmpty ? nil : $0 } ?? file.map(\.statement.text)
        let checksums = StepRun.checksums(of: file.map(\.statement), executor.dialect)
        let statements = texts.enumerated().map { index, text in
            let isUnchanged =
                file.indices.contains(index) && entry.statementChecksums.indices.contains(index)
                && checksums[index] == entry.statementChecksums[index]
            return InterruptedRun.Statement(text: text, origin: isUnchanged ? file[index] : nil)
        }
        var run = InterruptedRun(
            entry: entry,
            path: revision?.path,
            statements: statements,
            done: entry.nextStatement,
            schemaBefore: details.schemaBefore.flatMap { SchemaSnapshot(text: $0) },
            isAtWork: isAtWork
        )
        if entry.isOfNewerVersion {
            run.isDoubtful = true
        } else if isAtWork {
            run.done = try statementAtWork(of: entry, statements.map(\.text))
        } else {
            try settle(&run)
        }
        return run
    }

    private func fileStatements(of revision: Revision, _ entry: JournalEntry) throws -> [StatementOrigin] {
        guard let direction = entry.action.direction else { return [] }
        let statements = try RunPlanner(graph: graph, dialect: executor.dialect).statements(of: revision, direction)
        let origin = RevisionOrigin(
            revision: revision.id,
            direction: direction,
            path: revision.path,
            statementCount: statements.count
        )
        return statements.enumerated().map { StatementOrigin(revision: origin, index: $0, statement: $1) }
    }

    /// Finds out whether the statement in flight ran.
    private func settle(_ run: inout InterruptedRun) throws {
        guard run.entry.state != .undoing, run.entry.inFlight != nil else { return }
        let decision = try decision(
            run.entry,
            // The journal says what ran, whatever the file says now.
            checksums: run.entry.statementChecksums,
            statements: run.statements.map(\.text),
            settings: SessionMemory(dialect: executor.dialect).settings(
                run.statements.map { SQLStatement(text: $0.text) },
                before: min(run.done, run.statements.count)
            )
        )
        if case .continueAt(let index) = decision { run.done = index } else { run.isDoubtful = true }
    }

    func details(of entry: JournalEntry) throws -> JournalDetails {
        do {
            let row = try executor.execute(tables().selectDetails(of: entry.id)).rows.first
            return JournalDetails(schemaBefore: row?[0], statements: row?[1])
        } catch let error as ServerError where error.code == .unknownColumn {
            // An older version's journal keeps neither.
            return JournalDetails()
        }
    }

    /// Reads the current state of a snapshot's objects.
    ///
    /// - Throws: `ServerError`.
    package func present(_ snapshot: SchemaSnapshot) throws -> SchemaSnapshot {
        var reader = SnapshotReader(executor: executor, session: try session())
        return try reader.read(snapshot.items.map(\.object))
    }

    /// Returns the new names that the revision has given to existing tables and columns.
    package func names(since run: InterruptedRun) -> [NameHistory.Name] {
        guard let before = run.schemaBefore else { return [] }
        return NameHistory(before, run.executed(executor.dialect)).changed
    }

    /// Returns the facts about a run's statements that are done, and about the one that may be, in order.
    package func executed(_ run: InterruptedRun) -> [StatementFacts] {
        run.executed(executor.dialect)
    }

    /// Returns the existing data that these statements would destroy.
    ///
    /// - Throws: `ServerError`.
    package func losses(of statements: [String]) throws -> [StatementFacts.DataLoss] {
        var check = DataLossCheck(executor: executor)
        return try check.losses(of: statements)
    }

    // MARK: Undoing

    /// Undoes a half-run revision, and closes its entry in the journal. The version rows change only at the end of a
    /// run, so they are still as they were before it.
    ///
    /// The journal first notes that an undo has begun, so that no run resumes the revision meanwhile. After a crash,
    /// the next undo plans again from the current state of the database.
    ///
    /// - Parameters:
    ///   - run: The result of `interruptedRun()`.
    ///   - script: Returns the statements that lead from the current schema to the previous one. Called under the lock,
    ///     and again at the end, when it must return none.
    ///   - observer: Called with each statement before it runs.
    ///   - isCancelled: Asked before each statement, and while the run waits for the lock.
    /// - Throws: `UndoFailure`, `MigrationError`, `ServerError`, and the errors of `script`.
    package func undo(
        _ run: InterruptedRun,
        script: () throws -> [String],
        observer: (UndoStatement) -> Void,
        isCancelled: @escaping () -> Bool = { false }
    ) throws -> RunReport {
        let clock = ContinuousClock()
        let started = clock.now
        return try underLock({ _ in }, isCancelled) { lock in
            let rows = try currentHeads()
            guard let entry = try interruptedEntry(), entry == run.entry else {
                throw MigrationError.planChanged(revision: run.entry.revision)
            }
            let direction = try halfRunDirection(of: entry)
            try createTables()
            let tables = try tables()
            var statements = try script()
            let count = statements.count
            try guarded(tables.beginUndo(of: entry, done: run.done), lock, entry)
            // What a rename changes implicitly shows only after it, so a second look may find a little more.
            for _ in 0..<3 where !statements.isEmpty {
                for (index, text) in statements.enumerated() {
                    if isCancelled() { throw MigrationError.cancelledUndo(of: entry.revision) }
                    let statement = UndoStatement(text: text, index: index, count: statements.count)
                    observer(statement)
                    do {
                        try guarded(text, lock, entry)
                    } catch let error as ServerError {
                        throw UndoFailure(entry: entry, statement: statement, serverError: error)
                    }
                }
                statements = try script()
            }
            guard statements.isEmpty else { throw MigrationError.undoIncomplete(entry, rest: statements) }
            try guarded(tables.endUndo(of: entry), lock, entry)
            let step = RunReport.Step(
                revision: entry.revision,
                direction: direction,
                statements: count,
                seconds: (clock.now - started).inSeconds,
                status: .undone
            )
            return RunReport(from: rows, to: rows, steps: [step])
        }
    }

    /// Runs a statement in one round trip with the lock guard.
    private func guarded(_ statement: String, _ lock: any RunLock, _ entry: JournalEntry) throws {
        do {
            guard try lock.keep() else { throw MigrationError.lockLost(before: entry.revision) }
            try executor.execute(all: [lock.guardStatement(), statement])
        } catch let error as ServerError {
            guard error.failedIndex == 0, error.code == LockGuard.error else { throw error }
            throw MigrationError.lockLost(before: entry.revision)
        }
    }
}
