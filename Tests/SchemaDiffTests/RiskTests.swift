import SchemaDiff
import SchemaDocument
import SchemaInspector
import SchemaModel
import Testing

/// What the server and the rows tell about a change: its cost on empty copies, and the number of rows at risk.
struct RiskTests {
    struct Cost: Sendable, CustomTestStringConvertible {
        var name: String
        var before: String
        var after: String
        var mariadb10: String
        var mariadb11: String
        var mysql: String
        var testDescription: String { name }

        func expected(on profile: ServerProfile) -> String {
            if profile.flavor == .mysql { return mysql }
            return profile.version.major == 10 ? mariadb10 : mariadb11
        }
    }

    private static let copy = "cost: COPY, LOCK=SHARED: the table is copied, writes wait"
    private static let onlineCopy = "cost: COPY, LOCK=NONE: the table is copied"
    private static let inplace = "cost: INPLACE, LOCK=NONE: the table may be rebuilt"
    private static let instant = "cost: INSTANT"
    private static let plain = "t: {columns: {id: {type: int}, a: {type: int}}, primary_key: [id]}"

    static let costs = [
        Cost(
            name: "a column more",
            before: plain,
            after: "t: {columns: {id: {type: int}, a: {type: int}, b: {type: int, nullable: true}}, primary_key: [id]}",
            mariadb10: instant,
            mariadb11: instant,
            mysql: instant
        ),
        Cost(
            name: "a column first, beside a generated one and a check",
            before: "t: {columns: {id: {type: int}, g: {type: int, nullable: true, generated: {sql: id + 1}}, "
                + "s: {type: int, nullable: true, generated: {sql: id + 2, stored: true}}}, primary_key: [id], "
                + "checks: {c: id > 0}}",
            after: "t: {columns: {b: {type: int, default: 1}, id: {type: int}, "
                + "g: {type: int, nullable: true, generated: {sql: id + 1}}, "
                + "s: {type: int, nullable: true, generated: {sql: id + 2, stored: true}}}, primary_key: [id], "
                + "checks: {c: id > 0}}",
            mariadb10: copy,
            mariadb11: onlineCopy,
            mysql: instant
        ),
        Cost(
            name: "another type",
            before: plain,
            after: "t: {columns: {id: {type: int}, a: {type: bigint}}, primary_key: [id]}",
            mariadb10: copy,
            mariadb11: onlineCopy,
            mysql: copy
        ),
        Cost(
            name: "an index",
            before: plain,
            after: "t: {columns: {id: {type: int}, a: {type: int}}, primary_key: [id], indexes: {i: {columns: [a]}}}",
            mariadb10: "cost: NOCOPY, LOCK=NONE",
            mariadb11: "cost: NOCOPY, LOCK=NONE",
            mysql: inplace
        ),
        Cost(
            name: "another engine, which MariaDB 10.11 calls INSTANT",
            before: plain,
            after: "t: {columns: {id: {type: int}, a: {type: int}}, primary_key: [id], options: {engine: MyISAM}}",
            mariadb10: copy,
            mariadb11: onlineCopy,
            mysql: copy
        ),
        Cost(
            name: "partitions, which MariaDB 10.11 calls INSTANT",
            before: plain,
            after:
                "t: {columns: {id: {type: int}, a: {type: int}}, primary_key: [id], partition_by: hash (id) partitions 2}",
            mariadb10: copy,
            mariadb11: onlineCopy,
            mysql: copy
        ),
    ]

    @Test(arguments: costs)
    func theServerIsAskedWhatAnAlterCosts(_ cost: Cost) throws {
        let live = try LiveDatabase()
        try live.apply(live.autogenerate(ScriptTests.Example.document(cost.before)).upgrade)
        let document = ScriptTests.Example.document(cost.after)
        let result = try live.autogenerate(document, asksCosts: true)
        #expect(result.upgrade.map { $0.comments.last } == [cost.expected(on: live.profile)])
        #expect(try live.autogenerate(document).upgrade.flatMap(\.comments).allSatisfy { !$0.hasPrefix("cost:") })
    }

    @Test
    func aNotNullColumnComesInThreeStepsWhereThereAreRows() throws {
        let live = try LiveDatabase()
        let wider = ScriptTests.Example.document(
            "t: {columns: {id: {type: int}, b: {type: varchar(9)}, a: {type: int}, d: {type: datetime}}, primary_key: [id]}"
        )
        try live.apply(live.autogenerate(ScriptTests.Example.document(Self.plain)).upgrade)
        #expect(try live.autogenerate(wider).upgrade.count == 1)
        try live.run("INSERT INTO t VALUES (1, 5)")
        let result = try live.autogenerate(wider)
        #expect(
            result.upgrade.map { $0.sql.split(separator: " ").first } == ["ALTER", "UPDATE", "UPDATE", "ALTER"]
        )
        #expect(result.upgrade[1].sql == "UPDATE `t` SET `b` = '' WHERE `b` IS NULL")
        #expect(result.upgrade[1].comments == ["backfill: write here the value of b for existing rows"])
        try live.apply(result.upgrade)
        #expect(try live.autogenerate(wider).isEmpty)
        #expect(try live.rows("SELECT id, a, b FROM t") == [["1", "5", ""]])
        try live.apply(result.downgrade)
        #expect(try live.autogenerate(ScriptTests.Example.document(Self.plain)).isEmpty)
    }

    @Test
    func aColumnGoesWhenItsValuesCouldBeTakenOver() throws {
        let live = try LiveDatabase()
        try live.apply(live.autogenerate(ScriptTests.Example.document(Self.plain)).upgrade)
        try live.run("INSERT INTO t VALUES (1, 5)")
        let other = "t: {columns: {id: {type: int}, z: {type: bigint}}, primary_key: [id]}"
        var script = try live.autogenerate(ScriptTests.Example.document(other)).upgrade
        let place = try #require(script.firstIndex { $0.sql.hasPrefix("UPDATE") })
        script[place].sql = "UPDATE t SET z = a"
        try live.apply(script)
        #expect(try live.autogenerate(ScriptTests.Example.document(other)).isEmpty)
        #expect(try live.rows("SELECT z FROM t") == [["5"]])
    }

    /// The check is dropped before the other table gets its name.
    @Test(.enabled("for MySQL") { try LiveDatabase.sharedProfile.flavor == .mysql })
    func aCheckThatMovesIsReportedInTheOrderOfTheScript() throws {
        let live = try LiveDatabase()
        let before = "a: {columns: {n: {type: int}}, checks: {c: n > 0}}\nb: {columns: {n: {type: int}}}"
        let after = "a: {columns: {n: {type: int}}}\nb: {columns: {n: {type: int}}, checks: {c: n > 1}}"
        try live.apply(live.autogenerate(ScriptTests.Example.document(before)).upgrade)
        let result = try live.autogenerate(ScriptTests.Example.document(after))
        #expect(result.changes.map(\.summary) == ["drop check c on a", "add check c on b"])
    }

    @Test
    func theDatabaseGetsItsDefaultBeforeItsTables() throws {
        let live = try LiveDatabase()
        let document =
            "swiftmig: 1\ndatabase: {charset: latin1, collation: latin1_bin}\n"
            + "tables:\n  t: {columns: {a: {type: varchar(9)}}}\n"
        let before = try live.rows("SELECT @@collation_database")
        let result = try live.autogenerate(document)
        #expect(result.changes.map(\.kind) == ["change_database", "add_table"])
        try live.apply(result.upgrade)
        let after = try LiveDatabase(sharing: live)
        #expect(try after.rows("SELECT @@collation_database") == [["latin1_bin"]])
        #expect(try after.inspect().schema.tables[0].options.collation == "latin1_bin")
        #expect(try after.autogenerate(document).isEmpty)
        try after.apply(result.downgrade)
        #expect(try LiveDatabase(sharing: live).rows("SELECT @@collation_database") == before)
        let declared = try SchemaDocument.read(texts: [(document, "models.yaml")])
        #expect(
            try SchemaDocument.read(texts: [(SchemaDocument.yaml(declared), "again.yaml")]).database
                == declared.database
        )
    }

    @Test
    func aBackfillTouchesNothingElse() throws {
        let live = try LiveDatabase()
        func document(_ columns: String, _ objects: String = "") -> String {
            ScriptTests.Example.document(
                "t: {columns: {id: {type: int}, "
                    + "u: {type: datetime, default: {sql: now()}, on_update: now()}\(columns)}, primary_key: [id]}"
            ) + objects
        }
        try live.apply(live.autogenerate(document("")).upgrade)
        try live.run("INSERT INTO t VALUES (1, '2001-02-03 04:05:06')")
        let result = try live.autogenerate(document(", b: {type: int}"))
        #expect(result.upgrade.count == 3)
        try live.apply(result.upgrade)
        #expect(try live.rows("SELECT u FROM t") == [["2001-02-03 04:05:06"]])
        // A trigger would do more.
        let trigger = "triggers:\n  w: {table: t, timing: before, event: update, body: SET @seen = 1}\n"
        try live.apply(live.autogenerate(document(", b: {type: int}", trigger)).upgrade)
        #expect(try live.autogenerate(document(", b: {type: int}, c: {type: int}", trigger)).upgrade.count == 1)
    }

    @Test
    func columnsMayStayWhereTheyStand() throws {
        let live = try LiveDatabase()
        try live.apply(live.autogenerate(ScriptTests.Example.document(Self.plain)).upgrade)
        let document = ScriptTests.Example.document(
            "t: {columns: {a: {type: int}, n: {type: int, default: 1}, id: {type: int}}, primary_key: [id]}"
        )
        let declared = try SchemaDocument.read(texts: [(document, "models.yaml")])
        let options = AutogenerateOptions(ignoresColumnOrder: true)
        let result = try live.autogenerate(declared, options)
        #expect(result.changes.map(\.kind) == ["add_column"])
        #expect(result.otherColumnOrder == ["t"])
        try live.apply(result.upgrade)
        #expect(try live.inspect().schema.tables[0].columns.map(\.name) == ["id", "a", "n"])
        #expect(try live.autogenerate(declared, options).isEmpty)
        #expect(try live.autogenerate(declared).changes.map(\.kind) == ["move_column"])
    }

    @Test
    func aRenameThatIsDoneIsToldAndHarmless() throws {
        let live = try LiveDatabase()
        let document = ScriptTests.Example.document(
            "t: {columns: {id: {type: int}, a: {type: int, renamed_from: b}}, primary_key: [id], renamed_from: o}"
        )
        try live.apply(live.autogenerate(document).upgrade)
        let result = try live.autogenerate(document)
        #expect(result.isEmpty)
        #expect(result.doneRenames == [Rename(from: "o", to: "t"), Rename(table: "t", from: "b", to: "a")])
    }

    @Test
    func aRebuildIsARiskOfItsChange() throws {
        let live = try LiveDatabase()
        try live.apply(live.autogenerate(ScriptTests.Example.document(Self.plain)).upgrade)
        let wider =
            "o: {columns: {id: {type: int}, a: {type: bigint, renamed_from: b}}, primary_key: [id], renamed_from: t}"
        try live.run("ALTER TABLE t RENAME COLUMN a TO b")
        let result = try live.autogenerate(ScriptTests.Example.document(wider), asksCosts: true)
        let hazards = result.changes.flatMap(\.hazards).map(\.code.rawValue)
        #expect(hazards.contains("table_rebuild"))
        #expect(hazards.contains("table_lock") == (live.profile.copiesOnline == false))
    }

    @Test(arguments: [
        (
            ", b: {type: int, nullable: true}", ", b: {type: int}",
            "rows of t where b is NULL prevent the change (1 row now)"
        ),
        (", b: {type: int, nullable: true}", "", "column t.b is dropped (3 rows now)"),
        (
            ", b: {type: int, nullable: true}", ", b: {type: tinyint, nullable: true}",
            "column t.b can lose values outside the range of the new type (1 row now)"
        ),
        (
            ", b: {type: int, nullable: true}", ", b: {type: int, nullable: true, unique: true}",
            "rows of t with the same b prevent the unique index (2 rows now)"
        ),
    ])
    func rowsAreCounted(before: String, after: String, reason: String) throws {
        let live = try LiveDatabase()
        func document(_ column: String) -> String {
            ScriptTests.Example.document("t: {columns: {id: {type: int}\(column)}, primary_key: [id]}")
        }
        try live.apply(live.autogenerate(document(before)).upgrade)
        try live.run("INSERT INTO t VALUES (1, NULL), (2, 5), (3, 5), (4, 700)")
        let result = try live.autogenerate(document(after), countsRows: true)
        #expect(result.changes.flatMap(\.hazards).map(\.reason) == [reason])
        #expect(result.upgrade.flatMap(\.comments).contains { $0.hasSuffix(reason) })
    }

    @Test
    func rowsAreCountedUnderTheNamesThatTheyStillHave() throws {
        let live = try LiveDatabase()
        let parent = "p: {columns: {id: {type: int}}, primary_key: [id]}\n"
        try live.apply(
            live.autogenerate(
                ScriptTests.Example.document(
                    parent + "t: {columns: {id: {type: int}, b: {type: int, nullable: true}}, primary_key: [id]}"
                )
            ).upgrade
        )
        try live.run("INSERT INTO p VALUES (1)", "INSERT INTO t VALUES (1, NULL), (2, 1), (3, 9), (4, 10)")
        let after =
            parent
            + "o: {columns: {id: {type: int}, c: {type: int, nullable: true, renamed_from: b}}, primary_key: [id], "
            + "renamed_from: t, foreign_keys: {f: {columns: [c], references: p(id)}}, checks: {k: id < 4}}"
        let result = try live.autogenerate(ScriptTests.Example.document(after), countsRows: true)
        #expect(
            Set(result.changes.flatMap(\.hazards).map(\.reason)) == [
                "rows of o without a matching row in p prevent the key (2 rows now)",
                "rows of o that violate k prevent the check (1 row now)",
            ]
        )
    }
}

extension ServerProfile {
    /// Since 11.2, MariaDB allows writes while it copies.
    fileprivate var copiesOnline: Bool { flavor == .mariadb && version >= Version(11, 2) }
}
