extension ScriptTests {
    /// Changes one PARTITION BY to another on a table with rows.
    private static func example(
        _ name: String,
        _ before: String?,
        _ after: String?,
        keeps: Bool = true,
        isMariaDBOnly: Bool = false
    ) -> Example {
        func table(_ partitioning: String?) -> String {
            let clause = partitioning.map { ", partition_by: \"\($0)\"" } ?? ""
            return "t: {columns: {id: {type: int}, d: {type: date}, s: {type: varchar(9)}, "
                + "t: {type: timestamp, default: {sql: now()}}}, "
                + "indexes: {ix: {columns: [id]}}\(clause)}"
        }
        return Example(
            name: "partitions: \(name)",
            before: table(before),
            after: table(after),
            rows: ["INSERT INTO t VALUES (1, '2020-01-01', 'a', '2020-01-01'), (12, '2021-02-02', 'b', '2020-02-02')"],
            kept: keeps ? ["SELECT * FROM t ORDER BY id"] : [],
            isMariaDBOnly: isMariaDBOnly
        )
    }

    private static func range(_ bounds: (String, String)...) -> String {
        "range (id) ("
            + bounds.map { "partition \($0) values less than \($1 == "maxvalue" ? $1 : "(\($1))")" }
            .joined(separator: ", ") + ")"
    }

    private static func list(_ values: (String, String)...) -> String {
        "list (id) (" + values.map { "partition \($0) values in (\($1))" }.joined(separator: ", ") + ")"
    }

    static let partitionExamples: [Example] = [
        example("added", nil, range(("p0", "10"), ("p1", "maxvalue"))),
        example(
            "DEFAULT of a list of columns renamed",
            "list columns (id) (partition p0 values in (1, null), partition rest default)",
            "list columns (id) (partition p0 values in (1, null), partition others default)",
            isMariaDBOnly: true
        ),
        example(
            "DEFAULT of a list renamed",
            "list (id) (partition p0 values in (1, null), partition rest default)",
            "list (id) (partition p0 values in (1, null), partition others default)",
            isMariaDBOnly: true
        ),
        example("removed", "hash (id) partitions 3", nil),
        example("one more at the end", range(("p0", "20")), range(("p0", "20"), ("p1", "30"))),
        example("two more at the end", range(("p0", "20")), range(("p0", "20"), ("p1", "30"), ("p2", "maxvalue"))),
        example("rotation", range(("p0", "0"), ("p1", "20")), range(("p1", "20"), ("p2", "40"))),
        example("the oldest dropped", range(("p0", "10"), ("p1", "20")), range(("p1", "20")), keeps: false),
        example("the last dropped", range(("p0", "20"), ("p1", "30")), range(("p0", "20"))),
        example(
            "one in the middle merged",
            range(("p0", "0"), ("p1", "10"), ("p2", "20")),
            range(("p0", "0"), ("p2", "20"))
        ),
        example("split", range(("p0", "0"), ("pm", "maxvalue")), range(("p0", "0"), ("p1", "10"), ("pm", "maxvalue"))),
        example("renamed", range(("p0", "0"), ("p1", "20")), range(("q0", "0"), ("p1", "20"))),
        example("names exchanged", range(("p0", "0"), ("p1", "20")), range(("p1", "0"), ("p0", "20"))),
        example("all new", range(("p0", "5"), ("p1", "20")), range(("a", "3"), ("b", "6"), ("c", "maxvalue"))),
        example("end lowered", range(("p0", "5"), ("p1", "100")), range(("p0", "5"), ("p1", "50"))),
        example("bound moved", range(("p0", "5"), ("p1", "100")), range(("p0", "9"), ("p1", "100"))),
        example("other expression", range(("p0", "20")), "range (id + 1) (partition p0 values less than (20))"),
        example("range to hash", range(("p0", "20")), "hash (id) partitions 2"),
        example("more hash", "hash (id) partitions 2", "hash (id) partitions 5"),
        example("less hash", "hash (id) partitions 5", "hash (id) partitions 2"),
        example("hash to linear key", "hash (id)", "linear key (id, s) partitions 3"),
        example(
            "named hash",
            "hash (id) (partition a, partition b)",
            "hash (id) (partition a, partition b, partition c)"
        ),
        example("key algorithm", "key algorithm = 1 (id) partitions 2", "key (id) partitions 2"),
        example("list value added", list(("p0", "1"), ("p1", "12")), list(("p0", "1,2"), ("p1", "12"))),
        example("list partition added", list(("p0", "1,12")), list(("p0", "1,12"), ("p1", "13"))),
        example("list partition added before", list(("p0", "1,12")), list(("p1", "13"), ("p0", "1,12"))),
        example("list value moved", list(("p0", "1,12"), ("p1", "2")), list(("p0", "1"), ("p1", "2,12"))),
        example("list partition dropped", list(("p0", "1,12"), ("p1", "2")), list(("p0", "1,12"))),
        example("list merged", list(("p0", "1"), ("p1", "12")), list(("p0", "1,12"))),
        example(
            "list default added",
            list(("p0", "1,12")),
            "list (id) (partition p0 values in (1,12), partition px default)",
            isMariaDBOnly: true
        ),
        example(
            "list value out of default",
            "list (id) (partition p0 values in (1), partition px default)",
            "list (id) (partition p0 values in (1), partition p1 values in (12), partition px default)",
            isMariaDBOnly: true
        ),
        example(
            "range columns",
            "range columns (d) (partition p0 values less than ('2020-06-01'), partition p1 values less than (maxvalue))",
            "range columns (d) (partition p0 values less than ('2020-06-01'), "
                + "partition p2 values less than ('2022-01-01'), partition p1 values less than (maxvalue))"
        ),
        example(
            "list columns",
            "list columns (s, id) (partition p0 values in (('a', 1), ('b', 12)))",
            "list columns (s, id) (partition p0 values in (('a', 1), ('b', 12)), partition p1 values in (('c', 1)))"
        ),
        example(
            "functions",
            "range (year(d) * 100 + month(d)) (partition p0 values less than (202101), partition p1 values less than maxvalue)",
            "RANGE (TO_DAYS(d)) (PARTITION p0 VALUES LESS THAN (to_days('2021-01-01')), "
                + "PARTITION p1 VALUES LESS THAN (to_days('2022-01-01')))"
        ),
        example(
            "unix_timestamp",
            "range (UNIX_TIMESTAMP(t)) (partition p0 values less than (unix_timestamp('2030-01-01 00:00:00')))",
            "range (unix_timestamp(`t`)) (partition p0 values less than (unix_timestamp('2030-01-01 00:00:00')), "
                + "partition p1 values less than (unix_timestamp('2031-01-01 00:00:00')))"
        ),
        example(
            "subpartitions",
            "range (id) subpartition by hash (id) subpartitions 2 (partition p0 values less than (20))",
            "range (id) subpartition by hash (id) subpartitions 2 (partition p0 values less than (20), "
                + "partition p1 values less than (30))"
        ),
        example(
            "more subpartitions",
            "range (id) subpartition by hash (id) subpartitions 2 (partition p0 values less than (20))",
            "range (id) subpartition by key (id) subpartitions 3 (partition p0 values less than (20))"
        ),
        example(
            "named subpartitions",
            "range (id) subpartition by hash (id) (partition p0 values less than (20) (subpartition a, subpartition b))",
            "range (id) subpartition by hash (id) (partition p0 values less than (20) (subpartition a, subpartition b), "
                + "partition p1 values less than (30) (subpartition c comment 'x', subpartition d))"
        ),
        example("comment", range(("p0", "20")), "range (id) (partition p0 values less than (20) comment = 'it''s')"),
        Example(
            name: "partitions: the primary key follows",
            before: "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id]}",
            after:
                "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id, b], partition_by: hash(b) partitions 2}",
            rows: ["INSERT INTO t VALUES (1, 2), (2, 3)"],
            kept: ["SELECT id, b FROM t ORDER BY id"]
        ),
        Example(
            name: "partitions: a foreign key goes first",
            before: "o: {columns: {id: {type: int}}, primary_key: [id]}\n"
                + "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id], "
                + "foreign_keys: {f: {columns: [b], references: o(id)}}}",
            after: "o: {columns: {id: {type: int}}, primary_key: [id]}\n"
                + "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id], indexes: {f: {columns: [b]}}, "
                + "partition_by: key() partitions 2}",
            rows: ["INSERT INTO o VALUES (1)", "INSERT INTO t VALUES (1, 1)"],
            kept: ["SELECT id, b FROM t ORDER BY id"]
        ),
        Example(
            name: "partitions: a column that they use is renamed",
            before:
                "t: {columns: {id: {type: int}, b: {type: int}}, primary_key: [id], partition_by: hash(id) partitions 2}",
            after: "t: {columns: {key: {type: int, renamed_from: id}, b: {type: int}}, primary_key: [key], "
                + "partition_by: hash(key) partitions 2}",
            rows: ["INSERT INTO t VALUES (1, 2), (2, 3)"],
            kept: ["SELECT b FROM t ORDER BY b"]
        ),
    ]
}
