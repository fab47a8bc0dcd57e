import MariaDBClient
import SwiftMig
import SwiftMigData
import SwiftMigMacros
import SwiftMigQueries
import TestSupport
import Testing

/// The cases of upserts, and of rows that statements return.
@Suite struct UpsertCases {
    @Test("on-duplicate-key-update") func onDuplicateKeyUpdate() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            let users = [User.New(username: "ann", age: 5), User.New(username: "dan", age: 6)]
            let result = try await session.insert(users) { old, new in
                [old.age <- old.age + new.age, old.email <- "seen"]
            }
            #expect(result.affectedRows == 3)
        }
        let isMariaDB = try PrivateServer.isMariaDB
        let clause =
            isMariaDB
            ? " ON DUPLICATE KEY UPDATE age = users.age + VALUES(age), email = ?"
            : " AS new ON DUPLICATE KEY UPDATE age = users.age + new.age, email = ?"
        #expect(
            cases.log.take().contains(
                "INSERT INTO users (username, email, age) VALUES (?, ?, ?), (?, ?, ?)" + clause
            )
        )
        #expect(
            try cases.rows("SELECT username, age, email FROM users WHERE username IN ('ann', 'dan') ORDER BY 1")
                == ["ann 35 seen", "dan 6 NULL"]
        )
        await cases.end()
    }

    /// Cases on-duplicate-same and insert-ignore: what exists remains as it is.
    @Test("on-duplicate-same") func onDuplicateSame() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            let result = try await session.insert([Tag.New(name: "red"), Tag.New(name: "new")]) { _, _ in [] }
            #expect(result.affectedRows == 2)
            let same = try await session.insert([Tag.New(name: "red")]) { old, new in [old.name <- new.name] }
            #expect(same.affectedRows == 1)
        }
        #expect(try cases.rows("SELECT COUNT(*) FROM tags") == ["4"])
        await cases.end()
    }

    @Test("on-duplicate-lastrowid") func onDuplicateLastRowID() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            let result = try await session.insert([Tag.New(name: "red")]) { old, _ in
                [old.id <- sql("LAST_INSERT_ID(\(old.id))", as: UInt32.self)]
            }
            #expect(result.lastInsertID == 1)
        }
        await cases.end()
    }

    @Test("insert-returning") func insertReturning() async throws {
        let cases = try LoggedCases()
        try await cases.engine.session { session in
            let tags = [Tag.New(name: "y"), Tag.New(name: "x")]
            if try PrivateServer.isMariaDB {
                let rows = try await session.insert(tags) { ($0.id, $0.name) }
                #expect(rows.map(\.0) == [4, 5] && rows.map(\.1) == ["y", "x"])
                let ids = try await session.execute(Tag.delete().where { $0.id > 3 }) { $0.id }
                #expect(ids == [4, 5])
            } else {
                await #expect(throws: DatabaseError.self) { try await session.insert(tags) { ($0.id, $0.name) } }
                await #expect(throws: DatabaseError.self) {
                    try await session.execute(Tag.delete().where { $0.id > 3 }) { $0.id }
                }
            }
            await #expect(throws: DatabaseError.self) {
                try await session.execute(Tag.update { [$0.name <- "z"] }.where { $0.id == 1 }) { $0.id }
            }
            // Nothing was sent that the server does not know.
            let returning = cases.log.take().filter { $0.contains("RETURNING") }
            #expect(try returning.isEmpty || PrivateServer.isMariaDB)
            let count = try await session.count(Tag.all)
            #expect(count == 3)
        }
        await cases.end()
    }
}
