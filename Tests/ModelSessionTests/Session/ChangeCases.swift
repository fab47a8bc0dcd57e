import MariaDBClient
import SwiftMig
import SwiftMigData
import SwiftMigMacros
import SwiftMigQueries
import TestSupport
import Testing

/// The cases of the areas update, concurrency, delete and relations.
@Suite struct ChangeCases {
    private static let update = "UPDATE users SET age = ? WHERE id = ?"

    @Test("update-same-value") func updateSameValue() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            guard var user = try await session.get(User.self, 1) else { return }
            _ = cases.log.take()
            user.age = 30
            session.save(user)
            user.age = 31
            session.save(user)
            user.age = 30
            session.save(user)
        }
        #expect(cases.log.take() == ["COMMIT"])
        await cases.end()
    }

    @Test("update-different-columns") func updateDifferentColumns() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            let users = try await session.fetch(User.order { $0.id.ascending })
            _ = cases.log.take()
            session.update(users[0]) { $0.age = 2 }
            session.update(users[1]) { $0.email = "z" }
            session.update(users[2]) { $0.age = 1 }
        }
        #expect(
            cases.log.take() == [Self.update, "UPDATE users SET email = ? WHERE id = ?", Self.update, "COMMIT"]
        )
        await cases.end()
    }

    /// Keys do not change.
    @Test("update-primary-key") func updatePrimaryKey() throws {
        let code = """
            import SwiftMigMacros
            @Table("tags") struct Tag { @Column(primaryKey: true) let id: Int }
            func change(_ tag: Tag) { var tag = tag; tag.id = 33 }
            """
        let messages = try CompiledModels.messages(for: code)
        #expect(messages.contains("'id' is a 'let' constant"), "\(messages)")
    }

    @Test("stale-delete") func staleDelete() async throws {
        let cases = try LoggedCases()
        guard let tag = try await cases.engine.get(Tag.self, 3) else { return }
        try cases.fixture.other.execute("DELETE FROM tags WHERE id = 3")
        do {
            try await cases.engine.transaction { $0.delete(tag) }
            Issue.record("a row that is gone was deleted")
        } catch DatabaseError.staleRow(let table, let key, _) {
            #expect(table == "tags" && key == [.uint(3)])
        }
        #expect(cases.log.take().suffix(2) == ["DELETE FROM tags WHERE id = ?", "ROLLBACK"])
        await cases.end()
    }

    @Test("stale-update-batch") func staleUpdateBatch() async throws {
        let cases = try LoggedCases()
        let users = try await cases.engine.fetch(User.order { $0.id.ascending })
        try cases.fixture.other.execute("DELETE FROM users WHERE id = 3")
        do {
            try await cases.engine.transaction { session in
                for user in users { session.update(user) { $0.age = 77 } }
            }
            Issue.record("a row that is gone was saved")
        } catch DatabaseError.staleRow(let table, let key, let origin) {
            #expect(table == "users" && key == [.uint(3)] && origin.hasPrefix("update at"))
        }
        #expect(try cases.rows("SELECT age FROM users ORDER BY id") == ["30", "20"])
        await cases.end()
    }

    @Test("update-no-change-at-server") func updateNoChangeAtServer() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction(.readCommitted) { session in
            guard let user = try await session.get(User.self, 1) else { return }
            try cases.fixture.other.execute("UPDATE users SET age = 31 WHERE id = 1")
            session.update(user) { $0.age = 31 }
        }
        #expect(try cases.rows("SELECT age FROM users WHERE id = 1") == ["31"])
        await cases.end()
    }

    @Test("version-column") func versionColumn() async throws {
        let cases = try LoggedCases()
        let saved = try await cases.engine.transaction { session in
            guard var ann = try await session.get(Customer.self, 1) else { throw DatabaseError.engineIsShutDown }
            ann.name = "two"
            return session.save(ann)
        }
        #expect(saved.version == 2)
        #expect(
            cases.log.take().suffix(2) == [
                "UPDATE customers SET name = ?, version = version + 1 WHERE id = ? AND version = ?", "COMMIT",
            ]
        )
        try cases.fixture.other.execute("UPDATE customers SET version = 9 WHERE id = 1")
        for change in [{ $0.update(saved) { $0.name = "three" } }, { $0.delete(saved) }] as [(Session) -> Void] {
            do {
                try await cases.engine.transaction { session in change(session) }
                Issue.record("a row that was changed by somebody else was written")
            } catch DatabaseError.staleRow(let table, _, _) {
                #expect(table == "customers")
            }
        }
        #expect(cases.log.take().contains("DELETE FROM customers WHERE id = ? AND version = ?"))
        #expect(try cases.rows("SELECT name, version FROM customers WHERE id = 1") == ["two 9"])
        await cases.end()
    }

    @Test("version-column-insert") func versionColumnInsert() async throws {
        let cases = try LoggedCases()
        let customer = try await cases.engine.transaction { try await $0.insert(Customer.New(name: "n")) }
        #expect(customer.version == 1)
        #expect(cases.log.take().first?.hasPrefix("INSERT INTO customers (name, version) VALUES (?, ?)") ?? false)
        await cases.end()
    }

    /// The rule of the foreign key decides.
    @Test("delete-nulls-children") func deleteNullsChildren() async throws {
        let cases = try LoggedCases()
        guard let bob = try await cases.engine.get(User.self, 2) else { return }
        do {
            try await cases.engine.transaction { $0.delete(bob) }
            Issue.record("a row that others refer to was deleted")
        } catch DatabaseError.foreignKeyViolation(_, let failure) {
            #expect(failure.origin?.hasPrefix("delete at ") ?? false)
        }
        await cases.end()
    }

    @Test("delete-many-to-many") func deleteManyToMany() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            guard let article = try await session.get(Article.self, 1) else { return }
            session.delete(article)
        }
        #expect(try cases.rows("SELECT * FROM article_tags") == ["2 2"])
        await cases.end()
    }

    @Test("delete-fk-violation") func deleteFKViolation() async throws {
        let cases = try LoggedCases()
        try await cases.engine.session { session in
            do {
                try await session.execute(User.delete().where { $0.id == 1 })
                Issue.record("a row that others refer to was deleted")
            } catch DatabaseError.foreignKeyViolation {}
            // The transaction goes on.
            let count = try await session.count(User.all)
            #expect(count == 3)
        }
        await cases.end()
    }

    @Test("delete-then-get") func deleteThenGet() async throws {
        let cases = try LoggedCases()
        try await cases.engine.session { session in
            guard let tag = try await session.get(Tag.self, 3) else { return }
            session.delete(tag)
            let gone = try await session.get(Tag.self, 3)
            #expect(gone == nil)
            session.save(tag)
            do {
                try await session.commit()
                Issue.record("a deleted row was saved")
            } catch DatabaseError.deletedRow(let table, let key, let origin) {
                #expect(table == "tags" && key == [.uint(3)] && origin.hasPrefix("save at "))
            }
        }
        await cases.end()
    }

    @Test("m2m-duplicate-append") func m2mDuplicateAppend() async throws {
        let cases = try LoggedCases()
        try await cases.engine.session { session in
            guard let article = try await session.get(Article.self, 1), let red = try await session.get(Tag.self, 1),
                let green = try await session.get(Tag.self, 3)
            else { return }
            _ = cases.log.take()
            session.link(article, Article.tags, green)
            session.unlink(article, Article.tags, red)
            try await session.flush()
            #expect(
                cases.log.take() == [
                    "INSERT INTO article_tags (article_id, tag_id) VALUES (?, ?)",
                    "DELETE FROM article_tags WHERE article_id = ? AND tag_id = ?",
                ]
            )
            session.link(article, Article.tags, green)
            do {
                try await session.commit()
                Issue.record("two links were made")
            } catch DatabaseError.uniqueViolation(let key, _) {
                #expect(key == "PRIMARY")
            }
        }
        await cases.end()
    }

    /// `replace` writes the difference.
    @Test("m2m-replace") func m2mReplace() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            guard let article = try await session.get(Article.self, 1) else { return }
            let tags = try await session.fetch(Tag.where { $0.id >= 2 })
            _ = cases.log.take()
            try await session.replace(article, Article.tags, with: tags + tags)
            try await session.flush()
            #expect(
                cases.log.take() == [
                    "SELECT tag_id FROM article_tags WHERE article_id = ?",
                    "DELETE FROM article_tags WHERE article_id = ? AND tag_id = ?",
                    "INSERT INTO article_tags (article_id, tag_id) VALUES (?, ?)",
                ]
            )
            try await session.replace(article, Article.tags, with: tags)
            try await session.flush()
            #expect(cases.log.take().count == 1)
        }
        #expect(try cases.rows("SELECT tag_id FROM article_tags WHERE article_id = 1 ORDER BY 1") == ["2", "3"])
        await cases.end()
    }

    @Test("move-child") func moveChild() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            guard let article = try await session.get(Article.self, 3) else { return }
            session.update(article) { $0.authorID = 1 }
            let users = try await session.fetch(User.order { $0.id.ascending }.including(User.articles.included))
            #expect(users.map { $0.1.map(\.id) } == [[1, 2, 3], [], []])
        }
        await cases.end()
    }

    @Test("cascade-save-update") func cascadeSaveUpdate() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            let dan = try await session.insert(User.New(username: "dan"))
            session.add(["x", "y"].map { Article.New(title: $0, authorID: dan.id) })
        }
        #expect(
            cases.log.take().suffix(2) == [
                "INSERT INTO articles (title, author_id) VALUES (?, ?), (?, ?)", "COMMIT",
            ]
        )
        await cases.end()
    }
}
