import SwiftMig
import Testing

/// How a server sends rows.
enum Wire: CaseIterable, Sendable { case binary, text }

/// A cell as a server sends it in both protocols.
struct Cell: Sendable, CustomTestStringConvertible {
    var column: ResultColumns.Column
    /// The bytes in the binary protocol, with their length if it is sent; nil for NULL.
    var binary: [UInt8]?
    /// The bytes in the text protocol; nil for NULL.
    var text: [UInt8]?

    var testDescription: String { "\(column.type) \(text.map { String(decoding: $0, as: UTF8.self) } ?? "NULL")" }

    init(_ type: WireType, binary: [UInt8]?, text: [UInt8]?, isUnsigned: Bool = false, isBinary: Bool = false) {
        column = ResultColumns.Column(
            name: "c",
            originalName: "c",
            table: "t",
            originalTable: "t",
            type: type,
            isUnsigned: isUnsigned,
            isBinary: isBinary
        )
        (self.binary, self.text) = (binary, text)
    }

    static func null(_ type: WireType) -> Cell { Cell(type, binary: nil, text: nil) }

    static func integer<Number: FixedWidthInteger>(_ number: Number, _ type: WireType? = nil) -> Cell {
        let types: [Int: WireType] = [8: .tinyInt, 16: .smallInt, 32: .int, 64: .bigInt]
        return Cell(
            type ?? types[Number.bitWidth] ?? .bigInt,
            binary: withUnsafeBytes(of: number.littleEndian, Array.init),
            text: Array("\(number)".utf8),
            isUnsigned: !Number.isSigned
        )
    }

    static func double(_ number: Double) -> Cell {
        let bytes = withUnsafeBytes(of: number.bitPattern.littleEndian, Array.init)
        return Cell(.double, binary: bytes, text: Array("\(number)".utf8))
    }

    static func float(_ number: Float) -> Cell {
        let bytes = withUnsafeBytes(of: number.bitPattern.littleEndian, Array.init)
        return Cell(.float, binary: bytes, text: Array("\(number)".utf8))
    }

    static func decimal(_ digits: String) -> Cell { string(digits, .newDecimal) }

    static func string(_ text: String, _ type: WireType = .varString) -> Cell {
        Cell(type, binary: lengthEncoded(Array(text.utf8)), text: Array(text.utf8))
    }

    static func bytes(_ bytes: [UInt8], _ type: WireType = .varString) -> Cell {
        Cell(type, binary: lengthEncoded(bytes), text: bytes, isBinary: true)
    }

    /// A date and time. Servers omit zeros at the end.
    static func moment(
        _ numbers: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, microsecond: Int),
        _ type: WireType = .dateTime,
        digits: Int = 6
    ) -> Cell {
        let (year, month, day, hour, minute, second, microsecond) = numbers
        var bytes: [UInt8] = []
        let hasTime = hour + minute + second + microsecond > 0
        if year + month + day > 0 || hasTime {
            bytes = littleEndian(year, 2) + [UInt8(month), UInt8(day)]
            if hasTime { bytes += [UInt8(hour), UInt8(minute), UInt8(second)] }
            if microsecond > 0 { bytes += littleEndian(microsecond, 4) }
        }
        var text = "\(padded(year, 4))-\(padded(month))-\(padded(day))"
        if type != .date { text += " \(padded(hour)):\(padded(minute)):\(padded(second))" }
        if type != .date, digits > 0 { text += "." + padded(microsecond, 6).prefix(digits) }
        var cell = Cell(type, binary: [UInt8(bytes.count)] + bytes, text: Array(text.utf8), isBinary: true)
        cell.column.decimals = type == .date ? 0 : digits
        return cell
    }

    static func date(_ year: Int, _ month: Int, _ day: Int) -> Cell { moment((year, month, day, 0, 0, 0, 0), .date) }

    /// A TIME. Servers omit zeros at the end.
    static func time(_ time: SQLTime, digits: Int = 6) -> Cell {
        var bytes: [UInt8] = []
        if time.totalMicroseconds != 0 {
            bytes = [time.isNegative ? 1 : 0] + littleEndian(time.hours / 24, 4)
            bytes += [UInt8(time.hours % 24), UInt8(time.minutes), UInt8(time.seconds)]
            if time.microseconds > 0 { bytes += littleEndian(time.microseconds, 4) }
        }
        var text = time.isNegative ? "-" : ""
        text += "\(padded(time.hours)):\(padded(time.minutes)):\(padded(time.seconds))"
        if digits > 0 { text += "." + padded(time.microseconds, 6).prefix(digits) }
        var cell = Cell(.time, binary: [UInt8(bytes.count)] + bytes, text: Array(text.utf8), isBinary: true)
        cell.column.decimals = digits
        return cell
    }

    static func padded(_ number: Int, _ width: Int = 2) -> String {
        String(repeating: "0", count: max(0, width - "\(number)".count)) + "\(number)"
    }

    static func littleEndian(_ number: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    static func lengthEncoded(_ bytes: [UInt8]) -> [UInt8] {
        let length =
            switch bytes.count {
            case ..<251: [UInt8(bytes.count)]
            case ..<65_536: [252] + littleEndian(bytes.count, 2)
            case ..<16_777_216: [253] + littleEndian(bytes.count, 3)
            default: [254] + littleEndian(bytes.count, 8)
            }
        return length + bytes
    }
}

extension Cell {
    /// Reads the cell from a row of its own.
    func read<Value: ColumnValue>(_: Value.Type, _ wire: Wire) throws(ValueError) -> Value {
        try [self].read(wire) { (row) throws(ValueError) in try row.next() }
    }

    /// Reads the cell as the type that is needed.
    func read<Value: ColumnValue>(_ wire: Wire) throws(ValueError) -> Value {
        try read(Value.self, wire)
    }

    /// The message of the error in both protocols; nil if there is none.
    func messages<Value: ColumnValue>(_: Value.Type) -> [String?] {
        Wire.allCases.map { wire in
            do throws(ValueError) {
                _ = try read(Value.self, wire)
                return nil
            } catch {
                return error.description
            }
        }
    }
}

extension [Cell] {
    /// Makes a row of the cells and reads it.
    func read<Result>(
        _ wire: Wire,
        _ body: (inout RowReader) throws(ValueError) -> Result
    ) throws(ValueError) -> Result {
        let columns = ResultColumns(map(\.column))
        switch wire {
        case .binary:
            let packet = packet
            return try packet.withUnsafeBufferPointer { (bytes) throws(ValueError) in
                var row = RowReader(binary: UnsafeRawBufferPointer(bytes), columns: columns)
                return try body(&row)
            }
        case .text:
            let copies = map { cell in
                cell.text.map { text in
                    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.count + 1)
                    for (index, byte) in text.enumerated() { copy[index] = CChar(bitPattern: byte) }
                    return copy
                }
            }
            defer { for copy in copies { copy?.deallocate() } }
            let lengths = map { UInt($0.text?.count ?? 0) }
            return try copies.withUnsafeBufferPointer { (cells) throws(ValueError) in
                try lengths.withUnsafeBufferPointer { (lengths) throws(ValueError) in
                    guard let cells = cells.baseAddress, let lengths = lengths.baseAddress else {
                        throw ValueError(type: "", value: "", reason: "a row without columns")
                    }
                    var row = RowReader(text: cells, lengths: lengths, columns: columns)
                    return try body(&row)
                }
            }
        }
    }

    /// A row packet of the binary protocol.
    var packet: [UInt8] {
        var nulls = [UInt8](repeating: 0, count: (count + 9) / 8)
        for (index, cell) in enumerated() where cell.binary == nil { nulls[(index + 2) / 8] |= 1 << ((index + 2) % 8) }
        return [0] + nulls + flatMap { $0.binary ?? [] }
    }
}
