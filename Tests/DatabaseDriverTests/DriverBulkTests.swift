import DatabaseDriver
import Foundation
import MariaDBClient
import ServerPort
import SwiftMig
import TestSupport
import Testing

/// Many executions of one statement.
@Suite struct DriverBulkTests {
    @Test(arguments: DriverFixture.transports)
    func allTypesArriveAsTheyWereSent(usesThreads: Bool) async throws {
        let fixture = try await DriverFixture(usesThreads: usesThreads)
        let connection = fixture.connection
        _ = try await connection.execute(
            """
            CREATE TABLE t (
              id INT PRIMARY KEY, i BIGINT, u BIGINT UNSIGNED, f FLOAT, d DOUBLE, n DECIMAL(20, 5), s VARCHAR(20),
              b VARBINARY(20), day DATE, at DATETIME(6), span TIME(6)
            )
            """
        )
        let day = CalendarDate(year: 2024, month: 2, day: 29)
        let moment = SQLDateTime(day, hour: 12, minute: 34, second: 56, microsecond: 123_456)
        let values: [SQLValue] = [
            .int(-5), .uint(.max), .float(0.5), .double(0.1), .decimal(12.345), .text("ü'\\"), .bytes([0, 255]),
            .date(day), .dateTime(moment), .time(SQLTime(totalMicroseconds: -360_062_500_000)),
        ]
        // Each column is NULL in some row, and one row is NULL altogether.
        var rows = (0..<values.count).map { null -> [SQLValue] in
            var row = values
            row[null] = .null
            return row
        }
        rows += [values, values.map { _ in .null }]
        let numbered = rows.enumerated().map { [.int(Int64($0))] + $1 }
        let result = try await connection.executeMany("INSERT INTO t VALUES (?,?,?,?,?,?,?,?,?,?,?)", numbered)
        #expect(result.affectedRows == UInt64(rows.count))
        // Each alone, for comparison.
        _ = try await connection.execute("CREATE TABLE single LIKE t")
        for row in numbered {
            _ = try await connection.execute("INSERT INTO single VALUES (?,?,?,?,?,?,?,?,?,?,?)", row)
        }
        let stored = try await connection.rows("SELECT * FROM t ORDER BY id")
        #expect(stored == (try await connection.rows("SELECT * FROM single ORDER BY id")))
        #expect(stored.map { $0.map { $0 == .null } } == numbered.map { $0.map { $0 == .null } })
        // The statement works alone as before.
        _ = try await connection.execute("INSERT INTO t VALUES (?,?,?,?,?,?,?,?,?,?,?)", [.int(99)] + values)
        #expect(try await connection.rows("SELECT COUNT(*) FROM t") == [[.int(Int64(rows.count + 1))]])
        await fixture.end()
    }

    /// Values of other types in a column, and text that many packets hold, are sent in several parts.
    @Test func partsAreSentInOrder() async throws {
        let fixture = try await DriverFixture()
        let connection = fixture.connection
        _ = try await connection.execute("CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, s LONGTEXT)")
        let large = String(repeating: "x", count: 1 << 20)
        let rows: [[SQLValue]] =
            [[.int(1)], [.int(2)], [.text("3")], [.null], [.text("5")], [.uint(6)]]
            + (0..<9).map { _ in [.text(large)] } + [[.null], [.double(0.5)]]
        let result = try await connection.executeMany("INSERT INTO t (s) VALUES (?)", rows)
        #expect(result.affectedRows == UInt64(rows.count))
        let stored = try await connection.rows("SELECT IF(LENGTH(s) > 100, 'large', s) FROM t ORDER BY id").map {
            $0[0]
        }
        let texts = ["1", "2", "3", nil, "5", "6"] + Array(repeating: "large", count: 9) + [nil, "0.5"]
        #expect(stored == texts.map { $0.map(SQLValue.text) ?? .null })
        await fixture.end()
    }

    @Test func effectsAreAddedUp() async throws {
        let fixture = try await DriverFixture()
        let connection = fixture.connection
        _ = try await connection.execute("CREATE TABLE t (id INT PRIMARY KEY, n INT)")
        let insert = "INSERT INTO t VALUES (?, ?)"
        #expect(try await connection.executeMany(insert, []).affectedRows == 0)
        _ = try await connection.executeMany(insert, (1...100).map { [.int($0), .int(0)] })
        // One that is not there, and two that have the value already, but are found.
        let updates: [[SQLValue]] = [
            [.int(1), .int(1)], [.int(0), .int(2)], [.int(5), .int(1000)], [.int(0), .int(3)],
        ]
        #expect(try await connection.executeMany("UPDATE t SET n = ? WHERE id = ?", updates).affectedRows == 3)
        let deleted = try await connection.executeMany(
            "DELETE FROM t WHERE id > ? - 10 AND id <= ?",
            [
                [.int(20), .int(20)], [.int(90), .int(90)],
            ]
        )
        #expect(deleted.affectedRows == 20)
        #expect(try await connection.rows("SELECT COUNT(*), SUM(n) FROM t")[0][0] == .int(80))
        await fixture.end()
    }

    @Test(arguments: [
        ("INSERT INTO t VALUES (?, ?)", [[7, 0], [8, 0], [1, 0], [9, 0]]),
        ("UPDATE t SET id = ? WHERE id = ?", [[11, 2], [12, 3], [1, 4], [13, 5]]),
    ])
    func anErrorNamesTheRow(_ text: String, _ rows: [[Int64]]) async throws {
        let fixture = try await DriverFixture()
        let connection = fixture.connection
        _ = try await connection.execute("CREATE TABLE t (id INT PRIMARY KEY, n INT)")
        _ = try await connection.execute("INSERT INTO t VALUES (1, 0), (2, 0), (3, 0), (4, 0), (5, 0)")
        _ = try await connection.execute("BEGIN")
        let failure = await #expect(throws: ManyFailure.self) {
            _ = try await connection.executeMany(text, rows.map { $0.map { .int($0) } })
        }
        #expect(failure?.row == 2)
        guard case .server(let error) = failure?.error else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(error.code == .duplicateEntry && error.statement == text)
        #expect(connection.isInTransaction)
        _ = try await connection.execute("ROLLBACK")
        #expect(try await connection.rows("SELECT SUM(id) FROM t")[0] == [.decimal(15)])
        await fixture.end()
    }

    @Test func whatCannotBeSentNamesTheRow() async throws {
        let fixture = try await DriverFixture()
        let connection = fixture.connection
        for (rows, row) in [([[.int(1)], [.double(.nan)]], 1), ([[.int(1)], [.int(2)], []], 2)] as [([[SQLValue]], Int)]
        {
            let failure = await #expect(throws: ManyFailure.self) { _ = try await connection.executeMany("DO ?", rows) }
            #expect(failure?.row == row)
        }
        await fixture.end()
    }

    /// Statements that MariaDB does not run so run one by one.
    @Test func otherStatementsRunToo() async throws {
        let fixture = try await DriverFixture()
        let connection = fixture.connection
        var seen: [SQLValue] = []
        _ = try await connection.executeMany("SELECT ? + 1", [[.int(1)], [.int(2)], [.int(3)]]) {
            result throws(ValueError) in
            try result.forEachRow { row throws(ValueError) in seen.append(try row.next()) }
        }
        #expect(seen == [.int(2), .int(3), .int(4)])
        await fixture.end()
    }

    @Test func textIsSentOneByOne() async throws {
        let fixture = try await DriverFixture { $0.statements = .text }
        let connection = fixture.connection
        _ = try await connection.execute("CREATE TABLE t (id INT PRIMARY KEY)")
        #expect(try await connection.executeMany("INSERT INTO t VALUES (?)", [[.int(1)], [.int(2)]]).affectedRows == 2)
        await fixture.end()
    }

    @Test(arguments: DriverFixture.transports)
    func returnedRowsAreRead(usesThreads: Bool) async throws {
        let fixture = try await DriverFixture(usesThreads: usesThreads)
        let connection = fixture.connection
        guard connection.isMariaDB else { return await fixture.end() }
        _ = try await connection.execute("CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, n INT)")
        var ids: [SQLValue] = []
        let rows = (0..<1000).map { [SQLValue.int($0)] }
        let result = try await connection.executeMany("INSERT INTO t (n) VALUES (?) RETURNING id", rows) {
            result throws(ValueError) in
            try result.forEachRow { row throws(ValueError) in ids.append(try row.next()) }
        }
        #expect(ids == (1...1000).map(SQLValue.int) && result.affectedRows == 1000)
        await fixture.end()
    }

    @Test(arguments: DriverFixture.transports)
    func aCancelledTaskEndsThemAll(usesThreads: Bool) async throws {
        let fixture = try await DriverFixture(usesThreads: usesThreads)
        let connection = fixture.connection
        _ = try await connection.execute("CREATE TABLE t (id INT PRIMARY KEY)")
        let other = try fixture.database.connect()
        let task = Task {
            _ = try await connection.executeMany("INSERT INTO t SELECT ? + SLEEP(20)", (1...5).map { [.int($0)] })
        }
        let session = "\(connection.connectionID)"
        try await waitUntil {
            try other.execute("SHOW FULL PROCESSLIST").rows.contains {
                $0[0] == session && $0[7]?.contains("SLEEP") ?? false
            }
        }
        task.cancel()
        let failure = await #expect(throws: ManyFailure.self) { try await task.value }
        guard case .cancelled = failure?.error else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(try await connection.rows("SELECT 1") == [[.int(1)]])
        other.close()
        await fixture.end()
    }
}
