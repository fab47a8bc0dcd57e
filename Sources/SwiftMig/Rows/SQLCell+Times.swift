extension SQLCell {
    /// The date and time of a cell that must have one.
    func moment(_ type: Any.Type) throws(ValueError) -> SQLDateTime {
        guard let parts = dateParts else { throw error(reading: type) }
        if parts.exists { return parts }
        let advice = parts.date.hasZeros ? "Read it as \(type)?, which is nil then, or as String" : "Read it as String"
        throw error(reading: type, "the calendar has no \(shown). \(advice)")
    }

    /// The TIME of a cell that must have one.
    func time(_ type: Any.Type) throws(ValueError) -> SQLTime {
        guard let parts = timeParts else { throw error(reading: type) }
        return parts
    }

    /// Whether the cell has a date whose month or day is zero.
    var hasZeroDate: Bool {
        if content == .date, bytes.count >= 4 { return bytes[2] == 0 || bytes[3] == 0 }
        return dateParts?.date.hasZeros ?? false
    }

    /// The date and time of a cell, whether the calendar has it or not; nil if the column has no dates.
    var dateParts: SQLDateTime? {
        if content == .date { return SQLDateTime(packet: bytes) }
        return content == .bytes && type.isDate ? SQLDateTime(text: bytes) : nil
    }

    var timeParts: SQLTime? {
        if content == .time { return SQLTime(packet: bytes) }
        return content == .bytes && type.isTime ? SQLTime(text: bytes) : nil
    }
}

extension CalendarDate {
    fileprivate var hasZeros: Bool { month == 0 || day == 0 }
}

extension SQLDateTime {
    /// Creates a time from its bytes in the binary protocol, of which the server omits zeros at the end.
    fileprivate init?(packet bytes: UnsafeRawBufferPointer) {
        switch bytes.count {
        case 0: self.init(CalendarDate(year: 0, month: 0, day: 0))
        case 4, 7, 11:
            let date = CalendarDate(year: Int(bytes.number(0, UInt16.self)), month: Int(bytes[2]), day: Int(bytes[3]))
            let hasTime = bytes.count > 4
            self.init(
                date,
                hour: hasTime ? Int(bytes[4]) : 0,
                minute: hasTime ? Int(bytes[5]) : 0,
                second: hasTime ? Int(bytes[6]) : 0,
                microsecond: bytes.count > 7 ? Int(bytes.number(7, UInt32.self)) : 0
            )
        default: return nil
        }
    }

    /// Creates a time from a text such as `2024-02-29` or `2024-02-29 12:34:56.789`.
    init?(text bytes: UnsafeRawBufferPointer) {
        var reader = DigitReader(bytes)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2)
        else { return nil }
        let date = CalendarDate(year: year, month: month, day: day)
        if reader.isAtEnd {
            self.init(date)
            return
        }
        guard reader.take(" "), let hour = reader.number(2), reader.take(":"), let minute = reader.number(2),
            reader.take(":"), let second = reader.number(2), let microsecond = reader.fraction(), reader.isAtEnd
        else { return nil }
        self.init(date, hour: hour, minute: minute, second: second, microsecond: microsecond)
    }
}

extension SQLTime {
    /// Creates a time from its bytes in the binary protocol, of which the server omits zeros at the end.
    fileprivate init?(packet bytes: UnsafeRawBufferPointer) {
        switch bytes.count {
        case 0: self.init(totalMicroseconds: 0)
        case 8, 12:
            let days = Int(bytes.number(1, UInt32.self))
            // Servers send at most 34.
            guard days < 1_000_000 else { return nil }
            self.init(
                isNegative: bytes[0] != 0,
                hours: days * 24 + Int(bytes[5]),
                minutes: Int(bytes[6]),
                seconds: Int(bytes[7]),
                microseconds: bytes.count > 8 ? Int(bytes.number(8, UInt32.self)) : 0
            )
        default: return nil
        }
    }

    /// Creates a time from a text such as `12:34:56` or `-838:59:59.999999`.
    fileprivate init?(text bytes: UnsafeRawBufferPointer) {
        var reader = DigitReader(bytes)
        let isNegative = reader.take("-")
        let width = bytes.dropFirst(isNegative ? 1 : 0).prefix { $0 != UInt8(ascii: ":") }.count
        guard width <= 6, let hours = reader.number(width), reader.take(":"), let minutes = reader.number(2),
            reader.take(":"), let seconds = reader.number(2), let microseconds = reader.fraction(), reader.isAtEnd
        else { return nil }
        self.init(
            isNegative: isNegative,
            hours: hours,
            minutes: minutes,
            seconds: seconds,
            microseconds: microseconds
        )
    }

    private init(isNegative: Bool, hours: Int, minutes: Int, seconds: Int, microseconds: Int) {
        let total = Int64((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + Int64(microseconds)
        self.init(totalMicroseconds: isNegative ? -total : total)
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func number<Number: FixedWidthInteger>(_ offset: Int, _: Number.Type) -> Number {
        Number(littleEndian: loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
}

/// Reads the digits and marks of a date or a time.
private struct DigitReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: mark) else { return false }
        position += 1
        return true
    }

    mutating func number(_ digits: Int) -> Int? {
        guard digits > 0, position + digits <= bytes.count else { return nil }
        var number = 0
        for _ in 0..<digits {
            let digit = bytes[position] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            number = number * 10 + Int(digit)
            position += 1
        }
        return number
    }

    /// The microseconds after a point; 0 if there is none.
    mutating func fraction() -> Int? {
        guard take(".") else { return 0 }
        let digits = bytes.count - position
        guard (1...6).contains(digits), var fraction = number(digits) else { return nil }
        for _ in digits..<6 { fraction *= 10 }
        return fraction
    }
}
