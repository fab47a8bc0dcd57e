import DatabaseSettings
import DiagnosticModel
import MariaDBClient
import SchemaDiff
import SchemaDocument
import SchemaInspector
import SchemaModel
import TestSupport
import Testing

/// What the pipeline ignores and refuses, and how it reports that.
struct AutogenerateTests {
    private static let declared =
        "t: {columns: {id: {type: int}, b: {type: int, default: {sql: 1 + 2}}}, primary_key: [id]}"
    private static let document = ScriptTests.Example.document(declared)

    private func run(
        on live: LiveDatabase,
        as connection: Connection? = nil,
        document: String = Self.document,
        options: AutogenerateOptions = AutogenerateOptions(),
        own: Set<String> = []
    ) throws -> AutogenerateResult {
        let connection = connection ?? live.connection
        let inspection = try Inspector(executor: connection).inspect()
        return try Autogenerate.run(
            declared: DeclaredSchema(SchemaDocument.read(texts: [(document, "models.yaml")]), for: live.profile),
            live: inspection.schema,
            notUnderstood: Dictionary(uniqueKeysWithValues: inspection.notUnderstood.map { ($0.table, "unknown") }),
            profile: live.profile,
            executor: connection,
            options: options,
            ownTables: { own }
        )
    }

    @Test
    func tablesOfOthersAreLeftAloneUnlessAskedFor() throws {
        let live = try LiveDatabase()
        try live.apply(run(on: live).upgrade)
        try live.run("CREATE TABLE stranger (id int primary key)", "CREATE TABLE tmp_1 (id int primary key)")

        let ignoring = AutogenerateOptions(ignoredTables: ["tmp_*"])
        let alone = try run(on: live, options: ignoring)
        #expect(alone.isEmpty)
        #expect(alone.unmanaged == ["stranger"])

        let dropping = try run(on: live, options: AutogenerateOptions(ignoredTables: ["tmp_*"], dropsUnmanaged: true))
        #expect(dropping.changes.map(\.object) == ["stranger"])
        #expect(dropping.upgrade.map(\.sql) == ["DROP TABLE `stranger`"])
        #expect(dropping.upgrade[0].comments == ["data loss: table stranger is dropped with its rows"])

        let ours = try run(on: live, options: ignoring, own: ["stranger"])
        #expect(ours.changes.map(\.kind) == ["drop_table"])
    }

    @Test
    func aTableThatWasNotUnderstoodIsReportedAndLeftAlone() throws {
        let live = try LiveDatabase()
        let result = try Autogenerate.run(
            declared: DeclaredSchema(
                SchemaDocument.read(texts: [(ScriptTests.Example.document(Self.declared), "models.yaml")]),
                for: live.profile
            ),
            live: Schema(),
            notUnderstood: ["t": "it is odd"],
            profile: live.profile,
            executor: live.connection,
            options: AutogenerateOptions(),
            ownTables: { ["t"] }
        )
        #expect(result.isEmpty)
        #expect(result.undecided.map(\.object) == ["t"])
    }

    @Test(arguments: [true, false])
    func aTableThatNobodyCanReadIsNamedWhereTheModelsLackIt(isOwn: Bool) throws {
        let live = try LiveDatabase()
        let result = try Autogenerate.run(
            declared: DeclaredSchema(
                SchemaDocument.read(texts: [(Self.document, "models.yaml")]),
                for: live.profile
            ),
            live: try live.inspect().schema,
            notUnderstood: ["odd": "it is odd"],
            profile: live.profile,
            executor: live.connection,
            options: AutogenerateOptions(),
            ownTables: { isOwn ? ["odd"] : [] }
        )
        #expect(result.undecided.map(\.object) == (isOwn ? ["odd"] : []))
        #expect(result.unmanaged == (isOwn ? [] : ["odd"]))
    }

    @Test
    func withoutTemporaryTablesExpressionsAreUndecidedAndTheRestIsCompared() throws {
        let live = try LiveDatabase()
        try live.apply(run(on: live).upgrade)
        let user = "u\(UInt32.random(in: 0 ... .max))"
        try live.run(
            "CREATE USER \(user)@localhost",
            "GRANT SELECT, ALTER ON \(live.profile.database).* TO \(user)@localhost"
        )
        defer { try? live.run("DROP USER \(user)@localhost") }
        var settings = live.connection.settings
        settings.user = user
        settings.password = nil
        let limited = try Connection(settings)

        let same = try run(on: live, as: limited, document: Self.document)
        #expect(same.changes.isEmpty)
        let other = Self.declared.replacing("b:", with: "c: {type: int}, b:").replacing("1 + 2", with: "1+3")
        let undecided = try run(on: live, as: limited, document: ScriptTests.Example.document(other))
        #expect(undecided.changes.isEmpty)
        #expect(undecided.undecided.map(\.object) == ["t"])
        #expect(undecided.undecided[0].reason.contains("CREATE TEMPORARY TABLES"))

        let plain =
            Self.declared.replacing(", default: {sql: 1 + 2}", with: "")
            + "\nu: {columns: {id: int}, primary_key: [id]}"
        let decided = try run(on: live, as: limited, document: ScriptTests.Example.document(plain))
        #expect(decided.changes.map(\.kind) == ["add_table", "change_column"])
    }

    @Test
    func aTypeThatTheServerDoesNotKnowIsNamedWithItsPlace() throws {
        let live = try LiveDatabase()
        let document = "swiftmig: 1\ntables:\n  t:\n    columns:\n      id: {type: int}\n      b: {type: hyperint}\n"
        let error = #expect(throws: DeclaredTableRejected.self) { try run(on: live, document: document) }
        #expect(error?.column?.name == "b")
        #expect(error?.column?.origin.location == SourceLocation(file: "models.yaml", line: 6, column: 7))
        #expect(try live.definitions().isEmpty)
    }

    @Test
    func nothingDependsOnTheOrderOfTables() throws {
        let live = try LiveDatabase()
        let tables = (0..<12).map {
            "t\($0): {columns: {id: int, o: int}, primary_key: [id], foreign_keys: {f\($0): {columns: [o], references: t\(($0 * 7 + 3) % 12)(id)}}}"
        }
        let expected = try run(on: live, document: ScriptTests.Example.document(tables.joined(separator: "\n")))
        for _ in 0..<5 {
            let again = try run(on: live, document: ScriptTests.Example.document(tables.joined(separator: "\n")))
            #expect(again == expected)
        }
        for seed in UInt64(0)..<5 {
            var generator = SeededGenerator(seed: seed)
            let shuffled = try run(
                on: live,
                document: ScriptTests.Example.document(tables.shuffled(using: &generator).joined(separator: "\n"))
            )
            #expect(Set(shuffled.changes) == Set(expected.changes), "seed \(seed)")
            try live.apply(shuffled.upgrade)
            try live.apply(shuffled.downgrade)
            #expect(try live.definitions().isEmpty)
        }
    }

    @Test
    func aLineBreakInANameDoesNotEndItsComment() {
        let statement = ScriptStatement(sql: "SELECT 1", comments: ["drop column t.a\nDROP TABLE users"])
        #expect(statement.comments == ["drop column t.a DROP TABLE users"])
    }

    // MARK: - Modes of the session

    @Test(arguments: ["NO_BACKSLASH_ESCAPES", "ANSI_QUOTES", "ANSI_QUOTES,NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES", ""])
    func modelsMeanTheSameInEverySQLMode(mode: String) throws {
        let live = try LiveDatabase()
        // Without backslash escapes, MySQL (9.7) cannot parse the quotes and backslashes of its own expressions: 1064.
        let isPlain = live.profile.flavor == .mysql && mode.contains("NO_BACKSLASH_ESCAPES")
        let inner = isPlain ? "'its'" : #"'it''s \\\\ x'"#
        let document = #"""
            swiftmig: 1
            tables:
              t:
                comment: 'back\slash "quoted"'
                columns:
                  id: {type: int}
                  a: {type: varchar(20), default: "p\\q\nr", comment: "c1\nc2 \\ z"}
                  b: {type: varchar(20), nullable: true, default: {sql: "(concat('x', \#(inner)))"}}
                primary_key: [id]
                checks: {ck: "`id` > 0 and a <> \#(inner)"}
            """#
        try live.run("SET SESSION sql_mode = '\(mode)'")
        let moded = try LiveDatabase(connection: live)
        let first = try moded.autogenerate(document)
        try moded.apply(first.upgrade)
        #expect(try moded.autogenerate(document).changes.isEmpty)
        // The session has its old mode again.
        #expect(try moded.rows("SELECT @@SESSION.sql_mode") == live.rows("SELECT REPLACE('\(mode)', ' ', '')"))

        // The value is what the models say in every mode.
        try moded.run("INSERT INTO t (id) VALUES (1)")
        let inBytes = isPlain ? "78697473" : "7869742773205C2078"
        #expect(try moded.rows("SELECT a, HEX(b) FROM t") == [["p\\q\nr", inBytes]])
        try moded.apply(first.downgrade)
    }

    // MARK: - Foreign keys

    @Test(arguments: [
        ("b: {type: bigint}", "", ImpossibleForeignKey.Reason.typesDiffer(column: "b", referenced: "o.id")),
        ("b: {type: int unsigned}", "", .typesDiffer(column: "b", referenced: "o.id")),
        ("b: {type: int}", ", on_delete: set null", .setsNull(column: "b")),
    ])
    func aForeignKeyThatNoServerTakesIsRefusedBeforeAnythingIsWritten(
        column: String,
        rule: String,
        reason: ImpossibleForeignKey.Reason
    ) throws {
        let live = try LiveDatabase()
        let document = ScriptTests.Example.document(
            "o: {columns: {id: int}, primary_key: [id]}\n"
                + "t: {columns: {id: int, \(column)}, primary_key: [id], "
                + "foreign_keys: {f: {columns: [b], references: o(id)\(rule)}}}"
        )
        let error = #expect(throws: ImpossibleForeignKey.self) { try run(on: live, document: document) }
        #expect(error?.reason == reason)
        #expect(error?.key.origin.location?.line == 4)
    }

    @Test
    func aForeignKeyToColumnsWithoutAnIndexIsRefused() throws {
        let live = try LiveDatabase()
        let document = ScriptTests.Example.document(
            "o: {columns: {id: int, k: int}, primary_key: [id]}\n"
                + "t: {columns: {id: int, b: int}, primary_key: [id], foreign_keys: {f: {columns: [b], references: o(k)}}}"
        )
        let error = #expect(throws: ImpossibleForeignKey.self) { try run(on: live, document: document) }
        #expect(error?.reason == .notIndexed(columns: ["k"]))
    }

    // MARK: - Hazards

    @Test(arguments: [
        ("b: {type: int}", "b: {type: int, nullable: true, generated: {sql: id + 1, stored: true}}", ["data_loss"]),
        (
            "b: {type: int, nullable: true, generated: {sql: id + 1, stored: false}}", "b: {type: int}",
            ["may_fail"]
        ),
        (
            "b: {type: int, nullable: true, generated: {sql: id + 1, stored: true}}", "b: {type: int, nullable: true}",
            []
        ),
        ("b: {type: varchar(9)}", "b: {type: varchar(5)}", ["data_loss"]),
        ("b: {type: varchar(9)}", "b: {type: varchar(12)}", []),
        ("b: {type: \"enum('a','b')\"}", "b: {type: varchar(10)}", []),
        ("b: {type: \"enum('a','b')\"}", "b: {type: \"enum('a')\"}", ["data_loss"]),
        ("b: {type: tinyblob}", "b: {type: varbinary(255)}", []),
        ("b: {type: varchar(9)}", "b: {type: varchar(9), charset: latin1}", ["data_loss"]),
        ("b: {type: int, nullable: true}", "b: {type: int}", ["may_fail"]),
        ("c: {type: int}", "c: {type: int}, b: {type: date}", ["may_fail"]),
        ("c: {type: int}", "c: {type: int}, b: {type: int}", ["fills_rows"]),
        ("c: {type: int}, b: {type: int}", "c: {type: int}", ["data_loss"]),
    ])
    func eachRiskIsNamed(before: String, after: String, codes: [String]) throws {
        let live = try LiveDatabase()
        func document(_ columns: String) -> String {
            ScriptTests.Example.document("t: {columns: {id: {type: int}, \(columns)}, primary_key: [id]}")
        }
        try live.apply(run(on: live, document: document(before)).upgrade)
        let result = try run(on: live, document: document(after), own: ["t"])
        #expect(result.changes.flatMap(\.hazards).map(\.code.rawValue) == codes)
    }
}
