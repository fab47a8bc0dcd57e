import DiagnosticModel
internal import SchemaDocument
internal import SchemaModel
internal import Testing

struct SchemaDocumentReadingTests {
    private func read(_ text: String) throws -> Schema {
        try SchemaDocument.read(texts: [(text, "models.yaml")])
    }

    /// Reads a table `t` with these lines. Its columns are `id` and `name` unless the lines declare others.
    private func table(_ body: String) throws -> Table {
        let columns = body.contains("columns: {") ? "" : "columns: {id: int, name: varchar(20)}\n    "
        let schema = try read("tables:\n  t:\n    \(columns)\(body)\n")
        return try #require(schema.tables.first)
    }

    private func column(_ attributes: String) throws -> Column {
        let table = try table("columns: {c: {\(attributes)}}\n    primary_key: [c]")
        return try #require(table.columns.first)
    }

    @Test func readsTheWholeDocument() throws {
        let schema = try read(
            """
            swiftmig: 1
            defaults: {engine: InnoDB, charset: utf8mb4, collation: utf8mb4_unicode_ci}
            tables:
              teams:
                columns: {id: {type: bigint unsigned, auto_increment: true}}
                primary_key: [id]
              users:
                comment: People who can log in
                renamed_from: accounts
                columns:
                  id:         {type: bigint unsigned, auto_increment: true}
                  email:      {type: varchar(254)}
                  role:       {type: "enum('member','admin')", default: member}
                  token:      {type: char(36), default: {sql: uuid()}}
                  updated_at: {type: datetime(6), default: {sql: current_timestamp(6)}, on_update: {sql: current_timestamp(6)}}
                  email_key:  {type: varchar(254), generated: {sql: lower(email), stored: true}}
                  team_id:    {type: bigint unsigned, nullable: true, comment: "…", renamed_from: group_id, invisible: false}
                primary_key: [id]
                indexes:
                  ux_users_email: {columns: [email], unique: true}
                  ix_users_seen:  {columns: ["updated_at desc", "email(20)"]}
                  ft_users_email: {columns: [email], kind: fulltext, parser: ngram}
                foreign_keys:
                  fk_users_team: {columns: [team_id], references: teams(id), on_delete: set null, on_update: restrict}
                checks:
                  ck_users_email: email like '%@%'
                  ck_soft: {sql: id > 0, enforced: false}
                options: {engine: NDB, row_format: dynamic, key_block_size: 8}
                partition_by: range (id % 9) (partition p0 values less than (1000))
            triggers: {}
            views:
            """
        )
        let id = ColumnType.integer(.bigint, displayWidth: nil, .init(isUnsigned: true))
        let teams = Table(
            name: "teams",
            columns: [Column(name: "id", type: id, isAutoIncrement: true)],
            primaryKey: PrimaryKey(parts: [IndexPart(column: "id")])
        )
        let columns = [
            Column(name: "id", type: id, isAutoIncrement: true),
            Column(name: "email", type: .varchar(254)),
            Column(name: "role", type: .enumeration(["member", "admin"]), defaultValue: .literal("member")),
            Column(name: "token", type: .char(36), defaultValue: .expression("uuid()")),
            Column(
                name: "updated_at",
                type: .datetime(6),
                defaultValue: .expression("current_timestamp(6)"),
                onUpdate: "current_timestamp(6)"
            ),
            Column(
                name: "email_key",
                type: .varchar(254),
                generated: Generated(expression: "lower(email)", isStored: true)
            ),
            Column(name: "team_id", type: id, isNullable: true, comment: "…", renamedFrom: "group_id"),
        ]
        let seen = [IndexPart(column: "updated_at", isDescending: true), IndexPart(column: "email", prefixLength: 20)]
        let users = Table(
            name: "users",
            columns: columns,
            primaryKey: PrimaryKey(parts: [IndexPart(column: "id")]),
            indexes: [
                Index(name: "ux_users_email", kind: .unique, parts: [IndexPart(column: "email")]),
                Index(name: "ix_users_seen", parts: seen),
                Index(name: "ft_users_email", kind: .fulltext, parts: [IndexPart(column: "email")], parser: "ngram"),
            ],
            foreignKeys: [
                ForeignKey(
                    name: "fk_users_team",
                    columns: ["team_id"],
                    referencedTable: "teams",
                    referencedColumns: ["id"],
                    onDelete: .setNull,
                    onUpdate: .restrict
                )
            ],
            checks: [
                Check(name: "ck_users_email", expression: "email like '%@%'"),
                Check(name: "ck_soft", expression: "id > 0", isEnforced: false),
            ],
            options: TableOptions(
                engine: "NDB",
                rowFormat: "dynamic",
                others: [TableOption(name: "KEY_BLOCK_SIZE", value: "8")]
            ),
            comment: "People who can log in",
            partitioning: Partitioning(
                scheme: .range("id % 9"),
                partitions: [Partition(name: "p0", bound: .lessThan(["1000"]))]
            ),
            renamedFrom: "accounts"
        )
        #expect(schema.defaults == TableOptions(engine: "InnoDB", charset: "utf8mb4", collation: "utf8mb4_unicode_ci"))
        #expect(schema.tables == [teams, users])
        let place = DiagnosticModel.SourceLocation(file: "models.yaml", line: 7, column: 3)
        #expect(schema.tables[1].origin.location == place)
        let role = schema.tables[1].columns[2]
        #expect(role.origin.location == DiagnosticModel.SourceLocation(file: "models.yaml", line: 13, column: 7))
    }

    @Test(
        arguments: [
            ("type: int", nil),
            ("type: int, default: 5", .literal("5")), ("type: int, default: -1.50", .literal("-1.50")),
            ("type: bool, default: true", .literal("1")), ("type: bool, default: false", .literal("0")),
            ("type: char(9), default: 'true'", .literal("true")), ("type: char(9), default: 'null'", .literal("null")),
            ("type: char(9), default: ''", .literal("")), ("type: char(9), default: yes", .literal("yes")),
            ("type: int, default: {sql: 1 + 2}", .expression("1 + 2")),
            ("type: blob, default: {hex: 00ff}", .bytes([0, 255])),
            ("type: int, default: {none: true}", .absent),
        ] as [(String, DefaultValue?)]
    )
    func readsDefaults(attributes: String, expected: DefaultValue?) throws {
        #expect(try column(attributes).defaultValue == expected)
    }

    @Test(arguments: ["null", "~", ""])
    func nullIsTheDefaultOfANullableColumn(_ text: String) throws {
        let table = try table("columns: {c: {type: int, nullable: true, default: \(text)}}")
        #expect(table.columns.first?.defaultValue == nil)
    }

    @Test(arguments: [
        ("id", IndexPart(column: "id")), ("id desc", IndexPart(column: "id", isDescending: true)),
        ("id ASC", IndexPart(column: "id")), ("name(7)", IndexPart(column: "name", prefixLength: 7)),
        ("name (7) DESC", IndexPart(column: "name", prefixLength: 7, isDescending: true)),
        ("`name`(7)", IndexPart(column: "name", prefixLength: 7)),
        ("`id` desc", IndexPart(column: "id", isDescending: true)),
        ("{sql: lower(name)}", IndexPart(.expression("lower(name)"))),
        ("{sql: lower(name), descending: true}", IndexPart(.expression("lower(name)"), isDescending: true)),
    ])
    func readsIndexParts(text: String, expected: IndexPart) throws {
        let quoted = text.hasPrefix("{") ? text : "\"\(text)\""
        #expect(try table("indexes: {i: {columns: [\(quoted)]}}").indexes.first?.parts == [expected])
    }

    @Test func namesThatLookLikeMoreAreNames() throws {
        let table = try table("columns: {a desc: int, a: int}\n    indexes: {i: [\"a desc\"], j: [\"`a` desc\"]}")
        #expect(table.indexes[0].parts == [IndexPart(column: "a desc")])
        #expect(table.indexes[1].parts == [IndexPart(column: "a", isDescending: true)])
    }

    @Test func shortFormsAreNamedByThePatterns() throws {
        let schema = try read(
            """
            naming: {unique: "u_{columns}_of_{table}", foreign_key: "fk_{table}_{columns}_{referenced_table}_{referenced_columns}"}
            tables:
              teams: {columns: {id: {type: int, primary_key: true}}}
              users:
                columns:
                  id: serial
                  email: {type: varchar(9), unique: true, index: true}
                  team: {type: int, references: teams, on_delete: cascade, on_update: set_null}
                primary_key: id
                indexes: [{columns: [email, id]}, {columns: [email, id]}, {columns: [team], name: mine}, [team]]
                checks: [id > 0, {sql: id < 9}]
            """
        )
        let users = try #require(schema.table(named: "users"))
        #expect(schema.tables[0].primaryKey?.parts == [IndexPart(column: "id")])
        #expect(
            users.indexes.map(\.name) == [
                "ix_users_email_id", "ix_users_email_id_2", "mine", "ix_users_team", "u_id_of_users",
                "u_email_of_users",
                "ix_users_email",
            ]
        )
        #expect(users.columns[0].isAutoIncrement)
        #expect(
            users.foreignKeys == [
                ForeignKey(
                    name: "fk_users_team_teams_",
                    columns: ["team"],
                    referencedTable: "teams",
                    referencedColumns: ["id"],
                    onDelete: .cascade,
                    onUpdate: .setNull
                )
            ]
        )
        #expect(users.checks.map(\.name) == ["ck_users_1", "ck_users_2"])
    }

    @Test func longNamesAreCutTheSameWayEveryTime() throws {
        let long = String(repeating: "a", count: 40)
        let text =
            "columns: {\(long): int, \(long)b: int}\n    indexes: [[\(long)], [\(long), \(long)b], [\(long)b, \(long)]]"
        let names = try table(text).indexes.map(\.name)
        #expect(names[0] == "ix_t_\(long)")
        #expect(names[1].count == 64 && names[1].hasPrefix("ix_t_\(long)_aaa"))
        #expect(Set(names).count == 3)
        #expect(try table(text).indexes.map(\.name) == names)
    }

    @Test(
        arguments: [
            ("type: varchar(9) character set latin1", "latin1", nil),
            ("type: varchar(9), charset: latin1", "latin1", nil),
            ("type: varchar(9), collation: latin1_bin", nil, "latin1_bin"),
            ("type: varchar(9) charset latin1 binary", "latin1", "latin1_bin"),
        ] as [(String, String?, String?)]
    )
    func readsCharsets(attributes: String, charset: String?, collation: String?) throws {
        let column = try column(attributes)
        #expect(column.charset == charset)
        #expect(column.collation == collation)
    }

    @Test func severalFilesMakeOneSchema() throws {
        let schema = try SchemaDocument.read(texts: [
            (
                "defaults: {engine: InnoDB}\ntables: {b: {columns: {id: int, a: {type: int, references: a(id)}}}}",
                "1.yaml"
            ),
            ("", "2.yaml"),
            (
                #"{"swiftmig": 1, "defaults": {"engine": "InnoDB"}, "tables": {"a": {"columns": {"id": {"type": "int"}}}}}"#,
                "3.json"
            ),
        ])
        #expect(schema.tables.map(\.name) == ["b", "a"])
        #expect(schema.tables[1].origin.location?.file == "3.json")
    }

    @Test func sourceSaysWhereADeclarationReallyStands() throws {
        let schema = try read(
            """
            tables:
              t:
                source: {file: Sources/T.swift, line: 4}
                columns: {id: {type: int, source: {file: Sources/T.swift, line: 5, column: 9}}}
            """
        )
        #expect(schema.tables[0].origin.location == DiagnosticModel.SourceLocation(file: "Sources/T.swift", line: 4))
        let column = schema.tables[0].columns[0]
        #expect(column.origin.location == DiagnosticModel.SourceLocation(file: "Sources/T.swift", line: 5, column: 9))
    }

    /// Only InnoDB does not allow foreign keys on partitioned tables, and its name may come from the defaults.
    @Test(arguments: [("InnoDB", false), ("NDBCLUSTER", true)])
    func partitionsBesideForeignKeys(defaultEngine: String, isTaken: Bool) {
        let text = """
            swiftmig: 1
            defaults: {engine: \(defaultEngine)}
            tables:
              o: {columns: {id: int}, primary_key: [id]}
              t:
                columns: {id: int}
                primary_key: [id]
                foreign_keys: {f: {columns: [id], references: o(id)}}
                partition_by: key ()
            """
        let schema = try? SchemaDocument.read(texts: [(text, "models.yaml")])
        #expect((schema != nil) == isTaken)
    }
}
