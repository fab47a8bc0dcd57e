import MariaDBClient
import SwiftMig
import SwiftMigData
import SwiftMigMacros
import SwiftMigQueries
import TestSupport
import Testing

@Suite struct LoadingCases {
    private static let users = "SELECT \(Columns.users) FROM users ORDER BY users.id"

    @Test("selectinload-one-to-many") func selectinloadOneToMany() async throws {
        let cases = try LoggedCases()
        let rows = try await cases.engine.fetch(User.order { $0.id.ascending }.including(User.articles.included))
        #expect(rows.map { $0.1.map(\.id) } == [[1, 2], [3], []])
        #expect(
            cases.log.take() == [
                Self.users,
                "SELECT \(Columns.articles) FROM articles WHERE articles.author_id IN (?, ?, ?, ?)", "COMMIT",
            ]
        )
        await cases.end()
    }

    @Test("selectinload-many-to-one") func selectinloadManyToOne() async throws {
        let cases = try LoggedCases()
        let rows = try await cases.engine.fetch(Article.order { $0.id.ascending }.including(Article.author.included))
        #expect(rows.map { $0.1?.id } == [1, 1, 2, nil])
        #expect(
            cases.log.take() == [
                "SELECT \(Columns.articles) FROM articles ORDER BY articles.id",
                "SELECT \(Columns.users) FROM users WHERE users.id IN (?, ?)", "COMMIT",
            ]
        )
        await cases.end()
    }

    @Test("selectinload-one-to-one") func selectinloadOneToOne() async throws {
        let cases = try LoggedCases()
        let rows = try await cases.engine.fetch(User.order { $0.id.ascending }.including(User.profile.included))
        #expect(rows.map { $0.1?.bio } == ["bio of ann", nil, nil])
        #expect(
            cases.log.take() == [
                Self.users,
                "SELECT \(Columns.profiles) FROM profiles WHERE profiles.user_id IN (?, ?, ?, ?)", "COMMIT",
            ]
        )
        await cases.end()
    }

    @Test("selectinload-many-to-many") func selectinloadManyToMany() async throws {
        let cases = try LoggedCases()
        let tags = Article.tags.included(Tag.order { $0.id.ascending })
        let rows = try await cases.engine.fetch(Article.order { $0.id.ascending }.including(tags))
        #expect(rows.map { $0.1.map(\.name) } == [["red", "blue"], ["blue"], [], []])
        #expect(
            cases.log.take().dropFirst() == [
                "SELECT article_tags.article_id, \(Columns.tags) FROM article_tags INNER JOIN tags ON "
                    + "tags.id = article_tags.tag_id WHERE article_tags.article_id IN (?, ?, ?, ?) ORDER BY tags.id",
                "COMMIT",
            ]
        )
        await cases.end()
    }

    @Test("selectinload-nested") func selectinloadNested() async throws {
        let cases = try LoggedCases()
        let articles = User.articles.included(
            Article.order { $0.title.descending }.including(Article.tags.included(Tag.order { $0.name.ascending }))
        )
        let users = User.order { $0.id.ascending }.including(User.profile.included, articles)
        let rows = try await cases.engine.fetch(users)
        #expect(rows.map { $0.1?.bio } == ["bio of ann", nil, nil])
        #expect(rows[0].2.map(\.0.title) == ["A2", "A1"])
        #expect(rows[0].2.map { $0.1.map(\.name) } == [["blue"], ["blue", "red"]])
        #expect(cases.log.take().count == 5)
        await cases.end()
    }

    @Test("selectinload-500") func selectinload500() async throws {
        let cases = try LoggedCases()
        let tags = (0..<1198).map { "('t\($0)')" }.joined(separator: ",")
        try cases.fixture.other.execute("INSERT INTO tags (name) VALUES \(tags)")
        try cases.fixture.other.execute("INSERT IGNORE INTO article_tags SELECT 1, id FROM tags")
        let rows = try await cases.engine.fetch(Tag.including(Tag.articles.included))
        #expect(rows.count == 1201 && rows.allSatisfy { $0.1.contains { $0.id == 1 } })
        let lists = cases.log.take().filter { $0.contains(" IN ") }.map { $0.count { $0 == "?" } }
        #expect(lists == [500, 500, 256])
        await cases.end()
    }

    @Test("selectinload-empty") func selectinloadEmpty() async throws {
        let cases = try LoggedCases()
        let rows = try await cases.engine.fetch(User.where { $0.id > 99 }.including(User.articles.included))
        #expect(rows.isEmpty)
        #expect(cases.log.take() == ["SELECT \(Columns.users) FROM users WHERE users.id > ?", "COMMIT"])
        await cases.end()
    }

    @Test("joinedload-limit") func joinedloadLimit() async throws {
        let cases = try LoggedCases()
        let query = User.order { $0.id.ascending }.limit(1).including(User.articles.included)
        let rows = try await cases.engine.fetch(query)
        #expect(rows.map { $0.1.map(\.id) } == [[1, 2]])
        let first = try await cases.engine.first(User.order { $0.id.descending }.including(User.articles.included))
        #expect(first?.0.id == 3 && first?.1.isEmpty ?? false)
        await cases.end()
    }

    @Test("loader-criteria") func loaderCriteria() async throws {
        let cases = try LoggedCases()
        let articles = User.articles.included(Article.where { $0.title.hasPrefix("A1") })
        let rows = try await cases.engine.fetch(User.order { $0.id.ascending }.including(articles))
        #expect(rows.map { $0.1.map(\.title) } == [["A1"], [], []])
        let statement = cases.log.take()[1]
        #expect(
            statement.hasPrefix(
                "SELECT \(Columns.articles) FROM articles WHERE articles.author_id IN (?, ?, ?, ?) AND "
            )
        )
        await cases.end()
    }

    @Test("refresh-loads-relation") func refreshLoadsRelation() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            guard let user = try await session.get(User.self, 1) else { return }
            _ = cases.log.take()
            let articles = try await session.load(User.articles.included, of: user)
            #expect(articles.map(\.id) == [1, 2])
            #expect(
                cases.log.take() == ["SELECT \(Columns.articles) FROM articles WHERE articles.author_id IN (?)"]
            )
        }
        await cases.end()
    }

    @Test("self-referential-recursion") func selfReferentialRecursion() async throws {
        let cases = try LoggedCases()
        let roots = Node.where { $0.parentID == nil }
        let rows = try await cases.engine.fetch(roots.including(Node.children.includedTree()))
        #expect(rows.map(\.0.name) == ["root"])
        #expect(rows[0].1.map(\.row.name) == ["k1", "k2"])
        #expect(rows[0].1.map { $0.children.map(\.row.name) } == [["g1"], []])
        let level = "SELECT \(Columns.nodes) FROM nodes WHERE nodes.parent_id IN "
        #expect(
            cases.log.take() == [
                "SELECT \(Columns.nodes) FROM nodes WHERE nodes.parent_id IS NULL", level + "(?)", level + "(?, ?)",
                level + "(?)", "COMMIT",
            ]
        )
        let one = try await cases.engine.fetch(roots.including(Node.children.includedTree(depth: 1)))
        #expect(one[0].1.map(\.children.count) == [0, 0])
        let above = try await cases.engine.fetch(
            Node.where { $0.name == "g1" }.including(Node.parent.includedAncestors())
        )
        #expect(above[0].1.map(\.name) == ["k1", "root"])
        await cases.end()
    }

    @Test("one-to-one-many-rows") func oneToOneManyRows() async throws {
        let cases = try LoggedCases()
        // The same table as somebody made it who forgot the index.
        for statement in [
            "CREATE TABLE others (id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT, user_id BIGINT UNSIGNED, bio TEXT)",
            "INSERT INTO others SELECT * FROM profiles", "DROP TABLE profiles", "RENAME TABLE others TO profiles",
        ] {
            try cases.fixture.other.execute(statement)
        }
        try cases.fixture.other.execute("INSERT INTO profiles (user_id, bio) VALUES (1, 'another')")
        do {
            _ = try await cases.engine.fetch(User.including(User.profile.included))
            Issue.record("two rows were one")
        } catch DatabaseError.tooManyRelated(let table, let key) {
            #expect(table == "profiles" && key == [.uint(1)])
        }
        await cases.end()
    }

    /// Cases lazy-load-raises, backref-in-memory: there is no relation to read from a row.
    @Test("lazy-load-raises") func lazyLoadRaises() throws {
        let code = """
            import SwiftMigMacros
            @Table("users") struct User { @Column(primaryKey: true) let id: Int
                static let articles = hasMany(Article.self, via: \\.authorID) }
            @Table("articles") struct Article { @Column(primaryKey: true) let id: Int; var authorID: Int }
            func read(_ user: User) { _ = user.articles }
            """
        let messages = try CompiledModels.messages(for: code)
        #expect(messages.contains("static member 'articles' cannot be used on instance of type 'User'"), "\(messages)")
    }
}
