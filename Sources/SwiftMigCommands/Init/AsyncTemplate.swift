extension Template {
    /// The counterpart of Alembic's `async` template: a whole application.
    static let async = Template(
        name: "async",
        summary: "a server in Swift with models, an engine and sessions, for a new folder",
        modelsSetting: "command: [swift, run, --quiet, \(SwiftPackage.provider)]",
        files: [
            File(path: "Sources/\(SwiftPackage.models)/\(SwiftPackage.models).swift", text: asyncModels),
            File(path: SwiftPackage.providerPath, text: asyncProvider, purpose: "the program that prints them"),
            File(path: "Sources/App/Database.swift", text: asyncDatabase, purpose: "the engine, with its options"),
            File(path: "Sources/App/App.swift", text: asyncServer, purpose: "the server"),
            File(path: "README.md", text: asyncReadme, purpose: "how to run it"),
        ],
        package: .application
    )

    private static let asyncModels = """
        // The tables, as they should be. Edit, then: swiftmig revision --autogenerate -m "what changed"
        import Foundation
        import SwiftMigMacros

        @Table("users", comment: "People who write articles")
        public struct User {
            @Column(primaryKey: true, autoIncrement: true)
            public let id: UInt64
            @Column(.varchar(50), unique: true)
            public var username: String
            @Column(.varchar(254))
            public var email: String?
            @Column(default: .currentTimestamp)
            public var createdAt: Date

            public static let articles = hasMany(Article.self, via: \\.authorID)
        }

        @Table("articles")
        public struct Article {
            @Column(primaryKey: true, autoIncrement: true)
            public let id: UInt64
            public var authorID: UInt64
            @Column(.varchar(200))
            public var title: String
            @Column(.text)
            public var body: String
            @Column(default: .currentTimestamp)
            public var createdAt: Date

            public static let author = belongsTo(User.self, via: \\.authorID, onDelete: .cascade)
        }

        """

    private static let asyncProvider = """
        import \(SwiftPackage.models)
        import SwiftMig

        @main
        struct Schema: SchemaProvider {
            static var metadata: Metadata {
                Metadata(User.self, Article.self, defaults: TableOptions(engine: "InnoDB", charset: "utf8mb4"))
            }
        }

        """

    private static let asyncDatabase = """
        import Logging
        import SwiftMigData
        import SwiftMigRunner

        /// Makes the engine for the database of migrate.yaml. The server has one, and uses it everywhere.
        func makeEngine(logger: Logger) throws -> Engine {
            try Engine(
                Migrator.Configuration.load(),
                pool: PoolOptions(
                    // How many connections are kept. The default is 5.
                    size: 10,
                    // How many more may be open while all of them are in use. The default is 10.
                    maxOverflow: 20,
                    // How long a request waits for a free connection. The default is 30 seconds.
                    timeout: .seconds(10),
                    // The age at which a connection is replaced. By default, never.
                    recycle: .seconds(3600),
                    // A connection that was idle for longer is asked whether it lives. The default is 1 second.
                    prePing: .seconds(1)
                ),
                // Logs every statement at the level debug. The default is off.
                echo: .statements,
                logger: logger
            )
        }

        """

    private static let asyncServer = """
        import AppModels
        import Hummingbird
        import Logging
        import SwiftMigData
        import SwiftMigHummingbird
        import SwiftMigQueries

        @main
        struct App {
            static func main() async throws {
                let port = Environment().get("PORT", as: Int.self) ?? 8080
                var logger = Logger(label: "app")
                logger.logLevel = .debug
                let engine = try makeEngine(logger: logger)

                let router = Router(context: AppContext.self)
                // Answers a duplicate username with 409 and a database that is down with 503.
                router.add(middleware: DatabaseErrorMiddleware())
                // Gives each request a session, and commits it if the handler succeeds.
                router.add(middleware: SessionMiddleware(engine))
                addRoutes(to: router)

                let application = Application(
                    router: router,
                    configuration: .init(address: .hostname("127.0.0.1", port: port)),
                    services: [engine],
                    logger: logger
                )
                try await application.runService()
            }
        }

        struct AppContext: SessionRequestContext {
            var coreContext: CoreRequestContextStorage
            var databaseSession: RequestSession?

            init(source: ApplicationRequestContextSource) { coreContext = CoreRequestContextStorage(source: source) }
        }

        struct UserCreate: Decodable {
            var username: String
            var email: String?
        }

        struct ArticleCreate: Decodable {
            var authorID: UInt64
            var title: String
            var body: String
        }

        struct UserResponse: ResponseEncodable {
            var id: UInt64
            var username: String
            var email: String?

            init(_ user: User) { (id, username, email) = (user.id, user.username, user.email) }
        }

        struct ArticleResponse: ResponseEncodable {
            var id: UInt64
            var title: String
            var author: UserResponse

            init(_ article: Article, _ author: User) {
                (id, title, self.author) = (article.id, article.title, UserResponse(author))
            }
        }

        func addRoutes(to router: Router<AppContext>) {
            router.post("users") { request, context in
                let new = try await request.decode(as: UserCreate.self, context: context)
                let user = try await context.session { session in
                    try await session.insert(User.New(username: new.username, email: new.email))
                }
                return EditedResponse(status: .created, response: UserResponse(user))
            }
            router.get("users") { _, context in
                try await context.session { session in
                    try await session.fetch(User.order { $0.username.ascending }).map(UserResponse.init)
                }
            }
            router.get("users/:id") { _, context in
                let id = try context.parameters.require("id", as: UInt64.self)
                return try await context.session { session in
                    guard let user = try await session.get(User.self, id) else { throw HTTPError(.notFound) }
                    return UserResponse(user)
                }
            }
            router.post("article/add") { request, context in
                let new = try await request.decode(as: ArticleCreate.self, context: context)
                let response = try await context.session { session in
                    guard let author = try await session.get(User.self, new.authorID) else {
                        throw HTTPError(.unprocessableContent, message: "there is no such author")
                    }
                    let row = Article.New(authorID: author.id, title: new.title, body: new.body)
                    return ArticleResponse(try await session.insert(row), author)
                }
                return EditedResponse(status: .created, response: response)
            }
            router.get("articles") { _, context in
                let query = Article.from().join(User.self) { article, user in article.authorID == user.id }
                    .order { article, _ in article.id.descending }
                    .limit(50)
                    .select { article, user in (article, user) }
                return try await context.session { session in
                    try await session.fetch(query).map { ArticleResponse($0, $1) }
                }
            }
        }

        """

    private static let asyncReadme = """
        # An application with swiftmig

            swiftmig revision --autogenerate -m "create tables"   # writes migrations/…sql from the models
            swiftmig upgrade head                                 # creates the tables
            swift run App                                         # serves on http://127.0.0.1:8080
            curl -d '{"username": "ann"}' -H 'Content-Type: application/json' http://127.0.0.1:8080/users
            curl http://127.0.0.1:8080/users

        The models are in `Sources/AppModels`, the engine in `Sources/App/Database.swift`, the routes in
        `Sources/App/App.swift`. The database is a private server in `.swiftmig/` until `DATABASE_URL` names another,
        such as `mysql://user:password@host:3306/shop`.

        """
}
