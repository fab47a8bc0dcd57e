extension SQLCell {
    /// The value for messages, shortened to about 100 characters.
    var shown: String {
        switch content {
        case .null: return "NULL"
        case .missing, .malformed: return "nothing"
        case .int: return "\(Int64(bitPattern: bits))"
        case .uint: return "\(bits)"
        case .float: return "\(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))"
        case .double: return "\(Double(bitPattern: bits))"
        case .date, .time: return timeText.map { "'\($0)'" } ?? Shown.hex(bytes)
        case .bytes:
            let isNumber = type.isInteger || type.isDecimal || type.isFloatingPoint
            if isNumber { return String(decoding: bytes, as: UTF8.self) }
            let isBytes = format.isBinary && type != .json && type.isString
            return isBytes || type.isBits ? Shown.hex(bytes) : Shown.text(bytes)
        }
    }

    /// The text of a cell: whatever has one, exactly.
    func text(_ type: Any.Type) throws(ValueError) -> String {
        switch content {
        case .int: return "\(Int64(bitPattern: bits))"
        case .uint: return "\(bits)"
        case .date, .time:
            if let text = timeText { return text }
        case .bytes where !self.type.isBits && !self.type.isFloatingPoint:
            let text = String(decoding: bytes, as: UTF8.self)
            // The server checks text, but not bytes.
            if !format.isBinary || text.utf8.elementsEqual(bytes) { return text }
            throw error(reading: type, "\(shown) is not UTF-8")
        default: break
        }
        throw error(reading: type)
    }

    /// The bytes of a cell that has text or bytes.
    func rawBytes(_ type: Any.Type) throws(ValueError) -> UnsafeRawBufferPointer {
        guard content == .bytes, self.type.isString else { throw error(reading: type) }
        return bytes
    }

    /// The date or time of a binary packet, as the text protocol has it.
    private var timeText: String? {
        // The number of digits of an expression may be unknown.
        func digits(_ microsecond: Int) -> Int {
            format.decimals <= 6 ? Int(format.decimals) : microsecond == 0 ? 0 : 6
        }
        if let time = timeParts { return time.text(digits: digits(time.microseconds)) }
        guard let parts = dateParts else { return nil }
        return type == .date || type == .newDate
            ? "\(parts.date)" : parts.text(digits: digits(parts.microsecond))
    }
}

extension WireType {
    /// Whether the bytes are never text, whatever the server says of their character set.
    fileprivate var isBits: Bool { self == .bit || self == .geometry || self == .vector }
}
