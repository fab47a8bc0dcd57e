/// The columns of a result, which all of its rows share.
public final class ResultColumns: Sendable {
    /// A column of a result, as the server describes it.
    public struct Column: Hashable, Sendable {
        /// The name in the result: the alias, if there is one.
        public var name: String
        /// The name in the table, or an empty text for an expression.
        public var originalName: String
        /// The table's name in the statement: its alias, if there is one. An empty text for an expression.
        public var table: String
        /// The table's name in the database, or an empty text for an expression.
        public var originalTable: String
        /// The type in the protocol.
        public var type: WireType
        /// Whether the numbers are unsigned.
        public var isUnsigned: Bool
        /// Whether the values are bytes without a character set.
        public var isBinary: Bool
        /// The width in which the server displays values.
        public var length: Int
        /// The number of decimal digits after the point, or of fractional digits of a second. 31 or more if it varies.
        public var decimals: Int

        /// Creates the description of a column.
        public init(
            name: String,
            originalName: String = "",
            table: String = "",
            originalTable: String = "",
            type: WireType,
            isUnsigned: Bool = false,
            isBinary: Bool = false,
            length: Int = 0,
            decimals: Int = 0
        ) {
            self.name = name
            self.originalName = originalName
            self.table = table
            self.originalTable = originalTable
            self.type = type
            self.isUnsigned = isUnsigned
            self.isBinary = isBinary
            self.length = length
            self.decimals = decimals
        }
    }

    /// The columns in the order of the statement.
    public let columns: [Column]
    /// The formats of the columns, and one for a cell after the last one. Written once, before anybody else has the
    /// object.
    nonisolated(unsafe) let formats: UnsafePointer<CellFormat>

    /// Creates the columns of a result.
    public init(_ columns: [Column]) {
        self.columns = columns
        let formats = UnsafeMutablePointer<CellFormat>.allocate(capacity: columns.count + 1)
        for (index, column) in (columns + [Column(name: "", type: .null)]).enumerated() {
            (formats + index).initialize(to: CellFormat(column))
        }
        self.formats = UnsafePointer(formats)
    }

    deinit { formats.deallocate() }
}

/// What a cell must know of its column. It has no references, and lies outside of Swift's arrays, because cells are
/// made so often that counting references would take a third of the time.
struct CellFormat {
    var layout: CellLayout
    var type: WireType
    var isUnsigned: Bool
    var isBinary: Bool
    var decimals: UInt8

    init(_ column: ResultColumns.Column) {
        layout = CellLayout(column.type, isUnsigned: column.isUnsigned)
        type = column.type
        isUnsigned = column.isUnsigned
        isBinary = column.isBinary
        decimals = UInt8(clamping: column.decimals)
    }
}

/// How the binary protocol writes a value.
enum CellLayout: UInt8 {
    case nothing, int8, uint8, int16, uint16, int32, uint32, int64, uint64, float, double
    /// A length of one byte, and a date or a time.
    case date, time
    /// A length of one to nine bytes, and as many bytes.
    case bytes

    init(_ type: WireType, isUnsigned: Bool) {
        switch type {
        case .null: self = .nothing
        case .tinyInt: self = isUnsigned ? .uint8 : .int8
        case .smallInt: self = isUnsigned ? .uint16 : .int16
        case .year: self = .uint16
        case .int, .mediumInt: self = isUnsigned ? .uint32 : .int32
        case .bigInt: self = isUnsigned ? .uint64 : .int64
        case .float: self = .float
        case .double: self = .double
        case .date, .newDate, .dateTime, .dateTime2, .timestamp, .timestamp2: self = .date
        case .time, .time2: self = .time
        default: self = .bytes
        }
    }
}
