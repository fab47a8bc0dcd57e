internal import CMariaDB
internal import SwiftMig

/// The values of many executions of one statement, column by column, as libmariadb takes them. They keep their
/// addresses as long as it lives.
final class ParameterArrays {
    let binds: UnsafeMutablePointer<MYSQL_BIND>
    private var blocks: [UnsafeMutableRawPointer] = []

    /// - Parameter rows: The values of each execution, which `ValueRun` has found to go together.
    init(_ rows: ArraySlice<[SQLValue]>, _ types: [ParameterType?]) {
        binds = .allocate(capacity: max(1, types.count))
        for (place, type) in types.enumerated() {
            // A column of NULL only has no values, whatever its type.
            binds[place] = bind(rows, place, type ?? .text)
        }
    }

    deinit {
        binds.deallocate()
        for block in blocks { block.deallocate() }
    }

    private func bind(_ rows: ArraySlice<[SQLValue]>, _ place: Int, _ type: ParameterType) -> MYSQL_BIND {
        var bind = MYSQL_BIND()
        bind.buffer_type = type.number
        bind.is_unsigned = type == .unsigned ? 1 : 0
        let indicators = allocate(CChar.self, rows.count)
        for (row, values) in rows.enumerated() {
            let isNull = values[place] == .null
            indicators[row] = CChar(truncatingIfNeeded: isNull ? STMT_INDICATOR_NULL.rawValue : 0)
        }
        bind.u.indicator = indicators
        let cells = rows.lazy.map { $0[place] }
        switch type {
        case .signed, .unsigned, .double:
            bind.buffer = UnsafeMutableRawPointer(array(of: cells.map(\.bits)))
        case .float:
            bind.buffer = UnsafeMutableRawPointer(array(of: cells.map { UInt32(truncatingIfNeeded: $0.bits) }))
        case .date, .dateTime, .time:
            let times = array(of: cells.map(\.clockTime))
            bind.buffer = UnsafeMutableRawPointer(
                array(of: rows.indices.lazy.map { times + ($0 - rows.startIndex) })
            )
        case .decimal, .text, .bytes:
            (bind.buffer, bind.length) = texts(cells.map(\.characters))
        }
        return bind
    }

    /// The addresses and the lengths of texts.
    private func texts(
        _ texts: some Sequence<[UInt8]>
    ) -> (UnsafeMutableRawPointer, UnsafeMutablePointer<UInt>) {
        let texts = Array(texts)
        let lengths = array(of: texts.lazy.map { UInt($0.count) })
        var next = allocate(UInt8.self, texts.reduce(0) { $0 + $1.count })
        let starts = allocate(UnsafeMutablePointer<UInt8>.self, texts.count)
        for (row, text) in texts.enumerated() {
            text.withUnsafeBufferPointer { source in
                if let start = source.baseAddress { next.update(from: start, count: source.count) }
            }
            starts[row] = next
            next += text.count
        }
        return (UnsafeMutableRawPointer(starts), lengths)
    }

    private func array<Values: Collection>(of values: Values) -> UnsafeMutablePointer<Values.Element> {
        let memory = allocate(Values.Element.self, values.count)
        for (index, value) in values.enumerated() { memory[index] = value }
        return memory
    }

    /// Memory for values that need no deinitialisation.
    private func allocate<Value>(_: Value.Type, _ count: Int) -> UnsafeMutablePointer<Value> {
        let memory = UnsafeMutablePointer<Value>.allocate(capacity: max(1, count))
        blocks.append(UnsafeMutableRawPointer(memory))
        return memory
    }
}

/// The executions of a statement that can be sent together: those whose values have the same types in each column, with
/// NULL in any, and which fit into a packet.
struct ValueRun {
    private(set) var types: [ParameterType?] = []
    private(set) var count = 0

    /// Finds the executions that begin with the first row.
    ///
    /// - Parameter limit: The most bytes that they may have. The first row counts even if it has more.
    init(_ rows: ArraySlice<[SQLValue]>, limit: Int) {
        guard let first = rows.first else { return }
        types = first.map(\.parameterType)
        var size = 0
        for values in rows {
            guard accepts(values) else { return }
            size += values.reduce(0) { $0 + $1.largestSize }
            guard size <= limit || count == 0 else { return }
            count += 1
        }
    }

    private mutating func accepts(_ values: [SQLValue]) -> Bool {
        guard values.count == types.count else { return false }
        var types = types
        for (place, value) in values.enumerated() {
            guard let type = value.parameterType else { continue }
            guard types[place] ?? type == type else { return false }
            types[place] = type
        }
        self.types = types
        return true
    }
}

/// How the values of a placeholder are sent.
enum ParameterType {
    case signed, unsigned, float, double, decimal, text, bytes, date, dateTime, time

    fileprivate var number: enum_field_types {
        switch self {
        case .signed, .unsigned: MYSQL_TYPE_LONGLONG
        case .float: MYSQL_TYPE_FLOAT
        case .double: MYSQL_TYPE_DOUBLE
        case .decimal: MYSQL_TYPE_NEWDECIMAL
        case .text: MYSQL_TYPE_VAR_STRING
        case .bytes: MYSQL_TYPE_BLOB
        case .date: MYSQL_TYPE_DATE
        case .dateTime: MYSQL_TYPE_DATETIME
        case .time: MYSQL_TYPE_TIME
        }
    }
}

extension SQLValue {
    /// nil for NULL, which has every type.
    fileprivate var parameterType: ParameterType? {
        switch self {
        case .null, .invalid: nil
        case .int: .signed
        case .uint: .unsigned
        case .float: .float
        case .double: .double
        case .decimal: .decimal
        case .text: .text
        case .bytes: .bytes
        case .date: .date
        case .dateTime: .dateTime
        case .time: .time
        }
    }

    /// The most bytes that it needs in a packet, with its indicator and its length.
    fileprivate var largestSize: Int {
        switch self {
        case .text(let text): text.utf8.count + 10
        case .bytes(let bytes): bytes.count + 10
        // A decimal has at most 65 digits in a column, and 38 in Swift.
        case .decimal: 180
        default: 14
        }
    }

    fileprivate var bits: UInt64 {
        switch self {
        case .int(let number): UInt64(bitPattern: number)
        case .uint(let number): number
        case .float(let number): UInt64(number.bitPattern)
        case .double(let number): number.bitPattern
        default: 0
        }
    }

    fileprivate var clockTime: MYSQL_TIME {
        switch self {
        case .date(let date): MYSQL_TIME(date)
        case .dateTime(let moment): MYSQL_TIME(moment)
        case .time(let time): MYSQL_TIME(time)
        default: MYSQL_TIME()
        }
    }

    fileprivate var characters: [UInt8] {
        switch self {
        case .text(let text): Array(text.utf8)
        case .bytes(let bytes): bytes
        case .decimal(let number): Array("\(number)".utf8)
        default: []
        }
    }
}
