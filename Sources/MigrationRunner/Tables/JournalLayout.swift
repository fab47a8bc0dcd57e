internal import SchemaModel
internal import ServerPort

/// The columns of the journal, in the order in which versions of this program added them.
///
/// If an older version created the journal, the first run that writes to it adds the missing columns; reading works
/// without them. The additional columns of a newer version are left alone.
struct JournalLayout: Sendable {
    struct Column: Hashable, Sendable {
        var name: String
        var definition: String
    }

    static let columns = [
        Column(name: "id", definition: "BIGINT UNSIGNED NOT NULL PRIMARY KEY"),
        Column(name: "revision", definition: "VARCHAR(255) NOT NULL"),
        Column(name: "direction", definition: "VARCHAR(9) NOT NULL COMMENT 'upgrade, downgrade or stamp'"),
        Column(
            name: "state",
            definition:
                "VARCHAR(9) NOT NULL COMMENT 'running, failed or done; undoing or undone where it is taken back'"
        ),
        Column(name: "checksum", definition: "CHAR(64) NOT NULL COMMENT 'SHA-256 of the statements'"),
        Column(name: "statement_count", definition: "INT UNSIGNED NOT NULL"),
        Column(name: "next_statement", definition: "INT UNSIGNED NOT NULL COMMENT 'how many statements are done'"),
        Column(name: "statement_checksums", definition: "MEDIUMTEXT NOT NULL"),
        Column(
            name: "in_flight",
            definition: "VARCHAR(9) NULL COMMENT 'what kind of statement was begun and not yet marked as done'"
        ),
        Column(
            name: "fingerprint",
            definition: "TEXT NULL COMMENT 'what the statement in flight names, before it'"
        ),
        Column(name: "database_user", definition: "VARCHAR(384) NOT NULL"),
        Column(name: "person", definition: "VARCHAR(255) NOT NULL"),
        Column(name: "host", definition: "VARCHAR(255) NOT NULL"),
        Column(name: "tool_version", definition: "VARCHAR(64) NOT NULL"),
        Column(name: "started_at", definition: "DATETIME(6) NOT NULL COMMENT 'UTC'"),
        Column(name: "finished_at", definition: "DATETIME(6) NULL"),
        Column(name: "seconds", definition: "DOUBLE NULL"),
        Column(name: "error", definition: "TEXT NULL"),
        // The first layout ended here.
        Column(
            name: "statement_seconds",
            definition: "MEDIUMTEXT NULL COMMENT 'how long each took, with a comma behind each'"
        ),
        Column(name: "batch_position", definition: "TEXT NULL COMMENT 'where a batch of rows stands'"),
        Column(
            name: "schema_before",
            definition: "MEDIUMBLOB NULL COMMENT 'while it is half done: what it names, before it, compressed'"
        ),
        Column(
            name: "statements",
            definition: "MEDIUMBLOB NULL COMMENT 'while it is half done: their text, compressed'"
        ),
        Column(
            name: "definition_before",
            definition: "MEDIUMBLOB NULL COMMENT 'what the statement in flight changes, before it, compressed'"
        ),
        Column(
            name: "warnings",
            definition: "MEDIUMTEXT NULL COMMENT 'what the server remarked on statements, a line each'"
        ),
    ]

    /// The columns that `JournalEntry.init(_:)` reads, in order: all but those that are large and rarely needed.
    private static let read = columns.map(\.name).filter {
        !["schema_before", "statements", "definition_before"].contains($0)
    }

    /// The columns for a SELECT from a journal of this version's layout.
    static let readExpressions = (read + ["schema_before IS NOT NULL"]).joined(separator: ", ")

    /// The columns that the server's table has.
    let present: Set<String>
    /// Columns of a newer version that need a value in every row.
    let unknownRequired: [String]

    /// - Parameter rows: The answer to `SHOW COLUMNS`.
    init(_ rows: RowSet) {
        present = Set(rows.compactMap { $0[0]?.lowercased() })
        let known = Set(Self.columns.map(\.name))
        unknownRequired = rows.compactMap { row in
            // Field, Type, Null, Key, Default, Extra.
            guard let name = row[0], !known.contains(name.lowercased()) else { return nil }
            return row[2] == "NO" && row[4] == nil && row[5]?.isEmpty ?? true ? name : nil
        }
    }

    var missing: [Column] { Self.columns.filter { !present.contains($0.name) } }

    /// The columns for a SELECT from a journal of any layout.
    var readExpressions: String {
        let columns = Self.read.map { present.contains($0) ? $0 : "NULL AS \($0)" }
        return (columns + [present.contains("schema_before") ? "schema_before IS NOT NULL" : "0"]).joined(
            separator: ", "
        )
    }
}
