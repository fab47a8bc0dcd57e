internal import ServerPort

/// What other runs do on the same database.
extension MigrationRunner {
    /// Returns whether a run has the lock, or the server still executes what a dead run had sent.
    ///
    /// - Throws: `ServerError`.
    package func isAtWork() throws -> Bool {
        let database = try session().database
        if try usesLease(executor) {
            return try LeaseLock.isTaken(LeaseTable(database: database, options: options), executor)
        }
        return try ServerLock.isTaken(database: database, versionTable: options.versionTable, executor)
    }

    /// Returns who is at work, in the sense of `isAtWork()`; nil if nobody is.
    ///
    /// - Throws: `ServerError`.
    package func lockHolder() throws -> LockHolder? {
        let database = try session().database
        var holder =
            try usesLease(executor)
            ? try LeaseLock.holder(LeaseTable(database: database, options: options), executor)
            : try ServerLock.holder(database: database, versionTable: options.versionTable, executor)
        if holder != nil { holder?.run = try runningEntry() }
        return holder
    }

    /// Waits until no other run is at work.
    ///
    /// - Parameters:
    ///   - observer: Told whom it waits for.
    ///   - isCancelled: Asked while it waits.
    /// - Throws: `MigrationError.locked`, `.cancelledBefore`, `.readOnlyServer`; `ServerError`.
    package func waitForOthers(
        observer: @escaping (RunEvent) -> Void,
        isCancelled: @escaping () -> Bool = { false }
    ) throws {
        try underLock(observer, isCancelled) { _ in }
    }

    /// Returns the entry of the revision that a run is at work on, up to the statement that the server executes.
    ///
    /// - Throws: `ServerError`.
    func runningEntry() throws -> JournalEntry? {
        guard var entry = try entries(where: "state = 'running'").last else { return nil }
        let statements = try details(of: entry).statements.map { JournalDetails.statements(in: $0) } ?? []
        entry.nextStatement = try statementAtWork(of: entry, statements)
        return entry
    }

    /// Returns the index of the statement that the server executes for a run. The journal may be one or more statements
    /// behind, because one entry can mark several statements as done.
    ///
    /// - Parameter statements: The statements of the revision.
    func statementAtWork(of entry: JournalEntry, _ statements: [String]) throws -> Int {
        let database = try session().database
        let queries = try ServerProcess.others(over: executor).filter { $0.database == database }.compactMap(\.query)
        let rest = statements.indices.dropFirst(entry.nextStatement)
        // Clauses from a directive follow the statement.
        return rest.first { index in queries.contains { $0.trimmingBlanks == statements[index].trimmingBlanks } }
            ?? rest.first { index in queries.contains { $0.hasPrefix(statements[index]) } }
            ?? entry.nextStatement
    }
}

extension String {
    fileprivate var trimmingBlanks: Substring {
        let start = drop(while: \.isWhitespace)
        return start[...].lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
    }
}
