package import SchemaModel
package import ServerPort

/// Reads a live schema with a fixed number of information_schema queries, whatever the number of tables, and verifies
/// the result with chunks of SHOW CREATE TABLE.
package struct Inspector {
    private let executor: any QueryExecutor

    package init(executor: any QueryExecutor) {
        self.executor = executor
    }

    /// Reads the server's version and the session properties that change what SQL means, in one round trip.
    ///
    /// - Throws: `ServerError`, `InspectionError.unsupportedServer`.
    package func profile() throws -> ServerProfile {
        try ServerProfileReader(executor: executor).read()
    }

    /// Reads the tables and all other objects of a database.
    ///
    /// - Parameters:
    ///   - database: The database; nil means the connection's current one.
    ///   - profile: The result of `profile()`; nil means to read it now.
    ///   - oracle: The tables to verify with SHOW CREATE TABLE on MySQL.
    ///   - isIgnored: Returns whether to skip the table with this name.
    /// - Throws: `ServerError`, `InspectionError`.
    package func inspect(
        database: String? = nil,
        profile: ServerProfile? = nil,
        oracle: OracleScope = .all,
        ignoring isIgnored: (String) -> Bool = { _ in false }
    ) throws -> Inspection {
        let profile = try profile ?? self.profile()
        let name = database ?? profile.database
        guard !name.isEmpty else { throw InspectionError.noDatabase }
        let session = ReadingSession(executor: executor)
        defer { session.restore() }
        let queries = CatalogQueries(profile: profile, database: name)
        var catalog = Catalog(profile: profile, database: name)
        try session.execute(CatalogQuery.allCases.map(queries.statement)) { place, result in
            catalog.read(CatalogQuery.allCases[place], result.rows, ignoring: isIgnored)
        }
        guard catalog.isDatabaseKnown else { throw InspectionError.unknownDatabase(name) }
        try ShowCreateOracle(session: session, profile: profile, database: name).run(&catalog, scope: oracle)
        try TextProbe(session: session, profile: profile, database: name).run(&catalog)
        var inspection = catalog.inspection
        inspection.setDanglingKeysAside(ignoresCase: profile.lowerCaseTableNames != 0)
        let objects = try ObjectReader(session: session, profile: profile, database: name)
            .read(catalog.objects, predecessors: catalog.triggerPredecessors)
        inspection.schema.objects = objects.objects
        inspection.objectsNotUnderstood = objects.notUnderstood
        return inspection
    }
}

/// The session while the inspector reads.
final class ReadingSession {
    private let executor: any QueryExecutor
    private var isPrepared = false

    /// The dialect while reading.
    static let dialect = ReadingMode.dialect

    init(executor: any QueryExecutor) {
        self.executor = executor
    }

    /// Runs the statements in one round trip. Each result is received while the server runs the next statement.
    ///
    /// - Throws: `ServerError`, whose `failedIndex` counts only these statements.
    func execute(_ statements: [String], receive: (Int, StatementResult) -> Void) throws {
        if isPrepared { return try executor.execute(all: statements, receive: receive) }
        isPrepared = true
        do {
            let settings = [ReadingMode.enter(), ReadingMode.enterRaw]
            try executor.execute(all: settings + statements) { place, result in
                if place >= settings.count { receive(place - settings.count, result) }
            }
        } catch var error as ServerError {
            error.failedIndex = error.failedIndex.map { $0 - 2 }
            throw error
        }
    }

    /// Runs the statements and returns all results at once.
    func execute(_ statements: [String]) throws -> [StatementResult] {
        var results: [StatementResult] = []
        try execute(statements) { results.append($1) }
        return results
    }

    /// Restores the session's settings. If the connection is gone, there is nothing to restore.
    func restore() {
        guard isPrepared else { return }
        isPrepared = false
        _ = try? executor.execute(all: [ReadingMode.leaveRaw, ReadingMode.leave])
    }
}
