import BlogModels
import Foundation
import Hummingbird
import SwiftMigData
import SwiftMigQueries

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
    var publishedAt: Date?
}

struct TagResponse: ResponseCodable {
    var name: String
    var articles: Int
}

func addArticleRoutes(to router: Router<BlogContext>, _ engine: Engine) {
    // The newest first, fifty at a time: ?before=ID continues after a page, ?tag= and ?search= choose.
    router.get("articles") { request, _ in
        let parameters = request.uri.queryParameters
        var query = Article.all.page(after: parameters.get("before", as: UInt64.self), .descending) { $0.id }.limit(50)
        if let tag = parameters.get("tag") {
            query = query.where(Article.tags.any { $0.name == tag })
        }
        if let text = parameters.get("search") {
            query = query.where { $0.title.contains(text) || $0.summary.contains(text) }
        }
        return try await engine.fetch(query.withAuthorAndTags)
    }
    router.get("articles/:slug") { _, context in
        let slug = try context.parameters.require("slug")
        guard let article = try await engine.first(Article.where { $0.slug == slug }.withAuthorAndTags) else {
            throw HTTPError(.notFound)
        }
        return article
    }
    router.post("articles") { request, context in
        let new = try await request.decode(as: NewArticle.self, context: context)
        let article = try await engine.transaction { session in
            let id = try await new.store(in: session)
            return try await session.one(Article.where { $0.id == id }.withAuthorAndTags)
        }
        return EditedResponse(status: .created, response: article)
    }
    router.get("tags") { _, _ in
        try await engine.fetch(Tag.order { $0.name.ascending }.including(Tag.articles.included.map(\.count)))
            .map { TagResponse(name: $0.name, articles: $1) }
    }
}

extension Query<Article, Article> {
    /// The articles with their authors and tags: three statements, however many articles there are.
    var withAuthorAndTags: Query<Article, ArticleResponse> {
        including(Article.author.included, Article.tags.included(Tag.order { $0.name.ascending }))
            .map(ArticleResponse.init)
    }
}

extension NewArticle {
    /// Stores the article with its tags, including new ones.
    ///
    /// - Returns: The article's number.
    func store(in session: Session) async throws -> UInt64 {
        let article = try await session.insert(
            Article.New(
                authorID: authorID,
                slug: slug,
                title: title,
                summary: summary,
                body: body,
                publishedAt: isPublished == true ? Date() : nil
            )
        )
        let names = Set(tags ?? [])
        // Those that exist remain as they are.
        try await session.insert(names.map { Tag.New(name: $0) }) { _, _ in [] }
        for tag in try await session.fetch(Tag.where { $0.name.isIn(Array(names)) }) {
            session.link(article, Article.tags, tag)
        }
        return article.id
    }
}

extension ArticleResponse {
    init(_ article: Article, _ author: User?, _ tags: [Tag]) {
        id = article.id
        slug = article.slug
        title = article.title
        summary = article.summary
        self.author = author?.displayName ?? ""
        readingMinutes = Int(article.readingMinutes)
        self.tags = tags.map(\.name)
        publishedAt = article.publishedAt
    }
}
