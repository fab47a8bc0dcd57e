internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL
internal import ServerPort

/// Verifies that tables were read correctly: the CREATE TABLE rendered from them must equal SHOW CREATE TABLE.
struct ShowCreateOracle {
    let session: ReadingSession
    let profile: ServerProfile
    let database: String
    private let parser: ShowCreateTableParser
    private let renderer: CreateTableRenderer

    /// The number of statements in one round trip: enough to hide the network, few enough to save memory.
    private static let chunkSize = 100

    init(session: ReadingSession, profile: ServerProfile, database: String) {
        self.session = session
        self.database = database
        var profile = profile
        profile.dialect = ReadingSession.dialect
        self.profile = profile
        parser = ShowCreateTableParser(profile: profile)
        renderer = CreateTableRenderer(profile: profile, style: .asServerPrints())
    }

    func run(_ catalog: inout Catalog, scope: OracleScope) throws {
        let pending = catalog.drafts.indices.filter { isDue(catalog.drafts[$0], scope) }
        for start in stride(from: 0, to: pending.count, by: Self.chunkSize) {
            try run(pending[start..<min(start + Self.chunkSize, pending.count)], &catalog)
        }
    }

    private func isDue(_ draft: Catalog.Draft, _ scope: OracleScope) -> Bool {
        guard draft.reason == nil else { return false }
        if profile.flavor == .mariadb || draft.needsShowCreate { return true }
        return switch scope {
        case .all: true
        case .none: false
        case .only(let names): names.contains(draft.table.name)
        }
    }

    /// Runs one chunk. If the server refuses to show a table, the answers before it may be lost with the error and are
    /// requested again. Then the chunk continues after the refused table.
    private func run(_ chunk: ArraySlice<Int>, _ catalog: inout Catalog) throws {
        var rest = chunk
        while !rest.isEmpty {
            var answered = 0
            do {
                try session.execute(rest.map { statement(for: catalog.drafts[$0].table.name) }) { place, result in
                    prove(&catalog.drafts[rest[rest.startIndex + place]], result.rows)
                    answered = place + 1
                }
                return
            } catch let error as ServerError {
                guard !error.isConnectionLost, let failed = error.failedIndex, (0..<rest.count).contains(failed) else {
                    throw error
                }
                catalog.drafts[rest[rest.startIndex + failed]].reason = .refused(error)
                try run(rest.prefix(failed).dropFirst(answered), &catalog)
                rest = rest.dropFirst(failed + 1)
            }
        }
    }

    private func statement(for table: String) -> String {
        let dialect = ReadingSession.dialect
        return "SHOW CREATE TABLE \(dialect.quotedIdentifier(database)).\(dialect.quotedIdentifier(table))"
    }

    private func prove(_ draft: inout Catalog.Draft, _ rows: RowSet) {
        guard rows.columnNames.count >= 2, rows.count == 1 else {
            draft.reason = .unreadable("")
            return
        }
        let plain = renderer.createTable(draft.table)
        // On MySQL, the text may contain something that information_schema was not asked for, and match without it.
        let isProved = rows.withBytes(row: 0, column: 1) { $0.map { CreateTableText.matches(plain, $0) } ?? false }
        if isProved, !draft.needsShowCreate { return }
        draft.reason = learn(&draft.table, from: rows[0].bytes(1) ?? [])
    }

    /// Takes over what only the text shows, and compares again. Returns the reason if they still differ.
    private func learn(_ table: inout Table, from text: [UInt8]) -> NotUnderstood.Reason? {
        let parsed: ParsedCreateTable
        do {
            parsed = try parser.parse(text)
        } catch {
            return .unknownClause(line: error.line, place: error.place)
        }
        table.complete(from: parsed.table, flavor: profile.flavor)
        let renderer = CreateTableRenderer(profile: profile, style: .asServerPrints(parsed.spellings))
        let expected = renderer.createTable(table)
        // Binary defaults of MariaDB 10 are not UTF-8, so both sides are compared with invalid bytes repaired.
        var repaired = String(decoding: text, as: UTF8.self)
        return repaired.withUTF8 { actual in
            if CreateTableText.matches(expected, actual) { return nil }
            return CreateTableText.firstDifference(expected, String(decoding: actual, as: UTF8.self))
        }
    }
}
