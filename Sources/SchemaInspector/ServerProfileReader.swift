internal import SchemaModel
internal import SchemaSQL
internal import ServerPort

/// Reads the profile of a server.
struct ServerProfileReader {
    let executor: any QueryExecutor

    private static let statements = [
        """
        SELECT VERSION(), @@version_comment, @@SESSION.sql_mode, DATABASE(), @@character_set_database, \
        @@collation_database, @@SESSION.default_storage_engine, @@lower_case_table_names, \
        @@SESSION.explicit_defaults_for_timestamp
        """,
        "SELECT CHARACTER_SET_NAME, DEFAULT_COLLATE_NAME FROM information_schema.CHARACTER_SETS",
        // The columns differ between versions, so they are found by name.
        "SELECT * FROM information_schema.COLLATION_CHARACTER_SET_APPLICABILITY",
        """
        SHOW SESSION VARIABLES WHERE Variable_name IN ('character_set_collations', 'default_collation_for_utf8mb4')
        """,
    ]

    func read() throws -> ServerProfile {
        let answers = try executor.execute(all: Self.statements)
        guard answers.count == Self.statements.count, let facts = answers[0].rows.first else {
            throw InspectionError.unsupportedServer(name: "", version: "")
        }
        let versionText = facts[0] ?? ""
        let comment = facts[1] ?? ""
        let isMariaDB = versionText.contains("MariaDB") || comment.contains("MariaDB") || comment.contains("mariadb")
        let version = Self.version(versionText)
        guard let version, version >= SupportedServers.oldest(isMariaDB ? .mariadb : .mysql) else {
            throw InspectionError.unsupportedServer(name: isMariaDB ? "MariaDB" : "MySQL", version: versionText)
        }
        let modes = Set((facts[2] ?? "").split(separator: ",").map(String.init))
        return ServerProfile(
            flavor: isMariaDB ? .mariadb : .mysql,
            version: version,
            dialect: SQLDialect(
                ansiQuotes: modes.contains("ANSI_QUOTES"),
                noBackslashEscapes: modes.contains("NO_BACKSLASH_ESCAPES")
            ),
            database: facts[3] ?? "",
            defaultCharset: CharacterSet.canonicalName(facts[4] ?? "utf8mb4"),
            defaultCollation: CharacterSet.canonicalCollation(facts[5] ?? "utf8mb4_general_ci"),
            defaultEngine: facts[6] ?? "InnoDB",
            defaultCollations: Self.defaultCollations(answers[1].rows, variables: answers[3].rows),
            charsetOfCollation: Self.charsets(answers[2].rows),
            lowerCaseTableNames: facts.int(7) ?? 0,
            explicitDefaultsForTimestamp: facts[8] != "0",
            sqlModes: modes
        )
    }

    /// Returns the first two or three numbers of a version text. Replication proxies put `5.5.5-` before MariaDB's.
    static func version(_ text: String) -> ServerProfile.Version? {
        var text = text[...]
        if text.hasPrefix("5.5.5-") { text = text.dropFirst(6) }
        let numbers = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }.split(separator: ".").map {
            Int($0) ?? 0
        }
        guard numbers.count >= 2 else { return nil }
        return ServerProfile.Version(numbers[0], numbers[1], numbers.count > 2 ? numbers[2] : 0)
    }

    /// Maps character sets to default collations. MariaDB 11.2 and later override the built-in ones with
    /// `character_set_collations` (`utf8mb4=utf8mb4_uca1400_ai_ci,…`), MySQL with `default_collation_for_utf8mb4`.
    private static func defaultCollations(_ rows: RowSet, variables: RowSet) -> [String: String] {
        var collations: [String: String] = [:]
        for row in rows {
            guard let charset = row[0], let collation = row[1] else { continue }
            collations[CharacterSet.canonicalName(charset)] = CharacterSet.canonicalCollation(collation)
        }
        for row in variables {
            guard let name = row[0], let value = row[1] else { continue }
            if name == "default_collation_for_utf8mb4" {
                collations["utf8mb4"] = value
                continue
            }
            for pair in value.split(separator: ",") {
                let sides = pair.split(separator: "=")
                if sides.count == 2 { collations[String(sides[0])] = String(sides[1]) }
            }
        }
        return collations
    }

    /// Maps collations to character sets. MariaDB 10.10 and later list a context collation (`uca1400_ai_ci`) once for
    /// each of its character sets, together with its full name.
    private static func charsets(_ rows: RowSet) -> [String: String] {
        let names = rows.columnNames.map { $0.uppercased() }
        guard let charsetColumn = names.firstIndex(of: "CHARACTER_SET_NAME"),
            let collationColumn = names.firstIndex(of: "FULL_COLLATION_NAME") ?? names.firstIndex(of: "COLLATION_NAME")
        else { return [:] }
        var charsets: [String: String] = [:]
        charsets.reserveCapacity(rows.count)
        for row in rows {
            guard let collation = row[collationColumn], let charset = row[charsetColumn] else { continue }
            charsets[CharacterSet.canonicalCollation(collation)] = CharacterSet.canonicalName(charset)
        }
        return charsets
    }
}
