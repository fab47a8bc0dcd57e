import MariaDBClient
import SwiftMig
import SwiftMigData
import SwiftMigMacros
import SwiftMigQueries
import TestSupport
import Testing

/// The cases of the areas session, identity, expire, rollback and savepoint.
@Suite struct SessionCases {
    private static let getUser =
        "SELECT id, username, email, age, role, status, created_at FROM users WHERE id = ?"

    @Test("session-holds-connection") func sessionHoldsConnection() async throws {
        let cases = try LoggedCases()
        try await cases.engine.session { session in
            var counts = [cases.engine.status.inUse]
            _ = try await session.fetch(User.all)
            counts.append(cases.engine.status.inUse)
            try await session.commit()
            counts.append(cases.engine.status.inUse)
            _ = try await session.fetch(User.all)
            counts.append(cases.engine.status.inUse)
            await session.rollback()
            counts.append(cases.engine.status.inUse)
            #expect(counts == [0, 1, 0, 1, 0])
        }
        await cases.end()
    }

    @Test("commit-without-work") func commitWithoutWork() async throws {
        let cases = try LoggedCases()
        try await cases.engine.session { try await $0.commit() }
        try await cases.engine.transaction { _ in }
        #expect(cases.log.take().isEmpty)
        await cases.end()
    }

    @Test("close-and-reuse") func closeAndReuse() async throws {
        let cases = try LoggedCases()
        try await cases.engine.session { session in
            let user = try await session.get(User.self, 1)
            await session.rollback()
            #expect(user?.username == "ann")
            let same = try await session.get(User.self, 1)
            #expect(same == user)
        }
        #expect(cases.log.take() == [Self.getUser, "ROLLBACK", Self.getUser, "ROLLBACK"])
        await cases.end()
    }

    /// Cases detached-expired and expire-on-commit-false: a row is a value, and stays what it was.
    @Test("expire-on-commit-false") func expireOnCommitFalse() async throws {
        let cases = try LoggedCases()
        let user = try await cases.engine.transaction { try await $0.get(User.self, 1) }
        try cases.fixture.other.execute("UPDATE users SET age = 99 WHERE id = 1")
        #expect(user?.age == 30)
        #expect(cases.log.take() == [Self.getUser, "COMMIT"])
        await cases.end()
    }

    @Test("merge") func merge() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            for (id, name) in [(UInt64(1), "ann"), (99, "q")] {
                if let user = try await session.get(User.self, id) {
                    session.update(user) { $0.age = 5 }
                } else {
                    session.add(User.New(id: id, username: name))
                }
            }
        }
        #expect(
            cases.log.take() == [
                Self.getUser, "UPDATE users SET age = ? WHERE id = ?", Self.getUser,
                "INSERT INTO users (id, username, email, age) VALUES (?, ?, ?, ?)", "COMMIT",
            ]
        )
        await cases.end()
    }

    @Test("refresh") func refresh() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction(.readCommitted) { session in
            guard var user = try await session.get(User.self, 1), let tag = try await session.get(Tag.self, 3) else {
                return
            }
            _ = cases.log.take()
            user.age = 5
            user = try await session.refresh(user)
            #expect(user.age == 30)
            user = try await session.refresh(user, forUpdate: true)
            #expect(cases.log.take() == [Self.getUser, Self.getUser + " FOR UPDATE"])
            try cases.fixture.other.execute("DELETE FROM tags WHERE id = 3")
            do {
                _ = try await session.refresh(tag)
                Issue.record("a row that is gone was read")
            } catch DatabaseError.staleRow(let table, let key, let origin) {
                #expect(table == "tags" && key == [.uint(3)] && origin.contains("SessionCases.swift"))
            }
        }
        await cases.end()
    }

    /// Cases identity-map-get and identity-map-weak: get asks every time.
    @Test("identity-map-get") func identityMapGet() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            let one = try await session.get(User.self, 1)
            let same = try await session.get(User.self, 1)
            #expect(one == same)
        }
        #expect(cases.log.take() == [Self.getUser, Self.getUser, "COMMIT"])
        await cases.end()
    }

    @Test("identity-map-query") func identityMapQuery() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction(.readCommitted) { session in
            _ = try await session.get(User.self, 1)
            try cases.fixture.other.execute("UPDATE users SET age = 99 WHERE id = 1")
            guard var user = try await session.one(User.where { $0.id == 1 }) as User? else { return }
            #expect(user.age == 99)
            _ = cases.log.take()
            user.age = 99
            session.save(user)
            try await session.flush()
            #expect(cases.log.take().isEmpty)
        }
        await cases.end()
    }

    @Test("get-missing") func getMissing() async throws {
        let cases = try LoggedCases()
        let user = try await cases.engine.get(User.self, 999)
        #expect(user == nil)
        do {
            _ = try await cases.engine.one(User.where { $0.id == 999 })
            Issue.record("a row was found")
        } catch DatabaseError.notFound(let statement) {
            #expect(statement.contains("WHERE"))
        }
        do {
            _ = try await cases.engine.one(User.all)
            Issue.record("one row was found")
        } catch DatabaseError.moreThanOne {}
        await cases.end()
    }

    /// The struct keeps what it had; the session does not know the row any more, and a save writes it all.
    @Test("rollback-changed") func rollbackChanged() async throws {
        let cases = try LoggedCases()
        try await cases.engine.session { session in
            guard var user = try await session.get(User.self, 1) else { return }
            user.age = 99
            session.save(user)
            try await session.flush()
            await session.rollback()
            #expect(user.age == 99)
            _ = cases.log.take()
            session.save(user)
            try await session.commit()
        }
        #expect(
            cases.log.take() == [
                "UPDATE users SET username = ?, email = ?, age = ?, role = ?, status = ?, created_at = ? WHERE id = ?",
                "COMMIT",
            ]
        )
        await cases.end()
    }

    @Test("rollback-deleted") func rollbackDeleted() async throws {
        let cases = try LoggedCases()
        try await cases.engine.session { session in
            guard let tag = try await session.get(Tag.self, 3) else { return }
            session.delete(tag)
            try await session.flush()
            await session.rollback()
            // The row is there again, and may be deleted again.
            session.delete(tag)
            try await session.commit()
        }
        #expect(try cases.rows("SELECT name FROM tags ORDER BY id") == ["red", "blue"])
        await cases.end()
    }

    @Test("savepoint-expires") func savepointExpires() async throws {
        struct Stop: Error {}
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            guard let ann = try await session.get(User.self, 1), let bob = try await session.get(User.self, 2) else {
                return
            }
            _ = cases.log.take()
            do {
                try await session.savepoint { inner in
                    inner.update(ann) { $0.age = 1 }
                    try await inner.flush()
                    throw Stop()
                }
            } catch is Stop {}
            let update = "UPDATE users SET age = ? WHERE id = ?"
            #expect(cases.log.take() == ["SAVEPOINT s1", update, "ROLLBACK TO SAVEPOINT s1"])
            session.save(ann)
            session.update(bob) { $0.age = 21 }
            try await session.flush()
            #expect(cases.log.take() == [update])
        }
        #expect(try cases.rows("SELECT age FROM users ORDER BY id") == ["30", "21", "NULL"])
        await cases.end()
    }

    /// Cases savepoint-*: changes are sent before a savepoint begins and before it ends.
    @Test("savepoint-flushes") func savepointFlushes() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            session.add(Tag.New(name: "a"))
            try await session.savepoint { inner in
                inner.add(Tag.New(name: "b"))
                try await inner.savepoint { $0.add(Tag.New(name: "c")) }
                inner.add(Tag.New(name: "d"))
            }
        }
        let insert = "INSERT INTO tags (name) VALUES (?)"
        #expect(
            cases.log.take() == [
                insert, "SAVEPOINT s1", insert, "SAVEPOINT s2", insert, "RELEASE SAVEPOINT s2", insert,
                "RELEASE SAVEPOINT s1", "COMMIT",
            ]
        )
        await cases.end()
    }
}
