/// A MySQL or MariaDB column type. The character set and collation are attributes of the column.
///
/// Values that the server fills in are already filled in here: `decimal` is `decimal(10,0)` and `char` is `char(1)`.
/// Display widths are nil wherever they mean nothing.
package enum ColumnType: Hashable, Sendable {
    package enum IntegerSize: String, Hashable, Sendable, CaseIterable {
        case tinyint, smallint, mediumint, int, bigint
    }

    /// The four sizes of TEXT and BLOB, smallest first.
    package enum LobSize: String, Hashable, Sendable, CaseIterable {
        case tiny, regular = "", medium, long
    }

    package enum Spatial: String, Hashable, Sendable, CaseIterable {
        case geometry, point, linestring, polygon, multipoint, multilinestring, multipolygon, geometrycollection
    }

    /// `unsigned` and `zerofill` for the numeric types; `zerofill` implies `unsigned`.
    package struct NumericAttributes: Hashable, Sendable {
        package var isUnsigned: Bool
        package var isZerofill: Bool

        package init(isUnsigned: Bool = false, isZerofill: Bool = false) {
            self.isUnsigned = isUnsigned || isZerofill
            self.isZerofill = isZerofill
        }
    }

    /// The total number of digits, and the number after the decimal point.
    package struct Precision: Hashable, Sendable {
        package var digits: Int
        package var scale: Int

        package init(digits: Int, scale: Int) {
            self.digits = digits
            self.scale = scale
        }
    }

    /// `displayWidth` is kept for `tinyint(1)`, for zerofill, and for any width that is not the server's default.
    case integer(IntegerSize, displayWidth: Int?, NumericAttributes)
    case decimal(Precision, NumericAttributes)
    case float(Precision?, NumericAttributes)
    case double(Precision?, NumericAttributes)
    case bit(Int)
    case char(Int)
    case varchar(Int)
    case binary(Int)
    case varbinary(Int)
    case text(LobSize)
    case blob(LobSize)
    case enumeration([String])
    case set([String])
    case date
    /// Fractional digits of a second, 0 to 6.
    case time(Int)
    case datetime(Int)
    case timestamp(Int)
    case year
    /// MySQL's JSON type; on MariaDB, an alias stored as `longtext` utf8mb4_bin with a `json_valid` check.
    case json
    case spatial(Spatial)
    case uuid, inet4, inet6
    case vector(Int)
    /// A type that swiftmig does not know, as the server spells it.
    case other(String)

    /// Whether columns of this type have a character set and a collation.
    package var isCharacter: Bool {
        switch self {
        case .char, .varchar, .text, .enumeration, .set: true
        case .integer, .decimal, .float, .double, .bit, .binary, .varbinary, .blob, .date, .time, .datetime,
            .timestamp, .year, .json, .spatial, .uuid, .inet4, .inet6, .vector, .other:
            false
        }
    }
}
