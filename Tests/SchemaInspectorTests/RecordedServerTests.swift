import SchemaInspector
import SchemaModel
import ServerPort
import Testing

/// Recorded answers of MySQL 9.7, which test its behaviour where only MariaDB is installed.
@Suite struct RecordedServerTests {
    @Test func profileOfMySQL() throws {
        let profile = try Inspector(executor: RecordedMySQL()).profile()
        #expect(profile.flavor == .mysql)
        #expect(profile.version == ServerProfile.Version(9, 7, 4))
        #expect(profile.database == "shop")
        #expect(profile.dialect == SQLDialect(ansiQuotes: true))
        #expect(profile.defaultCollations == ["utf8mb4": "utf8mb4_unicode_ci", "utf8mb3": "utf8mb3_general_ci"])
        #expect(profile.charsetOfCollation["utf8mb3_general_ci"] == "utf8mb3")
    }

    /// Escaped expressions come from SHOW CREATE TABLE, which is not used for any other table.
    @Test func tablesOfMySQL() throws {
        let server = RecordedMySQL()
        let inspection = try Inspector(executor: server).inspect(oracle: .none)
        #expect(inspection.notUnderstood == [])
        #expect(inspection.schema.objects == [.view(View(name: "recent", query: "select 1 AS `1`", definer: "root@%"))])
        #expect(inspection.schema.tables.map(\.name) == ["carts", "notes"])
        #expect(server.shown == ["SHOW CREATE TABLE `shop`.`notes`"])

        let notes = try #require(inspection.schema.table(named: "notes"))
        #expect(notes.columns.map(\.name) == ["id", "body", "made"])
        #expect(notes.column(named: "id")?.isAutoIncrement == true)
        #expect(notes.column(named: "body")?.defaultValue == .expression("concat(_utf8mb4'é',_utf8mb4'it\\'s')"))
        #expect(notes.column(named: "made")?.onUpdate == "CURRENT_TIMESTAMP(6)")
        #expect(notes.column(named: "made")?.isInvisible == true)
        #expect(notes.checks == [Check(name: "notes_chk_1", expression: "`body` <> _utf8mb4'it\\'s'")])

        let carts = try #require(inspection.schema.table(named: "carts"))
        #expect(carts.column(named: "flags")?.defaultValue == .literal("101"))
        #expect(carts.column(named: "total")?.defaultValue == .literal("1.50"))
        let indexes = [
            Index(
                name: "by_total",
                parts: [IndexPart(column: "total", isDescending: true), IndexPart(column: "note")]
            ),
            Index(name: "odd", kind: .unique, parts: [IndexPart(.expression("`total` + 1"))], isInvisible: true),
        ]
        #expect(carts.indexes == indexes)
        let key = ForeignKey(
            name: "fk_note",
            columns: ["note"],
            referencedTable: "notes",
            referencedColumns: ["id"],
            onUpdate: .restrict
        )
        #expect(carts.foreignKeys == [key])
    }

    /// Verifying a table on request finds what information_schema does not show.
    @Test func theFirstDifferingLineIsNamed() throws {
        let inspection = try Inspector(executor: RecordedMySQL()).inspect(oracle: .only(["carts"]))
        let reason = NotUnderstood.Reason.differs(
            expected: "`note` bigint unsigned DEFAULT NULL",
            actual: "`note` bigint unsigned NOT NULL"
        )
        #expect(inspection.notUnderstood == [NotUnderstood(table: "carts", reason: reason)])
        #expect(inspection.schema.tables.map(\.name) == ["notes"])
    }

    @Test(arguments: [
        ("5.7.44-log", "MySQL"), ("10.4.34-MariaDB", "MariaDB"), ("5.5.5-10.3.39-MariaDB-log", "MariaDB"),
    ])
    func oldServersAreRefused(_ version: String, _ name: String) {
        let server = RecordedMySQL()
        server.version = version
        #expect(throws: InspectionError.unsupportedServer(name: name, version: version)) {
            try Inspector(executor: server).profile()
        }
    }

    @Test(arguments: [
        ("8.0.35-27", ServerProfile.Flavor.mysql, ServerProfile.Version(8, 0, 35)),
        ("10.11.19-MariaDB-0+deb12u1", .mariadb, ServerProfile.Version(10, 11, 19)),
        ("5.5.5-10.6.16-MariaDB-log", .mariadb, ServerProfile.Version(10, 6, 16)),
        ("11.8.6-MariaDB-ubu2404", .mariadb, ServerProfile.Version(11, 8, 6)),
    ])
    func versions(_ text: String, _ flavor: ServerProfile.Flavor, _ version: ServerProfile.Version) throws {
        let server = RecordedMySQL()
        server.version = text
        let profile = try Inspector(executor: server).profile()
        #expect(profile.flavor == flavor)
        #expect(profile.version == version)
    }
}

/// Answers each query by the table that it reads.
private final class RecordedMySQL: QueryExecutor {
    let dialect = SQLDialect(ansiQuotes: true)
    var version = "9.7.4"
    private(set) var shown: [String] = []

    func resetSession() {}

    func execute(_ statement: String) throws -> StatementResult {
        StatementResult(rows: rows(for: statement))
    }

    func execute(all statements: [String]) throws -> [StatementResult] {
        try statements.map(execute)
    }

    private func rows(for statement: String) -> RowSet {
        if statement.hasPrefix("SHOW CREATE TABLE") {
            shown.append(statement)
            return table(["Table", "Create Table"], [[nil, statement.contains("notes") ? Self.notes : Self.carts]])
        }
        if statement.hasPrefix("SHOW CREATE VIEW") {
            let text =
                "CREATE ALGORITHM=UNDEFINED DEFINER=`root`@`%` SQL SECURITY DEFINER VIEW `recent` AS select 1 AS `1`"
            return table(["View", "Create View"], [["recent", text]])
        }
        if statement.hasPrefix("SELECT VERSION()") {
            let facts = [version, "", "ANSI_QUOTES,STRICT_TRANS_TABLES", "shop", "utf8mb4", "utf8mb4_unicode_ci"]
            return table([], [facts + ["InnoDB", "0", "1"]])
        }
        let answer = Self.answers.first { statement.contains($0.key) }
        return table(answer?.columns ?? [], answer?.rows ?? [])
    }

    private func table(_ columns: [String], _ rows: [[String?]]) -> RowSet {
        let width = rows.first?.count ?? 1
        let names = columns.isEmpty ? (0..<width).map { "c\($0)" } : columns
        var set = RowSet(columnNames: names)
        for row in rows { set.append(row: row) }
        return set
    }

    private static let notes = """
        CREATE TABLE `notes` (
          `id` bigint unsigned NOT NULL AUTO_INCREMENT,
          `body` text DEFAULT (concat(_utf8mb4'é',_utf8mb4'it\\'s')),
          `made` datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6) /*!80023 INVISIBLE */,
          PRIMARY KEY (`id`),
          CONSTRAINT `notes_chk_1` CHECK ((`body` <> _utf8mb4'it\\'s'))
        ) ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """

    /// A column changed between the two queries.
    private static let carts = """
        CREATE TABLE `carts` (
          `flags` bit(3) NOT NULL DEFAULT b'101',
          `total` decimal(10,2) NOT NULL DEFAULT '1.50',
          `note` bigint unsigned NOT NULL,
          UNIQUE KEY `odd` (((`total` + 1))) /*!80000 INVISIBLE */,
          KEY `by_total` (`total` DESC,`note`),
          KEY `fk_note` (`note`),
          CONSTRAINT `fk_note` FOREIGN KEY (`note`) REFERENCES `notes` (`id`) ON UPDATE RESTRICT
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """

    private struct Answer {
        /// A text in the statement that this answers.
        var key: String
        var columns: [String] = []
        var rows: [[String?]]
    }

    private static let answers = [
        Answer(
            key: "information_schema.CHARACTER_SETS",
            rows: [["utf8mb3", "utf8mb3_general_ci"], ["utf8mb4", "utf8mb4_0900_ai_ci"]]
        ),
        Answer(
            key: "COLLATION_CHARACTER_SET_APPLICABILITY",
            columns: ["COLLATION_NAME", "CHARACTER_SET_NAME"],
            rows: [
                ["utf8mb3_general_ci", "utf8mb3"], ["utf8mb4_0900_ai_ci", "utf8mb4"],
                ["utf8mb4_unicode_ci", "utf8mb4"],
            ]
        ),
        Answer(key: "Variable_name IN", rows: [["default_collation_for_utf8mb4", "utf8mb4_unicode_ci"]]),
        Answer(key: "information_schema.SCHEMATA", rows: [["utf8mb4", "utf8mb4_unicode_ci"]]),
        Answer(
            key: "information_schema.TABLES",
            rows: [
                ["carts", "BASE TABLE", "InnoDB", "utf8mb4_0900_ai_ci", "", ""],
                ["notes", "BASE TABLE", "InnoDB", "utf8mb4_0900_ai_ci", "", ""],
                ["recent", "VIEW", nil, nil, "VIEW", nil],
            ]
        ),
        Answer(
            key: "information_schema.COLUMNS",
            // The rows are not in column order.
            rows: [
                ["carts", "total", "2", "", "decimal(10,2)", "NO", "1.50", nil, nil, "", "", nil],
                ["carts", "flags", "1", "", "bit(3)", "NO", "b'101'", nil, nil, "", "", nil],
                ["carts", "note", "3", "", "bigint unsigned", "YES", nil, nil, nil, "", "", nil],
                ["notes", "id", "1", "", "bigint unsigned", "NO", nil, nil, nil, "auto_increment", "", nil],
                [
                    "notes", "body", "2", "", "text", "YES", "concat(_utf8mb4\\'Ã©\\',_utf8mb4\\'it\\\\\\'s\\')",
                    "utf8mb4",
                    "utf8mb4_0900_ai_ci", "DEFAULT_GENERATED", "", nil,
                ],
                [
                    "notes", "made", "3", "", "datetime(6)", "NO", "CURRENT_TIMESTAMP(6)", nil, nil,
                    "DEFAULT_GENERATED on update CURRENT_TIMESTAMP(6) INVISIBLE", "", nil,
                ],
                ["recent", "id", "1", "", "bigint unsigned", "NO", "0", nil, nil, "", "", nil],
            ]
        ),
        Answer(
            key: "information_schema.STATISTICS",
            rows: [
                ["carts", "by_total", "1", "1", "total", "D", nil, "BTREE", "", "NO", nil],
                ["carts", "by_total", "2", "1", "note", "A", nil, "BTREE", "", "NO", nil],
                ["carts", "odd", "1", "0", nil, "A", nil, "BTREE", "", "YES", "(`total` + 1)"],
                ["notes", "PRIMARY", "1", "0", "id", "A", nil, "BTREE", "", "NO", nil],
            ]
        ),
        Answer(
            key: "information_schema.KEY_COLUMN_USAGE",
            rows: [["carts", "fk_note", "note", "shop", "notes", "id", "1"]]
        ),
        Answer(
            key: "information_schema.REFERENTIAL_CONSTRAINTS",
            rows: [["carts", "fk_note", "NO ACTION", "RESTRICT"]]
        ),
        Answer(
            key: "information_schema.CHECK_CONSTRAINTS",
            rows: [[nil, "notes_chk_1", "(`body` <> _utf8mb4\\'it\\\\\\'s\\')", "Table"]]
        ),
        Answer(key: "information_schema.TABLE_CONSTRAINTS", rows: [["notes_chk_1", "notes", "YES"]]),
    ]
}
