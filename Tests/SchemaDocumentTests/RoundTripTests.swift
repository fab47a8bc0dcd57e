internal import SchemaDocument
internal import SchemaModel
internal import Testing

/// `read(write(schema)) == schema`, for texts that YAML and JSON readers often get wrong.
struct RoundTripTests {
    private static let nasty = [
        "plain", "two words", "it's", "say \"hi\"", "a: b", "a #b", "# x", "*x", "&x", "!x", "- x", "-", "?", ": ",
        "a:",
        "null", "Null", "~", "yes", "No", "true", "FALSE", "on", "1", "007", "1.50", "1e5", "0x1F", ".5", "-3", "+3",
        "1_000",
        "2020-01-01", "12:30:00", "<<", "=", "%x", "@x", "`x`", "a`b", "[x]", "{x}", "a, b", "a,b", "x]", "x}", "a\\b",
        "\\", "line\nbreak", "\n", "cr\rlf\r\n", "tab\there", "\u{0}", "a\u{0}b", "\u{7F}", "\u{85}", "\u{2028}",
        "\u{FEFF}x", "\u{FFFE}", "Grüße", "日本語", "😀", "e\u{301}", "\u{301}x", "`\u{301}", "--- x", "...",
        "{none: true}",
        "a  b", "(x)", "/x", "ends:", "ends #", "|", ">", "'", "''", "\"", "${X}", "name(10)", "name desc", "db.t",
    ]

    private func roundTrips(_ schema: Schema) throws {
        for text in [SchemaDocument.yaml(schema), SchemaDocument.json(schema)] {
            let again = try SchemaDocument.read(texts: [(text, "x")])
            #expect(again == schema, "\(text)")
        }
    }

    @Test(arguments: nasty + ["", " leading", "trailing "])
    func valuesComeBack(text: String) throws {
        let columns = [
            Column(name: "c", type: .varchar(99), defaultValue: .literal(text), comment: text),
            Column(
                name: "e",
                type: .enumeration(["x", "a'b"]),
                isNullable: true,
                defaultValue: .bytes(Array(text.utf8))
            ),
        ]
        let index = Index(name: "i", parts: [IndexPart(column: "c")], comment: text)
        try roundTrips(Schema(tables: [Table(name: "t", columns: columns, indexes: [index], comment: text)]))
    }

    /// The servers allow any character in a name except NUL and those beyond U+FFFF.
    @Test(arguments: nasty.filter { !$0.contains("\0") && !$0.hasSuffix(" ") && $0 != "😀" })
    func namesComeBack(name: String) throws {
        let table = Table(
            name: name,
            columns: [Column(name: name, type: .varchar(9), renamedFrom: name), Column(name: "zz", type: .int)],
            primaryKey: PrimaryKey(parts: [IndexPart(column: name)], comment: name),
            indexes: [
                Index(name: name, parts: [IndexPart(column: name, prefixLength: 3, isDescending: true)]),
                Index(name: "d", kind: .unique, parts: [IndexPart(column: name, isDescending: true)]),
            ],
            foreignKeys: [
                ForeignKey(
                    name: name,
                    columns: [name],
                    referencedDatabase: name,
                    referencedTable: name,
                    referencedColumns: [name],
                    onDelete: .setDefault
                )
            ],
            checks: [Check(name: name, expression: "zz > 0")],
            renamedFrom: name
        )
        try roundTrips(Schema(tables: [table]))
    }

    @Test(arguments: nasty.map { "f(" + $0 + ")" })
    func expressionsComeBack(sql: String) throws {
        let columns = [
            Column(name: "a", type: .timestamp(6), defaultValue: .expression(sql), onUpdate: sql, check: "a = " + sql),
            Column(name: "b", type: .json, isNullable: true, generated: Generated(expression: sql, isStored: true)),
            Column(name: "c", type: .int, isNullable: true, defaultValue: .absent, isInvisible: true),
        ]
        let table = Table(
            name: "t",
            columns: columns,
            indexes: [Index(name: "i", parts: [IndexPart(.expression(sql), isDescending: true)])],
            checks: [
                Check(name: "k", expression: "a = " + sql),
                Check(name: "l", expression: "a = " + sql, isEnforced: false),
            ],
            options: TableOptions(
                engine: "InnoDB",
                charset: "latin1",
                collation: "latin1_bin",
                rowFormat: "COMPRESSED",
                others: [TableOption(name: "KEY_BLOCK_SIZE", value: "8"), TableOption(name: "Encrypted", value: sql)]
            ),
            partitioning: Partitioning(
                scheme: .range("year(`a`)"),
                subscheme: .key(["a", "b c"], isLinear: true, algorithm: nil),
                subcount: 2,
                partitions: [
                    Partition(name: "p 0", bound: .lessThan(["10"]), comment: "it's\nso"),
                    Partition(name: "p1", bound: .lessThan(["MAXVALUE"])),
                ]
            )
        )
        try roundTrips(Schema(defaults: TableOptions(engine: "Aria", charset: "utf8mb4"), tables: [table]))
    }

    @Test(arguments: [
        ColumnType.integer(.tinyint, displayWidth: 1, .init()),
        .integer(.int, displayWidth: 5, .init(isZerofill: true)),
        .decimal(.init(digits: 10, scale: 2), .init(isUnsigned: true)), .float(nil, .init()),
        .double(.init(digits: 7, scale: 3), .init()), .bit(3), .char(0), .binary(16), .varbinary(9), .text(.tiny),
        .text(.regular), .blob(.long), .enumeration(nasty.filter { !$0.hasSuffix(" ") }), .set(["a", "b\\", "it's"]),
        .date, .time(3), .datetime(0), .timestamp(6), .year, .json, .spatial(.point), .uuid, .inet4, .inet6, .vector(3),
        .other("newtype(1,2)"),
    ])
    func typesComeBack(type: ColumnType) throws {
        try roundTrips(Schema(tables: [Table(name: "t", columns: [Column(name: "c", type: type)])]))
    }

    @Test func attributesComeBack() throws {
        let columns = [
            Column(
                name: "id",
                type: .integer(.bigint, displayWidth: nil, .init(isUnsigned: true)),
                isAutoIncrement: true
            ),
            Column(name: "s", type: .varchar(3), charset: "latin1", collation: "latin1_bin"),
            Column(name: "p", type: .spatial(.point), srid: 4326),
        ]
        let indexes = [
            Index(name: "sp", kind: .spatial, parts: [IndexPart(column: "p")]),
            Index(name: "ft", kind: .fulltext, parts: [IndexPart(column: "s")], parser: "ngram"),
            Index(
                name: "h",
                kind: .unique,
                parts: [IndexPart(column: "s")],
                isInvisible: true,
                algorithm: "HASH",
                keyBlockSize: 4
            ),
        ]
        let key = PrimaryKey(parts: [IndexPart(column: "id", isDescending: true)])
        try roundTrips(Schema(tables: [Table(name: "t", columns: columns, primaryKey: key, indexes: indexes)]))
    }

    @Test func theDocumentIsAsPeopleWriteIt() {
        let id = Column(
            name: "id",
            type: .integer(.bigint, displayWidth: nil, .init(isUnsigned: true)),
            isAutoIncrement: true
        )
        let columns = [
            id, Column(name: "role", type: .enumeration(["member", "admin"]), defaultValue: .literal("member")),
            Column(
                name: "updated_at",
                type: .datetime(6),
                isNullable: true,
                defaultValue: .expression("current_timestamp(6)"),
                comment: "When: always"
            ),
        ]
        let users = Table(
            name: "users",
            columns: columns,
            primaryKey: PrimaryKey(parts: [IndexPart(column: "id")]),
            indexes: [Index(name: "ux", kind: .unique, parts: [IndexPart(column: "role")])],
            foreignKeys: [
                ForeignKey(
                    name: "fk",
                    columns: ["id"],
                    referencedTable: "users",
                    referencedColumns: ["id"],
                    onDelete: .setNull
                )
            ],
            checks: [Check(name: "ck", expression: "role like '%@%'")],
            options: TableOptions(engine: "InnoDB")
        )
        let schema = Schema(defaults: TableOptions(charset: "utf8mb4"), tables: [users])
        #expect(
            SchemaDocument.yaml(schema) == """
                swiftmig: 1
                defaults: {charset: utf8mb4}
                tables:
                  users:
                    columns:
                      id:         {type: bigint unsigned, auto_increment: true}
                      role:       {type: "enum('member','admin')", default: member}
                      updated_at: {type: datetime(6), nullable: true, default: {sql: current_timestamp(6)}, comment: "When: always"}
                    primary_key: [id]
                    indexes:
                      ux: {columns: [role], unique: true}
                    foreign_keys:
                      fk: {columns: [id], references: users(id), on_delete: set null}
                    checks:
                      ck: role like '%@%'
                    options: {engine: InnoDB}

                """
        )
        #expect(
            SchemaDocument.json(Schema(tables: [Table(name: "t", columns: [id])])) == """
                {
                  "swiftmig": 1,
                  "tables": {
                    "t": {
                      "columns": {
                        "id": {"type": "bigint unsigned", "auto_increment": true}
                      }
                    }
                  }
                }

                """
        )
    }
}

extension ColumnType {
    fileprivate static let int = ColumnType.integer(.int, displayWidth: nil, .init())
}
