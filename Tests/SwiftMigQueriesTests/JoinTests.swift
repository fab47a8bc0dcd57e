import Foundation
import SwiftMig
import SwiftMigQueries
import Testing

@Suite("Queries of several tables")
struct JoinTests {
    @Test(
        "Joins",
        arguments: [
            Rendered(
                Article.from().join(User.self) { a, u in a.authorID == u.id }
                    .where { _, u in u.age > 20 }.order { a, _ in a.id.descending }
                    .select { a, u in (a, u.username) },
                """
                SELECT articles.id, articles.title, articles.author_id, users.username FROM articles \
                INNER JOIN users ON articles.author_id = users.id WHERE users.age > ? ORDER BY articles.id DESC
                """,
                [.int(20)]
            ),
            Rendered(
                Node.from().join(Node.self, as: "parent") { n, p in n.parentID == p.id }
                    .select { n, p in (n.name, p.name) },
                """
                SELECT nodes.name, parent.name FROM nodes INNER JOIN nodes AS parent ON nodes.parent_id = parent.id
                """
            ),
            Rendered(
                Article.from().leftJoin(User.self) { a, u in a.authorID == u.id }
                    .leftJoin(Profile.self) { _, u, p in p.userID == u.id }
                    .join(ArticleTag.self) { a, _, _, link in link.articleID == a.id }
                    .join(Tag.self, as: "t") { _, _, _, link, t in t.id == link.tagID }
                    .where { _, u, p, _, t in u.age == nil && p.bio != nil && t.name == "x" }
                    .select { a, _, p, _, t in (a.title, p.bio, t.name) },
                """
                SELECT articles.title, profiles.bio, t.name FROM articles \
                LEFT JOIN users ON articles.author_id = users.id LEFT JOIN profiles ON profiles.user_id = users.id \
                INNER JOIN article_tags ON article_tags.article_id = articles.id \
                INNER JOIN tags AS t ON t.id = article_tags.tag_id \
                WHERE users.age IS NULL AND profiles.bio IS NOT NULL AND t.name = ?
                """,
                [.text("x")]
            ),
            Rendered(
                Tag.from().join(ArticleTag.self) { t, l in t.id == l.tagID }.forUpdate { t, _ in t },
                """
                SELECT tags.id, tags.name, article_tags.article_id, article_tags.tag_id FROM tags \
                INNER JOIN article_tags ON tags.id = article_tags.tag_id FOR UPDATE
                """,
                mySQL: """
                    SELECT tags.id, tags.name, article_tags.article_id, article_tags.tag_id FROM tags \
                    INNER JOIN article_tags ON tags.id = article_tags.tag_id FOR UPDATE OF tags
                    """
            ),
        ]
    )
    func joins(_ query: Rendered) {
        query.check()
    }

    /// The types of rows are checked by the compiler.
    @Test("Rows of joins")
    func rows() {
        func check<Request: FetchRequest>(_: Request, _: Request.Output.Type) {}
        let joined = Article.from().join(User.self) { a, u in a.authorID == u.id }
            .leftJoin(Profile.self) { _, u, p in u.id == p.userID }
        check(joined, (Article, User, Profile?).self)
        check(joined.select { a, u, p in (a.title, u.age, p, p.bio) }, (String, Int?, Profile?, String?).self)
        check(joined.select { a, _, _ in a.title }, String.self)
        check(User.from().select { ($0.username, $0.age) }.map { ($1, $0) }, (Int?, String).self)
        let counts = Article.from().group { $0.authorID }.select { ($0.authorID, count()) }.asTable("counts")
        check(counts.from(), (UInt64?, Int).self)
        check(User.from().leftJoin(table: counts) { u, n in n.0 == u.id }, (User, (UInt64?, Int)?).self)
    }

    @Test(
        "Groups, windows and functions",
        arguments: [
            Rendered(
                Article.from().group { $0.authorID }.having { _ in count() > 1 }
                    .select { ($0.authorID, count(), max($0.id), countDistinct($0.title)) },
                """
                SELECT articles.author_id, COUNT(*), MAX(articles.id), COUNT(DISTINCT articles.title) FROM articles \
                GROUP BY articles.author_id HAVING COUNT(*) > ?
                """,
                [.int(1)]
            ),
            Rendered(
                User.where { $0.isActive }.group { ($0.role, $0.isActive) }.select {
                    ($0.role, avg($0.age), sum($0.age))
                },
                """
                SELECT users.role, AVG(users.age), SUM(users.age) FROM users WHERE users.is_active \
                GROUP BY users.role, users.is_active
                """
            ),
            Rendered(
                User.from().select {
                    groupConcat($0.username, orderBy: [$0.age.ascending, $0.id.descending], separator: "'")
                },
                """
                SELECT GROUP_CONCAT(users.username ORDER BY users.age, users.id DESC SEPARATOR '''') FROM users
                """
            ),
            Rendered(
                Article.from().select { a in
                    (
                        rowNumber().over(partitionBy: a.authorID, orderBy: a.id.descending),
                        sum(a.id).over(orderBy: a.id.ascending, frame: .rows(from: .preceding(2))),
                        lag(a.title, 2).over(orderBy: [a.id.ascending, a.title.ascending]), count().over()
                    )
                },
                """
                SELECT ROW_NUMBER() OVER (PARTITION BY articles.author_id ORDER BY articles.id DESC), \
                SUM(articles.id) OVER (ORDER BY articles.id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW), \
                LAG(articles.title, 2) OVER (ORDER BY articles.id, articles.title), COUNT(*) OVER () FROM articles
                """
            ),
            Rendered(
                User.from().select { u in
                    (
                        when(u.age < 18, then: "child").when(u.age == nil, then: u.username).otherwise("adult"),
                        when(u.isActive, then: 1).orNull, coalesce(u.age, 0), coalesce(u.email, u.username),
                        cast(u.age, as: String?.self), u.username.lowercased(), concat(u.username, value("x"))
                    )
                },
                """
                SELECT CASE WHEN users.age < ? THEN ? WHEN users.age IS NULL THEN users.username ELSE ? END, \
                CASE WHEN users.is_active THEN ? END, COALESCE(users.age, ?), COALESCE(users.email, users.username), \
                CAST(users.age AS CHAR), LOWER(users.username), CONCAT(users.username, ?) FROM users
                """,
                [.int(18), .text("child"), .text("adult"), .int(1), .int(0), .text("x")]
            ),
            Rendered(
                User.from().select { (($0.age + 1) * 2, $0.age - ($0.age - 1), $0.age / 7, floor($0.age % 3)) },
                """
                SELECT (users.age + ?) * ?, users.age - (users.age - ?), users.age / ?, FLOOR(users.age % ?) FROM users
                """,
                [.int(1), .int(2), .int(1), .int(7), .int(3)]
            ),
            Rendered(
                Article.where { match($0.title, against: "+a", .boolean) }
                    .order { relevance($0.title, against: "a").descending },
                """
                SELECT articles.id, articles.title, articles.author_id FROM articles \
                WHERE MATCH (articles.title) AGAINST (? IN BOOLEAN MODE) \
                ORDER BY MATCH (articles.title) AGAINST (?) DESC
                """,
                [.text("+a"), .text("a")]
            ),
            Rendered(
                User.from().select { ($0.email.json("$.a", as: Int.self), $0.email.json("$.b", as: Bool.self)) },
                """
                SELECT CAST(JSON_UNQUOTE(NULLIF(CONCAT(JSON_EXTRACT(users.email, ?)), 'null')) AS SIGNED), \
                JSON_UNQUOTE(NULLIF(CONCAT(JSON_EXTRACT(users.email, ?)), 'null')) = 'true' FROM users
                """,
                [.text("$.a"), .text("$.b")],
                mySQL: """
                    SELECT CAST(JSON_UNQUOTE(NULLIF(JSON_EXTRACT(users.email, ?), CAST('null' AS JSON))) AS SIGNED), \
                    JSON_UNQUOTE(NULLIF(JSON_EXTRACT(users.email, ?), CAST('null' AS JSON))) = 'true' FROM users
                    """
            ),
        ]
    )
    func expressions(_ query: Rendered) {
        query.check()
    }
}
