import BlogModels
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Blog

/// Tests the server's responses, from its first start.
@Suite struct ServerTests {
    private static let ann = #"{"email": "ann@example.org", "displayName": "Ann", "role": "author"}"#

    private static func article(_ slug: String, tags: String = "[]", author: Int = 1) -> String {
        """
        {"authorID": \(author), "slug": "\(slug)", "title": "On \(slug)", "summary": "In short", "body": "At length",
        "tags": \(tags), "isPublished": true}
        """
    }

    @Test func theFirstStartMakesTheTables() async throws {
        try await TestBlog.with { blog in
            #expect(try await blog.tables().isEmpty)
            try await blog.serve(.live) { client in
                #expect(try await client.status("/health/ready") == .ok)
                let users: [UserResponse] = try await client.get("/users")
                #expect(users.isEmpty)
            }
            #expect(try await Set(blog.tables().keys) == ["users", "profiles", "articles", "tags", "article_tags"])
        }
    }

    @Test func usersHaveOneProfile() async throws {
        try await TestBlog.with { blog in
            try await blog.serve { client in
                let bob = #"{"email": "bob@example.org", "displayName": "Bob \\ 'β'", "profile": {"biography": "🪴"}}"#
                #expect(try await client.post("/users", Self.ann) == .created)
                #expect(try await client.post("/users", bob) == .created)
                let users: [UserResponse] = try await client.get("/users")
                #expect(users.map(\.displayName) == ["Ann", #"Bob \ 'β'"#])
                #expect(users.map(\.role) == [.author, .reader])
                #expect(users.map { $0.profile?.biography } == [nil, "🪴"])
                #expect(try await client.get("/users/2", as: UserResponse.self).profile?.website == nil)
                #expect(try await client.status("/users/3") == .notFound)
            }
        }
    }

    @Test func articlesHaveTags() async throws {
        try await TestBlog.with { blog in
            try await blog.serve { client in
                try await client.post("/users", Self.ann)
                #expect(try await client.post("/articles", Self.article("a", tags: #"["swift", "sql"]"#)) == .created)
                #expect(try await client.post("/articles", Self.article("b", tags: #"["sql"]"#)) == .created)
                let article: ArticleResponse = try await client.get("/articles/a")
                #expect(article.tags == ["sql", "swift"] && article.author == "Ann" && article.readingMinutes == 1)
                #expect(article.publishedAt != nil)
                let tagged: [ArticleResponse] = try await client.get("/articles?tag=swift")
                #expect(tagged.map(\.slug) == ["a"])
                let all: [ArticleResponse] = try await client.get("/articles")
                #expect(all.map(\.slug) == ["b", "a"])
                let tags: [TagResponse] = try await client.get("/tags")
                #expect(tags.map(\.name) == ["sql", "swift"] && tags.map(\.articles) == [2, 1])
            }
        }
    }

    @Test func whatTheSchemaForbidsIsRefused() async throws {
        try await TestBlog.with { blog in
            try await blog.serve { client in
                try await client.post("/users", Self.ann)
                #expect(try await client.post("/users", Self.ann) == .conflict)
                let addressless = #"{"email": "ann", "displayName": "Ann"}"#
                #expect(try await client.post("/users", addressless) == .unprocessableContent)
                #expect(try await client.post("/articles", Self.article("a", author: 7)) == .unprocessableContent)
                let nameless = Self.article("b").replacing("On b", with: "")
                #expect(try await client.post("/articles", nameless) == .unprocessableContent)
                // An article whose tag does not fit is not stored at all.
                let unfit = Self.article("c", tags: #"["fits", "\#(String(repeating: "x", count: 100))"]"#)
                #expect(try await client.post("/articles", unfit) == .unprocessableContent)
                #expect(try await client.get("/tags", as: [TagResponse].self).isEmpty)
                #expect(try await client.get("/articles", as: [ArticleResponse].self).isEmpty)
            }
        }
    }

    @Test func aUserTakesProfileAndArticlesAlong() async throws {
        try await TestBlog.with { blog in
            try await blog.serve { client in
                try await client.post("/users", Self.ann)
                try await client.post("/articles", Self.article("a", tags: #"["swift"]"#))
                #expect(try await client.execute(uri: "/users/1", method: .delete).status == .noContent)
                #expect(try await client.get("/articles", as: [ArticleResponse].self).isEmpty)
                #expect(try await client.get("/tags", as: [TagResponse].self).map(\.articles) == [0])
            }
        }
    }

    @Test(arguments: ["dependency", "closure", "middleware"])
    func aHandlerGetsItsSessionInThreeForms(_ form: String) async throws {
        try await TestBlog.with { blog in
            try await blog.serve { client in
                try await client.post("/users", Self.ann)
                let article = Self.article("a", tags: #"["swift"]"#)
                #expect(try await client.post("/\(form)/article/add", article) == .created)
                #expect(try await client.get("/articles/a", as: ArticleResponse.self).tags == ["swift"])
                // What fails is undone as a whole, and told apart.
                #expect(try await client.post("/\(form)/article/add", article) == .conflict)
                let orphan = Self.article("b", tags: #"["new"]"#, author: 7)
                #expect(try await client.post("/\(form)/article/add", orphan) == .unprocessableContent)
                let unfit = Self.article("c", tags: #"["fits", "\#(String(repeating: "x", count: 100))"]"#)
                #expect(try await client.post("/\(form)/article/add", unfit) == .unprocessableContent)
                #expect(try await client.get("/articles", as: [ArticleResponse].self).map(\.slug) == ["a"])
                #expect(try await client.get("/tags", as: [TagResponse].self).map(\.name) == ["swift"])
            }
        }
    }

    @Test func articlesComeInPages() async throws {
        try await TestBlog.with { blog in
            try await blog.serve { client in
                try await client.post("/users", Self.ann)
                let rows = (1...120).map {
                    Article.New(
                        authorID: 1,
                        slug: "a\($0)",
                        title: "Article \($0)",
                        summary: $0 % 2 == 0 ? "50% even" : "50 odd",
                        body: ""
                    )
                }
                try await blog.engine.transaction { session in try await session.insert(rows) }
                var pages: [[Int]] = []
                var last: UInt64?
                repeat {
                    let path = "/articles" + (last.map { "?before=\($0)" } ?? "")
                    let page: [ArticleResponse] = try await client.get(path)
                    last = page.last?.id
                    pages.append(page.compactMap { Int($0.slug.dropFirst()) })
                } while last != nil
                #expect(pages.map(\.count) == [50, 50, 20, 0])
                #expect(pages.flatMap { $0 } == (1...120).reversed())
                // A percent sign is a character like any other.
                let found: [ArticleResponse] = try await client.get("/articles?search=50%25")
                #expect(found.count == 50 && found.allSatisfy { $0.summary == "50% even" })
                #expect(try await client.get("/articles?search=Article%20120", as: [ArticleResponse].self).count == 1)
            }
        }
    }
}
