import Foundation
import SwiftMigMacros

struct Settings: JSONColumn, Hashable { var theme = "light" }

/// Codable, but no `ColumnValue`.
struct Address: Codable, Hashable, Sendable {
    var street: String
    var number: Int?
}

enum Color: String, ColumnEnum { case red, green, blue }

struct Slug: ColumnConvertible, ColumnValue, RawRepresentable, Hashable {
    var rawValue: String
    static var columnType: ColumnType { .varchar(80) }
}

/// A column of every type that all servers have.
@Table("every_type")
struct EveryType: Hashable {
    @Column(primaryKey: true, autoIncrement: true)
    let id: UInt64
    var int8: Int8
    var uint8: UInt8
    var int16: Int16
    var uint16: UInt16
    var int32: Int32
    var uint32: UInt32
    var int64: Int64
    var uint64: UInt64
    var int: Int
    var uint: UInt
    @Column(.mediumInt)
    var medium: Int32
    @Column(.mediumInt.unsigned)
    var unsignedMedium: UInt32
    var float: Float
    var double: Double
    var bool: Bool
    @Column(.decimal(30, 10))
    var decimal: Decimal
    @Column(.bit(9))
    var bits: UInt16
    @Column(.bit())
    var flag: Bool
    @Column(.year)
    var year: Int16
    @Column(.char(2))
    var country: String
    @Column(.varchar(254))
    var text: String
    @Column(.longText)
    var long: String
    var slug: Slug
    @Column(.binary(4))
    var digest: Data
    @Column(.varbinary(16))
    var bytes: [UInt8]
    @Column(.blob)
    var blob: Data
    var uuid: UUID
    @Column(.date)
    var day: CalendarDate
    @Column(.date)
    var midnight: Date
    @Column(.datetime())
    var second: Date
    var moment: Date
    @Column(.timestamp(3))
    var stamp: Date
    @Column(.time(6))
    var duration: Duration
    var color: Color
    @Column(.enum(["a,b", "it's"]))
    var choice: String
    var colors: Set<Color>
    @Column(.set(["x", "y"]))
    var letters: Set<String>
    var settings: Settings
    @Column(.json)
    var address: Address
    @Column(.json)
    var numbers: [String: [Double]]
    @Column(.json)
    var weights: [Float]
    @Column(.json)
    var document: String
    @Column(.point)
    var place: Data
}

/// The same types as optionals.
@Table("every_optional")
struct EveryOptional: Hashable {
    @Column(primaryKey: true, autoIncrement: true)
    let id: UInt64
    var int8: Int8?
    var uint64: UInt64?
    var float: Float?
    var double: Double?
    var bool: Bool?
    @Column(.decimal(30, 10))
    var decimal: Decimal?
    @Column(.bit(9))
    var bits: UInt16?
    @Column(.year)
    var year: Int?
    @Column(.varchar(254))
    var text: String?
    var slug: Slug?
    @Column(.blob)
    var blob: Data?
    @Column(.varbinary(16))
    var bytes: [UInt8]?
    var uuid: UUID?
    @Column(.date)
    var day: CalendarDate?
    var moment: Date?
    @Column(.timestamp(3))
    var stamp: Date?
    @Column(.time(6))
    var duration: Duration?
    var color: Color?
    var colors: Set<Color>?
    var settings: Settings?
    @Column(.json)
    var address: Address?
    @Column(.json)
    var numbers: Optional<[Int]>
    @Column(.geometry)
    var place: Data?
}

/// The types that only MariaDB has.
@Table("mariadb_types")
struct MariaDBTypes: Hashable {
    @Column(.uuid, primaryKey: true)
    let id: UUID
    @Column(.inet4)
    var address: String
    @Column(.inet6)
    var longAddress: String?
}

/// A type that MariaDB 11.7 and MySQL 9 have.
@Table("vectors")
struct VectorType: Hashable {
    @Column(primaryKey: true)
    let id: Int
    @Column(.vector(3))
    var meaning: [Float]
    @Column(.vector(2))
    var bytes: Data?
}
