import SwiftMig
import Testing

@Suite("Rows")
struct RowReaderTests {
    /// A row of ten cells, so that the bitmap of NULLs has two bytes.
    private static let row: [Cell] = [
        .integer(Int64(-1)), .null(.int), .string("abc"), .null(.dateTime), .date(2024, 2, 29), .integer(Int8(5)),
        .null(.newDecimal), .decimal("1.5"), .null(.json), .double(0.25),
    ]

    @Test("The cells are read in their order", arguments: Wire.allCases)
    func inOrder(_ wire: Wire) throws {
        try Self.row.read(wire) { (row) throws(ValueError) in
            #expect(Place(row) == Place(remaining: 10, isNull: false))
            #expect(try row.next() == Int64(-1))
            #expect(Place(row) == Place(remaining: 9, isNull: true))
            #expect(try row.next(Int?.self) == nil)
            #expect(try row.next() == "abc")
            row.skip(2)
            #expect(Place(row) == Place(remaining: 5, isNull: false))
            #expect(try row.next() == Int8(5))
            #expect(try row.next(SQLValue.self) == .null)
            #expect(try row.next() == 1.5)
            #expect(try row.json([Int]?.self) == nil)
            #expect(try row.next() == 0.25)
            #expect(Place(row) == Place(remaining: 0, isNull: false))
        }
    }

    /// A reader cannot be copied, so that no expectation can hold it.
    private struct Place: Equatable {
        var remaining: Int
        var isNull: Bool

        init(remaining: Int, isNull: Bool) {
            (self.remaining, self.isNull) = (remaining, isNull)
        }

        init(_ row: borrowing RowReader) {
            (remaining, isNull) = (row.remaining, row.isNextNull)
        }
    }

    @Test("A cell that does not fit does not hinder the next one", arguments: Wire.allCases)
    func goesOn(_ wire: Wire) throws {
        try [Cell.string("abc"), .integer(Int32(7))].read(wire) { (row) throws(ValueError) in
            #expect(throws: ValueError.self) { try row.next(Int.self) }
            #expect(try row.next() == 7)
        }
    }

    @Test("After the last cell", arguments: Wire.allCases)
    func tooFew(_ wire: Wire) throws {
        try [Cell.integer(Int32(7))].read(wire) { (row) throws(ValueError) in
            row.skip(5)
            for _ in 0..<2 {
                let error = #expect(throws: ValueError.self) { try row.next(Int?.self) }
                #expect(error?.description == "Cannot read column 2 as Int: the result has only 1 column")
            }
        }
    }

    @Test("NULL at every place", arguments: [1, 5, 6, 7, 8, 13, 14, 15, 100])
    func nulls(_ count: Int) throws {
        for place in 0..<count {
            var cells = (0..<count).map { Cell.integer(Int16($0)) }
            cells[place] = .null(.smallInt)
            try cells.read(.binary) { (row) throws(ValueError) in
                for index in 0..<count {
                    #expect(Place(row).isNull == (index == place))
                    #expect(try row.next(Int?.self) == (index == place ? nil : index))
                }
            }
        }
    }

    @Test("A packet that ends too early is an error wherever it is cut")
    func cut() throws {
        let cells: [Cell] = [
            .integer(Int64(-1)), .string("abc"), .moment((2024, 2, 29, 1, 2, 3, 4)), .double(0.25),
            .string(String(repeating: "x", count: 300)),
        ]
        let packet = cells.packet
        let columns = ResultColumns(cells.map(\.column))
        for count in 0..<packet.count {
            packet[..<count].withUnsafeBytes { bytes in
                var row = RowReader(binary: bytes, columns: columns)
                var failures = 0
                for _ in cells {
                    do throws(ValueError) {
                        _ = try row.next(SQLValue.self)
                    } catch {
                        failures += 1
                        #expect(error.reason == "the server's packet ends before it")
                    }
                }
                #expect(failures > 0)
            }
        }
    }

    @Test("Bytes that no server sends are an error, whatever they are", arguments: [UInt64.random(in: .min ... .max)])
    func noise(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let types: [WireType] = [
            .tinyInt, .bigInt, .float, .double, .newDecimal, .date, .dateTime, .timestamp, .time, .year, .bit, .json,
            .varString, .blob, .vector, .geometry, .null,
        ]
        for _ in 0..<20_000 {
            let columns = ResultColumns(
                (0..<Int.random(in: 1...9, using: &random)).map { index in
                    ResultColumns.Column(
                        name: "c\(index)",
                        type: types.randomElement(using: &random) ?? .blob,
                        isUnsigned: .random(using: &random),
                        isBinary: .random(using: &random),
                        decimals: .random(in: 0...40, using: &random)
                    )
                }
            )
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                UInt8.random(in: .min ... .max, using: &random)
            }
            bytes.withUnsafeBytes { packet in
                for read in Self.everyType {
                    var row = RowReader(binary: packet, columns: columns)
                    for _ in 0...columns.columns.count { read(&row) }
                }
            }
        }
    }

    /// Reads the next cell as each of the types, whether it fits or not.
    private static let everyType: [@Sendable (inout RowReader) -> Void] = [
        { _ = try? $0.next(SQLValue.self) }, { _ = try? $0.next(Int8.self) }, { _ = try? $0.next(UInt64.self) },
        { _ = try? $0.next(String?.self) }, { _ = try? $0.next(Double.self) }, { _ = try? $0.next(Duration.self) },
        { _ = try? $0.next(CalendarDate?.self) }, { _ = try? $0.next([Float].self) }, { _ = try? $0.json([Int].self) },
    ]

    @Test("One reader reads row after row", arguments: Wire.allCases)
    func manyRows(_ wire: Wire) throws {
        let columns = ResultColumns([Cell.integer(Int32(0)).column])
        let packets = (0..<100).map { [Cell.integer(Int32($0))].packet }
        var reader: RowReader? = nil
        var sum = 0
        for packet in packets {
            try packet.withUnsafeBytes { bytes in
                if reader == nil { reader = RowReader(binary: bytes, columns: columns) }
                reader?.start(binary: bytes)
                sum += try reader?.next(Int.self) ?? 0
            }
        }
        #expect(sum == 4950)
    }

    @Test("An expression has no table")
    func expression() {
        var cell = Cell.string("abc")
        cell.column = ResultColumns.Column(name: "MAX(age)", type: .varString)
        #expect(cell.messages(Int.self)[0] == "Cannot read MAX(age) as Int: 'abc' is of the type varchar")
    }

    @Test("Types that are not in the list come as strings", arguments: [20, 200, 241, 243, 244, 256, .max] as [UInt32])
    func unknownTypes(_ number: UInt32) {
        #expect(WireType(number: number) == .varString)
    }

    @Test(
        "The numbers of the types",
        arguments: [(0, .decimal), (242, .vector), (245, .json), (255, .geometry)] as [(UInt32, WireType)]
    )
    func types(_ number: UInt32, _ type: WireType) {
        #expect(WireType(number: number) == type)
    }
}
