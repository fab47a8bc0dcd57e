import Hummingbird
import HummingbirdTesting
import SwiftMigRunner
import Testing

@testable import Blog

/// Tests the database when the server starts, and every revision in both directions.
@Suite struct MigrationTests {
    @Test func aSecondStartFindsNothingToDo() async throws {
        try await TestBlog.with { blog in
            let first = try await blog.migrator.upgrade()
            #expect(first.from.isEmpty && first.steps.count >= 3)
            let tables = try await blog.tables()
            try await blog.serve { client in
                let status = try await client.status("/health/ready")
                #expect(status == .ok)
            }
            #expect(try await blog.migrator.upgrade().steps.isEmpty)
            #expect(try await blog.tables() == tables)
        }
    }

    @Test func ofTwoInstancesOneMigrates() async throws {
        try await TestBlog.with { blog in
            let (databaseURL, logger) = (blog.databaseURL, TestBlog.logger)
            let chain = try await blog.migrator.status().pending
            let steps = try await withThrowingTaskGroup { group in
                for _ in 1...4 {
                    group.addTask {
                        let configuration = try makeConfiguration(databaseURL: databaseURL)
                        let migrator = try Migrator(configuration: configuration, logger: logger)
                        return try await migrator.upgrade().steps.map(\.revision)
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(steps.sorted() == chain.sorted())
        }
    }

    @Test func onlyAMigratedDatabaseIsReady() async throws {
        try await TestBlog.with { blog in
            let router = Router(context: BlogContext.self)
            addHealthRoutes(to: router, blog.migrator)
            let migrator = blog.migrator
            try await Application(router: router).test(.router) { client in
                #expect(try await client.status("/health/live") == .ok)
                #expect(try await client.status("/health/ready") == .serviceUnavailable)
                try await migrator.upgrade(to: "+1")
                #expect(try await client.status("/health/ready") == .serviceUnavailable)
                try await migrator.upgrade()
                #expect(try await client.status("/health/ready") == .ok)
            }
        }
    }

    @Test func rowsOfTheFirstVersionAreKept() async throws {
        try await TestBlog.with { blog in
            try await blog.migrator.upgrade(to: "+1")
            try await blog.engine.execute("INSERT INTO users (email, name) VALUES ('ann@example.org', 'Ann')")
            try await blog.engine.execute(
                "INSERT INTO articles (author_id, slug, title, body) VALUES (1, 'a', 'On a', REPEAT('At length. ', 300))"
            )
            try await blog.serve { client in
                #expect(try await client.get("/users", as: [UserResponse].self).map(\.displayName) == ["Ann"])
                let articles: [ArticleResponse] = try await client.get("/articles")
                #expect(articles.map(\.readingMinutes) == [4] && articles.map(\.summary) == [""])
            }
        }
    }

    @Test func everyRevisionGoesDownAndUpAgain() async throws {
        try await TestBlog.with { blog in
            var versions: [[String: String]] = [try await blog.tables()]
            let chain = try await blog.migrator.status().pending
            for revision in chain {
                #expect(try await blog.migrator.upgrade(to: "+1").to == [revision])
                versions.append(try await blog.tables())
            }
            let top = versions.last
            for version in versions.dropLast().reversed() {
                try await blog.migrator.downgrade(to: .relative(-1), allowDataLoss: true)
                #expect(try await blog.tables() == version)
            }
            try await blog.migrator.upgrade()
            #expect(try await blog.tables() == top)
        }
    }
}
