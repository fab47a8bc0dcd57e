/// The type of a column, as the server spells it.
///
/// There is a name for every type of MySQL and MariaDB; ``sql(_:)`` accepts any other text. The lengths of character
/// types count characters, those of binary types bytes.
public struct ColumnType: Hashable, Sendable {
    /// The type as SQL, such as `bigint unsigned` or `varchar(254)`.
    public let sql: String

    private init(_ sql: String) {
        self.sql = sql
    }

    /// A type given by its SQL text, if it has no name here.
    public static func sql(_ text: String) -> ColumnType { ColumnType(text) }
}

// MARK: Numbers

extension ColumnType {
    /// A signed 8-bit integer, from -128 to 127.
    public static let tinyInt = ColumnType("tinyint")
    /// A signed 16-bit integer.
    public static let smallInt = ColumnType("smallint")
    /// A signed 24-bit integer.
    public static let mediumInt = ColumnType("mediumint")
    /// A signed 32-bit integer.
    public static let int = ColumnType("int")
    /// A signed 64-bit integer.
    public static let bigInt = ColumnType("bigint")
    /// `tinyint(1)`, which the servers use for `BOOLEAN`.
    public static let boolean = ColumnType("tinyint(1)")
    /// A 32-bit floating point number.
    public static let float = ColumnType("float")
    /// A 64-bit floating point number.
    public static let double = ColumnType("double")
    /// A calendar year, from 1901 to 2155.
    public static let year = ColumnType("year")

    /// An exact number with `digits` decimal digits, `scale` of them after the point.
    public static func decimal(_ digits: Int, _ scale: Int = 0) -> ColumnType {
        ColumnType("decimal(\(digits),\(scale))")
    }

    /// A field of `length` bits, 1 to 64.
    public static func bit(_ length: Int = 1) -> ColumnType { ColumnType("bit(\(length))") }

    /// The type without negative numbers.
    public static func unsigned(_ type: ColumnType) -> ColumnType { type.unsigned }

    /// The type without negative numbers.
    public var unsigned: ColumnType { ColumnType(sql + " unsigned") }

    /// The type printed with leading zeros up to its width, which implies `unsigned`.
    public var zerofill: ColumnType { ColumnType(sql + " zerofill") }
}

// MARK: Text and bytes

extension ColumnType {
    /// Text of exactly `length` characters, 0 to 255. Shorter values are padded with spaces.
    public static func char(_ length: Int) -> ColumnType { ColumnType("char(\(length))") }

    /// Text of at most `length` characters.
    public static func varchar(_ length: Int) -> ColumnType { ColumnType("varchar(\(length))") }

    /// Exactly `length` bytes, 0 to 255. Shorter values are padded with zero bytes.
    public static func binary(_ length: Int) -> ColumnType { ColumnType("binary(\(length))") }

    /// At most `length` bytes.
    public static func varbinary(_ length: Int) -> ColumnType { ColumnType("varbinary(\(length))") }

    /// Text of at most 255 bytes.
    public static let tinyText = ColumnType("tinytext")
    /// Text of at most 65,535 bytes.
    public static let text = ColumnType("text")
    /// Text of at most 16 MiB.
    public static let mediumText = ColumnType("mediumtext")
    /// Text of at most 4 GiB.
    public static let longText = ColumnType("longtext")
    /// At most 255 bytes.
    public static let tinyBlob = ColumnType("tinyblob")
    /// At most 65,535 bytes.
    public static let blob = ColumnType("blob")
    /// At most 16 MiB.
    public static let mediumBlob = ColumnType("mediumblob")
    /// At most 4 GiB.
    public static let longBlob = ColumnType("longblob")
    /// A JSON document. MariaDB stores it as `longtext` with a check.
    public static let json = ColumnType("json")

    /// One of the labels.
    public static func `enum`(_ labels: [String]) -> ColumnType { ColumnType("enum(\(list(labels)))") }

    /// One of the raw values of a Swift enumeration, in the order of its cases.
    public static func `enum`<Value: CaseIterable & RawRepresentable>(_: Value.Type) -> ColumnType
    where Value.RawValue == String {
        .enum(Value.allCases.map(\.rawValue))
    }

    /// Any number of the labels.
    public static func set(_ labels: [String]) -> ColumnType { ColumnType("set(\(list(labels)))") }

    /// Quotes labels for a session without special `sql_mode`, as documents are read.
    private static func list(_ labels: [String]) -> String {
        labels.map { label in
            var text = "'"
            for scalar in label.unicodeScalars {
                if scalar == "'" || scalar == "\\" { text.unicodeScalars.append(scalar) }
                text.unicodeScalars.append(scalar)
            }
            return text + "'"
        }
        .joined(separator: ",")
    }
}

// MARK: Time

extension ColumnType {
    /// A calendar date.
    public static let date = ColumnType("date")

    /// A time of day or a duration, with `digits` fractional digits of a second, 0 to 6.
    public static func time(_ digits: Int = 0) -> ColumnType { ColumnType("time" + fraction(digits)) }

    /// A date and time without a time zone, with `digits` fractional digits of a second, 0 to 6.
    public static func datetime(_ digits: Int = 0) -> ColumnType { ColumnType("datetime" + fraction(digits)) }

    /// A moment, stored in UTC and shown in the session's time zone, with `digits` fractional digits of a second, 0 to
    /// 6.
    public static func timestamp(_ digits: Int = 0) -> ColumnType { ColumnType("timestamp" + fraction(digits)) }

    private static func fraction(_ digits: Int) -> String { digits == 0 ? "" : "(\(digits))" }

    /// `current_timestamp` with as many fractional digits as the type, because the servers refuse any other number.
    var currentTimestamp: String {
        let digits = sql.split(separator: "(").dropFirst().first?.prefix { $0.isNumber } ?? ""
        return "current_timestamp(\(digits == "0" ? "" : digits))"
    }
}

// MARK: Other types

extension ColumnType {
    /// Any geometry.
    public static let geometry = ColumnType("geometry")
    /// A point.
    public static let point = ColumnType("point")
    /// A line through points.
    public static let lineString = ColumnType("linestring")
    /// An area.
    public static let polygon = ColumnType("polygon")
    /// A set of points.
    public static let multiPoint = ColumnType("multipoint")
    /// A set of lines.
    public static let multiLineString = ColumnType("multilinestring")
    /// A set of areas.
    public static let multiPolygon = ColumnType("multipolygon")
    /// A set of geometries.
    public static let geometryCollection = ColumnType("geometrycollection")
    /// MariaDB's native UUID (MariaDB 10.7).
    public static let uuid = ColumnType("uuid")
    /// An IPv4 address (MariaDB 10.10).
    public static let inet4 = ColumnType("inet4")
    /// An IPv6 or IPv4 address (MariaDB 10.5).
    public static let inet6 = ColumnType("inet6")

    /// A vector of `dimensions` 32-bit floating point numbers (MariaDB 11.7, MySQL 9.0).
    public static func vector(_ dimensions: Int) -> ColumnType { ColumnType("vector(\(dimensions))") }
}
