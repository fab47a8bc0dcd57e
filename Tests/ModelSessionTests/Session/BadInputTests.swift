import MariaDBClient
import SwiftMig
import SwiftMigData
import SwiftMigMacros
import SwiftMigQueries
import TestSupport
import Testing

@Table("entries")
struct Entry {
    var number: Int
}

/// What cannot work, and what the errors say about it.
@Suite struct SessionBadInputTests {
    /// A table or a column that a model has, and the database has not.
    @Test(
        arguments: [
            ("DROP TABLE profiles", "profiles"), ("ALTER TABLE profiles DROP COLUMN bio", "bio"),
        ]
    )
    func theDatabaseIsBehindItsModels(change: String, name: String) async throws {
        let cases = try LoggedCases(rows: [change])
        let attempts: [(Session) async throws -> Void] = [
            { _ = try await $0.fetch(Profile.all) }, { _ = try await $0.get(Profile.self, 1) },
            { _ = try await $0.insert(Profile.New(userID: 2)) },
            {
                $0.add(Profile.New(userID: 2))
                try await $0.flush()
            },
            { _ = try await $0.fetch(User.including(User.profile.included)) },
        ]
        for attempt in attempts {
            try await cases.engine.session { session in
                let error = await #expect(throws: DatabaseError.self) { try await attempt(session) }
                let words = error.map { "\($0)" } ?? ""
                #expect(words.contains(name) && words.contains("swiftmig upgrade"), "\(words)")
            }
        }
        await cases.end()
    }

    /// A value that the model cannot hold names the column.
    @Test func aRowThatTheModelCannotHold() async throws {
        let cases = try LoggedCases(rows: [
            "ALTER TABLE users MODIFY role VARCHAR(20)", "UPDATE users SET role = 'guest' WHERE id = 2",
        ])
        do {
            _ = try await cases.engine.fetch(User.all)
            Issue.record("the row was read")
        } catch DatabaseError.decoding(let error) {
            #expect(error.table == "users" && error.column == "role" && error.value.contains("guest"))
        }
        await cases.end()
    }

    /// Values that no column holds name the row and the column, and are not sent.
    @Test func aValueThatCannotBeSent() async throws {
        let cases = try LoggedCases(also: [EveryOptional.self])
        var rows = (0..<10).map { _ in EveryOptional.New() }
        rows[7].double = .nan
        let wrong = rows
        try await cases.engine.session { session in
            do {
                try await session.insert(wrong)
                Issue.record("the rows were inserted")
            } catch DatabaseError.decoding(let error) {
                #expect(error.reason.contains("row [7], column 'double'"), "\(error)")
                #expect(error.reason.contains("insert at ModelSessionTests/BadInputTests.swift"))
            }
            let count = try await session.count(EveryOptional.all)
            #expect(count == 0)
        }
        await cases.end()
    }

    /// A row without a primary key cannot be found again.
    @Test func aRowWithoutAKey() async throws {
        let cases = try LoggedCases(also: [Entry.self])
        let attempts: [(Session, Entry) async throws -> Void] = [
            { $0.save($1) }, { $0.delete($1) }, { _ = try await $0.refresh($1) },
        ]
        for attempt in attempts {
            do {
                try await cases.engine.transaction { session in
                    session.add(Entry.New(number: 1))
                    let entry = try await session.one(Entry.all)
                    try await attempt(session, entry)
                }
                Issue.record("the row was found")
            } catch DatabaseError.notSupported(let reason) {
                #expect(reason.contains("'entries' has no primary key"))
            }
        }
        await cases.end()
    }

    /// What the compiler refuses.
    @Test(
        arguments: [
            ("_ = try await session.get(Seat.self, 1)", "error: "),
            ("_ = try await session.get(Seat.self, 1, 2)", "cannot convert value of type 'Int'"),
            ("session.add(Seat.New(number: 1))", "missing argument for parameter 'line'"),
            ("async let one = session.insert(Seat.New(line: \"a\", number: 1)); session.flush()", "session"),
            ("Task { session.add(Seat.New(line: \"a\", number: 1)) }; session.delete(seat)", "session"),
        ]
    )
    func misuse(code: String, message: String) throws {
        let text = """
            import SwiftMigData
            import SwiftMigMacros
            @Table("seats") struct Seat {
                @Column(.char(1), primaryKey: 1) let line: String
                @Column(primaryKey: 2) let number: Int
            }
            func use(_ engine: Engine, _ seat: Seat) async throws {
                try await engine.transaction { session in
                    \(code)
                }
            }
            """
        let messages = try CompiledModels.messages(for: text, as: .concurrentProgram)
        #expect(messages.contains("error: ") && messages.contains(message), "\(messages)")
    }
}
