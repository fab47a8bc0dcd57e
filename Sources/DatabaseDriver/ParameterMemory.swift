internal import CMariaDB
internal import SwiftMig

/// The text and the values of the command that a connection sends. They keep their addresses until the next command.
struct ParameterMemory: ~Copyable {
    private var bytes = UnsafeMutableRawPointer.allocate(byteCount: 1024, alignment: 8)
    private var byteCapacity = 1024
    private var byteCount = 0
    /// The size of the values in a packet.
    private var valuesSize = 0
    private var valueCount = 0
    private(set) var binds = UnsafeMutablePointer<MYSQL_BIND>.allocate(capacity: 8)
    private var numbers = UnsafeMutablePointer<UInt64>.allocate(capacity: 8)
    private var times = UnsafeMutablePointer<MYSQL_TIME>.allocate(capacity: 8)
    private var capacity = 8

    init() {}

    deinit {
        bytes.deallocate()
        binds.deallocate()
        numbers.deallocate()
        times.deallocate()
    }

    /// The text.
    var text: UnsafeBufferPointer<CChar> {
        UnsafeBufferPointer(start: bytes.assumingMemoryBound(to: CChar.self), count: byteCount)
    }

    /// The size of the packet that sends the text.
    var textPacketSize: Int { 1 + byteCount }

    /// The size of the packet that executes a statement with the values: 11 bytes, a bit for each NULL, the types.
    var executionPacketSize: Int { 11 + (valueCount + 7) / 8 + 2 * valueCount + valuesSize }

    mutating func setText(_ text: String) {
        byteCount = 0
        append(text)
    }

    /// Prepares the values for `mysql_stmt_bind_param`.
    mutating func set(_ values: [SQLValue]) {
        reserve(values.count)
        (byteCount, valuesSize, valueCount) = (0, 0, values.count)
        // Only the offsets of texts are known until the memory has its final size.
        for (place, value) in values.enumerated() {
            binds[place] = MYSQL_BIND()
            bind(value, at: place)
        }
        for place in values.indices where binds[place].buffer == nil && binds[place].buffer_type != MYSQL_TYPE_NULL {
            binds[place].buffer = bytes + Int(numbers[place])
        }
    }

    private mutating func bind(_ value: SQLValue, at place: Int) {
        switch value {
        case .null, .invalid: binds[place].buffer_type = MYSQL_TYPE_NULL
        case .int(let number): bind(UInt64(bitPattern: number), MYSQL_TYPE_LONGLONG, at: place)
        case .uint(let number):
            bind(number, MYSQL_TYPE_LONGLONG, at: place)
            binds[place].is_unsigned = 1
        case .float(let number):
            bind(UInt64(number.bitPattern), MYSQL_TYPE_FLOAT, at: place)
            valuesSize -= 4
        case .double(let number): bind(number.bitPattern, MYSQL_TYPE_DOUBLE, at: place)
        case .decimal(let number): bind("\(number)", MYSQL_TYPE_NEWDECIMAL, at: place)
        case .text(let text): bind(text, MYSQL_TYPE_VAR_STRING, at: place)
        case .bytes(let bytes):
            let start = byteCount
            bytes.withUnsafeBytes { append($0) }
            setLocation(start, MYSQL_TYPE_BLOB, at: place)
        case .date(let date): bind(MYSQL_TIME(date), MYSQL_TYPE_DATE, at: place)
        case .dateTime(let moment): bind(MYSQL_TIME(moment), MYSQL_TYPE_DATETIME, at: place)
        case .time(let time): bind(MYSQL_TIME(time), MYSQL_TYPE_TIME, at: place)
        }
    }

    private mutating func bind(_ bits: UInt64, _ type: enum_field_types, at place: Int) {
        // The servers' numbers have the byte order of the processors that Swift runs on.
        numbers[place] = bits
        binds[place].buffer_type = type
        binds[place].buffer = UnsafeMutableRawPointer(numbers + place)
        valuesSize += 8
    }

    private mutating func bind(_ text: String, _ type: enum_field_types, at place: Int) {
        let start = byteCount
        append(text)
        setLocation(start, type, at: place)
    }

    private mutating func bind(_ time: MYSQL_TIME, _ type: enum_field_types, at place: Int) {
        times[place] = time
        binds[place].buffer_type = type
        binds[place].buffer = UnsafeMutableRawPointer(times + place)
        valuesSize += time.packetSize
    }

    private mutating func setLocation(_ start: Int, _ type: enum_field_types, at place: Int) {
        binds[place].buffer_type = type
        binds[place].buffer = nil
        let length = byteCount - start
        binds[place].buffer_length = UInt(length)
        binds[place].length_value = UInt(length)
        valuesSize += length + (length < 251 ? 1 : length < 1 << 16 ? 3 : length < 1 << 24 ? 4 : 9)
        numbers[place] = UInt64(start)
    }

    // MARK: Memory

    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    private mutating func append(_ source: UnsafeRawBufferPointer) {
        if byteCount + source.count > byteCapacity {
            byteCapacity = max(2 * byteCapacity, byteCount + source.count)
            let larger = UnsafeMutableRawPointer.allocate(byteCount: byteCapacity, alignment: 8)
            larger.copyMemory(from: bytes, byteCount: byteCount)
            bytes.deallocate()
            bytes = larger
        }
        if let start = source.baseAddress { (bytes + byteCount).copyMemory(from: start, byteCount: source.count) }
        byteCount += source.count
    }

    private mutating func reserve(_ count: Int) {
        guard count > capacity else { return }
        capacity = count
        binds.deallocate()
        numbers.deallocate()
        times.deallocate()
        binds = .allocate(capacity: count)
        numbers = .allocate(capacity: count)
        times = .allocate(capacity: count)
    }
}

extension MYSQL_TIME {
    /// The size in a packet. The parts at the end that are zero are left out.
    fileprivate var packetSize: Int {
        let hasTime = hour | minute | second != 0
        if time_type == MYSQL_TIMESTAMP_TIME { return second_part != 0 ? 13 : hasTime || day != 0 ? 9 : 1 }
        return second_part != 0 ? 12 : hasTime ? 8 : year | month | day != 0 ? 5 : 1
    }

    init(_ date: CalendarDate) {
        self.init()
        year = UInt32(date.year)
        month = UInt32(date.month)
        day = UInt32(date.day)
        time_type = MYSQL_TIMESTAMP_DATE
    }

    init(_ moment: SQLDateTime) {
        self.init(moment.date)
        hour = UInt32(moment.hour)
        minute = UInt32(moment.minute)
        second = UInt32(moment.second)
        second_part = UInt(moment.microsecond)
        time_type = MYSQL_TIMESTAMP_DATETIME
    }

    init(_ time: SQLTime) {
        self.init()
        neg = time.isNegative ? 1 : 0
        // The library counts the hours beyond a day as days.
        day = UInt32(time.hours / 24)
        hour = UInt32(time.hours % 24)
        minute = UInt32(time.minutes)
        second = UInt32(time.seconds)
        second_part = UInt(time.microseconds)
        time_type = MYSQL_TIMESTAMP_TIME
    }
}
