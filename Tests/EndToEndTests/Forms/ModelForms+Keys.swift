import Foundation
import SwiftMigMacros

private enum Role: String, ColumnEnum { case member, admin }

@Table("attributes", comment: "What \"a column\" can have", renamedFrom: "traits")
private struct Attributes {
    @Column("number", primaryKey: true)
    let id: Int
    @Column(.varchar(20), default: "it's", comment: "It's a \"word\"", renamedFrom: "term")
    var word: String
    @Column(default: 5)
    var count: Int32
    @Column(.decimal(3, 2), default: "0.10")
    var rate: Decimal
    @Column(default: 2.5)
    var ratio: Double
    @Column(default: true)
    var isActive: Bool
    @Column(default: .value(Role.admin))
    var role: Role?
    @Column(.char(36), default: .sql("uuid()"))
    var token: String
    @Column(.binary(2), default: .bytes([0, 255]))
    var pair: Data
    @Column(.datetime(3), default: .currentTimestamp, onUpdate: .currentTimestamp)
    var changedAt: Date
    @Column(.datetime(), onUpdate: .sql("current_timestamp()"))
    var seenAt: Date?
    @Column(.varchar(20), generated: .stored("upper(`word`)"))
    let loud: String?
    @Column(generated: .virtual("`count` * 2"))
    let twice: Int?
    @Column(default: 0, invisible: true)
    var hidden: Int
}

@Table("key_orders")
private struct KeyOrder {
    @Column(primaryKey: 2)
    let second: Int
    @Column(primaryKey: 1)
    let first: Int32
}

@Table("key_places")
private struct KeyPlace {
    @Column(primaryKey: 1)
    let first: Int32
    @Column(primaryKey: 2)
    let second: Int
}

@Table("key_prefixes")
private struct KeyPrefix {
    @Column(.varchar(254))
    let name: String

    static func elements(_ t: Columns) -> [TableElement] {
        [.primaryKey(t.name.prefix(20), comment: "the beginning")]
    }
}

@Table("keyless")
private struct Keyless {
    @Column(.varchar(254), unique: true)
    var email: String
    @Column(.varchar(80), index: true)
    var name: String
    @Column(.text)
    var body: String
    var place: Int?

    static func elements(_ t: Columns) -> [TableElement] {
        [
            .index(t.name, t.place.descending),
            .index(t.place, name: "by_rank"),
            .unique(t.name, t.email.prefix(10)),
            .fulltext(t.body, t.name, name: "words"),
            .index(Index("place", "email", name: "noted").comment("it's noted").algorithm("btree")),
            .index(Index("email", "place", name: "unseen").invisible()),
            .check("place > 0"),
            .check("name <> email", name: "ck_names"),
        ]
    }
}

extension ModelForms {
    static let attributes = ModelForms(
        name: "attributes of columns",
        macros: Metadata(Attributes.self),
        values: Metadata(
            Table("attributes", comment: "What \"a column\" can have", renamedFrom: "traits") {
                Column("number", .bigInt).primaryKey()
                Column("word", .varchar(20)).defaulting(to: "it's").comment("It's a \"word\"").renamed(from: "term")
                Column("count", .int).defaulting(to: 5)
                Column("rate", .decimal(3, 2)).defaulting(to: .literal("0.10"))
                Column("ratio", .double).defaulting(to: 2.5)
                Column("is_active", .boolean).defaulting(to: true)
                Column("role", .enum(["member", "admin"])).nullable().defaulting(to: Role.admin)
                Column("token", .char(36)).defaulting(to: .sql("uuid()"))
                Column("pair", .binary(2)).defaulting(to: .bytes([0, 255]))
                Column("changed_at", .datetime(3)).defaulting(to: .currentTimestamp).updating(to: .currentTimestamp)
                Column("seen_at", .datetime()).nullable().updating(to: .sql("current_timestamp()"))
                Column("loud", .varchar(20)).nullable().generated(.stored("upper(`word`)"))
                Column("twice", .bigInt).nullable().generated(.virtual("`count` * 2"))
                Column("hidden", .bigInt).defaulting(to: 0).invisible()
            }
        ),
        yaml: """
            swiftmig: 1
            tables:
              attributes:
                comment: What "a column" can have
                renamed_from: traits
                columns:
                  number: {type: bigint, primary_key: true}
                  word: {type: varchar(20), default: it's, comment: It's a "word", renamed_from: term}
                  count: {type: int, default: 5}
                  rate: {type: "decimal(3,2)", default: "0.10"}
                  ratio: {type: double, default: 2.5}
                  is_active: {type: boolean, default: "1"}
                  role: {type: "enum('member','admin')", nullable: true, default: admin}
                  token: {type: char(36), default: {sql: uuid()}}
                  pair: {type: binary(2), default: {hex: 00ff}}
                  changed_at: {type: datetime(3), default: {sql: current_timestamp(3)}, on_update: {sql: current_timestamp(3)}}
                  seen_at: {type: datetime, nullable: true, on_update: {sql: current_timestamp()}}
                  loud: {type: varchar(20), nullable: true, generated: {sql: upper(`word`), stored: true}}
                  twice: {type: bigint, nullable: true, generated: {sql: "`count` * 2"}}
                  hidden: {type: bigint, default: 0, invisible: true}
            """
    )

    static let keys = ModelForms(
        name: "keys, indexes and checks",
        macros: Metadata(KeyOrder.self, KeyPlace.self, KeyPrefix.self, Keyless.self),
        values: Metadata(
            Table("key_orders") {
                Column("second", .bigInt)
                Column("first", .int)
                PrimaryKey("first", "second")
            },
            Table("key_places") {
                Column("first", .int).primaryKey()
                Column("second", .bigInt).primaryKey()
            },
            Table("key_prefixes") {
                Column("name", .varchar(254))
                PrimaryKey("name".prefix(20), comment: "the beginning")
            },
            Table("keyless") {
                Column("email", .varchar(254)).unique()
                Column("name", .varchar(80)).indexed()
                Column("body", .text)
                Column("place", .bigInt).nullable()
                Index("name", "place".descending)
                Index("place", name: "by_rank")
                Index("name", "email".prefix(10), kind: .unique)
                Index("body", "name", name: "words", kind: .fulltext)
                Index("place", "email", name: "noted").comment("it's noted").algorithm("btree")
                Index("email", "place", name: "unseen").invisible()
                Check("place > 0")
                Check("name <> email", name: "ck_names")
            }
        ),
        yaml: """
            swiftmig: 1
            tables:
              key_orders:
                columns: {second: bigint, first: int}
                primary_key: [first, second]
              key_places:
                columns: {first: int, second: bigint}
                primary_key: [first, second]
              key_prefixes:
                columns: {name: varchar(254)}
                primary_key: {columns: [name(20)], comment: the beginning}
              keyless:
                columns:
                  email: {type: varchar(254), unique: true}
                  name: {type: varchar(80), index: true}
                  body: text
                  place: {type: bigint, nullable: true}
                indexes:
                - {columns: [name, place desc]}
                - {name: by_rank, columns: [place]}
                - {columns: [name, email(10)], unique: true}
                - {name: words, columns: [body, name], kind: fulltext}
                - {name: noted, columns: [place, email], comment: it's noted, algorithm: btree}
                - {name: unseen, columns: [email, place], invisible: true}
                checks: [{sql: place > 0}, {name: ck_names, sql: name <> email}]
            """
    )
}
