import SwiftMig
import SwiftMigData
import SwiftMigMacros
import SwiftMigQueries
import TestSupport
import Testing

/// The cases of statements that change rows in place, and of the shapes of results.
@Suite struct ChangeAndResultCases {
    @Test("delete-rowcount") func deleteRowCount() async throws {
        let cases = try LoggedCases()
        try await cases.engine.session { session in
            same(try await session.execute(Tag.delete().where { $0.id == 3 }).affectedRows, 1)
            same(try await session.execute(Tag.delete().where { $0.id == 99 }).affectedRows, 0)
            let joined = Profile.delete(using: User.self).where { p, u in p.userID == u.id && u.username == "ann" }
            same(try await session.execute(joined).affectedRows, 1)
            let limited = ArticleTag.delete().where { $0.articleID > 0 }.order { $0.tagID.descending }.limit(2)
            same(try await session.execute(limited).affectedRows, 2)
            same(try await session.fetch(ArticleTag.all).map(\.tagID), [1])
        }
        await cases.end()
    }

    @Test("Updates in place") func updates() async throws {
        let cases = try LoggedCases()
        try await cases.engine.session { session in
            let older = User.update { [$0.age <- $0.age + 1, $0.email <- concat($0.username, value("@x"))] }
            same(try await session.execute(older.where { $0.username == "bob" }).affectedRows, 1)
            let bob = try await session.one(User.where { $0.id == 2 })
            #expect(bob.age == 21 && bob.email == "bob@x")
            same(try await session.execute(User.update { [$0.age <- nil] }.everywhere).affectedRows, 3)
            let named = Profile.update(using: User.self) { p, u in [p.bio <- u.username] }.where { p, u in
                p.userID == u.id
            }
            same(try await session.execute(named).affectedRows, 1)
            same(try await session.fetch(Profile.all).map(\.bio), ["ann"])
        }
        await cases.end()
    }

    @Test("insert-multi-values") func insertMultiValues() async throws {
        let cases = try LoggedCases()
        try await cases.engine.session { session in
            try await session.insert(["x", "y", "z"].map { Tag.New(name: $0) })
            same(try await session.count(Tag.all), 6)
        }
        #expect(cases.log.take().contains("INSERT INTO tags (name) VALUES (?), (?), (?)"))
        await cases.end()
    }

    @Test("insert-from-select") func insertFromSelect() async throws {
        let cases = try LoggedCases()
        try await cases.engine.session { session in
            let insert = Tag.insert(User.from().select { $0.username }) { $0.name }
            same(try await session.execute(insert).affectedRows, 3)
        }
        #expect(cases.log.take().contains("INSERT INTO tags (name) SELECT users.username FROM users"))
        await cases.end()
    }

    @Test("insert-ignore") func insertIgnore() async throws {
        let cases = try LoggedCases()
        try await cases.engine.session { session in
            let insert = Tag.insert(Tag.where { $0.name == "red" }.select { $0.name }) { $0.name }
            let result = try await session.execute(insert.ignoringErrors())
            #expect(result.affectedRows == 0 && result.warningCount == 1)
            #expect(try await session.warnings().map(\.code) == [1062])
        }
        await cases.end()
    }

    @Test("executemany") func executeMany() async throws {
        let cases = try LoggedCases()
        try await cases.engine.session { session in
            session.add(["a", "b"].map { Tag.New(name: $0) })
            for id in [1, 2] as [UInt64] {
                let update = User.update { [$0.age <- Int(id)] }.where { $0.id == id }
                same(try await session.execute(update).affectedRows, 1)
            }
        }
        let sent = cases.log.take()
        #expect(sent.contains("INSERT INTO tags (name) VALUES (?), (?)"))
        #expect(sent.filter { $0 == "UPDATE users SET age = ? WHERE users.id = ?" }.count == 2)
        await cases.end()
    }

    @Test("result-one") func resultOne() async throws {
        let cases = try LoggedCases()
        let ids = User.from().order { $0.id.ascending }.select { $0.id }
        func query(_ limit: UInt64) -> Selection<UInt64> {
            User.where { $0.id <= limit }.select { $0.id }
        }
        same(try await cases.engine.first(query(0)), nil)
        same(try await cases.engine.first(query(1)), 1)
        same(try await cases.engine.first(ids), 1)
        same(try await cases.engine.one(query(1)), 1)
        let none = await #expect(throws: DatabaseError.self) { try await cases.engine.one(query(0)) }
        let many = await #expect(throws: DatabaseError.self) { try await cases.engine.one(query(3)) }
        guard case .notFound = none, case .moreThanOne = many else {
            Issue.record("\(String(describing: none)) \(String(describing: many))")
            return
        }
        #expect(cases.log.take().allSatisfy { $0.hasSuffix(" LIMIT ?") })
        same(try await cases.engine.count(ids), 3)
        same(try await cases.engine.exists(query(1)), true)
        same(try await cases.engine.exists(query(0)), false)
        same(try await cases.engine.count(User.from().group { $0.status }), 1)
        same(try await cases.engine.count(User.from().distinct().select { ($0.status, $0.status) }), 1)
        await cases.end()
    }

    @Test("result-shapes") func resultShapes() async throws {
        struct Named: Equatable { var id: UInt64, name: String }
        let cases = try LoggedCases()
        let query = User.from().order { $0.id.ascending }.select { ($0.id, $0.username) }
        let tuples = try await cases.engine.fetch(query)
        #expect(tuples.map(\.0) == [1, 2, 3] && tuples.map(\.1) == ["ann", "bob", "cyd"])
        let named = try await cases.engine.fetch(query.map { Named(id: $0, name: $1) })
        #expect(named.last == Named(id: 3, name: "cyd"))
        var streamed: [UInt64] = []
        for try await (id, _) in cases.engine.stream(query) { streamed.append(id) }
        #expect(streamed == [1, 2, 3])
        await cases.end()
    }

    @Test("result-duplicate-names") func resultDuplicateNames() async throws {
        let cases = try LoggedCases()
        let query = User.from().join(Article.self) { u, a in a.authorID == u.id }.order { _, a in a.id.descending }
        let row = try #require(try await cases.engine.first(query.select { u, a in (u.id, a.id) }))
        #expect(row.0 == 2 && row.1 == 3)
        await cases.end()
    }
}

/// Expects that a value of a closure is equal to another one. `#expect` cannot take an expression that throws there.
private func same<Value: Equatable>(
    _ found: Value,
    _ expected: Value,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found == expected, sourceLocation: sourceLocation)
}
