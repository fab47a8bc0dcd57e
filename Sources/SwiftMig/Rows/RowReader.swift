/// Reads the cells of one row in the order of the columns.
///
/// ```swift
/// let user = User(id: try row.next(), name: try row.next(), settings: try row.json())
/// ```
///
/// A reader does not own the row. It is valid only in the closure or the initialiser that it is passed to.
public struct RowReader: ~Copyable {
    /// The columns of the result.
    public let columns: ResultColumns
    private let count: Int
    private var index = 0
    private var row: Row

    private enum Row {
        /// A packet of the binary protocol.
        case binary(nulls: UnsafeRawPointer, position: UnsafeRawPointer, end: UnsafeRawPointer)
        /// Cells of the text protocol.
        case text(cells: UnsafePointer<UnsafeMutablePointer<CChar>?>, lengths: UnsafePointer<UInt>)
        /// A packet that is shorter than its own header.
        case malformed

        init(binary packet: UnsafeRawBufferPointer, columns: Int) {
            // The first two bits of the bitmap are not used.
            let header = 1 + (columns + 9) / 8
            guard let start = packet.baseAddress, packet.count >= header else {
                self = .malformed
                return
            }
            self = .binary(nulls: start + 1, position: start + header, end: start + packet.count)
        }
    }

    /// Creates a reader of a packet of the binary protocol: a zero byte, the bitmap of NULLs, and the values.
    package init(binary packet: UnsafeRawBufferPointer, columns: ResultColumns) {
        self.columns = columns
        count = columns.columns.count
        row = Row(binary: packet, columns: count)
    }

    /// Creates a reader of the cells of the text protocol, as `mysql_fetch_row` and `mysql_fetch_lengths` return them.
    package init(
        text cells: UnsafePointer<UnsafeMutablePointer<CChar>?>,
        lengths: UnsafePointer<UInt>,
        columns: ResultColumns
    ) {
        self.columns = columns
        count = columns.columns.count
        row = .text(cells: cells, lengths: lengths)
    }

    /// Starts to read another row of the same result. That is cheaper than a new reader.
    package mutating func start(binary packet: UnsafeRawBufferPointer) {
        index = 0
        row = Row(binary: packet, columns: count)
    }

    /// Starts to read another row of the same result. That is cheaper than a new reader.
    package mutating func start(text cells: UnsafePointer<UnsafeMutablePointer<CChar>?>, lengths: UnsafePointer<UInt>) {
        index = 0
        row = .text(cells: cells, lengths: lengths)
    }

    /// The number of cells that have not been read.
    public var remaining: Int { count - index }

    /// Whether the next cell is NULL. False after the last cell.
    public var isNextNull: Bool { remaining > 0 && isNull(index) }

    /// Whether one of the next cells is NULL; 0 is the next one. False after the last cell.
    package func isNull(ahead offset: Int) -> Bool { remaining > offset && isNull(index + offset) }

    /// Reads the next cell.
    ///
    /// - Throws: ``ValueError`` if the value does not fit the type, if it is NULL and the type is not an optional, or
    ///   if there is no other cell.
    @inlinable
    public mutating func next<Value: ColumnValue>(_: Value.Type = Value.self) throws(ValueError) -> Value {
        let cell = nextCell()
        return try Value(cell)
    }

    /// Reads the JSON document of the next cell.
    ///
    /// - Throws: ``ValueError`` if the value is NULL, or is not a document of the type.
    public mutating func json<Value: Decodable>(_: Value.Type = Value.self) throws(ValueError) -> Value {
        let cell = nextCell()
        return try cell.json()
    }

    /// Reads the JSON document of the next cell; nil if the cell is NULL or the document is `null`.
    ///
    /// - Throws: ``ValueError`` if the value is not a document of the type.
    public mutating func json<Value: Decodable>(_: Value?.Type = Value?.self) throws(ValueError) -> Value? {
        let cell = nextCell()
        return cell.isNull || cell.isJSONNull ? nil : try cell.json(Value.self)
    }

    /// Skips cells.
    public mutating func skip(_ count: Int = 1) {
        for _ in 0..<max(0, min(count, remaining)) { _ = nextCell() }
    }

    /// Explains which types can be read.
    @available(
        *,
        unavailable,
        message: """
            a column's value cannot be read as this type: conform the type to ColumnValue or, if it is Codable and the \
            column holds JSON, conform it to JSONColumn or declare the column with @Column(.json)
            """
    )
    public mutating func next<Value>(_ type: Value.Type = Value.self) throws(ValueError) -> Value {
        let cell = nextCell()
        throw cell.error(reading: type, "the type does not conform to ColumnValue")
    }

    // MARK: Cells

    private func isNull(_ index: Int) -> Bool {
        switch row {
        case .binary(let nulls, _, _):
            nulls.load(fromByteOffset: (index + 2) >> 3, as: UInt8.self) & (1 << UInt8((index + 2) & 7)) != 0
        case .text(let cells, _): cells[index] == nil
        case .malformed: false
        }
    }

    @usableFromInline
    mutating func nextCell() -> SQLCell {
        let index = self.index
        guard index < count else { return SQLCell(.missing, columns, index) }
        self.index = index &+ 1
        if isNull(index) { return SQLCell(.null, columns, index) }
        switch row {
        case .text(let cells, let lengths):
            let bytes = UnsafeRawBufferPointer(start: cells[index], count: Int(lengths[index]))
            return SQLCell(.bytes, columns, index, bytes)
        case .binary(let nulls, var position, let end):
            let cell = Self.cell(columns, index, &position, end)
            row = .binary(nulls: nulls, position: position, end: end)
            return cell
        case .malformed:
            return SQLCell(.malformed, columns, index)
        }
    }

    @inline(__always)
    private static func cell(
        _ columns: ResultColumns,
        _ index: Int,
        _ position: inout UnsafeRawPointer,
        _ end: UnsafeRawPointer
    ) -> SQLCell {
        func number<Number: FixedWidthInteger>(_: Number.Type, _ content: SQLCell.Content) -> SQLCell {
            guard end - position >= MemoryLayout<Number>.size else { return malformed() }
            let number = Number(littleEndian: position.loadUnaligned(as: Number.self))
            position += MemoryLayout<Number>.size
            return SQLCell(content, columns, index, bits: UInt64(truncatingIfNeeded: number))
        }
        func bytes(_ count: Int, _ content: SQLCell.Content) -> SQLCell {
            guard count >= 0, end - position >= count else { return malformed() }
            let bytes = UnsafeRawBufferPointer(start: position, count: count)
            position += count
            return SQLCell(content, columns, index, bytes)
        }
        func malformed() -> SQLCell {
            // The cells that follow cannot be found either.
            position = end
            return SQLCell(.malformed, columns, index)
        }
        switch columns.formats[index].layout {
        case .nothing: return SQLCell(.null, columns, index)
        case .int8: return number(Int8.self, .int)
        case .uint8: return number(UInt8.self, .uint)
        case .int16: return number(Int16.self, .int)
        case .uint16: return number(UInt16.self, .uint)
        case .int32: return number(Int32.self, .int)
        case .uint32: return number(UInt32.self, .uint)
        case .int64: return number(Int64.self, .int)
        case .uint64: return number(UInt64.self, .uint)
        case .float: return number(UInt32.self, .float)
        case .double: return number(UInt64.self, .double)
        case .date: return bytes(length(&position, end), .date)
        case .time: return bytes(length(&position, end), .time)
        case .bytes: return bytes(length(&position, end), .bytes)
        }
    }

    /// Reads a length-encoded integer; -1 if it is malformed.
    @inline(__always)
    private static func length(_ position: inout UnsafeRawPointer, _ end: UnsafeRawPointer) -> Int {
        guard position < end else { return -1 }
        let first = position.load(as: UInt8.self)
        position += 1
        return first < 251 ? Int(first) : longLength(first, &position, end)
    }

    private static func longLength(_ first: UInt8, _ position: inout UnsafeRawPointer, _ end: UnsafeRawPointer) -> Int {
        let width =
            switch first {
            case 252: 2
            case 253: 3
            case 254: 8
            default: 0
            }
        guard width > 0, end - position >= width else { return -1 }
        var length: UInt64 = 0
        for place in 0..<width {
            length |= UInt64(position.load(fromByteOffset: place, as: UInt8.self)) << UInt64(8 * place)
        }
        position += width
        return Int(exactly: length) ?? -1
    }
}
