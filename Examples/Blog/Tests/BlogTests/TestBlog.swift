import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import SwiftMigData
import SwiftMigQueries
import SwiftMigRunner
import Testing

@testable import Blog

/// The blog with a new database in the sandbox, which is dropped after the test.
struct TestBlog {
    let databaseURL: String
    let migrator: Migrator
    /// Connections to the database that bypass the server.
    let engine: Engine

    /// Runs a test with an empty database.
    static func with(_ test: (TestBlog) async throws -> Void) async throws {
        let blog = try await TestBlog(name: "blog_test_\(UInt32.random(in: 1...UInt32.max))")
        let result: Result<Void, any Error>
        do { result = .success(try await test(blog)) } catch { result = .failure(error) }
        try await blog.drop()
        try result.get()
    }

    private init(name: String) async throws {
        databaseURL = "sandbox:\(name)"
        let configuration = try makeConfiguration(databaseURL: databaseURL)
        migrator = try Migrator(configuration: configuration, logger: Self.logger)
        engine = try Engine(configuration, logger: Self.logger)
    }

    static var logger: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .error
        return logger
    }

    /// Starts the server, which migrates, and sends requests to it.
    func serve(
        _ setup: TestingSetup = .router,
        _ requests: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let application = try buildApplication(databaseURL: databaseURL, logger: Self.logger)
        try await application.test(setup) { client in try await requests(client) }
    }

    /// All tables as the database server describes them, except the tables that swiftmig uses itself.
    func tables() async throws -> [String: String] {
        var tables: [String: String] = [:]
        let names = try await engine.fetch(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()",
            as: String.self
        )
        for name in names where !name.hasPrefix("swiftmig_") {
            let definition = try await engine.fetch(SQL(raw: "SHOW CREATE TABLE `\(name)`"), as: (String, String).self)
            tables[name] = definition.first?.1
        }
        return tables
    }

    private func drop() async throws {
        try await engine.execute(SQL(raw: "DROP DATABASE `\(databaseURL.dropFirst("sandbox:".count))`"))
        await engine.shutDown()
    }
}

extension TestClientProtocol {
    func get<Value: Decodable>(_ path: String, as _: Value.Type = Value.self) async throws -> Value {
        let response = try await execute(uri: path, method: .get)
        #expect(response.status == .ok)
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(Value.self, from: Data(response.body.readableBytesView))
    }

    @discardableResult
    func post(_ path: String, _ json: String) async throws -> HTTPResponse.Status {
        try await execute(
            uri: path,
            method: .post,
            headers: [.contentType: "application/json"],
            body: ByteBuffer(string: json)
        ).status
    }

    func status(_ path: String) async throws -> HTTPResponse.Status {
        try await execute(uri: path, method: .get).status
    }
}
