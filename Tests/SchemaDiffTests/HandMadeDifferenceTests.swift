import SchemaDiff
import SchemaModel
import Testing

/// A manual change to the database is reported, undone by the upgrade and restored by the downgrade.
struct HandMadeDifferenceTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var name: String
        /// Statements that change the database without the models.
        var byHand: [String]
        var columns: String
        var rest = ""
        /// The reported kinds of change; empty if the change makes no difference.
        var kinds: [String]
        var isMariaDBOnly = false
        var testDescription: String { name }

        var document: String { RoundTripCase(name: name, columns: columns, rest: rest).document }
    }

    static let examples: [Example] = [
        Example(
            name: "DEFAULT now() by hand",
            byHand: ["ALTER TABLE t MODIFY b datetime NULL DEFAULT now()"],
            columns: "b: {type: datetime, nullable: true, default: {sql: now()}}",
            kinds: []
        ),
        Example(
            name: "default added by hand",
            byHand: ["ALTER TABLE t MODIFY b datetime NULL DEFAULT now()"],
            columns: "b: {type: datetime, nullable: true}",
            kinds: ["change_column"]
        ),
        Example(
            name: "invisible column",
            byHand: ["ALTER TABLE t MODIFY b int NULL INVISIBLE"],
            columns: "b: {type: int, nullable: true}",
            kinds: ["change_column"]
        ),
        Example(
            name: "inet6 column",
            byHand: ["ALTER TABLE t MODIFY b varchar(39) NULL"],
            columns: "b: {type: inet6, nullable: true}",
            kinds: ["change_column"],
            isMariaDBOnly: true
        ),
        Example(
            name: "unsigned dropped in the model",
            byHand: ["ALTER TABLE t MODIFY b int unsigned NULL"],
            columns: "b: {type: int, nullable: true}",
            kinds: ["change_column"]
        ),
        Example(
            name: "unsigned added in the model",
            byHand: ["ALTER TABLE t MODIFY b int NULL"],
            columns: "b: {type: int unsigned, nullable: true}",
            kinds: ["change_column"]
        ),
        Example(
            name: "datetime to datetime(6)",
            byHand: ["ALTER TABLE t MODIFY b datetime NULL"],
            columns: "b: {type: datetime(6), nullable: true}",
            kinds: ["change_column"]
        ),
        Example(
            name: "latin1 to utf8mb4_bin",
            byHand: ["ALTER TABLE t MODIFY b varchar(9) CHARACTER SET latin1 NULL"],
            columns: "b: {type: varchar(9), nullable: true, collation: utf8mb4_bin}",
            kinds: ["change_column"]
        ),
        Example(
            name: "utf8mb4_bin to a case-insensitive collation",
            byHand: ["ALTER TABLE t MODIFY b varchar(9) COLLATE utf8mb4_bin NULL"],
            columns: "b: {type: varchar(9), nullable: true, collation: utf8mb4_unicode_ci}",
            kinds: ["change_column"]
        ),
        Example(
            name: "primary key",
            byHand: ["ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, b)"],
            columns: "b: {type: int}",
            kinds: ["change_primary_key"]
        ),
        Example(
            name: "AUTO_INCREMENT missing",
            byHand: ["ALTER TABLE t MODIFY id int NOT NULL"],
            columns: "b: {type: int}",
            kinds: ["change_column"]
        ),
        Example(
            name: "check dropped from the model",
            byHand: ["ALTER TABLE t ADD CONSTRAINT ck CHECK (b > 0)"],
            columns: "b: {type: int}",
            kinds: ["drop_check"]
        ),
        Example(
            name: "check changed",
            byHand: ["ALTER TABLE t DROP CONSTRAINT ck, ADD CONSTRAINT ck CHECK (b > 1)"],
            columns: "b: {type: int}",
            rest: "checks: {ck: b > 0}",
            kinds: ["change_check"]
        ),
        Example(
            name: "MariaDB's inline check",
            byHand: ["ALTER TABLE t MODIFY b int NOT NULL CHECK (b > 0)"],
            columns: "b: {type: int}",
            kinds: ["change_column"],
            isMariaDBOnly: true
        ),
        Example(
            name: "prefix length",
            byHand: ["ALTER TABLE t DROP INDEX ix, ADD INDEX ix (b(7))"],
            columns: "b: {type: varchar(99)}",
            rest: "indexes: {ix: {columns: ['b(5)']}}",
            kinds: ["change_index"]
        ),
        Example(
            name: "index direction",
            byHand: ["ALTER TABLE t DROP INDEX ix, ADD INDEX ix (b)"],
            columns: "b: {type: int}",
            rest: "indexes: {ix: {columns: [b desc]}}",
            kinds: ["change_index"]
        ),
        Example(
            name: "plain to fulltext",
            byHand: ["ALTER TABLE t DROP INDEX ix, ADD INDEX ix (b(9))"],
            columns: "b: {type: text}",
            rest: "indexes: {ix: {columns: [b], kind: fulltext}}",
            kinds: ["change_index"]
        ),
        Example(
            name: "renamed index",
            byHand: ["ALTER TABLE t RENAME INDEX ix TO other"],
            columns: "b: {type: int}",
            rest: "indexes: {ix: {columns: [b]}}",
            kinds: ["rename_index"]
        ),
        Example(
            name: "explicit RESTRICT means what a missing rule means",
            byHand: [
                "ALTER TABLE t DROP FOREIGN KEY fk",
                "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (b) REFERENCES o (id) ON DELETE RESTRICT",
            ],
            columns: "b: {type: int}",
            rest: "foreign_keys: {fk: {columns: [b], references: o(id)}}",
            kinds: [],
            isMariaDBOnly: true
        ),
        Example(
            name: "foreign key rule",
            byHand: [
                "ALTER TABLE t DROP FOREIGN KEY fk",
                "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (b) REFERENCES o (id) ON DELETE CASCADE",
            ],
            columns: "b: {type: int}",
            rest: "foreign_keys: {fk: {columns: [b], references: o(id)}}",
            kinds: ["change_foreign_key"]
        ),
        Example(
            name: "column order",
            byHand: ["ALTER TABLE t MODIFY b int NOT NULL AFTER c"],
            columns: "b: {type: int}\n      c: {type: int}",
            kinds: ["move_column"]
        ),
        Example(
            name: "table comment",
            byHand: ["ALTER TABLE t COMMENT 'by hand'"],
            columns: "b: {type: int}",
            rest: "comment: as declared",
            kinds: ["change_table"]
        ),
        Example(
            name: "engine",
            byHand: ["ALTER TABLE t ENGINE = MyISAM"],
            columns: "b: {type: int}",
            kinds: ["change_table"]
        ),
        Example(
            name: "table collation",
            byHand: ["ALTER TABLE t DEFAULT COLLATE utf8mb4_bin"],
            columns: "b: {type: int}",
            rest: "options: {charset: utf8mb4, collation: utf8mb4_unicode_ci}",
            kinds: ["change_table"]
        ),
        Example(
            name: "row format",
            byHand: ["ALTER TABLE t ROW_FORMAT = COMPACT"],
            columns: "b: {type: int}",
            kinds: ["change_table"]
        ),
        Example(
            name: "nullability",
            byHand: ["ALTER TABLE t MODIFY b int NULL"],
            columns: "b: {type: int}",
            kinds: ["change_column"]
        ),
        Example(
            name: "comment",
            byHand: ["ALTER TABLE t MODIFY b int NOT NULL COMMENT 'it''s\\n'"],
            columns: "b: {type: int}",
            kinds: ["change_column"]
        ),
        Example(
            name: "virtual to stored",
            byHand: [
                "ALTER TABLE t DROP COLUMN g", "ALTER TABLE t ADD g int AS (b + 1) VIRTUAL",
            ],
            columns: "b: {type: int}\n      g: {type: int, nullable: true, generated: {sql: b + 1, stored: true}}",
            kinds: ["change_column"]
        ),
        Example(
            name: "generated expression",
            byHand: ["ALTER TABLE t MODIFY g int AS (b + 2) VIRTUAL"],
            columns: "b: {type: int}\n      g: {type: int, nullable: true, generated: {sql: b + 1, stored: false}}",
            kinds: ["change_column"]
        ),
        Example(
            name: "json replaced by longtext",
            byHand: ["ALTER TABLE t MODIFY b longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL"],
            columns: "b: {type: json}",
            kinds: ["change_column"]
        ),
    ]

    @Test(arguments: try examples.filter { try !$0.isMariaDBOnly || LiveDatabase.sharedProfile.flavor == .mariadb })
    func isReportedAndUndone(_ example: Example) throws {
        let live = try LiveDatabase()
        try live.apply(live.autogenerate(example.document).upgrade)
        let declared = try live.definitions()
        for statement in example.byHand { try live.run(statement) }
        let changedByHand = try live.definitions()

        let result = try live.autogenerate(example.document)
        #expect(result.changes.map(\.kind) == example.kinds)
        #expect(result.undecided.isEmpty)
        guard !example.kinds.isEmpty else { return }

        try live.apply(result.upgrade)
        #expect(try live.definitions() == declared)
        #expect(try live.autogenerate(example.document).changes.isEmpty)
        try live.apply(result.downgrade)
        #expect(try live.definitions() == changedByHand)
    }

    /// MySQL creates an ascending index for a key next to a descending one, and allows dropping it.
    @Test(.enabled("for MySQL") { try LiveDatabase.sharedProfile.flavor == .mysql })
    func anIndexThatMySQLMadeInVainStaysAway() throws {
        let live = try LiveDatabase()
        let document = """
            tables:
              o: {columns: {id: int}, primary_key: [id]}
              t:
                columns: {a: int}
                indexes: {d: [a desc]}
                foreign_keys: {f: {columns: [a], references: o(id)}}
            """
        try live.apply(live.autogenerate(document).upgrade)
        #expect(try live.autogenerate(document).changes.isEmpty)
        try live.run("ALTER TABLE t DROP INDEX f")
        #expect(try live.autogenerate(document).changes.isEmpty)
    }
}
