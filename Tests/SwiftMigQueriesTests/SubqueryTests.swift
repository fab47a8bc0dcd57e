import Foundation
import SwiftMig
import SwiftMigQueries
import Testing

private let counts = Article.from().group { $0.authorID }.select { ($0.authorID, count()) }
private let countText =
    "SELECT articles.author_id AS c1, COUNT(*) AS c2 FROM articles GROUP BY articles.author_id"
private let users =
    "SELECT users.id, users.username, users.email, users.age, users.role, users.is_active, users.created_at FROM users"

private func tree() -> some FetchRequest {
    let roots = Node.where { $0.parentID == nil }.select { ($0.id, $0.name, value(0)) }.asRecursiveTable("t")
    let tree = roots.adding { t in
        Node.from().join(table: t) { n, t in n.parentID == t.0 }.select { n, t in (n.id, n.name, t.2 + 1) }
    }
    return tree.from().order { $0.0.ascending }.select { ($0.1, $0.2) }
}

@Suite("Queries of queries")
struct SubqueryTests {
    @Test(
        "Conditions",
        arguments: [
            Rendered(
                User.where { u in exists(Article.where { $0.authorID == u.id }) },
                "\(users) WHERE EXISTS (SELECT * FROM articles WHERE articles.author_id = users.id)"
            ),
            Rendered(
                User.where {
                    !$0.id.isIn(Article.from().select { $0.authorID })
                        || $0.id.isNotIn(counts.asTable("n").from().select { $0.0 })
                },
                """
                \(users) WHERE NOT (users.id IN (SELECT articles.author_id FROM articles)) \
                OR users.id NOT IN (SELECT n.c1 FROM (\(countText)) AS n)
                """
            ),
            Rendered(
                ArticleTag.where {
                    tuple($0.articleID, $0.tagID).isIn(ArticleTag.from(as: "a").select { ($0.articleID, $0.tagID) })
                },
                """
                SELECT article_tags.article_id, article_tags.tag_id FROM article_tags \
                WHERE (article_tags.article_id, article_tags.tag_id) IN (SELECT a.article_id, a.tag_id FROM article_tags AS a)
                """
            ),
        ]
    )
    func conditions(_ query: Rendered) {
        query.check()
    }

    @Test(
        "Relations",
        arguments: [
            Rendered(
                User.where(User.articles.any { $0.title == "a" && $0.id > 1 }),
                """
                \(users) WHERE EXISTS (SELECT 1 FROM articles WHERE users.id = articles.author_id \
                AND articles.title = ? AND articles.id > ?)
                """,
                [.text("a"), .uint(1)]
            ),
            Rendered(
                User.where(!User.articles.any() && (User.profile.has { $0.bio == "a" || $0.bio == "b" })),
                """
                \(users) WHERE NOT (EXISTS (SELECT 1 FROM articles WHERE users.id = articles.author_id)) \
                AND EXISTS (SELECT 1 FROM profiles WHERE users.id = profiles.user_id \
                AND (profiles.bio = ? OR profiles.bio = ?))
                """,
                [.text("a"), .text("b")]
            ),
            Rendered(
                User.where { $0.isActive && !User.articles.any().of($0) },
                """
                \(users) WHERE users.is_active \
                AND NOT (EXISTS (SELECT 1 FROM articles WHERE users.id = articles.author_id))
                """
            ),
            Rendered(
                Article.where(Article.tags.any { $0.name == "red" }).where(Article.tags.any()).counted,
                """
                SELECT COUNT(*) FROM articles WHERE EXISTS (SELECT 1 FROM article_tags INNER JOIN tags \
                ON tags.id = article_tags.tag_id WHERE articles.id = article_tags.article_id AND tags.name = ?) \
                AND EXISTS (SELECT 1 FROM article_tags WHERE articles.id = article_tags.article_id)
                """,
                [.text("red")]
            ),
            Rendered(
                Node.where(Node.children.any { n in Node.parent.has { $0.name == "a" }.of(n) }).counted,
                """
                SELECT COUNT(*) FROM nodes WHERE EXISTS (SELECT 1 FROM nodes AS nodes_1 WHERE nodes.id = nodes_1.parent_id \
                AND EXISTS (SELECT 1 FROM nodes WHERE nodes_1.parent_id = nodes.id AND nodes.name = ?))
                """,
                [.text("a")]
            ),
        ]
    )
    func relations(_ query: Rendered) {
        query.check()
    }

    @Test(
        "Tables",
        arguments: [
            Rendered(
                User.from().join(table: counts.asTable("n")) { u, n in n.0 == u.id }.select { u, n in (u.username, n.1)
                },
                "SELECT users.username, n.c2 FROM users INNER JOIN (\(countText)) AS n ON n.c1 = users.id"
            ),
            Rendered(
                User.from().join(table: counts.asCommonTable("n")) { u, n in n.0 == u.id }
                    .join(table: counts.asCommonTable("n").renamed("m")) { _, n, m in n.0 == m.0 }
                    .select { u, n, m in (u.username, n.1, m.1) },
                """
                WITH n AS (\(countText)) SELECT users.username, n.c2, m.c2 FROM users INNER JOIN n ON n.c1 = users.id \
                INNER JOIN n AS m ON n.c1 = m.c1
                """
            ),
            Rendered(
                Tag.where { $0.id > 1 }.asTable("t").from().where { $0.name == "a" },
                "SELECT t.id, t.name FROM (SELECT tags.id, tags.name FROM tags WHERE tags.id > ?) AS t WHERE t.name = ?",
                [.uint(1), .text("a")]
            ),
            Rendered(
                tree(),
                """
                WITH RECURSIVE t AS (SELECT nodes.id AS c1, nodes.name AS c2, ? AS c3 FROM nodes \
                WHERE nodes.parent_id IS NULL UNION ALL SELECT nodes.id, nodes.name, t.c3 + ? FROM nodes \
                INNER JOIN t ON nodes.parent_id = t.c1) SELECT t.c2, t.c3 FROM t ORDER BY t.c1
                """,
                [.int(0), .int(1)]
            ),
            Rendered(
                User.from().select { $0.username }.union(Tag.from().select { $0.name }).order { $0.value.ascending }
                    .limit(4),
                "SELECT users.username AS c1 FROM users UNION SELECT tags.name AS c1 FROM tags ORDER BY c1 LIMIT ?",
                [.int(4)]
            ),
            Rendered(
                Tag.where { $0.id == 1 }.unionAll(Tag.all.limit(1)).order { $0.name.descending },
                """
                SELECT tags.id, tags.name FROM tags WHERE tags.id = ? UNION ALL (SELECT tags.id, tags.name FROM tags \
                LIMIT ?) ORDER BY name DESC
                """,
                [.uint(1), .int(1)]
            ),
            Rendered(
                Tag.from().select { ($0.id, $0.name) }.except(Tag.from(as: "x").select { ($0.id, $0.name) })
                    .order { [$0.1.descending, $0.0.ascending] },
                """
                SELECT tags.id AS c1, tags.name AS c2 FROM tags EXCEPT SELECT x.id AS c1, x.name AS c2 FROM tags AS x \
                ORDER BY c2 DESC, c1
                """
            ),
        ]
    )
    func tables(_ query: Rendered) {
        query.check()
    }

    @Test(
        "Pages by key",
        arguments: [
            (User.all.page(after: nil) { $0.id }, " ORDER BY users.id", []),
            (User.all.page(after: 7) { $0.id }, " WHERE users.id > ? ORDER BY users.id", [.uint(7)]),
            (User.all.page(after: 7, .descending) { $0.id }, " WHERE users.id < ? ORDER BY users.id DESC", [.uint(7)]),
            (
                User.where { $0.isActive }.page(after: ("a", 5)) { ($0.username, $0.id) },
                """
                 WHERE users.is_active AND users.username >= ? AND (users.username > ? OR users.username = ? \
                AND users.id > ?) ORDER BY users.username, users.id
                """, [.text("a"), .text("a"), .text("a"), .uint(5)]
            ),
            (
                User.all.page(after: (nil, 5)) { ($0.age, $0.id) },
                " WHERE users.age IS NOT NULL OR users.age IS NULL AND users.id > ? ORDER BY users.age, users.id",
                [.uint(5)]
            ),
            (
                User.all.page(after: (3, 5), .descending) { ($0.age, $0.id) },
                """
                 WHERE users.age < ? OR users.age IS NULL OR users.age = ? AND users.id < ? \
                ORDER BY users.age DESC, users.id DESC
                """, [.int(3), .int(3), .uint(5)]
            ),
            (
                User.all.page(after: (nil, 5), .descending) { ($0.age, $0.id) },
                " WHERE users.age IS NULL AND users.id < ? ORDER BY users.age DESC, users.id DESC", [.uint(5)]
            ),
            (User.all.page(after: .some(nil), .descending) { $0.age }, " WHERE FALSE ORDER BY users.age DESC", []),
        ] as [(Query<User, User>, String, [SQLValue])]
    )
    func pages(_ query: Query<User, User>, _ end: String, _ values: [SQLValue]) {
        let statement = query.sql(for: .mariaDB)
        #expect(statement.text.replacing("`", with: "") == users + end)
        #expect(statement.values == values)
    }
}

@Suite("Changes of rows in place")
struct ChangeTests {
    private static let table = Table("users") {
        Column("id", .bigInt).primaryKey()
        Column("age", .int).nullable()
    }

    @Test(
        "Statements",
        arguments: [
            Rendered(
                Tag.insert(User.from().select { $0.username }) { $0.name },
                "INSERT INTO tags (name) SELECT users.username FROM users"
            ),
            Rendered(
                ArticleTag.insert(Article.from().select { ($0.id, value(UInt32(1))) }) { ($0.articleID, $0.tagID) }
                    .ignoringErrors(),
                "INSERT IGNORE INTO article_tags (article_id, tag_id) SELECT articles.id, ? FROM articles",
                [.uint(1)]
            ),
            Rendered(
                Profile.delete(using: User.self).where { p, u in p.userID == u.id && u.username == "ann" },
                "DELETE FROM profiles USING profiles, users WHERE profiles.user_id = users.id AND users.username = ?",
                [.text("ann")]
            ),
            Rendered(
                Profile.update(using: User.self) { p, u in [p.bio <- u.username] }.where { p, u in p.userID == u.id },
                "UPDATE profiles, users SET profiles.bio = users.username WHERE profiles.user_id = users.id"
            ),
            Rendered(
                table.update { [$0["age"] <- 5] }.where { $0["id"] == 1 },
                "UPDATE users SET age = ? WHERE users.id = ?",
                [.int(5), .int(1)]
            ),
            Rendered(
                table.delete().where { $0["age", as: Int?.self] == nil },
                "DELETE FROM users WHERE users.age IS NULL"
            ),
        ]
    )
    func statements(_ statement: Rendered) {
        statement.check()
    }

    @Test("A table without a type knows its columns")
    func dynamicTables() {
        let query = Self.table.from(as: "u").where { $0["age", as: Int?.self] > 18 }.order {
            $0["id", as: Int.self].ascending
        }
        #expect(
            query.sql(for: .mySQL).text
                == "SELECT `u`.`id`, `u`.`age` FROM `users` AS `u` WHERE `u`.`age` > ? ORDER BY `u`.`id`"
        )
        let wrong = Self.table.from().where { $0["agge", as: Int.self] == 1 }.sql(for: .mySQL)
        guard case .invalid(let error) = wrong.values.first else {
            Issue.record("\(wrong.values)")
            return
        }
        #expect("\(error)" == "Cannot send the column users.agge: the table has no such column")
    }
}
