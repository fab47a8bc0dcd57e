import SchemaDiff
import SchemaModel
import Testing

/// Changes one declared schema to another on tables with rows: the script runs and reaches exactly what a fresh
/// database would have, there are no further changes, and the downgrade restores exactly what was there.
struct ScriptTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var name: String
        /// The `tables:` of the two documents.
        var before: String
        var after: String
        var rows: [String] = []
        /// Queries whose result must not change.
        var kept: [String] = []
        var isMariaDBOnly = false
        /// The first versions that support it; nil for a server that does not.
        var mariadb: ServerProfile.Version? = ServerProfile.Version(10, 5)
        var mysql: ServerProfile.Version? = ServerProfile.Version(8, 0)
        var testDescription: String { name }

        func runs(on profile: ServerProfile) -> Bool {
            let minimum = profile.flavor == .mariadb ? mariadb : isMariaDBOnly ? nil : mysql
            return minimum.map { profile.version >= $0 } ?? false
        }

        static func document(_ tables: String) -> String {
            "swiftmig: 1\ntables:\n" + tables.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n") + "\n"
        }
    }

    private static let parent = "o: {columns: {id: {type: int, auto_increment: true}}, primary_key: [id]}\n"
    private static let parentRows = ["INSERT INTO o VALUES (1), (2)"]

    static let examples: [Example] = [
        Example(
            name: "foreign key and its explicit index removed",
            before: parent
                + "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id], indexes: {ix_b: {columns: [b]}}, "
                + "foreign_keys: {f: {columns: [b], references: o(id)}}}",
            after: parent + "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id]}",
            rows: parentRows + ["INSERT INTO t VALUES (1, 2)"],
            kept: ["SELECT * FROM t"]
        ),
        Example(
            name: "foreign key column with an explicit index removed",
            before: parent
                + "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id], indexes: {ix_b: {columns: [b]}}, "
                + "foreign_keys: {f: {columns: [b], references: o(id)}}}",
            after: parent + "t: {columns: {id: {type: int}}, primary_key: [id]}",
            kept: ["SELECT id FROM t"]
        ),
        Example(
            name: "foreign key column with an implied index removed",
            before: parent
                + "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id], "
                + "foreign_keys: {f: {columns: [b], references: o(id)}}}",
            after: parent + "t: {columns: {id: {type: int}}, primary_key: [id]}"
        ),
        Example(
            name: "parent table and the foreign key to it removed",
            before: parent
                + "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id], "
                + "foreign_keys: {f: {columns: [b], references: o(id)}}}",
            after: "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id]}"
        ),
        Example(
            name: "two related tables removed",
            before: parent
                + "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id], indexes: {ix_b: {columns: [b]}}, "
                + "foreign_keys: {f: {columns: [b], references: o(id)}}}\n"
                + "z: {columns: {id: {type: int}}, primary_key: [id]}",
            after: "z: {columns: {id: {type: int}}, primary_key: [id]}"
        ),
        Example(
            name: "index widened while the foreign key needs it",
            before: parent
                + "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id], indexes: {ix_b: {columns: [b]}}, "
                + "foreign_keys: {f: {columns: [b], references: o(id)}}}",
            after: parent
                + "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id], "
                + "indexes: {ix_b: {columns: [b, id]}}, foreign_keys: {f: {columns: [b], references: o(id)}}}"
        ),
        Example(
            name: "implied index replaced by an explicit one",
            before: parent
                + "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id], "
                + "foreign_keys: {f: {columns: [b], references: o(id)}}}",
            after: parent
                + "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id], "
                + "indexes: {ix_b: {columns: [b, id]}}, foreign_keys: {f: {columns: [b], references: o(id)}}}"
        ),
        Example(
            name: "primary key int to bigint under a foreign key",
            before: parent
                + "t: {columns: {id: {type: int}, b: {type: int, comment: kept}}, primary_key: [id], "
                + "foreign_keys: {f: {columns: [b], references: o(id), on_delete: cascade}}}",
            after: "o: {columns: {id: {type: bigint, auto_increment: true}}, primary_key: [id]}\n"
                + "t: {columns: {id: {type: int}, b: {type: bigint, comment: kept}}, primary_key: [id], "
                + "foreign_keys: {f: {columns: [b], references: o(id), on_delete: cascade}}}",
            rows: parentRows + ["INSERT INTO t VALUES (1, 2)"],
            kept: ["SELECT * FROM t", "SELECT * FROM o"]
        ),
        Example(
            name: "circular foreign keys between new tables",
            before: "z: {columns: {id: {type: int}}, primary_key: [id]}",
            after: "z: {columns: {id: {type: int}}, primary_key: [id]}\n"
                + "a: {columns: {id: {type: int}, b: {type: int, nullable: true}}, primary_key: [id], "
                + "foreign_keys: {fa: {columns: [b], references: b(id)}}}\n"
                + "b: {columns: {id: {type: int}, a: {type: int}}, primary_key: [id], "
                + "foreign_keys: {fb: {columns: [a], references: a(id)}}}"
        ),
        Example(
            name: "a foreign key to itself comes with its column",
            before: parent,
            after: "o: {columns: {id: {type: int, auto_increment: true}, up: {type: int, nullable: true}}, "
                + "primary_key: [id], foreign_keys: {fo: {columns: [up], references: o(id), on_delete: set null}}}",
            rows: parentRows,
            kept: ["SELECT id FROM o"]
        ),
        Example(
            name: "widening keeps collation, comment and default",
            before: "t: {columns: {id: {type: int}, b: {type: varchar(9), collation: utf8mb4_bin, default: q, "
                + "comment: keep}}, primary_key: [id]}",
            after: "t: {columns: {id: {type: int}, b: {type: varchar(20), collation: utf8mb4_bin, default: q, "
                + "comment: keep}}, primary_key: [id]}",
            rows: ["INSERT INTO t VALUES (1, 'Ab')"],
            kept: ["SELECT * FROM t"]
        ),
        Example(
            name: "NOT NULL keeps an inline check and INVISIBLE",
            before: "t: {columns: {id: {type: int}, b: {type: int, nullable: true, invisible: true, check: b > 0, "
                + "default: 1}}, primary_key: [id]}",
            after: "t: {columns: {id: {type: int}, b: {type: int, invisible: true, check: b > 0, default: 1}}, "
                + "primary_key: [id]}",
            isMariaDBOnly: true
        ),
        Example(
            name: "an unsigned column becomes NOT NULL",
            before: "t: {columns: {id: {type: int}, b: {type: int unsigned, nullable: true}}, primary_key: [id]}",
            after: "t: {columns: {id: {type: int}, b: {type: int unsigned}}, primary_key: [id]}",
            rows: ["INSERT INTO t VALUES (1, 4000000000)"],
            kept: ["SELECT * FROM t"]
        ),
        Example(
            name: "int to bigint keeps AUTO_INCREMENT",
            before: "t: {columns: {id: {type: int, auto_increment: true}}, primary_key: [id]}",
            after: "t: {columns: {id: {type: bigint unsigned, auto_increment: true}}, primary_key: [id]}",
            rows: ["INSERT INTO t VALUES (7)"],
            kept: ["SELECT * FROM t"]
        ),
        Example(
            name: "columns added, moved, dropped and changed in one ALTER",
            before: "t: {columns: {id: {type: int}, a: {type: int}, b: {type: int}, c: {type: varchar(9)}, "
                + "d: {type: int}}, primary_key: [id], indexes: {ix_a: {columns: [a]}}}",
            after: "t: {columns: {d: {type: bigint}, x: {type: int}, id: {type: int}, c: {type: varchar(9)}, "
                + "b: {type: int}, y: {type: date, nullable: true}}, primary_key: [id], indexes: {ix_y: {columns: [y, c]}}}",
            rows: ["INSERT INTO t VALUES (1, 2, 3, 'c', 4)"],
            kept: ["SELECT id, b, c, d FROM t"]
        ),
        Example(
            name: "primary key changed under a foreign key",
            before: "o: {columns: {id: {type: int}, k: {type: int}}, primary_key: [id]}\n"
                + "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id], "
                + "foreign_keys: {f: {columns: [b], references: o(id)}}}",
            after: "o: {columns: {id: {type: int}, k: {type: int}}, primary_key: [k], "
                + "indexes: {ux_id: {columns: [id], unique: true}}}\n"
                + "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id], "
                + "foreign_keys: {f: {columns: [b], references: o(id)}}}",
            rows: ["INSERT INTO o VALUES (1, 10)", "INSERT INTO t VALUES (5, 1)"],
            kept: ["SELECT * FROM t"]
        ),
        Example(
            name: "charset of table and columns changes",
            before: "t: {columns: {id: {type: int}, b: {type: varchar(9)}, c: {type: text}}, primary_key: [id], "
                + "options: {charset: latin1}}",
            after: "t: {columns: {id: {type: int}, b: {type: varchar(9)}, c: {type: text, charset: latin1}}, "
                + "primary_key: [id], options: {charset: utf8mb4, collation: utf8mb4_unicode_ci}}",
            rows: ["INSERT INTO t VALUES (1, 'é', 'ü')"],
            kept: ["SELECT HEX(CONVERT(b USING utf8mb4)), id FROM t"]
        ),
        Example(
            name: "two fulltext indexes at once",
            before: "t: {columns: {id: {type: int}, b: {type: text}, c: {type: text}}, primary_key: [id]}",
            after: "t: {columns: {id: {type: int}, b: {type: text}, c: {type: text}}, primary_key: [id], "
                + "indexes: {fb: {columns: [b], kind: fulltext}, fc: {columns: [c], kind: fulltext}}}"
        ),
        Example(
            name: "plain column to virtual, with an index on it",
            before: "t: {columns: {id: {type: int}, b: {type: int, nullable: true}}, primary_key: [id], "
                + "indexes: {ix: {columns: [b]}}}",
            after: "t: {columns: {id: {type: int}, b: {type: int, nullable: true, generated: {sql: id * 2, "
                + "stored: false}}}, primary_key: [id], indexes: {ix: {columns: [b]}}}"
        ),
        Example(
            name: "foreign key changes its rule and its parent",
            before: parent
                + "p: {columns: {id: {type: int}}, primary_key: [id]}\n"
                + "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id], "
                + "foreign_keys: {f: {columns: [b], references: o(id)}}}",
            after: parent
                + "p: {columns: {id: {type: int}}, primary_key: [id]}\n"
                + "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id], "
                + "foreign_keys: {f: {columns: [b], references: p(id), on_delete: cascade}}}"
        ),
        Example(
            name: "chain of new tables in any order",
            before: "z: {columns: {id: {type: int}}, primary_key: [id]}",
            after:
                "c: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id], foreign_keys: {fc: {columns: [b], "
                + "references: b(id)}}}\n"
                + "b: {columns: {id: {type: int}, a: {type: int}}, primary_key: [id], foreign_keys: {fb: {columns: [a], "
                + "references: a(id)}}}\n"
                + "a: {columns: {id: {type: int}}, primary_key: [id]}\n"
                + "z: {columns: {id: {type: int}}, primary_key: [id]}"
        ),
        Example(
            name: "renamed table and column keep their rows",
            before: parent
                + "t: {columns: {id: {type: int}, b: {type: int}, c: {type: varchar(9)}}, primary_key: [id], "
                + "indexes: {ix_c: {columns: [c]}}, foreign_keys: {f: {columns: [b], references: o(id)}}}",
            after: parent
                + "u: {renamed_from: t, columns: {id: {type: int}, o_id: {type: int, renamed_from: b}, "
                + "d: {type: varchar(20), renamed_from: c}}, primary_key: [id], indexes: {ix_c: {columns: [d]}}, "
                + "foreign_keys: {f: {columns: [o_id], references: o(id)}}}",
            rows: parentRows + ["INSERT INTO t VALUES (1, 2, 'kept')"]
        ),
    ]

    @Test(
        arguments: [
            (Rename(from: "a", to: "b"), .newNameTaken),
            (Rename(from: "x", to: "y"), .oldNameAbsent(known: ["a", "b"])),
            (Rename(from: "a", to: "y"), .newNameNotDeclared(known: ["a", "b"])),
            (Rename(table: "a", from: "n", to: "m"), .newNameTaken),
            (Rename(table: "a", from: "x", to: "k"), .oldNameAbsent(known: ["n", "m"])),
            (Rename(table: "a", from: "n", to: "x"), .newNameNotDeclared(known: ["n", "m", "k"])),
            (Rename(table: "a", from: "n", to: "k"), .oldNameDeclared),
        ] as [(Rename, ImpossibleRename.Reason)]
    )
    func saysWhyARenameCannotBe(_ rename: Rename, _ reason: ImpossibleRename.Reason) throws {
        let live = try LiveDatabase()
        try live.run("CREATE TABLE a (n INT NOT NULL, m INT NOT NULL)", "CREATE TABLE b (n INT NOT NULL)")
        let document = "tables: {a: {columns: {n: int, m: int, k: int}}, b: {columns: {n: int}}}"
        let error = #expect(throws: ImpossibleRename.self) { try live.autogenerate(document, renames: [rename]) }
        #expect(error?.rename == rename)
        #expect(error?.reason == reason)
    }

    @Test(
        arguments: try (examples + partitionExamples + attributeExamples).filter {
            $0.runs(on: try LiveDatabase.sharedProfile)
        }
    )
    func runsReachesTheTargetAndGoesBack(_ example: Example) throws {
        let live = try LiveDatabase()
        let fresh = try LiveDatabase()
        let before = Example.document(example.before)
        let after = Example.document(example.after)
        try fresh.apply(fresh.autogenerate(after).upgrade)
        try live.apply(live.autogenerate(before).upgrade)
        for statement in example.rows { try live.run(statement) }
        let definitions = try live.definitions()
        let kept = try example.kept.map { try live.rows($0) }

        let result = try live.autogenerate(after)
        #expect(!result.isEmpty)
        #expect(result.placesOfChanges == result.placesOfChanges.sorted(), "\(result.changes.map(\.summary))")
        try live.apply(result.upgrade)
        #expect(try live.definitions() == fresh.definitions())
        #expect(try example.kept.map { try live.rows($0) } == kept)
        let second = try live.autogenerate(after)
        #expect(second.changes.isEmpty)
        #expect(second.undecided.isEmpty)

        try live.apply(result.downgrade)
        #expect(try live.definitions() == definitions)
    }

    @Test
    func aCounterIsRaisedAndNeverLowered() throws {
        let live = try LiveDatabase()
        func document(_ options: String) -> String {
            Example.document("t: {columns: {id: {type: int, auto_increment: true}}, primary_key: [id]\(options)}")
        }
        try live.apply(live.autogenerate(document("")).upgrade)
        let result = try live.autogenerate(document(", options: {auto_increment: 1000}"))
        #expect(result.changes.map(\.kind) == ["change_table"])
        #expect(result.downgrade.isEmpty)
        try live.apply(result.upgrade)
        try live.run("INSERT INTO t VALUES ()")
        #expect(try live.rows("SELECT id FROM t") == [["1000"]])
        for start in [500, 1000, 1001] {
            #expect(try live.autogenerate(document(", options: {auto_increment: \(start)}")).isEmpty)
        }
        let fresh = try LiveDatabase()
        try fresh.apply(fresh.autogenerate(document(", options: {auto_increment: 1000}")).upgrade)
        #expect(try fresh.autogenerate(document(", options: {auto_increment: 1000}")).isEmpty)
        #expect(try fresh.autogenerate(document("")).isEmpty)
    }

    @Test
    func renamesKeepRows() throws {
        let live = try LiveDatabase()
        let before = Example.document("t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id]}")
        let after = Example.document("u: {columns: {id: {type: int}, c: {type: int}}, primary_key: [id]}")
        try live.apply(live.autogenerate(before).upgrade)
        try live.run("INSERT INTO t VALUES (1, 42)")
        let result = try live.autogenerate(
            after,
            renames: [Rename(from: "t", to: "u"), Rename(table: "u", from: "b", to: "c")]
        )
        #expect(result.changes.map(\.kind) == ["rename_table", "rename_column"])
        try live.apply(result.upgrade)
        #expect(try live.rows("SELECT id, c FROM u") == [["1", "42"]])
        try live.apply(result.downgrade)
        #expect(try live.rows("SELECT id, b FROM t") == [["1", "42"]])
    }

    @Test
    func lookAlikesAreSuggestedAsARename() throws {
        let live = try LiveDatabase()
        try live.apply(
            live.autogenerate(Example.document("t: {columns: {id: {type: int}, b: {type: date}}, primary_key: [id]}"))
                .upgrade
        )
        let result = try live.autogenerate(
            Example.document("t: {columns: {id: {type: int}, c: {type: date}}, primary_key: [id]}")
        )
        #expect(result.renameSuggestions.map(\.argument) == ["t.b:c"])
        #expect(result.changes.map(\.kind) == ["drop_column", "add_column"])
        #expect(result.changes[0].hazards.map(\.code) == [.dataLoss])
    }
}

extension AutogenerateResult {
    /// The index of the first statement that makes each change, in the order of the changes.
    var placesOfChanges: [Int] {
        // A foreign key may need two statements, and a column is dropped late if another one waits for values.
        changes.filter { $0.kind != "drop_column" && !$0.kind.hasSuffix("foreign_key") }.compactMap { change in
            upgrade.firstIndex { statement in
                switch change.kind {
                case "add_table": statement.sql.hasPrefix("CREATE TABLE `\(change.object)`")
                case "drop_table": statement.sql == "DROP TABLE `\(change.object)`"
                default: statement.comments.contains(change.summary)
                }
            }
        }
    }
}
