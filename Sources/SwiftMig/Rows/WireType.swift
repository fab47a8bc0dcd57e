/// The type of a column of a result, with the number that it has in the servers' protocol.
public enum WireType: UInt8, Hashable, Sendable {
    /// DECIMAL before MySQL 5.0.
    case decimal = 0
    /// TINYINT, and so BOOLEAN.
    case tinyInt = 1
    /// SMALLINT.
    case smallInt = 2
    /// INT.
    case int = 3
    /// FLOAT.
    case float = 4
    /// DOUBLE.
    case double = 5
    /// The word NULL.
    case null = 6
    /// TIMESTAMP.
    case timestamp = 7
    /// BIGINT.
    case bigInt = 8
    /// MEDIUMINT.
    case mediumInt = 9
    /// DATE.
    case date = 10
    /// TIME.
    case time = 11
    /// DATETIME.
    case dateTime = 12
    /// YEAR.
    case year = 13
    /// DATE, as servers store it.
    case newDate = 14
    /// VARCHAR, as servers store it.
    case varChar = 15
    /// BIT.
    case bit = 16
    /// TIMESTAMP with fractional seconds, as servers store it.
    case timestamp2 = 17
    /// DATETIME with fractional seconds, as servers store it.
    case dateTime2 = 18
    /// TIME with fractional seconds, as servers store it.
    case time2 = 19
    /// VECTOR of MySQL. MariaDB sends vectors as ``varString``.
    case vector = 242
    /// JSON of MySQL. MariaDB sends JSON as ``blob``.
    case json = 245
    /// DECIMAL.
    case newDecimal = 246
    /// ENUM, as servers store it. They send it as ``string``.
    case `enum` = 247
    /// SET, as servers store it. They send it as ``string``.
    case set = 248
    /// TINYBLOB and TINYTEXT.
    case tinyBlob = 249
    /// MEDIUMBLOB and MEDIUMTEXT.
    case mediumBlob = 250
    /// LONGBLOB and LONGTEXT.
    case longBlob = 251
    /// BLOB and TEXT.
    case blob = 252
    /// VARCHAR and VARBINARY.
    case varString = 253
    /// CHAR and BINARY, ENUM and SET.
    case string = 254
    /// Any geometry.
    case geometry = 255
}

extension WireType {
    /// Creates a type from the protocol's number. The types that are not in this list, all newer than it, come as
    /// strings.
    package init(number: UInt32) {
        self = UInt8(exactly: number).flatMap(WireType.init(rawValue:)) ?? .varString
    }

    var isInteger: Bool {
        switch self {
        case .tinyInt, .smallInt, .int, .bigInt, .mediumInt, .year: true
        default: false
        }
    }

    var isDecimal: Bool { self == .newDecimal || self == .decimal }

    var isFloatingPoint: Bool { self == .float || self == .double }

    /// Whether values have a day.
    var isDate: Bool {
        switch self {
        case .date, .newDate, .dateTime, .dateTime2, .timestamp, .timestamp2: true
        default: false
        }
    }

    var isTime: Bool { self == .time || self == .time2 }

    /// Whether values are text or bytes, rather than numbers or times.
    var isString: Bool { !isInteger && !isDecimal && !isFloatingPoint && !isDate && !isTime && self != .null }

    /// The name of the type in SQL.
    func name(isUnsigned: Bool, isBinary: Bool) -> String {
        let name =
            switch self {
            case .tinyInt: "tinyint"
            case .smallInt: "smallint"
            case .int: "int"
            case .mediumInt: "mediumint"
            case .bigInt: "bigint"
            case .year: "year"
            case .decimal, .newDecimal: "decimal"
            case .float: "float"
            case .double: "double"
            case .null: "NULL"
            case .date, .newDate: "date"
            case .dateTime, .dateTime2: "datetime"
            case .timestamp, .timestamp2: "timestamp"
            case .time, .time2: "time"
            case .bit: "bit"
            case .vector: "vector"
            case .json: "json"
            case .enum: "enum"
            case .set: "set"
            case .geometry: "geometry"
            case .varChar, .varString: isBinary ? "varbinary" : "varchar"
            case .string: isBinary ? "binary" : "char"
            case .tinyBlob: isBinary ? "tinyblob" : "tinytext"
            case .mediumBlob: isBinary ? "mediumblob" : "mediumtext"
            case .longBlob: isBinary ? "longblob" : "longtext"
            case .blob: isBinary ? "blob" : "text"
            }
        return isUnsigned && isInteger && self != .year ? name + " unsigned" : name
    }
}
