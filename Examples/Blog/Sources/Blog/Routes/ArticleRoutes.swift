import BlogModels
import Hummingbird
import MySQLClient

struct NewArticle: Decodable {
    var authorID: UInt64
    var slug: String
    var title: String
    var summary: String
    var body: String
    var tags: [String]?
    var isPublished: Bool?
}

struct ArticleResponse: ResponseCodable {
    var id: UInt64
    var slug: String
    var title: String
    var summary: String
    var author: String
    var readingMinutes: Int
    var tags: [String]
    var publishedAt: String?
}

struct TagResponse: ResponseCodable {
    var name: String
    var articles: Int
}

func addArticleRoutes(to router: Router<BasicRequestContext>, _ database: Database) {
    router.get("articles") { request, _ in
        try await database.articles(tag: request.uri.queryParameters.get("tag"))
    }
    router.get("articles/:slug") { _, context in
        let slug = try context.parameters.require("slug")
        guard let article = try await database.article(slug) else { throw HTTPError(.notFound) }
        return article
    }
    router.post("articles") { request, context in
        let new = try await request.decode(as: NewArticle.self, context: context)
        return EditedResponse(status: .created, response: try await database.createArticle(new))
    }
    router.get("tags") { _, _ in try await database.tags() }
}

extension Database {
    /// Returns the articles: drafts first, then the newest.
    func articles(tag: String? = nil, slug: String? = nil) throws -> [ArticleResponse] {
        try query(
            """
            SELECT a.id, a.slug, a.title, a.summary, a.reading_minutes, u.display_name,
                DATE_FORMAT(a.published_at, '%Y-%m-%dT%TZ') AS published_at,
                GROUP_CONCAT(t.name ORDER BY t.name SEPARATOR '\n') AS tags
            FROM articles a
            JOIN users u ON u.id = a.author_id
            LEFT JOIN article_tags at ON at.article_id = a.id
            LEFT JOIN tags t ON t.id = at.tag_id
            WHERE (\(slug) IS NULL OR a.slug = \(slug)) AND (\(tag) IS NULL OR a.id IN (
                SELECT article_id FROM article_tags JOIN tags ON id = tag_id WHERE name = \(tag)
            ))
            GROUP BY a.id
            ORDER BY a.published_at IS NOT NULL, a.published_at DESC, a.id DESC
            """
        ).map(ArticleResponse.init)
    }

    func article(_ slug: String) throws -> ArticleResponse? {
        try articles(slug: slug).first
    }

    /// Stores the article with its tags, including new ones, or nothing.
    func createArticle(_ new: NewArticle) throws -> ArticleResponse? {
        try transaction { connection in
            try connection.query(
                """
                INSERT INTO articles (author_id, slug, title, summary, body, published_at)
                VALUES (\(new.authorID), \(new.slug), \(new.title), \(new.summary), \(new.body),
                    IF(\(new.isPublished == true ? 1 : 0), UTC_TIMESTAMP(6), NULL))
                """
            )
            let id = connection.lastInsertID
            for tag in Set(new.tags ?? []) {
                // Also returns the number of an existing row.
                try connection.query(
                    "INSERT INTO tags (name) VALUES (\(tag)) ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id)"
                )
                let tagID = connection.lastInsertID
                try connection.query(
                    """
                    INSERT INTO article_tags (article_id, tag_id) VALUES (\(id), \(tagID))
                    ON DUPLICATE KEY UPDATE tag_id = tag_id
                    """
                )
            }
        }
        return try article(new.slug)
    }

    func tags() throws -> [TagResponse] {
        try query(
            """
            SELECT t.name, COUNT(at.article_id) AS articles
            FROM tags t LEFT JOIN article_tags at ON at.tag_id = t.id
            GROUP BY t.id ORDER BY t.name
            """
        ).map { try TagResponse(name: $0.value("name"), articles: $0.value("articles")) }
    }
}

extension ArticleResponse {
    init(_ row: Row) throws {
        id = try row.value("id")
        slug = try row.value("slug")
        title = try row.value("title")
        summary = try row.value("summary")
        author = try row.value("display_name")
        readingMinutes = try row.value("reading_minutes")
        let names: String? = row["tags"]
        tags = names?.split(separator: "\n").map(String.init) ?? []
        publishedAt = row["published_at"]
    }
}
