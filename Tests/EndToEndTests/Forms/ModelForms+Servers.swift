import Foundation
import SwiftMigMacros

@Table("hosts")
private struct Host {
    @Column(.uuid, primaryKey: true)
    let id: UUID
    @Column(.inet4)
    var address: String
    @Column(.inet6)
    var longAddress: String?
    @Column(.text, compressed: true)
    var notes: String?
    @Column(check: "`port` > 0")
    var port: UInt16
}

@Table("prices")
private struct Price {
    let id: Int32
    @Column(.decimal(9, 2))
    var price: Decimal
    @Column(.text, versioned: false)
    var note: String?
    @Column(.date)
    var validFrom: Date
    @Column(.date)
    var validUntil: Date

    static func elements(_ t: Columns) -> [TableElement] {
        [
            .primaryKey(t.id, IndexPart.withoutOverlaps("valid")),
            .period(Period("valid", from: t.validFrom.name, to: t.validUntil.name)),
            .systemVersioning(SystemVersioning()),
        ]
    }
}

@Table("rates")
private struct Rate {
    @Column(primaryKey: true)
    let id: Int32
    @Column(.timestamp(6))
    let knownFrom: Date
    @Column(.timestamp(6))
    let knownUntil: Date

    static func elements(_ t: Columns) -> [TableElement] {
        [.systemVersioning(SystemVersioning(start: t.knownFrom.name, end: t.knownUntil.name))]
    }
}

@Table("memories")
private struct Memory {
    @Column(primaryKey: true)
    let id: UInt64
    @Column(.vector(3))
    var meaning: Data

    static func elements(_: Columns) -> [TableElement] {
        [.index(Index("meaning", kind: .vector).options(["m": "8", "distance": "cosine"]))]
    }
}

@Table("places")
private struct Place {
    @Column(primaryKey: true, format: "fixed", storage: "disk")
    let id: UInt64
    @Column(.point, srid: 4326)
    var position: Data
    @Column(.varchar(80), default: .absent)
    var name: String?
    @Column(.text, format: "dynamic")
    var words: String

    static func elements(_ t: Columns) -> [TableElement] {
        [
            .index(IndexPart.expression("lower(`name`)").descending, t.id, name: "by_name"),
            .fulltext(t.words, parser: "ngram"),
            .spatial(t.position),
            .check("id < 1000000", name: "ck_id", isEnforced: false),
        ]
    }
}

extension ModelForms {
    private static let invoices = NumberSequence(
        "invoices",
        start: 1000,
        increment: 5,
        minimum: 10,
        maximum: 100_000,
        cache: 0,
        cycles: true,
        comment: "of a year"
    )

    static let mariadb = ModelForms(
        name: "what only MariaDB has",
        servers: .mariadb("10.10"),
        macros: Metadata {
            Host.self
            Price.self
            Rate.self
            invoices
        },
        values: Metadata {
            Table("hosts") {
                Column("id", .uuid).primaryKey()
                Column("address", .inet4)
                Column("long_address", .inet6).nullable()
                Column("notes", .text).nullable().compressed()
                Column("port", .smallInt.unsigned).check("`port` > 0")
            }
            Table("prices") {
                Column("id", .int)
                Column("price", .decimal(9, 2))
                Column("note", .text).nullable().unversioned()
                Column("valid_from", .date)
                Column("valid_until", .date)
                PrimaryKey("id", IndexPart.withoutOverlaps("valid"))
                Period("valid", from: "valid_from", to: "valid_until")
                SystemVersioning()
            }
            Table("rates") {
                Column("id", .int).primaryKey()
                Column("known_from", .timestamp(6))
                Column("known_until", .timestamp(6))
                SystemVersioning(start: "known_from", end: "known_until")
            }
            invoices
        },
        yaml: """
            swiftmig: 1
            tables:
              hosts:
                columns:
                  id: {type: uuid, primary_key: true}
                  address: inet4
                  long_address: {type: inet6, nullable: true}
                  notes: {type: text, nullable: true, compressed: true}
                  port: {type: smallint unsigned, check: "`port` > 0"}
              prices:
                columns:
                  id: int
                  price: "decimal(9,2)"
                  note: {type: text, nullable: true, versioned: false}
                  valid_from: date
                  valid_until: date
                primary_key: [id, valid without overlaps]
                periods: {valid: [valid_from, valid_until]}
                system_versioning: true
              rates:
                columns: {id: {type: int, primary_key: true}, known_from: timestamp(6), known_until: timestamp(6)}
                system_versioning: {start: known_from, end: known_until}
            sequences:
              invoices: {start: 1000, increment: 5, min: 10, max: 100000, cache: 0, cycle: true, comment: of a year}
            """
    )

    static let vectors = ModelForms(
        name: "vectors",
        servers: .mariadb("11.7"),
        macros: Metadata(Memory.self),
        values: Metadata(
            Table("memories") {
                Column("id", .bigInt.unsigned).primaryKey()
                Column("meaning", .vector(3))
                Index("meaning", kind: .vector).options(["m": "8", "distance": "cosine"])
            }
        ),
        yaml: """
            swiftmig: 1
            tables:
              memories:
                columns: {id: {type: bigint unsigned, primary_key: true}, meaning: vector(3)}
                indexes: [{columns: [meaning], kind: vector, options: {m: 8, distance: cosine}}]
            """
    )

    static let mysql = ModelForms(
        name: "what only MySQL has",
        servers: .mysql,
        macros: Metadata(Place.self),
        values: Metadata(
            Table("places") {
                Column("id", .bigInt.unsigned).primaryKey().stored(format: "fixed", on: "disk")
                Column("position", .point).srid(4326)
                Column("name", .varchar(80)).nullable().defaulting(to: .absent)
                Column("words", .text).stored(format: "dynamic")
                Index(IndexPart.expression("lower(`name`)").descending, "id", name: "by_name")
                Index("words", kind: .fulltext).parser("ngram")
                Index("position", kind: .spatial)
                Check("id < 1000000", name: "ck_id", isEnforced: false)
            }
        ),
        yaml: """
            swiftmig: 1
            tables:
              places:
                columns:
                  id: {type: bigint unsigned, primary_key: true, column_format: fixed, storage: disk}
                  position: {type: point, srid: 4326}
                  name: {type: varchar(80), nullable: true, default: {none: true}}
                  words: {type: text, column_format: dynamic}
                indexes:
                - {name: by_name, columns: [{sql: lower(`name`), descending: true}, id]}
                - {columns: [words], kind: fulltext, parser: ngram}
                - {columns: [position], kind: spatial}
                checks: [{name: ck_id, sql: id < 1000000, enforced: false}]
            """
    )
}
