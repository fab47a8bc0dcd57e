import MariaDBClient
import SchemaDocument
import SchemaInspector
import SchemaModel
import SchemaSQL
import ServerPort
import SwiftMig
import SwiftMigData
import TestSupport

extension TestDatabase {
    /// Creates the tables of models.
    func create(_ models: [any TableModel.Type]) throws {
        let metadata = Metadata { for model in models { model } }
        let schema = try SchemaDocument.read(texts: [(try metadata.document(), "models.json")])
        let connection = try connect()
        defer { connection.close() }
        let renderer = CreateTableRenderer(profile: try Inspector(executor: connection).profile())
        // The tables may refer to each other in any order.
        try connection.execute("SET foreign_key_checks = 0")
        for table in schema.tables { try connection.execute(renderer.createTable(table)) }
    }
}

/// An engine on a database with the tables of models. The database is dropped with the value.
struct ModelFixture {
    let database: TestDatabase
    let engine: Engine
    /// A connection beside the engine's.
    let other: Connection

    init(_ models: any TableModel.Type..., pool: PoolOptions = PoolOptions(), rows: [String] = []) throws {
        database = try PrivateServer.shared.database()
        try database.create(models)
        other = try database.connect()
        for statement in rows { try other.execute(statement) }
        engine = try Engine(database.url, pool: pool)
    }

    /// The tables and rows that the cases begin with.
    static func cases(pool: PoolOptions = PoolOptions()) throws -> ModelFixture {
        try ModelFixture(
            User.self,
            Profile.self,
            Article.self,
            Tag.self,
            ArticleTag.self,
            Node.self,
            Customer.self,
            pool: pool,
            rows: [
                "INSERT INTO users (id, username, age) VALUES (1, 'ann', 30), (2, 'bob', 20), (3, 'cyd', NULL)",
                "INSERT INTO profiles VALUES (1, 1, 'bio of ann')",
                "INSERT INTO articles VALUES (1, 'A1', 1), (2, 'A2', 1), (3, 'B1', 2), (4, 'nobody''s', NULL)",
                "INSERT INTO tags VALUES (1, 'red'), (2, 'blue'), (3, 'green')",
                "INSERT INTO article_tags VALUES (1, 1), (1, 2), (2, 2)",
                "INSERT INTO nodes VALUES (1, 'root', NULL), (2, 'k1', 1), (3, 'k2', 1), (4, 'g1', 2)",
                "INSERT INTO customers VALUES (1, 'ann', 1), (2, 'bob', 7)",
            ]
        )
    }

    func end() async {
        await engine.shutDown()
        other.close()
    }
}

extension PrivateServer {
    private static let hasVectorsResult = Result {
        try !(shared.connect().execute("SELECT VERSION()").rows.first?[0] ?? "").hasPrefix("10.")
    }

    /// Whether the shared server has the type VECTOR: MariaDB 11.7 and MySQL 9.0.
    static var hasVectors: Bool {
        get throws { try hasVectorsResult.get() }
    }
}
