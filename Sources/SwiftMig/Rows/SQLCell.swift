/// One cell of the current row.
///
/// A cell is valid only while it is read, and cannot be copied. A type of your own reads it as another type:
///
/// ```swift
/// struct Email: ColumnValue {
///     var address: String
///     init(_ cell: borrowing SQLCell) throws(ValueError) { address = try String(cell).lowercased() }
///     var sqlValue: SQLValue { address.sqlValue }
/// }
/// ```
public struct SQLCell: ~Copyable {
    /// What was found in the row.
    @usableFromInline
    enum Content: UInt8 {
        case null
        /// A number in `bits`.
        case int, uint, float, double
        /// The numbers of the binary protocol, in `bytes`.
        case date, time
        /// Bytes as the server sent them. In the text protocol, all values are bytes.
        case bytes
        /// There is no such cell.
        case missing
        /// The packet ends too early.
        case malformed
    }

    @usableFromInline let content: Content
    private let place: UnsafePointer<CellFormat>
    @usableFromInline let bits: UInt64
    let bytes: UnsafeRawBufferPointer
    private unowned(unsafe) let columns: ResultColumns

    @inline(__always)
    init(
        _ content: Content,
        _ columns: ResultColumns,
        _ index: Int,
        _ bytes: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0),
        bits: UInt64 = 0
    ) {
        self.content = content
        place = columns.formats + index
        self.bits = bits
        self.bytes = bytes
        self.columns = columns
    }

    /// Whether the cell is NULL.
    @inlinable
    public var isNull: Bool { content == .null }

    /// The type of the column in the protocol.
    public var type: WireType { place.pointee.type }

    /// The column of the cell.
    public var column: ResultColumns.Column {
        let index = place - columns.formats
        return content == .missing
            ? ResultColumns.Column(name: "column \(index + 1)", type: .null) : columns.columns[index]
    }

    /// The format of the column.
    var format: CellFormat { place.pointee }

    /// Returns an error for a value that does not fit a type.
    ///
    /// - Parameters:
    ///   - type: The type that was asked for.
    ///   - reason: Why the value does not fit, such as `'abc' is not an address`. Without it, the error says which
    ///     type the column has.
    public func error(reading type: Any.Type, _ reason: String? = nil) -> ValueError {
        let column = column
        return ValueError(
            table: column.table.isEmpty ? column.originalTable : column.table,
            column: column.name,
            type: String(describing: type),
            value: shown,
            reason: explanation(type, reason)
        )
    }

    private func explanation(_ wanted: Any.Type, _ reason: String?) -> String {
        switch content {
        case .null: "it is NULL. Read it as \(wanted)?"
        case .missing:
            columns.columns.count == 1
                ? "the result has only 1 column" : "the result has only \(columns.columns.count) columns"
        case .malformed: "the server's packet ends before it"
        default:
            reason
                ?? "\(shown) is of the type \(type.name(isUnsigned: format.isUnsigned, isBinary: format.isBinary))"
        }
    }
}
