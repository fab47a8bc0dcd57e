import Foundation
import SwiftMigMacros

private enum Level: String, ColumnEnum { case low, high = "it's high" }

private struct Payload: JSONColumn { var text = "" }

private struct Slug: ColumnConvertible, ColumnValue, RawRepresentable {
    var rawValue: String
    static var columnType: ColumnType { .varchar(80) }
}

@Table("numbers")
private struct Numbers {
    @Column(primaryKey: true, autoIncrement: true)
    let id: UInt64
    var int8: Int8
    var uint8: UInt8
    var int16: Int16?
    var uint16: UInt16
    var int32: Int32
    var uint32: UInt32
    var int64: Int64
    var int: Int
    var uint: UInt?
    var float: Float
    var double: Double
    var bool: Bool
    @Column(.mediumInt)
    var medium: Int32
    @Column(.mediumInt.unsigned)
    var unsignedMedium: UInt32
    @Column(.decimal(12, 2))
    var price: Decimal
    @Column(.unsigned(.decimal(10)))
    var whole: Decimal?
    @Column(.bit(9))
    var bits: UInt16
    @Column(.year)
    var year: Int16?
    @Column(.int.zerofill)
    var padded: UInt32
    @Column(.sql("double(7,3)"))
    var digits: Double
}

@Table("texts")
private struct Texts {
    @Column(primaryKey: true)
    let id: UUID
    @Column(.char(2))
    var country: String
    @Column(.varchar(254), charset: "ascii", collation: "ascii_bin")
    var email: String?
    var slug: Slug
    @Column(.tinyText)
    var tiny: String
    @Column(.text, collation: "utf8mb4_bin")
    var text: String
    @Column(.mediumText)
    var medium: String?
    @Column(.longText)
    var long: String
    @Column(.binary(20))
    var digest: Data
    @Column(.varbinary(16))
    var address: Data?
    @Column(.tinyBlob)
    var tinyBytes: Data
    @Column(.blob)
    var bytes: Data
    @Column(.mediumBlob)
    var mediumBytes: Data
    @Column(.longBlob)
    var longBytes: Data
    var payload: Payload
    @Column(.json)
    var other: [String]?
    var level: Level
    @Column(.enum(["a,b", "c\\d"]))
    var choice: String?
    @Column(.set(["red", "green"]))
    var colors: String
}

@Table("times")
private struct Times {
    @Column(primaryKey: true)
    let id: Int
    @Column(.date)
    var day: Date
    @Column(.time())
    var clock: String
    @Column(.time(3))
    var precise: String?
    @Column(.datetime())
    var second: Date
    var moment: Date
    @Column(.timestamp(3), default: .currentTimestamp)
    var stamp: Date
    @Column(.timestamp())
    var late: Date?
}

@Table("shapes")
private struct Shapes {
    @Column(primaryKey: true)
    let id: Int32
    @Column(.geometry)
    var any: Data?
    @Column(.point)
    var place: Data
    @Column(.lineString)
    var line: Data?
    @Column(.polygon)
    var area: Data?
    @Column(.multiPoint)
    var places: Data?
    @Column(.multiLineString)
    var lines: Data?
    @Column(.multiPolygon)
    var areas: Data?
    @Column(.geometryCollection)
    var everything: Data?

    static func elements(_ t: Columns) -> [TableElement] { [.spatial(t.place)] }
}

extension ModelForms {
    static let numbers = ModelForms(
        name: "numbers",
        macros: Metadata(Numbers.self),
        values: Metadata(
            Table("numbers") {
                Column("id", .bigInt.unsigned).primaryKey().autoIncrement()
                Column("int8", .tinyInt)
                Column("uint8", .tinyInt.unsigned)
                Column("int16", .smallInt).nullable()
                Column("uint16", .smallInt.unsigned)
                Column("int32", .int)
                Column("uint32", .int.unsigned)
                Column("int64", .bigInt)
                Column("int", holding: Int.self)
                Column("uint", holding: UInt?.self)
                Column("float", .float)
                Column("double", .double)
                Column("bool", .boolean)
                Column("medium", .mediumInt)
                Column("unsigned_medium", .mediumInt.unsigned)
                Column("price", .decimal(12, 2))
                Column("whole", .decimal(10).unsigned).nullable()
                Column("bits", .bit(9))
                Column("year", .year).nullable()
                Column("padded", .int.zerofill)
                Column("digits", .sql("double(7,3)"))
            }
        ),
        yaml: """
            swiftmig: 1
            tables:
              numbers:
                columns:
                  id: {type: bigint unsigned, auto_increment: true, primary_key: true}
                  int8: tinyint
                  uint8: tinyint unsigned
                  int16: {type: smallint, nullable: true}
                  uint16: smallint unsigned
                  int32: integer
                  uint32: int unsigned
                  int64: bigint
                  int: bigint
                  uint: {type: bigint unsigned, nullable: true}
                  float: float
                  double: double
                  bool: boolean
                  medium: mediumint
                  unsigned_medium: mediumint unsigned
                  price: "decimal(12,2)"
                  whole: {type: "decimal(10,0) unsigned", nullable: true}
                  bits: bit(9)
                  year: {type: year, nullable: true}
                  padded: int zerofill
                  digits: "double(7,3)"
            """
    )

    static let texts = ModelForms(
        name: "texts and bytes",
        macros: Metadata(Texts.self),
        values: Metadata(
            Table("texts") {
                Column("id", .binary(16)).primaryKey()
                Column("country", .char(2))
                Column("email", .varchar(254)).nullable().charset("ascii").collation("ascii_bin")
                Column("slug", holding: Slug.self)
                Column("tiny", .tinyText)
                Column("text", .text).collation("utf8mb4_bin")
                Column("medium", .mediumText).nullable()
                Column("long", .longText)
                Column("digest", .binary(20))
                Column("address", .varbinary(16)).nullable()
                Column("tiny_bytes", .tinyBlob)
                Column("bytes", .blob)
                Column("medium_bytes", .mediumBlob)
                Column("long_bytes", .longBlob)
                Column("payload", .json)
                Column("other", .json, holding: [String]?.self)
                Column("level", .enum(Level.self))
                Column("choice", .enum(["a,b", "c\\d"])).nullable()
                Column("colors", .set(["red", "green"]))
            }
        ),
        yaml: #"""
            swiftmig: 1
            tables:
              texts:
                columns:
                  id: {type: binary(16), primary_key: true}
                  country: char(2)
                  email: {type: varchar(254), nullable: true, charset: ascii, collation: ascii_bin}
                  slug: varchar(80)
                  tiny: tinytext
                  text: {type: text, collation: utf8mb4_bin}
                  medium: {type: mediumtext, nullable: true}
                  long: longtext
                  digest: binary(20)
                  address: {type: varbinary(16), nullable: true}
                  tiny_bytes: tinyblob
                  bytes: blob
                  medium_bytes: mediumblob
                  long_bytes: longblob
                  payload: json
                  other: {type: json, nullable: true}
                  level: enum('low','it''s high')
                  choice: {type: 'enum(''a,b'',''c\\d'')', nullable: true}
                  colors: set('red','green')
            """#
    )

    static let times = ModelForms(
        name: "times",
        macros: Metadata(Times.self),
        values: Metadata(
            Table("times") {
                Column("id", .bigInt).primaryKey()
                Column("day", .date)
                Column("clock", .time())
                Column("precise", .time(3)).nullable()
                Column("second", .datetime())
                Column("moment", .datetime(6))
                Column("stamp", .timestamp(3)).defaulting(to: .currentTimestamp)
                Column("late", .timestamp()).nullable()
            }
        ),
        yaml: """
            swiftmig: 1
            tables:
              times:
                columns:
                  id: {type: bigint, primary_key: true}
                  day: date
                  clock: time
                  precise: {type: time(3), nullable: true}
                  second: datetime
                  moment: datetime(6)
                  stamp: {type: timestamp(3), default: {sql: current_timestamp(3)}}
                  late: {type: timestamp, nullable: true}
            """
    )

    static let shapes = ModelForms(
        name: "shapes",
        macros: Metadata(Shapes.self),
        values: Metadata(
            Table("shapes") {
                Column("id", .int).primaryKey()
                Column("any", .geometry).nullable()
                Column("place", .point)
                Column("line", .lineString).nullable()
                Column("area", .polygon).nullable()
                Column("places", .multiPoint).nullable()
                Column("lines", .multiLineString).nullable()
                Column("areas", .multiPolygon).nullable()
                Column("everything", .geometryCollection).nullable()
                Index("place", kind: .spatial)
            }
        ),
        yaml: """
            swiftmig: 1
            tables:
              shapes:
                columns:
                  id: {type: int, primary_key: true}
                  any: {type: geometry, nullable: true}
                  place: point
                  line: {type: linestring, nullable: true}
                  area: {type: polygon, nullable: true}
                  places: {type: multipoint, nullable: true}
                  lines: {type: multilinestring, nullable: true}
                  areas: {type: multipolygon, nullable: true}
                  everything: {type: geometrycollection, nullable: true}
                indexes: [{columns: [place], kind: spatial}]
            """
    )
}
