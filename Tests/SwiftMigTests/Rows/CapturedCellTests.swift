import Foundation
import SwiftMig
import Testing

/// Cells as servers sent them: the bytes of the binary and of the text protocol.
@Suite("Cells of servers")
struct CapturedCellTests {
    struct Captured: Sendable, CustomTestStringConvertible {
        var servers: String
        var line: Substring
        var testDescription: String { "\(servers): \(line)" }
    }

    private static let all: [Captured] = {
        var cells: [Captured] = []
        var servers = ""
        for line in captured.split(separator: "\n") {
            if line.hasPrefix("# ") {
                servers = String(line.dropFirst(2))
            } else {
                cells.append(Captured(servers: servers, line: line))
            }
        }
        return cells
    }()

    @Test("The value is the same in both protocols", arguments: all)
    func value(_ captured: Captured) throws {
        let (cell, values) = try Self.parse(captured)
        for (wire, value) in zip(Wire.allCases, values) {
            guard value != "-" else {
                // More digits than a Decimal has.
                #expect(throws: ValueError.self) { try cell.read(SQLValue.self, wire) }
                continue
            }
            #expect(try cell.read(SQLValue.self, wire).description == value)
        }
    }

    @Test("The text of the binary protocol is that of the text protocol", arguments: all)
    func text(_ captured: Captured) throws {
        let (cell, _) = try Self.parse(captured)
        guard let text = cell.text.flatMap({ String(bytes: $0, encoding: .utf8) }), text.allSatisfy(\.isPrintable)
        else { return }
        switch cell.column.type {
        case .float, .double, .bit, .geometry, .vector: return
        // ZEROFILL and YEAR have zeros in the text protocol only.
        case _ where text.hasPrefix("0") && cell.column.type != .newDecimal && !text.contains(#/[-:.]/#): return
        default: #expect(try cell.read(String.self, .binary) == text)
        }
    }

    private static func parse(_ captured: Captured) throws -> (Cell, values: [String]) {
        let parts = captured.line.components(separatedBy: " | ")
        try #require(parts.count == 7)
        let binary = parts[4] == "NULL" ? nil : try bytes(parts[4])
        let text = parts[5] == "=" ? binary.map { Array($0.dropFirst()) } : try bytes(parts[5])
        var cell = Cell(
            WireType(number: try #require(UInt32(parts[1]))),
            binary: binary,
            text: text,
            isUnsigned: parts[2].contains("u"),
            isBinary: parts[2].contains("b")
        )
        cell.column.decimals = try #require(Int(parts[3]))
        let values = parts[6].components(separatedBy: " or ")
        return (cell, values.count == 2 ? values : [values[0], values[0]])
    }

    private static func bytes(_ hex: String) throws -> [UInt8] {
        let digits = Array(hex.utf8)
        return try stride(from: 0, to: digits.count, by: 2).map { place in
            try #require(UInt8(String(decoding: digits[place..<place + 2], as: UTF8.self), radix: 16))
        }
    }
}

extension Character {
    fileprivate var isPrintable: Bool { !unicodeScalars.contains { $0.value < 32 } }
}

/// The expression or the type of the column; the number of the type; u for unsigned and b for no character set; the
/// decimals; the bytes of the binary protocol with their length; those of the text protocol, or = for the same without
/// the length; and the value. For FLOAT, the text protocol has another value.
private let captured = """
    # MariaDB 10.11.19, MariaDB 11.8.9, MySQL 9.7.4
    i8 | 1 | b | 0 | 80 | 2d313238 | -128
    i8 | 1 | b | 0 | 7f | 313237 | 127
    i8 | 1 | b | 0 | NULL | = | NULL
    u8 | 1 | ub | 0 | 00 | 30 | 0
    u8 | 1 | ub | 0 | ff | 323535 | 255
    u8 | 1 | ub | 0 | NULL | = | NULL
    b | 1 | b | 0 | 00 | 30 | 0
    b | 1 | b | 0 | 01 | 31 | 1
    b | 1 | b | 0 | NULL | = | NULL
    i16 | 2 | b | 0 | 0080 | 2d3332373638 | -32768
    i16 | 2 | b | 0 | ff7f | 3332373637 | 32767
    i16 | 2 | b | 0 | NULL | = | NULL
    u16 | 2 | ub | 0 | 0000 | 30 | 0
    u16 | 2 | ub | 0 | ffff | 3635353335 | 65535
    u16 | 2 | ub | 0 | NULL | = | NULL
    i24 | 9 | b | 0 | 000080ff | 2d38333838363038 | -8388608
    i24 | 9 | b | 0 | ffff7f00 | 38333838363037 | 8388607
    i24 | 9 | b | 0 | NULL | = | NULL
    u24 | 9 | ub | 0 | 00000000 | 30 | 0
    u24 | 9 | ub | 0 | ffffff00 | 3136373737323135 | 16777215
    u24 | 9 | ub | 0 | NULL | = | NULL
    i32 | 3 | b | 0 | 00000080 | 2d32313437343833363438 | -2147483648
    i32 | 3 | b | 0 | ffffff7f | 32313437343833363437 | 2147483647
    i32 | 3 | b | 0 | NULL | = | NULL
    u32 | 3 | ub | 0 | 00000000 | 30 | 0
    u32 | 3 | ub | 0 | ffffffff | 34323934393637323935 | 4294967295
    u32 | 3 | ub | 0 | NULL | = | NULL
    zerofill | 3 | ub | 0 | 00000000 | 3030303030303030 | 0
    zerofill | 3 | ub | 0 | 2a000000 | 3030303030303432 | 42
    zerofill | 3 | ub | 0 | NULL | = | NULL
    i64 | 8 | b | 0 | 0000000000000080 | 2d39323233333732303336383534373735383038 | -9223372036854775808
    i64 | 8 | b | 0 | ffffffffffffff7f | 39323233333732303336383534373735383037 | 9223372036854775807
    i64 | 8 | b | 0 | NULL | = | NULL
    u64 | 8 | ub | 0 | 0000000000000000 | 30 | 0
    u64 | 8 | ub | 0 | ffffffffffffffff | 3138343436373434303733373039353531363135 | 18446744073709551615
    u64 | 8 | ub | 0 | NULL | = | NULL
    year | 13 | ub | 0 | 0000 | 30303030 | 0
    year | 13 | ub | 0 | 6b08 | 32313535 | 2155
    year | 13 | ub | 0 | 6d07 | 31393031 | 1901
    float | 4 | b | 31 | cdccccbd | 2d302e31 | -0.1
    float | 4 | b | 31 | ffff7f7f | 332e3430323832653338 | 3.4028235e+38 or 3.40282e+38
    float | 4 | b | 31 | 0000804b | 3136373737323030 | 16777216.0 or 16777200.0
    double | 5 | b | 31 | 9a9999999999b9bf | 2d302e31 | -0.1
    double | 5 | b | 31 | ffffffffffffef7f | 312e3739373639333133343836323331353765333038 | 1.7976931348623157e+308
    double | 5 | b | 31 | 0100000000000000 | 35652d333234 | 5e-324
    decimal(65,30) | 246 | b | 30 | 432d39393939393939393939393939393939393939393939393939393939393939393939392e393939393939393939393939393939393939393939393939393939393939 | = | -
    decimal(65,30) | 246 | b | 30 | 20302e303030303030303030303030303030303030303030303030303030303031 | = | 0.000000000000000000000000000001
    decimal(65,30) | 246 | b | 30 | NULL | = | NULL
    decimal(12,2) | 246 | b | 2 | 0b2d313233343536372e3830 | = | -1234567.8
    decimal(12,2) | 246 | b | 2 | 04302e3030 | = | 0
    decimal(12,2) | 246 | b | 2 | NULL | = | NULL
    bit(1) | 16 | ub | 0 | 0100 | = | 0
    bit(1) | 16 | ub | 0 | 0101 | = | 1
    bit(1) | 16 | ub | 0 | NULL | = | NULL
    bit(9) | 16 | ub | 0 | 020000 | = | 0
    bit(9) | 16 | ub | 0 | 020101 | = | 257
    bit(9) | 16 | ub | 0 | NULL | = | NULL
    bit(64) | 16 | ub | 0 | 080000000000000000 | = | 0
    bit(64) | 16 | ub | 0 | 08ffffffffffffffff | = | 18446744073709551615
    bit(64) | 16 | ub | 0 | NULL | = | NULL
    NULL | 6 | b | 0 | NULL | = | NULL
    sum | 246 | b | 0 | 022d31 | = | -1
    avg | 246 | b | 4 | 072d302e35303030 | = | -0.5
    division | 246 | b | 4 | 06332e35303030 | = | 3.5
    count | 8 | b | 0 | 0300000000000000 | 33 | 3
    bitor | 8 | ub | 0 | 0300000000000000 | 33 | 3
    char | 254 | - | 0 | 026162 | = | 'ab'
    char | 254 | - | 0 | 00 | = | ''
    varchar | 253 | - | 0 | 0c6772c3bcc39f6520f09f8e88 | = | 'grüße 🎈'
    varchar | 253 | - | 0 | 00 | = | ''
    text | 252 | - | 0 | 00 | = | ''
    text | 252 | - | 0 | NULL | = | NULL
    mediumtext | 252 | - | 0 | 0174 | = | 't'
    mediumtext | 252 | - | 0 | NULL | = | NULL
    longtext | 252 | - | 0 | 016c | = | 'l'
    longtext | 252 | - | 0 | NULL | = | NULL
    binary | 254 | b | 0 | 0400010000 | = | x'00010000'
    binary | 254 | b | 0 | NULL | = | NULL
    varbinary | 253 | b | 0 | 0400ff275c | = | x'00ff275c'
    varbinary | 253 | b | 0 | NULL | = | NULL
    blob | 252 | b | 0 | 00 | = | x''
    enum | 254 | - | 0 | 02c3bc | = | 'ü'
    enum | 254 | - | 0 | 00 | = | ''
    set | 254 | - | 0 | 03612c63 | = | 'a,c'
    set | 254 | - | 0 | 00 | = | ''
    geometry | 255 | b | 0 | 19000000000101000000000000000000f03f0000000000000040 | = | x'000000000101000000000000000000f03f0000000000000040'
    hex literal | 253 | ub | 0 | 0141 | = | x'41'
    date | 10 | b | 0 | 04e807021d | 323032342d30322d3239 | '2024-02-29'
    date | 10 | b | 0 | 00 | 303030302d30302d3030 | '0000-00-00'
    date | 10 | b | 0 | 04e8070000 | 323032342d30302d3030 | '2024-00-00'
    date | 10 | b | 0 | 040f270c1f | 393939392d31322d3331 | '9999-12-31'
    date | 10 | b | 0 | 04e807021f | 323032342d30322d3331 | '2024-02-31'
    datetime | 12 | b | 0 | 07e807021d0c2238 | 323032342d30322d32392031323a33343a3536 | '2024-02-29 12:34:56'
    datetime | 12 | b | 0 | 00 | 303030302d30302d30302030303a30303a3030 | '0000-00-00 00:00:00'
    datetime | 12 | b | 0 | 04e8070500 | 323032342d30352d30302030303a30303a3030 | '2024-05-00 00:00:00'
    datetime | 12 | b | 0 | 04e807021d | 323032342d30322d32392030303a30303a3030 | '2024-02-29 00:00:00'
    datetime(6) | 12 | b | 6 | 0be807021d0c2238140a0c00 | 323032342d30322d32392031323a33343a35362e373839303132 | '2024-02-29 12:34:56.789012'
    datetime(6) | 12 | b | 6 | 00 | 303030302d30302d30302030303a30303a30302e303030303030 | '0000-00-00 00:00:00'
    datetime(6) | 12 | b | 6 | 0b0f270c1f173b3b3f420f00 | 393939392d31322d33312032333a35393a35392e393939393939 | '9999-12-31 23:59:59.999999'
    datetime(6) | 12 | b | 6 | 0b0100010100000001000000 | 303030312d30312d30312030303a30303a30302e303030303031 | '0001-01-01 00:00:00.000001'
    datetime(3) | 12 | b | 3 | 0be807021d0c2238080a0c00 | 323032342d30322d32392031323a33343a35362e373839 | '2024-02-29 12:34:56.789000'
    datetime(3) | 12 | b | 3 | 00 | 303030302d30302d30302030303a30303a30302e303030 | '0000-00-00 00:00:00'
    datetime(3) | 12 | b | 3 | 04e8030101 | 313030302d30312d30312030303a30303a30302e303030 | '1000-01-01 00:00:00'
    datetime(3) | 12 | b | 3 | 07e807021d0c0000 | 323032342d30322d32392031323a30303a30302e303030 | '2024-02-29 12:00:00'
    time | 11 | b | 0 | 0800000000000c2238 | 31323a33343a3536 | '12:34:56'
    time | 11 | b | 0 | 080122000000163b3b | 2d3833383a35393a3539 | '-838:59:59'
    time | 11 | b | 0 | 080022000000163b3b | 3833383a35393a3539 | '838:59:59'
    time | 11 | b | 0 | 00 | 30303a30303a3030 | '00:00:00'
    time(6) | 11 | b | 6 | 0c00000000000c2238140a0c00 | 31323a33343a35362e373839303132 | '12:34:56.789012'
    time(6) | 11 | b | 6 | 0c0122000000163b3a3f420f00 | 2d3833383a35393a35382e393939393939 | '-838:59:58.999999'
    time(6) | 11 | b | 6 | 0c0022000000163b3a3f420f00 | 3833383a35393a35382e393939393939 | '838:59:58.999999'
    time(6) | 11 | b | 6 | 080001000000000000 | 32343a30303a30302e303030303030 | '24:00:00'
    time(3) | 11 | b | 3 | 0c00000000000c2238080a0c00 | 31323a33343a35362e373839 | '12:34:56.789000'
    time(3) | 11 | b | 3 | 0c0100000000000000e8030000 | 2d30303a30303a30302e303031 | '-00:00:00.001000'
    time(3) | 11 | b | 3 | 00 | 30303a30303a30302e303030 | '00:00:00'
    time(3) | 11 | b | 3 | 0c000100000001000020a10700 | 32353a30303a30302e353030 | '25:00:00.500000'
    max | 12 | b | 6 | 0b0f270c1f173b3b3f420f00 | 393939392d31322d33312032333a35393a35392e393939393939 | '9999-12-31 23:59:59.999999'
    timediff | 11 | b | 1 | 0c0000000000173b3b20a10700 | 32333a35393a35392e35 | '23:59:59.500000'
    now6 | 12 | b | 6 | 0be807021d010203801a0600 | 323032342d30322d32392030313a30323a30332e343030303030 | '2024-02-29 01:02:03.400000'
    # MariaDB 10.11.19, MariaDB 11.8.9
    TRUE | 3 | b | 0 | 01000000 | 31 | 1
    floor double | 5 | b | 0 | 0000000000000000 | 30 | 0.0
    comparison | 3 | b | 0 | 01000000 | 31 | 1
    json | 252 | - | 0 | 207b2261223a205b312c206e756c6c2c2022c3bc225d2c202262223a20302e317d | = | '{"a": [1, null, "ü"], "b": 0.1}'
    json | 252 | - | 0 | NULL | = | NULL
    json_extract | 251 | - | 39 | 0f5b312c206e756c6c2c2022c3bc225d | = | '[1, null, "ü"]'
    json_value | 251 | - | 39 | 03302e31 | = | '0.1'
    json_object | 253 | - | 39 | 087b2261223a20317d | = | '{"a": 1}'
    concat number | 253 | - | 39 | 023132 | = | '12'
    group_concat | 252 | - | 0 | 03312c32 | = | '1,2'
    user variable | 3 | b | 0 | 05000000 | 35 | 5
    timestamp | 7 | ub | 0 | 07e807021d0c2238 | 323032342d30322d32392031323a33343a3536 | '2024-02-29 12:34:56'
    timestamp | 7 | ub | 0 | 00 | 303030302d30302d30302030303a30303a3030 | '0000-00-00 00:00:00'
    timestamp(6) | 7 | ub | 6 | 0be807021d0c223801000000 | 323032342d30322d32392031323a33343a35362e303030303031 | '2024-02-29 12:34:56.000001'
    timestamp(6) | 7 | ub | 6 | 00 | 303030302d30302d30302030303a30303a30302e303030303030 | '0000-00-00 00:00:00'
    date_add | 254 | - | 0 | 0a323032342d30322d3031 | = | '2024-02-01'
    coalesce | 253 | - | 39 | 0a323032342d30322d3239 | = | '2024-02-29'
    uuid | 254 | u | 0 | 2431323365343536372d653839622d313264332d613435362d343236363134313734303030 | = | '123e4567-e89b-12d3-a456-426614174000'
    inet4 | 254 | u | 0 | 0b3139322e3136382e302e31 | = | '192.168.0.1'
    inet6 | 254 | u | 0 | 16323030313a6462383a3a666630303a34323a38333239 | = | '2001:db8::ff00:42:8329'
    # MariaDB 11.8.9
    vector | 253 | b | 0 | 0c0000803f000000c0cdcccc3d | = | x'0000803f000000c0cdcccc3d'
    # MySQL 9.7.4
    TRUE | 8 | b | 0 | 0100000000000000 | 31 | 1
    floor double | 5 | b | 31 | 0000000000000000 | 30 | 0.0
    comparison | 8 | b | 0 | 0100000000000000 | 31 | 1
    json | 245 | b | 0 | 207b2261223a205b312c206e756c6c2c2022c3bc225d2c202262223a20302e317d | = | '{"a": [1, null, "ü"], "b": 0.1}'
    json | 245 | b | 0 | NULL | = | NULL
    json_extract | 245 | - | 31 | 0f5b312c206e756c6c2c2022c3bc225d | = | '[1, null, "ü"]'
    json_value | 253 | - | 31 | 03302e31 | = | '0.1'
    json_object | 245 | - | 31 | 087b2261223a20317d | = | '{"a": 1}'
    concat number | 253 | - | 31 | 023132 | = | '12'
    group_concat | 251 | - | 31 | 03312c32 | = | '1,2'
    user variable | 8 | b | 0 | 0500000000000000 | 35 | 5
    timestamp | 7 | b | 0 | 07e807021d0c2238 | 323032342d30322d32392031323a33343a3536 | '2024-02-29 12:34:56'
    timestamp | 7 | b | 0 | 00 | 303030302d30302d30302030303a30303a3030 | '0000-00-00 00:00:00'
    timestamp(6) | 7 | b | 6 | 0be807021d0c223801000000 | 323032342d30322d32392031323a33343a35362e303030303031 | '2024-02-29 12:34:56.000001'
    timestamp(6) | 7 | b | 6 | 00 | 303030302d30302d30302030303a30303a30302e303030303030 | '0000-00-00 00:00:00'
    date_add | 254 | - | 31 | 0a323032342d30322d3031 | = | '2024-02-01'
    coalesce | 253 | - | 31 | 0a323032342d30322d3239 | = | '2024-02-29'
    vector | 242 | b | 31 | 0c0000803f000000c0cdcccc3d | = | x'0000803f000000c0cdcccc3d'
    """
