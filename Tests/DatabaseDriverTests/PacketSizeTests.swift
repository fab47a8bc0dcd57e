import DatabaseDriver
import MariaDBClient
import ServerPort
import SwiftMig
import TestSupport
import Testing

/// The largest packet that a server takes is one byte smaller than `max_allowed_packet`.
@Suite struct PacketSizeTests {
    /// Values of all sizes that the protocol has, before the text that fills the packet.
    private static let values: [SQLValue] = [
        .null, .int(-1), .uint(1), .float(0.5), .double(0.5), .bytes([0, 1]), .text(String(repeating: "ü", count: 200)),
        .date(CalendarDate(year: 2024, month: 2, day: 29)),
        .dateTime(SQLDateTime(CalendarDate(year: 2024, month: 2, day: 29))),
        .dateTime(SQLDateTime(CalendarDate(year: 2024, month: 2, day: 29), second: 1)),
        .dateTime(SQLDateTime(CalendarDate(year: 2024, month: 2, day: 29), microsecond: 1)),
        .time(SQLTime(totalMicroseconds: 0)), .time(SQLTime(totalMicroseconds: 90_000_000_000)),
        .time(SQLTime(totalMicroseconds: -1)),
    ]

    private static let statement =
        "SELECT " + values.map { _ in "? IS NULL" }.joined(separator: ", ") + ", LENGTH(?)"

    @Test(arguments: [DriverOptions.StatementProtocol.prepared, .text])
    func whatIsTooLargeIsNotSent(statements: DriverOptions.StatementProtocol) async throws {
        let fixture = try await DriverFixture { $0.statements = statements }
        let connection = fixture.connection
        let limit = connection.maximumPacketSize
        func run(_ count: Int) async throws -> Int? {
            let rows = try await connection.rows(
                Self.statement,
                Self.values + [.text(String(repeating: "x", count: count))]
            )
            guard case .int(let length)? = rows.first?.last else { return nil }
            return Int(length)
        }
        func refusedSize(_ count: Int) async throws -> Int {
            let error = await #expect(throws: DriverError.self) { _ = try await run(count) }
            guard case .packetTooLarge(Self.statement, let bytes, limit) = error else {
                throw TestSupportError("\(String(describing: error).prefix(500))")
            }
            return bytes
        }
        // What the packet has besides the text.
        let rest = try await refusedSize(limit - 10) - (limit - 10)
        let most = limit - 1 - rest
        #expect(try await refusedSize(most + 1) == limit)
        #expect(try await run(most) == most)
        await fixture.end()
    }

    /// The server counts the bytes that it receives.
    @Test func thePacketHasTheSizeThatIsExpected() async throws {
        let fixture = try await DriverFixture()
        let connection = fixture.connection
        func received() async throws -> Int {
            let rows = try await connection.rows("SHOW SESSION STATUS LIKE 'Bytes_received'")
            guard case .text(let count)? = rows.first?.last else { return 0 }
            return Int(count) ?? 0
        }
        let (count, more) = (connection.maximumPacketSize - 2_000, 1_990)
        let values = Self.values + [.text(String(repeating: "x", count: count))]
        // Now both statements are prepared.
        _ = try await connection.rows(Self.statement, values)
        _ = try await received()
        let start = try await received()
        let own = try await received() - start
        let before = try await received()
        _ = try await connection.rows(Self.statement, values)
        let size = try await received() - before - own
        let error = await #expect(throws: DriverError.self) {
            let text = String(repeating: "x", count: count + more)
            _ = try await connection.rows(Self.statement, Self.values + [.text(text)])
        }
        guard case .packetTooLarge(_, let bytes, _) = error else {
            Issue.record("\(String(describing: error).prefix(500))")
            return
        }
        // Each part of a packet has a header, and the last part is shorter than the others.
        let expected = bytes - more
        #expect(size == expected + 4 * (expected / 0xFF_FFFF + 1))
        await fixture.end()
    }

    /// The text of a statement has the limit as well.
    @Test func aStatementThatIsTooLargeIsNotPrepared() async throws {
        let fixture = try await DriverFixture()
        let text = "SELECT '" + String(repeating: "x", count: fixture.connection.maximumPacketSize) + "'"
        let error = await #expect(throws: DriverError.self) { _ = try await fixture.connection.execute(text) }
        guard case .packetTooLarge = error else {
            Issue.record("\(String(describing: error).prefix(500))")
            return
        }
        #expect(try await fixture.connection.rows("SELECT 1") == [[.int(1)]])
        await fixture.end()
    }
}
