import MariaDBClient
import SwiftMig
import SwiftMigData
import SwiftMigMacros
import SwiftMigQueries
import TestSupport
import Testing

/// Cases that differ here from an ORM with objects, because rows are values.
@Suite struct FurtherCases {
    /// A row outlives its session.
    @Test("detached-expired") func detachedExpired() async throws {
        let cases = try LoggedCases()
        let session = cases.engine.makeSession()
        let user = try await session.get(User.self, 1)
        try await session.commit()
        #expect(user?.username == "ann")
        await cases.end()
    }

    @Test("eager-defaults-true") func eagerDefaultsTrue() async throws {
        let cases = try LoggedCases()
        let new = ["dan", "eve"].map { User.New(username: $0) }
        let users = try await cases.engine.transaction { try await $0.insert(new, returning: User.self) }
        #expect(users.map(\.status) == ["new", "new"])
        await cases.end()
    }

    @Test("flush-error-needs-rollback") func flushErrorNeedsRollback() async throws {
        let cases = try LoggedCases()
        try await cases.engine.session { session in
            session.add(User.New(username: "ann"))
            do {
                try await session.flush()
                Issue.record("two users have the same name")
            } catch DatabaseError.uniqueViolation {}
            do {
                _ = try await session.count(User.all)
                Issue.record("the query ran")
            } catch DatabaseError.rollbackNeeded(let failure) {
                #expect(failure.code == 1062)
            }
            await session.rollback()
            let count = try await session.count(User.all)
            #expect(count == 3)
        }
        await cases.end()
    }

    /// Rows that nobody changes cost no statement.
    @Test("identity-map-weak") func identityMapWeak() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            for user in try await session.fetch(User.all) { session.save(user) }
        }
        #expect(cases.log.take().map { String($0.prefix(6)) } == ["SELECT", "COMMIT"])
        await cases.end()
    }

    @Test("update-sql-expression") func updateSQLExpression() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            guard let ann = try await session.get(User.self, 1) else { return }
            _ = cases.log.take()
            try await session.execute(User.update { [$0.age <- $0.age + 1] }.where { $0.id == ann.id })
            #expect(cases.log.take() == ["UPDATE users SET age = users.age + ? WHERE users.id = ?"])
            let now = try await session.refresh(ann)
            #expect(now.age == 31)
            // The session has forgotten the row, so all columns are written.
            try await session.execute(User.update { [$0.age <- 5] }.where { $0.id == ann.id })
            session.save(ann)
        }
        #expect(try cases.rows("SELECT age FROM users WHERE id = 1") == ["30"])
        await cases.end()
    }

    @Test("update-where-fetch") func updateWhereFetch() async throws {
        let cases = try LoggedCases()
        let result = try await cases.engine.execute(
            User.update { [$0.age <- $0.age + 1] }.where { $0.username.lowercased() == "ann" }
        )
        #expect(result.affectedRows == 1)
        #expect(cases.log.take() == ["UPDATE users SET age = users.age + ? WHERE LOWER(users.username) = ?"])
        await cases.end()
    }

    @Test("orphan-removed") func orphanRemoved() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            let rows = try await session.fetch(User.where { $0.id == 1 }.including(User.profile.included))
            _ = cases.log.take()
            for case let (_, profile?) in rows { session.delete(profile) }
        }
        #expect(cases.log.take() == ["DELETE FROM profiles WHERE id = ?", "COMMIT"])
        await cases.end()
    }

    /// Cases begin-after-autobegin, begin-twice, autobegin-off: a transaction begins with the first statement, and
    /// there is nothing to call.
    @Test("begin-after-autobegin", arguments: ["begin()", "begin(); try await session.begin()", "commit()"])
    func beginAfterAutobegin(call: String) throws {
        let code = """
            import SwiftMigData
            func use(_ engine: Engine) async throws {
                try await engine.transaction { session in try await session.\(call) }
            }
            """
        let messages = try CompiledModels.messages(for: code)
        #expect(messages.contains("has no member"), "\(messages)")
    }
}
