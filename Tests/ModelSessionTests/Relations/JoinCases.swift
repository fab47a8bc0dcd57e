import SwiftMig
import SwiftMigData
import SwiftMigMacros
import SwiftMigQueries
import TestSupport
import Testing

/// Rows of several tables at once, where an ORM would join what it loads.
@Suite struct JoinCases {
    @Test("joinedload-many-to-one") func joinedloadManyToOne() async throws {
        let cases = try LoggedCases()
        let outer = Article.from().leftJoin(User.self) { article, user in user.id == article.authorID }
        let left = try await cases.engine.fetch(outer)
        #expect(left.count == 4 && left.count { $0.1 == nil } == 1)
        let inner = try await cases.engine.fetch(
            Article.from().join(User.self) { article, user in user.id == article.authorID }
        )
        #expect(inner.count == 3)
        let select = "SELECT \(Columns.articles), \(Columns.users) FROM articles"
        #expect(
            cases.log.take() == [
                "\(select) LEFT JOIN users ON users.id = articles.author_id",
                "\(select) INNER JOIN users ON users.id = articles.author_id",
            ]
        )
        await cases.end()
    }

    /// A join has a row for each pair; an include has one for each row.
    @Test("joinedload-collection-unique") func joinedloadCollectionUnique() async throws {
        let cases = try LoggedCases()
        let pairs = try await cases.engine.fetch(
            User.from().leftJoin(Article.self) { user, article in article.authorID == user.id }
        )
        #expect(pairs.count == 4)
        let users = try await cases.engine.fetch(User.including(User.articles.included))
        #expect(users.count == 3)
        await cases.end()
    }

    /// Rows of a join can be saved.
    @Test("contains-eager") func containsEager() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            let query = User.from().join(Article.self) { user, article in article.authorID == user.id }
                .where { _, article in article.title == "A1" }
            let rows = try await session.fetch(query)
            #expect(rows.map(\.0.id) == [1] && rows.map(\.1.title) == ["A1"])
            _ = cases.log.take()
            for (user, article) in rows {
                session.update(user) { $0.age = 31 }
                session.save(article)
            }
        }
        #expect(cases.log.take() == ["UPDATE users SET age = ? WHERE id = ?", "COMMIT"])
        await cases.end()
    }

    @Test("load-only-defer") func loadOnlyDefer() async throws {
        let cases = try LoggedCases()
        let query = User.where { $0.id == 1 }.select { ($0.id, $0.username) }
        let row = try await cases.engine.one(query)
        #expect(row.0 == 1 && row.1 == "ann")
        #expect(
            cases.log.take() == ["SELECT users.id, users.username FROM users WHERE users.id = ? LIMIT ?"]
        )
        await cases.end()
    }

    /// Setting a relation in memory does not exist, so both sides cannot disagree.
    @Test("backref-in-memory") func backrefInMemory() throws {
        let code = """
            import SwiftMigMacros
            @Table("users") struct User { @Column(primaryKey: true) let id: Int }
            @Table("articles") struct Article { @Column(primaryKey: true) let id: Int; var authorID: Int
                static let author = belongsTo(User.self, via: \\.authorID) }
            func write(_ article: Article, _ user: User) { var article = article; article.author = user }
            """
        let messages = try CompiledModels.messages(for: code)
        #expect(messages.contains("static member 'author' cannot be used on instance"), "\(messages)")
    }

    /// A query's own limit remains.
    @Test func limitsOfQueriesRemain() async throws {
        let cases = try LoggedCases()
        let one = try await cases.engine.one(User.order { $0.id.descending }.limit(1))
        #expect(one.id == 3)
        let none = try await cases.engine.first(User.all.limit(0))
        #expect(none == nil)
        await cases.end()
    }
}
