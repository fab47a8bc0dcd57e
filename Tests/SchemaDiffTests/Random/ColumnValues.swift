import SchemaModel

/// Values that columns of several types can hold.
enum ColumnValues {
    /// The properties of a column that decide its values.
    struct Place {
        var type: ColumnType
        var collation: String
    }

    private enum Family: Hashable {
        case integer, number, bit, text, bytes, members, moment, time, year, json, spatial, uuid, address
    }

    /// Returns three SQL literals, distinct if there are that many, or nil if nothing fits all places.
    ///
    /// - Parameter zeroDates: Whether the first of three dates has zeros.
    static func values(for places: [Place], zeroDates: Bool = false) -> [String?]? {
        let families = Set(places.compactMap(family))
        guard families.count <= 2, places.allSatisfy({ family($0) != nil }) else { return nil }
        let length = places.map { capacity(of: $0.type) }.min() ?? 0
        // BINARY pads its values permanently, so only values of its full length stay the same everywhere.
        let padded = Set(places.compactMap { if case .binary(let length) = $0.type { length } else { nil } })
        guard padded.count <= 1, padded.allSatisfy({ $0 <= length }) else { return nil }
        switch families {
        case [.integer], [.number], [.integer, .number]: return ["1", "2", "7"]
        case [.integer, .text]: return ["1", "2", "7"].map { "'\($0)'" }
        case [.bit]: return ["b'1'", "b'0'", "b'1'"]
        case [.text]:
            let isASCII = places.contains { $0.collation.hasPrefix("ascii") }
            let isWide = places.allSatisfy { $0.collation.hasPrefix("utf8mb4") }
            return [isASCII ? "1e" : isWide ? "😀1" : "1é", "2b", "3c"].map { "'\($0.prefix(length))'" }
        case [.bytes], [.bytes, .text]:
            let count = padded.first ?? min(2, length)
            return ["1a", "2b", "3c"].map { "'\(($0 + String(repeating: "x", count: count)).prefix(count))'" }
        case [.members], [.members, .text]:
            let lists = places.compactMap { members(of: $0.type) }
            let isWide = places.allSatisfy { $0.collation.hasPrefix("utf8mb4") }
            let common = lists.dropFirst().reduce(lists.first ?? []) { common, list in common.filter(list.contains) }
                .filter { $0.count <= length && (isWide || $0.utf8.allSatisfy { $0 < 0x80 }) }
            guard !common.isEmpty, padded.isEmpty else { return nil }
            return (0...2).map { "'" + common[$0 % common.count].replacing("'", with: "''") + "'" }
        case [.moment]:
            let isTimestamp = places.contains { if case .timestamp = $0.type { true } else { false } }
            let first = zeroDates ? (isTimestamp ? "'0000-00-00'" : "'2010-00-00'") : "'2020-01-01'"
            return [first, "'2020-01-02'", "'2020-01-03'"]
        case [.time]: return ["'10:11:12'", "'10:11:13'", "'10:11:14'"]
        case [.year]: return ["2001", "2002", "2003"]
        case [.json]: return ["'{\"a\": 1}'", "'{\"a\": 2}'", "'[]'"]
        case [.spatial]: return ["POINT(1, 1)", "POINT(1, 2)", "POINT(1, 3)"]
        case [.json, .text]: return length < 2 ? nil : ["'1'", "'2'", "'[]'"]
        case [.uuid]: return ["'00000000-0000-0000-0000-000000000001'", "UUID()", "UUID()"]
        case [.uuid, .text] where length >= 36:
            return (1...3).map { "'00000000-0000-0000-0000-00000000000\($0)'" }
        case [.address], [.address, .text]:
            let isShort = places.contains { $0.type == .inet4 }
            return (1...3).map { isShort ? "'10.0.0.\($0)'" : "'::\($0)'" }
        default: return nil
        }
    }

    private static func family(_ place: Place) -> Family? {
        switch place.type {
        case .integer: .integer
        case .decimal, .float, .double: .number
        case .bit: .bit
        case .char, .varchar, .text: .text
        case .binary, .varbinary, .blob: .bytes
        case .enumeration, .set: .members
        case .date, .datetime, .timestamp: .moment
        case .time: .time
        case .year: .year
        case .json: .json
        case .spatial: .spatial
        case .uuid: .uuid
        case .inet4, .inet6: .address
        case .vector, .other: nil
        }
    }

    private static func capacity(of type: ColumnType) -> Int {
        switch type {
        case .char(let length), .varchar(let length), .binary(let length), .varbinary(let length): length
        default: 99
        }
    }

    private static func members(of type: ColumnType) -> [String]? {
        switch type {
        case .enumeration(let members), .set(let members): members
        default: nil
        }
    }

    /// Returns the part of a value that survives a conversion to another type that can hold it: `7` and `7.00`, a date
    /// and its midnight, an address in either version.
    static func essence(of value: String) -> String {
        if let number = Double(value) { return "\(number)" }
        if value.hasPrefix("::ffff:") { return String(value.dropFirst(7)) }
        return value.replacing(/\.0+$/, with: "").replacing(/(\d) 00:00:00$/) { "\($0.output.1)" }
    }
}
