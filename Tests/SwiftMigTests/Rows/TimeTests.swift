import Foundation
import SwiftMig
import Testing

@Suite("Dates and times in rows")
struct TimeTests {
    private static let utc: Calendar = {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = .gmt
        return calendar
    }()

    private static func date(_ text: String, microsecond: Int = 0) throws -> Date {
        let whole = try Date(text, strategy: .iso8601)
        return Date(
            timeIntervalSinceReferenceDate: (whole.timeIntervalSinceReferenceDate * 1e6 + Double(microsecond)) / 1e6
        )
    }

    @Test(
        "A date is the moment in UTC",
        arguments: [
            (Cell.moment((2024, 2, 29, 12, 34, 56, 0), digits: 0), "2024-02-29T12:34:56Z", 0),
            (.moment((2024, 2, 29, 12, 34, 56, 789_012)), "2024-02-29T12:34:56Z", 789_012),
            (.moment((2024, 2, 29, 12, 34, 56, 789_000), digits: 3), "2024-02-29T12:34:56Z", 789_000),
            (.moment((1970, 1, 1, 0, 0, 0, 1), .timestamp), "1970-01-01T00:00:00Z", 1),
            (.moment((1969, 12, 31, 23, 59, 59, 999_999)), "1969-12-31T23:59:59Z", 999_999),
            (.moment((2038, 1, 19, 3, 14, 7, 999_999), .timestamp), "2038-01-19T03:14:07Z", 999_999),
            (.moment((1729, 1, 1, 0, 0, 0, 1)), "1729-01-01T00:00:00Z", 1),
            (.moment((2272, 12, 31, 23, 59, 59, 999_999)), "2272-12-31T23:59:59Z", 999_999),
            (.date(2024, 2, 29), "2024-02-29T00:00:00Z", 0),
        ] as [(Cell, String, Int)],
        Wire.allCases
    )
    func moments(_ example: (cell: Cell, whole: String, microsecond: Int), _ wire: Wire) throws {
        let date = try example.cell.read(Date.self, wire)
        #expect(date == (try Self.date(example.whole, microsecond: example.microsecond)))
        // There and back.
        let parts = try example.cell.read(SQLDateTime.self, wire)
        #expect(date.sqlValue == .dateTime(parts))
        #expect(parts.microsecond == example.microsecond)
        let components = Self.utc.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        let found = [parts.date.year, parts.date.month, parts.date.day, parts.hour, parts.minute, parts.second]
        let expected = [
            components.year, components.month, components.day, components.hour, components.minute, components.second,
        ]
        #expect(found == expected)
    }

    @Test("Every microsecond from 1729 to 2272 comes back", arguments: [UInt64.random(in: .min ... .max)])
    func everyMicrosecond(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20_000 {
            let parts = SQLDateTime(
                CalendarDate(
                    year: .random(in: 1729...2272, using: &random),
                    month: .random(in: 1...12, using: &random),
                    day: .random(in: 1...28, using: &random)
                ),
                hour: .random(in: 0...23, using: &random),
                minute: .random(in: 0...59, using: &random),
                second: .random(in: 0...59, using: &random),
                microsecond: .random(in: 0...999_999, using: &random)
            )
            let cell = Cell.moment(
                (
                    parts.date.year, parts.date.month, parts.date.day, parts.hour, parts.minute, parts.second,
                    parts.microsecond
                )
            )
            for wire in Wire.allCases {
                let date = try cell.read(Date.self, wire)
                try #require(date.sqlValue == .dateTime(parts), "\(parts), seed \(seed)")
            }
        }
    }

    @Test(
        "Elsewhere, a date is the nearest one",
        arguments: [(1, 1, 1), (1000, 1, 1), (9999, 12, 31), (0, 3, 1)],
        Wire.allCases
    )
    func farAway(_ day: (year: Int, month: Int, day: Int), _ wire: Wire) throws {
        let cell = Cell.moment((day.year, day.month, day.day, 23, 59, 59, 999_000))
        let date = try cell.read(Date.self, wire)
        guard case .dateTime(let parts) = date.sqlValue else {
            Issue.record("\(date.sqlValue)")
            return
        }
        #expect(parts.date == CalendarDate(year: day.year, month: day.month, day: day.day))
        #expect(abs(parts.microsecond - 999_000) <= 15)
    }

    @Test(
        "A date that no server knows is an error once it is sent",
        arguments: [.nan, .infinity, 252_423_993_600, -63_145_526_401, 1e300] as [Double]
    )
    func unknownYears(_ seconds: Double) throws {
        let value = Date(timeIntervalSinceReferenceDate: seconds).sqlValue
        let error = #expect(throws: ValueError.self) { try value.check() }
        #expect(
            error?.description
                == "Cannot send the Date \(seconds) seconds after 2001: the servers know the years 0 to 9999"
        )
    }

    @Test("The limits of the years can be sent")
    func limits() throws {
        #expect("\(Date(timeIntervalSince1970: 253_402_300_799).sqlValue)" == "'9999-12-31 23:59:59'")
        #expect("\(Date(timeIntervalSince1970: -62_167_219_200).sqlValue)" == "'0000-01-01 00:00:00'")
        // Rounded up to the next second.
        #expect("\(Date(timeIntervalSinceReferenceDate: -0.000_000_1).sqlValue)" == "'2001-01-01 00:00:00'")
        #expect("\(Date(timeIntervalSinceReferenceDate: -0.000_001).sqlValue)" == "'2000-12-31 23:59:59.999999'")
    }

    @Test(
        "Dates with zeros are nil, or an error that says what to do",
        arguments: [
            Cell.date(0, 0, 0), .date(2024, 0, 0), .date(2024, 5, 0), .date(0, 0, 5),
            .moment((0, 0, 0, 0, 0, 0, 0), digits: 0), .moment((2024, 5, 0, 12, 0, 0, 1)),
            .moment((0, 0, 0, 0, 0, 0, 0), .timestamp),
        ],
        Wire.allCases
    )
    func zeros(_ cell: Cell, _ wire: Wire) throws {
        let text = String(decoding: try #require(cell.text), as: UTF8.self)
        func check<Value: ColumnValue & Equatable>(_: Value.Type) throws {
            #expect(try cell.read(Value?.self, wire) == nil)
            let error = #expect(throws: ValueError.self) { try cell.read(Value.self, wire) }
            let advice = "Read it as \(Value.self)?, which is nil then, or as String"
            #expect(error?.reason == "the calendar has no '\(text)'. \(advice)")
        }
        try check(Date.self)
        try check(SQLDateTime.self)
        if cell.column.type == .date { try check(CalendarDate.self) }
        #expect(try cell.read(String.self, wire) == text)
        #expect(try cell.read(SQLValue?.self, wire) != nil)
        #expect(throws: Never.self) { try cell.read(SQLValue.self, wire).check() }
    }

    @Test("A date that the calendar does not have is an error, also for an optional", arguments: Wire.allCases)
    func invalidDate(_ wire: Wire) throws {
        let cell = Cell.date(2024, 2, 31)
        let error = #expect(throws: ValueError.self) { try cell.read(CalendarDate?.self, wire) }
        #expect(error?.reason == "the calendar has no '2024-02-31'. Read it as String")
        #expect(throws: ValueError.self) { try cell.read(Date?.self, wire) }
        #expect(try cell.read(String.self, wire) == "2024-02-31")
    }

    @Test(
        "Calendar dates",
        arguments: [(2024, 2, 29), (1, 1, 1), (9999, 12, 31), (1900, 2, 28)],
        Wire.allCases
    )
    func calendarDates(_ numbers: (Int, Int, Int), _ wire: Wire) throws {
        let date = CalendarDate(year: numbers.0, month: numbers.1, day: numbers.2)
        let cell = Cell.date(numbers.0, numbers.1, numbers.2)
        #expect(try cell.read(wire) == date)
        #expect(try cell.read(wire) == date.sqlValue)
        #expect(try cell.read(wire) == "\(date)")
        #expect(try cell.read(wire) == SQLDateTime(date))
        #expect(CalendarDate("\(date)") == date)
        #expect(try JSONDecoder().decode(CalendarDate.self, from: JSONEncoder().encode(date)) == date)
    }

    @Test(
        "Texts that are no date",
        arguments: [
            "", "2024-02-30", "2023-02-29", "2024-2-1", "2024-02-29 00:00:00", "0000-00-00", "12024-02-29", "x",
        ]
    )
    func noDates(_ text: String) {
        #expect(CalendarDate(text) == nil)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(CalendarDate.self, from: JSONEncoder().encode(text))
        }
    }

    @Test(
        "Times and durations",
        arguments: [
            (0, .zero), (1, .microseconds(1)), (-1, .microseconds(-1)),
            (3_020_399_999_999, .microseconds(3_020_399_999_999)),
            (-3_020_399_999_999, .microseconds(-3_020_399_999_999)), (86_400_000_000, .seconds(86_400)),
            (-3_020_399_000_000, .seconds(-3_020_399)), (90_000_500_000, .milliseconds(90_000_500)),
        ] as [(Int64, Duration)],
        Wire.allCases
    )
    func times(_ example: (microseconds: Int64, duration: Duration), _ wire: Wire) throws {
        let time = SQLTime(totalMicroseconds: example.microseconds)
        let cell = Cell.time(time)
        #expect(try cell.read(wire) == time)
        #expect(try cell.read(wire) == example.duration)
        #expect(try cell.read(wire) == SQLValue.time(time))
        #expect(try cell.read(wire) == String(decoding: try #require(cell.text), as: UTF8.self))
        #expect(example.duration.sqlValue == .time(time))
        #expect(throws: Never.self) { try time.sqlValue.check() }
    }

    @Test(
        "A duration is rounded to microseconds",
        arguments: [
            (.nanoseconds(1500), 2), (.nanoseconds(1499), 1), (.nanoseconds(-1500), -2), (.nanoseconds(499), 0),
            (.nanoseconds(-499), 0), (.nanoseconds(999_999_999), 1_000_000),
        ] as [(Duration, Int64)]
    )
    func rounding(_ duration: Duration, _ expected: Int64) {
        #expect(duration.sqlValue == .time(SQLTime(totalMicroseconds: expected)))
    }

    @Test(
        "A duration that a TIME cannot hold is an error once it is sent",
        arguments: [.seconds(839 * 3600), .seconds(-839 * 3600), .seconds(Int64.max), .seconds(Int64.min)] as [Duration]
    )
    func tooLong(_ duration: Duration) {
        let error = #expect(throws: ValueError.self) { try duration.sqlValue.check() }
        #expect(error?.reason == "a TIME is between -838:59:59.999999 and 838:59:59.999999")
    }

    @Test(
        "A value that does not fit",
        arguments: [
            (Cell.string("2024-02-29").messages(Date.self), "Date: '2024-02-29' is of the type varchar"),
            (
                Cell.moment((2024, 2, 29, 0, 0, 0, 0), digits: 0).messages(CalendarDate.self),
                "CalendarDate: '2024-02-29 00:00:00' is of the type datetime"
            ),
            (
                Cell.time(SQLTime(totalMicroseconds: 1)).messages(Date.self),
                "Date: '00:00:00.000001' is of the type time"
            ),
            (Cell.date(2024, 2, 29).messages(Duration.self), "Duration: '2024-02-29' is of the type date"),
            (Cell.integer(Int32(5)).messages(SQLDateTime.self), "SQLDateTime: 5 is of the type int"),
            (Cell.null(.date).messages(CalendarDate.self), "CalendarDate: it is NULL. Read it as CalendarDate?"),
            (Cell.null(.dateTime).messages(Date.self), "Date: it is NULL. Read it as Date?"),
            (Cell.null(.time).messages(Duration.self), "Duration: it is NULL. Read it as Duration?"),
        ] as [([String?], String)]
    )
    func errors(_ messages: [String?], _ expected: String) {
        #expect(messages == [String?](repeating: "Cannot read t.c as " + expected, count: 2))
    }
}

/// Random numbers that come again with the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
