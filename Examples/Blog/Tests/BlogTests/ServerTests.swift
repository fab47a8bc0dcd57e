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
                #expect(article.publishedAt?.hasSuffix("Z") == true)
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
}
