internal import SQLStatements
internal import SchemaModel

/// The SQL of the version table and the journal.
///
/// The statements name their database, because a revision may `USE` another one. Their literals mean the same under
/// every `sql_mode`, because a revision may `SET` it.
struct RunnerTables: Sendable {
    /// nil in a script, which runs in whatever database is selected.
    let database: String?
    let options: RunnerOptions
    /// Whether the running revision sets the time of its session.
    var setsTime = false

    private static let names = SQLDialect()

    private func qualified(_ table: String) -> String {
        (database.map { Self.names.quotedIdentifier($0) + "." } ?? "") + Self.names.quotedIdentifier(table)
    }

    var version: String { qualified(options.versionTable) }
    var journal: String { qualified(options.journalTable) }

    /// A text as a literal that means the same under every `sql_mode`.
    static func literal(_ text: String?) -> String {
        guard let text else { return "NULL" }
        // Under MariaDB's EMPTY_STRING_IS_NULL, an empty literal is NULL.
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x20...0x7E: byte != UInt8(ascii: "'") && byte != UInt8(ascii: "\\")
            default: false
            }
        }
        if isPlain, !text.isEmpty { return "'\(text)'" }
        let digits = Array("0123456789ABCDEF".utf8)
        var hex: [UInt8] = []
        for byte in text.utf8 { hex += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return "CONVERT(X'\(String(decoding: hex, as: UTF8.self))' USING utf8mb4)"
    }

    // MARK: Version table

    var createVersion: String {
        "CREATE TABLE IF NOT EXISTS \(version) (version_num VARCHAR(255) NOT NULL PRIMARY KEY) \(Self.tableOptions)"
    }

    /// Everything that the defaults of a server or database could decide differently. The journal and the version
    /// change in one transaction, and in another row format an index has room for only 767 bytes.
    ///
    /// InnoDB recounts a small table's rows after every 16 changes, which for these tables costs more than the changes.
    static let tableOptions = """
        ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin ROW_FORMAT=DYNAMIC STATS_PERSISTENT=0 \
        STATS_AUTO_RECALC=0
        """

    var selectVersions: String { "SELECT version_num FROM \(version) ORDER BY version_num" }

    /// An expression that is true while the table has all these rows.
    func hasVersions(_ rows: [String]) -> String {
        let list = rows.map { Self.literal($0) }.joined(separator: ", ")
        return "(SELECT COUNT(*) FROM \(version) WHERE version_num IN (\(list))) = \(rows.count)"
    }

    /// The statements that turn some rows into others.
    func changeVersions(from before: [String], to after: [String]) -> [String] {
        Self.changeVersions(of: version, from: before, to: after)
    }

    private static func changeVersions(of table: String, from before: [String], to after: [String]) -> [String] {
        let gone = before.filter { !after.contains($0) }.sorted()
        let new = after.filter { !before.contains($0) }.sorted()
        if gone.count == 1, new.count == 1 {
            return ["UPDATE \(table) SET version_num = \(literal(new[0])) WHERE version_num = \(literal(gone[0]))"]
        }
        return gone.map { "DELETE FROM \(table) WHERE version_num = \(literal($0))" }
            + new.map { "INSERT INTO \(table) (version_num) VALUES (\(literal($0)))" }
    }

    // MARK: Journal

    /// Remembers in the session when a run of a revision begins. Used if the journal has no entry yet, or if its
    /// `started_at` is from before an interruption.
    var startClock: String { "SET @swiftmig_started = \(now)" }
    static let clock = "@swiftmig_started"
    /// The same for a statement.
    var startStatementClock: String { "SET @swiftmig_statement = \(now)" }
    static let statementClock = "@swiftmig_statement"

    /// An expression for the seconds since a time.
    func elapsed(since start: String) -> String {
        "TIMESTAMPDIFF(MICROSECOND, \(start), \(now)) / 1e6"
    }

    /// An expression for the current time. On a replica that repeats statements, only the first form means what it
    /// means here.
    private var now: String { setsTime ? Self.systemTime : "UTC_TIMESTAMP(6)" }

    /// The current time whatever `SET timestamp` says; only SYSDATE() ignores that.
    private static let systemTime =
        "(UTC_TIMESTAMP(6) + INTERVAL (UNIX_TIMESTAMP(SYSDATE(6)) - UNIX_TIMESTAMP(NOW(6))) SECOND)"

    /// An expression for the time of this run by the server's clock, plus that of its interrupted parts.
    private func seconds(_ entry: JournalEntry, since start: String) -> String {
        let elapsed = elapsed(since: start)
        return entry.seconds.map { "\($0) + \(elapsed)" } ?? elapsed
    }

    var createJournal: String {
        let columns = JournalLayout.columns.map { "  \($0.name) \($0.definition)" }.joined(separator: ",\n")
        return """
            CREATE TABLE IF NOT EXISTS \(journal) (
            \(columns)
            ) \(Self.tableOptions)
            """
    }

    var showJournalColumns: String { "SHOW COLUMNS FROM \(journal)" }

    /// Adds the missing columns to a journal of an older version, all or nothing.
    func extendJournal(by columns: [JournalLayout.Column]) -> String {
        let clauses = columns.map { "ADD COLUMN \($0.name) \($0.definition)" }.joined(separator: ", ")
        return "ALTER TABLE \(journal) \(clauses)"
    }

    var selectLastJournalID: String { "SELECT COALESCE(MAX(id), 0) FROM \(journal)" }

    /// - Parameter layout: nil for this version's layout.
    func selectEntries(where condition: String? = nil, layout: JournalLayout? = nil) -> String {
        let columns = layout?.readExpressions ?? JournalLayout.readExpressions
        return "SELECT \(columns) FROM \(journal)" + (condition.map { " WHERE \($0)" } ?? "") + " ORDER BY id"
    }

    /// The condition for entries whose revision may be half run.
    static let unfinished = "state NOT IN ('done', 'undone')"

    /// - Parameters:
    ///   - usesClock: Whether `startClock` was run.
    ///   - keeping: What is needed to show and undo a half-run revision.
    ///   - seconds: An expression for the times of the statements.
    ///   - picksID: Whether the server gives the entry the next id instead of its own.
    func insert(
        _ entry: JournalEntry,
        usesClock: Bool,
        keeping details: JournalDetails? = nil,
        seconds statementSeconds: String? = nil,
        picksID: Bool = false
    ) -> String {
        let start = usesClock ? Self.clock : now
        var columns = """
            id, revision, direction, state, checksum, statement_count, next_statement, statement_checksums, \
            database_user, person, host, tool_version, started_at
            """
        var values = """
            \(picksID ? "last + 1" : String(entry.id)), \(Self.literal(entry.revision)), '\(entry.action.rawValue)', \
            '\(entry.state.rawValue)', \(Self.literal(entry.checksum)), \(entry.statementCount), \(entry.nextStatement), \
            \(Self.literal(entry.statementChecksums.joined(separator: ","))), CURRENT_USER(), \(Self.literal(options.person)), \
            \(Self.literal(options.host)), \(Self.literal(options.toolVersion)), \(start)
            """
        if let inFlight = entry.inFlight {
            columns += ", in_flight, fingerprint, definition_before"
            values += ", '\(inFlight.rawValue)', \(Self.literal(entry.fingerprint)), \(Self.packed(entry.definition))"
        }
        if let position = entry.batchPosition {
            columns += ", batch_position"
            values += ", \(Self.literal(position))"
        }
        if let details {
            columns += ", schema_before, statements"
            values += ", \(Self.packed(details.schemaBefore)), \(Self.packed(details.statements))"
        }
        if let statementSeconds {
            columns += ", statement_seconds"
            values += ", \(statementSeconds)"
        }
        if entry.state != .running {
            columns += ", finished_at, seconds, error"
            values += ", \(entry.state == .done ? now : "NULL"), \(seconds(entry, since: start)), "
            values += Self.literal(entry.error)
        }
        guard picksID else { return "INSERT INTO \(journal) (\(columns)) VALUES (\(values))" }
        let last = "SELECT COALESCE(MAX(id), 0) AS last FROM \(journal)"
        return "INSERT INTO \(journal) (\(columns)) SELECT \(values) FROM (\(last)) AS entries"
    }

    /// - Parameters:
    ///   - statementSeconds: An expression for the times that are not written yet.
    ///   - dropsDetails: Whether the revision is no longer half run.
    func update(
        _ entry: JournalEntry,
        usesClock: Bool,
        appending statementSeconds: String? = nil,
        dropsDetails: Bool = false
    ) -> String {
        var assignments = assignments(entry, usesClock: usesClock)
        if let statementSeconds {
            let known = "COALESCE(statement_seconds, \(Self.literal("")))"
            assignments += ", statement_seconds = CONCAT(\(known), \(statementSeconds))"
        }
        if dropsDetails { assignments += ", schema_before = NULL, statements = NULL, definition_before = NULL" }
        return "UPDATE \(journal) SET \(assignments) WHERE id = \(entry.id)"
    }

    private func assignments(_ entry: JournalEntry, usesClock: Bool) -> String {
        let start = usesClock ? Self.clock : "started_at"
        var assignments = "state = '\(entry.state.rawValue)', next_statement = \(entry.nextStatement), "
        assignments += "in_flight = \(Self.literal(entry.inFlight?.rawValue))"
        if let position = entry.batchPosition {
            assignments += ", batch_position = \(Self.literal(position))"
        } else if entry.inFlight == nil {
            assignments += ", batch_position = NULL"
        }
        // Without a statement in flight, the old fingerprint is never read.
        if entry.inFlight != nil {
            assignments += ", fingerprint = \(Self.literal(entry.fingerprint)), "
            assignments += "definition_before = \(Self.packed(entry.definition))"
        }
        switch entry.state {
        case .running, .undoing: break
        case .failed:
            assignments += ", seconds = \(seconds(entry, since: start)), error = \(Self.literal(entry.error))"
        case .done, .undone:
            assignments += ", seconds = \(seconds(entry, since: start)), finished_at = \(now)"
        }
        return assignments
    }

    /// Restarts a failed or interrupted run with the current contents of its file.
    ///
    /// - Parameters:
    ///   - statements: The texts, in the form of `JournalDetails`.
    ///   - statementSeconds: The times of the statements that are done.
    func restart(_ entry: JournalEntry, statements: String?, statementSeconds: String) -> String {
        """
        UPDATE \(journal) SET state = 'running', next_statement = \(entry.nextStatement), in_flight = NULL, \
        definition_before = NULL, error = NULL, checksum = '\(entry.checksum)', statement_count = \(entry.statementCount), \
        statement_checksums = \(Self.literal(entry.statementChecksums.joined(separator: ","))), \
        statements = \(Self.packed(statements)), statement_seconds = \(Self.literal(statementSeconds)) WHERE id = \(entry.id)
        """
    }

    /// How many bytes of the server's warnings about a revision's statements are kept.
    private static let mostWarnings = 65536

    /// Adds the server's warnings about statements, with one note when the limit cuts them off.
    func add(_ warnings: [ServerWarning], to id: UInt64) -> String {
        var text = ""
        for warning in warnings where text.utf8.count < Self.mostWarnings { text += warning.text }
        let empty = Self.literal("")
        let kept = "COALESCE(warnings, \(empty))"
        let cut = Self.literal("\(warnings.last?.origin.number ?? 1): more warnings, here and later, are not kept\n")
        let end = "IF(LENGTH(\(kept)) + \(text.utf8.count) < \(Self.mostWarnings), \(empty), \(cut))"
        return """
            UPDATE \(journal) SET warnings = CONCAT(\(kept), \(Self.literal(text)), \(end)) \
            WHERE id = \(id) AND LENGTH(\(kept)) < \(Self.mostWarnings)
            """
    }

    // MARK: Undoing

    /// Records that a half-run revision is being undone. A version that does not know this state treats the statement
    /// in flight as one that leaves no trace, and asks.
    func beginUndo(of entry: JournalEntry, done: Int) -> String {
        """
        UPDATE \(journal) SET state = 'undoing', in_flight = 'undo', next_statement = \(done) WHERE id = \(entry.id)
        """
    }

    /// Records that nothing of it is left.
    func endUndo(of entry: JournalEntry) -> String {
        """
        UPDATE \(journal) SET state = 'undone', in_flight = NULL, next_statement = 0, fingerprint = NULL, \
        schema_before = NULL, statements = NULL, definition_before = NULL, finished_at = \(now), \
        seconds = \(elapsed(since: "started_at")) WHERE id = \(entry.id)
        """
    }

    // MARK: Large texts

    /// An expression for a text in a column of bytes. The server compresses a long text; a short one is faster to write
    /// as it is.
    static func packed(_ text: String?) -> String {
        guard let text else { return "NULL" }
        let literal = literal(text)
        return text.utf8.count < 1024 ? "CONCAT('P', \(literal))" : "CONCAT('Z', COMPRESS(\(literal)))"
    }

    /// An expression for the text that `packed` put into a column.
    static func unpacked(_ column: String) -> String {
        """
        CONVERT(IF(LEFT(\(column), 1) = 'Z', UNCOMPRESS(SUBSTRING(\(column), 2)), SUBSTRING(\(column), 2)) USING utf8mb4)
        """
    }

    func selectDetails(of id: UInt64) -> String {
        """
        SELECT \(Self.unpacked("schema_before")), \(Self.unpacked("statements")) FROM \(journal) WHERE id = \(id)
        """
    }

    func selectDefinition(of id: UInt64) -> String {
        "SELECT \(Self.unpacked("definition_before")) FROM \(journal) WHERE id = \(id)"
    }
}
