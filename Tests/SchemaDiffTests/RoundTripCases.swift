import Testing

/// A column or index that is declared, created and compared again. The right answer is "no change".
struct RoundTripCase: Sendable, CustomTestStringConvertible {
    var name: String
    /// The body of a table `t` besides its `id`, in document format: columns, then other keys.
    var columns: String
    var rest: String = ""
    var testDescription: String { name }

    /// The whole document: a table `o` to refer to, and `t` with the case.
    var document: String {
        """
        swiftmig: 1
        tables:
          o:
            columns:
              id: {type: int, auto_increment: true}
              k: {type: int}
              l: {type: int}
            primary_key: [id]
            indexes: {ux_o_kl: {columns: [k, l], unique: true}}
          t:
            columns:
              id: {type: int, auto_increment: true}
              n: {type: int}
              \(columns)
            primary_key: [id]
            \(rest)
        """
    }

    /// The 57 columns and indexes that were tested with Alembic, which reports a change forever on 17 of them.
    static let all: [RoundTripCase] = [
        RoundTripCase(name: "boolean", columns: "b: {type: boolean, nullable: true}"),
        RoundTripCase(
            name: "boolean default true",
            columns: "b: {type: boolean, nullable: true, default: {sql: 'true'}}"
        ),
        RoundTripCase(name: "boolean default 1", columns: "b: {type: boolean, nullable: true, default: {sql: '1'}}"),
        RoundTripCase(name: "integer default 5", columns: "b: {type: integer, nullable: true, default: 5}"),
        RoundTripCase(name: "decimal default 1.5", columns: "b: {type: 'numeric(10,2)', nullable: true, default: 1.5}"),
        RoundTripCase(name: "float default 2.5", columns: "b: {type: float, nullable: true, default: 2.5}"),
        RoundTripCase(name: "empty string default", columns: "b: {type: varchar(9), nullable: true, default: ''}"),
        RoundTripCase(name: "quote in default", columns: "b: {type: varchar(9), nullable: true, default: \"it's\"}"),
        RoundTripCase(
            name: "quoted default",
            columns: "b: {type: varchar(9), nullable: true, default: {sql: \"'x'\"}}"
        ),
        RoundTripCase(name: "backslash in default", columns: "b: {type: varchar(9), nullable: true, default: 'a\\b'}"),
        RoundTripCase(
            name: "datetime default now()",
            columns: "b: {type: datetime, nullable: true, default: {sql: now()}}"
        ),
        RoundTripCase(
            name: "datetime default current_timestamp",
            columns: "b: {type: datetime, nullable: true, default: {sql: CURRENT_TIMESTAMP}}"
        ),
        RoundTripCase(
            name: "timestamp on update",
            columns: "b: {type: timestamp, nullable: true, default: {sql: CURRENT_TIMESTAMP}, "
                + "on_update: {sql: CURRENT_TIMESTAMP}}"
        ),
        RoundTripCase(name: "timestamp not null without default", columns: "b: {type: timestamp}"),
        RoundTripCase(
            name: "datetime(6) default now(6)",
            columns: "b: {type: datetime(6), nullable: true, default: {sql: now(6)}}"
        ),
        RoundTripCase(name: "enum", columns: "b: {type: \"enum('a','b')\", nullable: true, default: a}"),
        RoundTripCase(name: "enum with quote and comma", columns: "b: {type: \"enum('a,b','it''s')\", nullable: true}"),
        RoundTripCase(name: "set", columns: "b: {type: \"set('a','b')\", nullable: true}"),
        RoundTripCase(name: "json", columns: "b: {type: json, nullable: true}"),
        RoundTripCase(
            name: "json default json_object()",
            columns: "b: {type: json, nullable: true, default: {sql: (json_object())}}"
        ),
        RoundTripCase(name: "text(16777215)", columns: "b: {type: text(16777215), nullable: true}"),
        RoundTripCase(name: "text(300)", columns: "b: {type: text(300), nullable: true}"),
        RoundTripCase(name: "blob(70000)", columns: "b: {type: blob(70000), nullable: true}"),
        RoundTripCase(name: "char(36) for a uuid", columns: "b: {type: char(36), nullable: true}"),
        RoundTripCase(
            name: "varchar default (uuid())",
            columns: "b: {type: varchar(36), nullable: true, default: {sql: (uuid())}}"
        ),
        RoundTripCase(name: "bit default b'1'", columns: "b: {type: bit(1), nullable: true, default: {sql: \"b'1'\"}}"),
        RoundTripCase(name: "float(53)", columns: "b: {type: float(53), nullable: true}"),
        RoundTripCase(name: "double", columns: "b: {type: double, nullable: true}"),
        RoundTripCase(name: "real", columns: "b: {type: real, nullable: true}"),
        RoundTripCase(name: "varchar", columns: "b: {type: varchar(20), nullable: true}"),
        RoundTripCase(name: "nchar", columns: "b: {type: nchar(5), nullable: true}"),
        RoundTripCase(name: "year", columns: "b: {type: year, nullable: true}"),
        RoundTripCase(name: "datetime", columns: "b: {type: datetime, nullable: true}"),
        RoundTripCase(name: "time", columns: "b: {type: time, nullable: true}"),
        RoundTripCase(name: "blob", columns: "b: {type: blob, nullable: true}"),
        RoundTripCase(
            name: "generated concat",
            columns: "b: {type: varchar(20), nullable: true, generated: {sql: \"concat('A', n)\", stored: false}}"
        ),
        RoundTripCase(name: "empty comment", columns: "b: {type: int, nullable: true, comment: ''}"),
        RoundTripCase(
            name: "comment with newline and quote",
            columns: #"b: {type: int, nullable: true, comment: "it's\nx \\ y"}"#
        ),
        RoundTripCase(name: "default that the server makes", columns: "b: {type: int, nullable: true}"),
        RoundTripCase(name: "default NULL", columns: "b: {type: int, nullable: true, default: {sql: 'NULL'}}"),
        RoundTripCase(name: "bigint unsigned", columns: "b: {type: bigint unsigned, nullable: true}"),
        RoundTripCase(name: "zerofill", columns: "b: {type: int(5) unsigned zerofill, nullable: true}"),
        RoundTripCase(
            name: "collation",
            columns: "b: {type: varchar(9), nullable: true, charset: utf8mb4, collation: utf8mb4_bin}"
        ),
        RoundTripCase(
            name: "expression default of strings",
            columns: "b: {type: varchar(9), nullable: true, default: {sql: \"(concat('a','b'))\"}}"
        ),
        RoundTripCase(
            name: "expression default (1+2)",
            columns: "b: {type: int, nullable: true, default: {sql: (1+2)}}"
        ),
        RoundTripCase(
            name: "named unique, index and foreign key",
            columns: "b: {type: int, nullable: true}",
            rest: "indexes: {ux: {columns: [b], unique: true}, ix: {columns: [b, id]}}\n    "
                + "foreign_keys: {fk: {columns: [b], references: o(id)}}"
        ),
        RoundTripCase(
            name: "unique and index on one column",
            columns: "b: {type: varchar(9), nullable: true}",
            rest: "indexes: {b: {columns: [b], unique: true}, ix_t_b: {columns: [b]}}"
        ),
        RoundTripCase(
            name: "descending index",
            columns: "b: {type: int, nullable: true}",
            rest: "indexes: {ix: {columns: [b desc]}}"
        ),
        RoundTripCase(
            name: "descending index, upper case",
            columns: "b: {type: int, nullable: true}",
            rest: "indexes: {ix: {columns: ['b DESC']}}"
        ),
        RoundTripCase(
            name: "prefix length",
            columns: "b: {type: varchar(99), nullable: true}",
            rest: "indexes: {ix: {columns: ['b(5)']}}"
        ),
        RoundTripCase(
            name: "fulltext",
            columns: "b: {type: text, nullable: true}",
            rest: "indexes: {ix: {columns: [b], kind: fulltext}}"
        ),
        RoundTripCase(name: "check", columns: "b: {type: int, nullable: true}", rest: "checks: {ck: b>0}"),
        RoundTripCase(
            name: "boolean with a check",
            columns: "b: {type: boolean, nullable: true}",
            rest: "checks: {bc: 'b IN (0, 1)'}"
        ),
        RoundTripCase(
            name: "on delete restrict",
            columns: "b: {type: int, nullable: true}",
            rest: "foreign_keys: {t_ibfk_1: {columns: [b], references: o(id), on_delete: restrict}}"
        ),
        RoundTripCase(
            name: "on update set null, on delete no action",
            columns: "b: {type: int, nullable: true}",
            rest:
                "foreign_keys: {t_ibfk_1: {columns: [b], references: o(id), on_update: set null, on_delete: no action}}"
        ),
        RoundTripCase(
            name: "composite foreign key",
            columns: "b: {type: int, nullable: true}\n      c: {type: int, nullable: true}",
            rest: "foreign_keys: {t_ibfk_1: {columns: [b, c], references: 'o(k, l)'}}"
        ),
        RoundTripCase(
            name: "mixed-case names",
            columns: "MixedCase: {type: int, nullable: true}",
            rest: "indexes: {IX_Mixed: {columns: [mixedcase]}}"
        ),
    ]
}
