import SchemaModel

extension ScriptTests {
    private static func mariadb(
        _ name: String,
        _ before: String,
        _ after: String,
        rows: [String] = [],
        kept: [String] = [],
        from version: ServerProfile.Version = ServerProfile.Version(10, 5)
    ) -> Example {
        Example(name: name, before: before, after: after, rows: rows, kept: kept, mariadb: version, mysql: nil)
    }

    private static func mysql(_ name: String, _ before: String, _ after: String, major: Int = 8) -> Example {
        Example(name: name, before: before, after: after, mariadb: nil, mysql: ServerProfile.Version(major, 0))
    }

    private static let plain = "t: {columns: {id: {type: int}, a: {type: int}}, primary_key: [id]}"
    private static let row = ["INSERT INTO t (id, a) VALUES (1, 5)"]
    private static let rows = ["SELECT id, a FROM t"]
    private static let explicit =
        "t: {columns: {id: {type: int}, a: {type: int}, s: {type: timestamp(6), invisible: true}, "
        + "e: {type: timestamp(6), invisible: true}}, primary_key: [id], system_versioning: {start: s, end: e}}"
    private static let periodColumns = "columns: {id: {type: int}, a: {type: int}, s: {type: date}, e: {type: date}}"

    static let attributeExamples: [Example] = [
        mariadb(
            "system versioning added",
            plain,
            "t: {columns: {id: {type: int}, a: {type: int}}, primary_key: [id], system_versioning: true, comment: x}",
            rows: row,
            kept: rows
        ),
        mariadb("system versioning with columns added", plain, explicit, rows: row, kept: rows),
        mariadb(
            "system versioning gets columns",
            "t: {columns: {id: {type: int}, a: {type: int}}, primary_key: [id], system_versioning: true}",
            explicit,
            rows: row,
            kept: rows
        ),
        mariadb(
            "columns of a versioned table change",
            "t: {columns: {id: {type: int}, a: {type: int}, b: {type: int}}, primary_key: [id], system_versioning: true}",
            "t: {columns: {id: {type: int}, a: {type: bigint}, c: {type: int, default: 3}}, primary_key: [id, a], "
                + "indexes: {i: {columns: [c], unique: true}}, system_versioning: true}",
            rows: ["INSERT INTO t (id, a, b) VALUES (1, 5, 6)"],
            kept: rows
        ),
        mariadb(
            "a column leaves versioning",
            "t: {columns: {id: {type: int}, a: {type: int}}, primary_key: [id], system_versioning: true}",
            "t: {columns: {id: {type: int}, a: {type: int, versioned: false, default: 1}}, primary_key: [id], "
                + "system_versioning: true}",
            rows: row,
            kept: rows
        ),
        mariadb(
            "columns move around the ends of the system period, which cannot move",
            explicit.replacing("a: {type: int}, s:", with: "a: {type: int}, b: {type: int}, c: {type: int}, s:"),
            explicit.replacing("{id: {type: int}, a: {type: int}, ", with: "{").replacing(
                "}, primary_key",
                with: ", id: {type: int}, c: {type: int}, b: {type: int}, a: {type: int}}, primary_key"
            ),
            rows: ["INSERT INTO t (id, a, b, c) VALUES (1, 5, 6, 7)"],
            kept: rows
        ),
        mariadb(
            "types that no value of the other converts to",
            "t: {columns: {id: {type: int}, a: {type: int}, b: {type: uuid, nullable: true}, c: {type: inet6, "
                + "nullable: true}}, primary_key: [id], indexes: {i: {columns: [b]}}}",
            "t: {columns: {id: {type: int}, a: {type: uuid, nullable: true}, b: {type: int, nullable: true}, "
                + "c: {type: uuid, nullable: true}}, primary_key: [id], indexes: {i: {columns: [b]}}}",
            rows: ["INSERT INTO t VALUES (1, 2, UUID(), '::1')"],
            from: ServerProfile.Version(10, 11)
        ),
        Example(
            name: "AUTO_INCREMENT comes to a column that a foreign key refers to",
            before: "o: {columns: {id: {type: int}}, primary_key: [id]}\n"
                + "t: {columns: {id: {type: int}}, primary_key: [id], foreign_keys: {f: {columns: [id], references: o(id)}}}",
            after: "o: {columns: {id: {type: int, auto_increment: true}}, primary_key: [id]}\n"
                + "t: {columns: {id: {type: int}}, primary_key: [id], foreign_keys: {f: {columns: [id], references: o(id)}}}",
            rows: ["INSERT INTO o VALUES (1)", "INSERT INTO t VALUES (1)"],
            kept: ["SELECT * FROM o", "SELECT * FROM t"]
        ),
        Example(
            name: "the columns of a composite foreign key stand in another order than the key's",
            before: "o: {columns: {id: {type: int}, k: {type: int}}, primary_key: [id, k]}\n"
                + "t: {columns: {id: {type: int}, a: {type: int}, b: {type: int}}, primary_key: [id], "
                + "foreign_keys: {f: {columns: [a, b], references: 'o(id, k)'}}}",
            after: "o: {columns: {k: {type: int}, id: {type: int}}, primary_key: [id, k]}\n"
                + "t: {columns: {b: {type: int}, a: {type: int}, id: {type: int}}, primary_key: [id], "
                + "foreign_keys: {f: {columns: [a, b], references: 'o(id, k)'}}}",
            rows: ["INSERT INTO o (id, k) VALUES (1, 2)", "INSERT INTO t (id, a, b) VALUES (5, 1, 2)"],
            kept: ["SELECT id, a, b FROM t"]
        ),
        mariadb(
            "versioning and a column that must not be NULL are added",
            plain,
            "t: {columns: {id: {type: int}, a: {type: int}, b: {type: varchar(9)}}, primary_key: [id], "
                + "system_versioning: true}",
            rows: row,
            kept: rows
        ),
        mariadb(
            "a column that must not be NULL is added to rows with a history",
            plain.replacing("primary_key", with: "system_versioning: true, primary_key"),
            "t: {columns: {id: {type: int}, a: {type: int}, b: {type: varchar(9)}}, primary_key: [id], "
                + "system_versioning: true}",
            rows: row + ["UPDATE t SET a = 6", "UPDATE t SET a = 5"],
            kept: rows + ["SELECT id, a FROM t FOR SYSTEM_TIME ALL ORDER BY a"]
        ),
        mariadb(
            "a column comes to a versioned table with a fulltext index and a virtual column",
            "t: {columns: {id: {type: int}, a: {type: int}, b: {type: varchar(9), nullable: true}, c: {type: int, "
                + "nullable: true, generated: {sql: a + 1, stored: false}}}, primary_key: [id], "
                + "indexes: {i: {columns: [b], kind: fulltext}}, system_versioning: true}",
            "t: {columns: {id: {type: int}, a: {type: int}, b: {type: varchar(9), nullable: true}, c: {type: int, "
                + "nullable: true, generated: {sql: a + 1, stored: false}}, d: {type: date, nullable: true}}, "
                + "primary_key: [id], indexes: {i: {columns: [b], kind: fulltext}}, system_versioning: true}",
            rows: row + ["DELETE FROM t"] + row,
            kept: rows
        ),
        mariadb(
            "versioning comes while a partition gets another name",
            plain.replacing("primary_key: [id]", with: "partition_by: \"LIST (id) (PARTITION p VALUES IN (1))\""),
            plain.replacing(
                "primary_key: [id]",
                with: "system_versioning: true, partition_by: \"LIST (id) (PARTITION q VALUES IN (1))\""
            ),
            rows: row,
            kept: rows
        ),
        mariadb(
            "a virtual column becomes one of a type without a conversion",
            "t: {columns: {id: {type: int}, a: {type: int, nullable: true, generated: {sql: id + 1, stored: false}}}, "
                + "primary_key: [id]}",
            "t: {columns: {id: {type: int}, a: {type: uuid, nullable: true}}, primary_key: [id]}",
            rows: ["INSERT INTO t (id) VALUES (1)"],
            from: ServerProfile.Version(10, 11)
        ),
        mariadb(
            "columns with checks of their own get other names",
            "t: {columns: {id: {type: int}, a: {type: int, check: a > 0}, b: {type: json}}, primary_key: [id]}",
            "t: {columns: {id: {type: int}, x: {type: int, check: x > 0, renamed_from: a}, "
                + "y: {type: json, renamed_from: b}}, primary_key: [id]}",
            rows: ["INSERT INTO t VALUES (1, 2, '{}')"]
        ),
        mariadb(
            "history by rows",
            "t: {columns: {id: {type: int}, a: {type: int}}, system_versioning: true}",
            "t: {columns: {id: {type: int}, a: {type: int}}, system_versioning: true, "
                + "partition_by: system_time limit 100 partitions 3}",
            rows: row,
            kept: rows
        ),
        mariadb(
            "history by time, and more of it",
            "t: {columns: {id: {type: int}, a: {type: int}}, system_versioning: true, "
                + "partition_by: system_time interval 1 month starts '2020-01-01' partitions 3}",
            "t: {columns: {id: {type: int}, a: {type: int}}, system_versioning: true, "
                + "partition_by: system_time interval 1 month starts '2020-01-01' partitions 5}",
            rows: row,
            kept: rows
        ),
        mariadb(
            "versioning with partitions of history at once",
            "t: {columns: {id: {type: int}, a: {type: int}}}",
            "t: {columns: {id: {type: int}, a: {type: int}}, system_versioning: true, "
                + "partition_by: system_time limit 100 partitions 3}",
            rows: row,
            kept: rows
        ),
        mariadb(
            "a period without overlaps",
            "t: {\(periodColumns), primary_key: [id]}",
            "t: {\(periodColumns), primary_key: [id, p without overlaps], periods: {p: [s, e]}}",
            rows: ["INSERT INTO t VALUES (1, 5, '2020-01-01', '2021-01-01')"],
            kept: ["SELECT * FROM t"]
        ),
        mariadb(
            "a period renamed under a unique key",
            "t: {\(periodColumns), indexes: {u: {columns: [id, p without overlaps], unique: true}}, periods: {p: [s, e]}}",
            "t: {\(periodColumns), indexes: {u: {columns: [id, q without overlaps], unique: true}}, periods: {q: [s, e]}}",
            rows: ["INSERT INTO t VALUES (1, 5, '2020-01-01', '2021-01-01')"],
            kept: ["SELECT * FROM t"]
        ),
        mariadb(
            "compressed columns",
            "t: {columns: {a: {type: text}, b: {type: varchar(99), compressed: true, collation: latin1_bin}}}",
            "t: {columns: {a: {type: text, compressed: true}, b: {type: varchar(99), collation: latin1_bin}}}",
            rows: ["INSERT INTO t VALUES ('x', 'y')"],
            kept: ["SELECT * FROM t"]
        ),
        mariadb(
            "page compression",
            "t: {columns: {a: {type: int}}, options: {`PAGE_COMPRESSED`: '1'}}"
                .replacing("`PAGE_COMPRESSED`", with: "page_compressed"),
            "t: {columns: {a: {type: int}}, options: {page_checksum: 1, min_rows: 3}}"
        ),
        mariadb(
            "an index is ignored",
            "t: {columns: {a: {type: int}}, indexes: {i: {columns: [a]}}}",
            "t: {columns: {a: {type: int}}, indexes: {i: {columns: [a], invisible: true}}}",
            from: ServerProfile.Version(10, 6)
        ),
        mariadb(
            "a vector index",
            "t: {columns: {id: {type: int}, v: {type: vector(3)}}, primary_key: [id]}",
            "t: {columns: {id: {type: int}, v: {type: vector(3)}}, primary_key: [id], "
                + "indexes: {i: {columns: [v], kind: vector, options: {m: 8, distance: cosine}}}}",
            from: ServerProfile.Version(11, 7)
        ),
        mariadb(
            "inet4 to inet6",
            "t: {columns: {id: {type: int}, a: {type: inet4, comment: x}, b: {type: int}}, primary_key: [id], "
                + "indexes: {i: {columns: [a]}}}",
            "t: {columns: {id: {type: int}, a: {type: inet6, comment: x}, b: {type: int}}, primary_key: [id], "
                + "indexes: {i: {columns: [a]}}}",
            from: ServerProfile.Version(10, 10)
        ),
        mysql(
            "an index becomes invisible",
            "t: {columns: {a: {type: int}}, indexes: {i: {columns: [a]}}}",
            "t: {columns: {a: {type: int}}, indexes: {i: {columns: [a], invisible: true}}}"
        ),
        mysql(
            "column format and storage",
            "t: {columns: {a: {type: int, column_format: fixed}}}",
            "t: {columns: {a: {type: int, storage: disk}}}"
        ),
        mysql(
            "functional and multi-valued indexes",
            "t: {columns: {a: {type: int}, j: {type: json}}, indexes: {i: {columns: [{sql: a + 1}]}}}",
            "t: {columns: {a: {type: int}, j: {type: json}}, indexes: {i: {columns: [{sql: a + 2}, {sql: a * 2, descending: true}]}, "
                + "k: {columns: [{sql: \"cast(j->'$.x' as unsigned array)\"}]}}}"
        ),
        mysql(
            "autoextend size",
            "t: {columns: {a: {type: int}}}",
            "t: {columns: {a: {type: int}}, options: {autoextend_size: 4194304}}"
        ),
        Example(
            name: "an index comment changes",
            before: "t: {columns: {a: {type: int}}, indexes: {i: {columns: [a], comment: x}}}",
            after: "t: {columns: {a: {type: int}}, indexes: {i: {columns: [a], comment: \"it's\"}}}"
        ),
        Example(
            name: "virtual to stored under an index",
            before: "t: {columns: {id: {type: int}, g: {type: int, nullable: true, generated: {sql: id + 1}}, "
                + "h: {type: int, nullable: true, generated: {sql: id + 2, stored: true}}}, primary_key: [id], "
                + "indexes: {i: {columns: [g, h]}}}",
            after:
                "t: {columns: {id: {type: int}, g: {type: int, nullable: true, generated: {sql: id + 1, stored: true}}, "
                + "h: {type: int, nullable: true, generated: {sql: id + 3}}}, primary_key: [id], "
                + "indexes: {i: {columns: [g, h]}}}",
            rows: ["INSERT INTO t (id) VALUES (1), (2)"],
            kept: ["SELECT id, g FROM t"]
        ),
        Example(
            name: "a stored expression changes under an index",
            before:
                "t: {columns: {id: {type: int}, g: {type: int, nullable: true, generated: {sql: id + 1, stored: true}}}, "
                + "primary_key: [id], indexes: {i: {columns: [g], unique: true}}}",
            after:
                "t: {columns: {id: {type: int}, g: {type: int, nullable: true, generated: {sql: id + 7, stored: true}}}, "
                + "primary_key: [id], indexes: {i: {columns: [g], unique: true}}}",
            rows: ["INSERT INTO t (id) VALUES (1), (2)"],
            kept: ["SELECT id FROM t"]
        ),
        Example(
            name: "a column is renamed in a check, an expression and an index",
            before:
                "t: {columns: {id: {type: int}, a: {type: int}, g: {type: int, nullable: true, generated: {sql: a + 1}}}, "
                + "primary_key: [id], indexes: {i: {columns: [a]}}, checks: {c: a > 0}}",
            after: "t: {columns: {id: {type: int}, b: {type: int, renamed_from: a}, "
                + "g: {type: int, nullable: true, generated: {sql: b + 1}}}, "
                + "primary_key: [id], indexes: {i: {columns: [b]}}, checks: {c: b > 0}}",
            rows: ["INSERT INTO t (id, a) VALUES (1, 5), (2, 6)"],
            kept: ["SELECT id, g FROM t"]
        ),
        Example(
            name: "the primary key moves to another column with auto_increment",
            before: "t: {columns: {id: {type: int, auto_increment: true}, a: {type: int}}, primary_key: [id]}",
            after: "t: {columns: {id: {type: int}, a: {type: int, auto_increment: true}}, primary_key: [a]}",
            rows: ["INSERT INTO t VALUES (1, 5), (2, 6)"],
            kept: ["SELECT * FROM t ORDER BY id"]
        ),
        Example(
            name: "the primary key of an auto_increment column grows",
            before: "t: {columns: {id: {type: int, auto_increment: true}, a: {type: int}}, primary_key: [id]}",
            after: "t: {columns: {id: {type: bigint, auto_increment: true}, a: {type: int}}, primary_key: [a, id], "
                + "indexes: {i: {columns: [id]}}}",
            rows: ["INSERT INTO t VALUES (1, 5), (2, 6)"],
            kept: ["SELECT * FROM t ORDER BY id"]
        ),
        Example(
            name: "a self reference changes its type",
            before: "t: {columns: {id: {type: int}, up: {type: int, nullable: true}}, primary_key: [id], "
                + "foreign_keys: {f: {columns: [up], references: t(id), on_delete: cascade}}}",
            after:
                "t: {columns: {id: {type: bigint unsigned}, up: {type: bigint unsigned, nullable: true}}, primary_key: [id], "
                + "foreign_keys: {f: {columns: [up], references: t(id), on_delete: cascade}}}",
            rows: ["INSERT INTO t VALUES (1, NULL), (2, 1)"],
            kept: ["SELECT * FROM t"]
        ),
        Example(
            name: "a composite reference changes its types",
            before: "o: {columns: {a: {type: int}, b: {type: varchar(9)}}, primary_key: [a, b]}\n"
                + "t: {columns: {id: {type: int}, a: {type: int}, b: {type: varchar(9)}}, primary_key: [id], "
                + "foreign_keys: {f: {columns: [a, b], references: \"o(a, b)\"}}}",
            after:
                "o: {columns: {a: {type: bigint}, b: {type: varchar(20), collation: utf8mb4_bin}}, primary_key: [a, b]}\n"
                + "t: {columns: {id: {type: int}, a: {type: bigint}, b: {type: varchar(20), collation: utf8mb4_bin}}, "
                + "primary_key: [id], foreign_keys: {f: {columns: [a, b], references: \"o(a, b)\"}}}",
            rows: ["INSERT INTO o VALUES (1, 'x')", "INSERT INTO t VALUES (7, 1, 'x')"],
            kept: ["SELECT * FROM t", "SELECT * FROM o"]
        ),
        Example(
            name: "a virtual column becomes an ordinary one and keeps its values",
            before: "t: {columns: {id: {type: int}, g: {type: int, nullable: true, generated: {sql: id + 1}}}, "
                + "primary_key: [id], indexes: {i: {columns: [g]}}}",
            after: "t: {columns: {id: {type: int}, g: {type: int, nullable: true, default: 9}}, "
                + "primary_key: [id], indexes: {i: {columns: [g]}}}",
            rows: ["INSERT INTO t (id) VALUES (1), (2)"],
            kept: ["SELECT id, g FROM t"]
        ),
        Example(
            name: "all columns are made anew",
            before:
                "t: {columns: {a: {type: int, nullable: true}, b: {type: int, nullable: true, generated: {sql: a + 1}}}}",
            after:
                "t: {columns: {a: {type: int, nullable: true, generated: {sql: b * 2}}, b: {type: int, nullable: true}}}",
            rows: ["INSERT INTO t (a) VALUES (1)"],
            kept: ["SELECT b FROM t"]
        ),
        Example(
            name: "a column that a default reads becomes another",
            before: "t: {columns: {a: {type: int, default: {sql: (b)}}, b: {type: int, default: 1}}}",
            after: "t: {columns: {a: {type: int, default: 1}, b: {type: int, nullable: true, generated: {sql: a}}}}",
            rows: ["INSERT INTO t VALUES (3, 3)"],
            kept: ["SELECT a FROM t"]
        ),
        mariadb(
            "versioning with partitions ends",
            "t: {columns: {id: {type: int}, a: {type: int}}, system_versioning: true, "
                + "partition_by: \"system_time (partition p0 history, partition pn current)\"}",
            "t: {columns: {id: {type: int}, a: {type: int}}, partition_by: hash (id) partitions 2}",
            rows: row,
            kept: rows
        ),
        mariadb(
            "another partition of history",
            "t: {columns: {id: {type: int}}, system_versioning: true, "
                + "partition_by: \"system_time limit 99 (partition p0 history, partition pn current)\"}",
            "t: {columns: {id: {type: int}}, system_versioning: true, "
                + "partition_by: \"system_time limit 99 (partition p0 history, partition p1 history, partition pn current)\"}"
        ),
        mariadb(
            "a versioned table leaves InnoDB",
            "t: {columns: {id: {type: int}, a: {type: int}}, primary_key: [id], system_versioning: true}",
            "t: {columns: {id: {type: int}, a: {type: int}}, primary_key: [id], system_versioning: true, "
                + "options: {engine: MyISAM}}",
            rows: row,
            kept: rows
        ),
        mariadb(
            "versioning but for a column",
            "t: {columns: {id: {type: int}, a: {type: int}}, primary_key: [id]}",
            "t: {columns: {id: {type: int}, a: {type: int, versioned: false}, c: {type: int, versioned: false}}, "
                + "primary_key: [id], system_versioning: true}",
            rows: row,
            kept: rows
        ),
        mariadb(
            "the ends of the system period become visible",
            explicit,
            explicit.replacing("{type: timestamp(6), invisible: true}", with: "{type: timestamp(6)}"),
            rows: row,
            kept: rows
        ),
        mariadb(
            "an end of the system period has another name, and an index",
            explicit,
            "t: {columns: {id: {type: int}, a: {type: int}, s: {type: timestamp(6), invisible: true}, "
                + "until: {type: timestamp(6), invisible: true, renamed_from: e}}, primary_key: [id], "
                + "indexes: {i: {columns: [until, a]}}, system_versioning: {start: s, end: until}}",
            rows: row,
            kept: rows
        ),
        mariadb(
            "versioning ends and other partitions go",
            "t: {columns: {id: {type: int}, a: {type: int}}, primary_key: [id], system_versioning: true, "
                + "partition_by: \"range (id) (partition p0 values less than (9), partition p1 values less than (20))\"}",
            "t: {columns: {id: {type: int}, a: {type: int}}, primary_key: [id], "
                + "partition_by: \"range (id) (partition p0 values less than (9))\"}",
            rows: row,
            kept: rows
        ),
        mariadb(
            "a NOT NULL column comes to a filled table with history",
            "t: {columns: {id: {type: int}, a: {type: int}}, primary_key: [id], system_versioning: true}",
            "t: {columns: {id: {type: int}, a: {type: int}, b: {type: int}}, primary_key: [id], system_versioning: true}",
            rows: row + ["DELETE FROM t", "INSERT INTO t (id, a) VALUES (2, 6)"],
            kept: rows
        ),
        Example(
            name: "a virtual column becomes an ordinary one of another kind",
            before: "t: {columns: {id: {type: int}, g: {type: int, nullable: true, generated: {sql: id + 1}}}}",
            after: "t: {columns: {id: {type: int}, g: {type: datetime, nullable: true}}}",
            rows: ["INSERT INTO t (id) VALUES (1)"],
            kept: ["SELECT id FROM t"]
        ),
        Example(
            name: "a column of a foreign key and a check is renamed",
            before: "o: {columns: {id: {type: int}, n: {type: int}}, primary_key: [id], "
                + "indexes: {u: {columns: [n], unique: true}}, checks: {c: n > 0}}\n"
                + "t: {columns: {n: {type: int}}, foreign_keys: {f: {columns: [n], references: o(n)}}}",
            after: "o: {columns: {id: {type: int}, m: {type: int, renamed_from: n}}, primary_key: [id], "
                + "indexes: {u: {columns: [m], unique: true}}, checks: {c: m > 0}}\n"
                + "t: {columns: {n: {type: int}}, foreign_keys: {f: {columns: [n], references: o(m)}}}",
            rows: ["INSERT INTO o VALUES (1, 5)", "INSERT INTO t VALUES (5)"],
            kept: ["SELECT * FROM t"]
        ),
        mysql(
            "a column of a foreign key and a functional index is renamed",
            "o: {columns: {id: {type: int}, n: {type: int}}, primary_key: [id], "
                + "indexes: {u: {columns: [n], unique: true}, x: {columns: [{sql: n + 1}]}}}\n"
                + "t: {columns: {n: {type: int}}, foreign_keys: {f: {columns: [n], references: o(n)}}}",
            "o: {columns: {id: {type: int}, m: {type: int, renamed_from: n}}, primary_key: [id], "
                + "indexes: {u: {columns: [m], unique: true}, x: {columns: [{sql: m + 1}]}}}\n"
                + "t: {columns: {n: {type: int}}, foreign_keys: {f: {columns: [n], references: o(m)}}}"
        ),
        mariadb(
            "USING of the primary key changes",
            "t: {columns: {id: {type: int}}, primary_key: {columns: [id], algorithm: btree}}",
            "t: {columns: {id: {type: int}}, primary_key: [id]}"
        ),
        Example(
            name: "options come and go",
            before:
                "t: {columns: {a: {type: int}}, options: {row_format: compressed, key_block_size: 4, stats_persistent: 0}}",
            after: "t: {columns: {a: {type: int}}, options: {stats_auto_recalc: 1, max_rows: 7}}"
        ),
    ]
}
