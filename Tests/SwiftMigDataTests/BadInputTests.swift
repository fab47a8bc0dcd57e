import Foundation
import MariaDBClient
import SwiftMigData
import TestSupport
import Testing

/// What users do wrong gets one clear error, which never shows a password.
@Suite struct EngineBadInputTests {
    @Test(
        arguments: [
            ("", "the URL is empty"),
            ("shop", "the URL does not start with mysql://"),
            ("postgres://app@db/shop", "swiftmig does not know the database 'postgres'"),
            ("mysql://app:secret@db:70000/shop", "the port is not a number from 1 to 65535"),
            ("mysql://app:secret@db/shop?colour=red", "the URL has a parameter 'colour'"),
        ]
    )
    func aBadURLIsRefusedAtOnce(url: String, words: String) throws {
        let error = try #require(throws: DatabaseError.self) { try Engine(url) }
        guard case .invalidConfiguration = error else {
            Issue.record("\(error)")
            return
        }
        #expect("\(error)".hasPrefix(words) && !"\(error)".contains("secret"))
    }

    @Test(
        arguments: [
            (PoolOptions(size: 0), "size"), (PoolOptions(maxOverflow: -1), "maxOverflow"),
            (PoolOptions(size: 2, minimum: 3), "minimum"), (PoolOptions(timeout: .seconds(-1)), "timeout"),
        ]
    )
    func badOptionsAreNamed(options: PoolOptions, name: String) throws {
        let error = try #require(throws: DatabaseError.self) { try Engine("mysql://app@db/shop", pool: options) }
        guard case .invalidConfiguration = error else {
            Issue.record("\(error)")
            return
        }
        #expect("\(error)".contains(name))
    }

    /// Tries a statement at another URL than that of the test server.
    private func failure(_ change: (inout URLComponents) -> Void) async throws -> ConnectionFailure? {
        let database = try PrivateServer.shared.database()
        var url = try #require(URLComponents(string: database.url))
        change(&url)
        let engine = try Engine(try #require(url.string))
        defer { Task { await engine.shutDown() } }
        let error = await #expect(throws: DatabaseError.self) { try await engine.fetch("SELECT 1", as: Int.self) }
        guard case .cannotConnect(let failure) = error else {
            Issue.record("\(String(describing: error))")
            return nil
        }
        #expect(!"\(failure)".contains("wrong-secret"))
        #expect(engine.status.inUse == 0 && engine.status.opening == 0)
        return failure
    }

    @Test func noServer() async throws {
        let port = try FreePort.find()
        let failure = try await failure { url in
            url.host = "127.0.0.1"
            url.port = Int(port)
            url.queryItems = nil
        }
        #expect(failure?.reason == .cannotReach && failure?.address == "127.0.0.1:\(port)")
    }

    @Test("wrong-password") func wrongPassword() async throws {
        let database = try PrivateServer.shared.database()
        let admin = try database.connect()
        defer { admin.close() }
        let user = "u_\(database.name)"
        try admin.execute("CREATE USER '\(user)'@'%' IDENTIFIED BY 'right-Secret-1'")
        defer { _ = try? admin.execute("DROP USER '\(user)'@'%'") }
        let failure = try await failure { url in
            url.user = user
            url.password = "wrong-secret"
        }
        #expect(failure?.reason == .accessDenied && failure?.code == 1045 && failure?.user == user)
    }

    @Test func unknownDatabase() async throws {
        let failure = try await failure { $0.path = "/missing_database" }
        #expect(failure?.reason == .unknownDatabase)
    }

    @Test func tlsThatTheServerDoesNotOffer() async throws {
        let server = try FakeServer(.nativePassword)
        let failure = try await failure { url in
            url.host = "127.0.0.1"
            url.port = Int(server.port)
            url.queryItems = [URLQueryItem(name: "ssl-mode", value: "REQUIRED")]
        }
        #expect(failure?.reason == .tls)
    }

    @Test func anExhaustedPool() async throws {
        let fixture = try EngineFixture(PoolOptions(size: 1, maxOverflow: 0, timeout: .zero))
        try await fixture.engine.transaction { session in
            try await session.execute("INSERT INTO tags (name) VALUES ('red')")
            let error = await #expect(throws: DatabaseError.self) {
                try await fixture.engine.fetch("SELECT 1", as: Int.self)
            }
            guard case .poolTimeout(let timeout) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(timeout.status.inUse == 1 && timeout.limit == 1)
            #expect(timeout.longestHolder?.place?.hasPrefix("SwiftMigDataTests/BadInputTests.swift:") == true)
        }
        await fixture.end()
    }

    @Test func aValueThatDoesNotFit() async throws {
        let fixture = try EngineFixture()
        try fixture.other.execute("INSERT INTO tags (name, n) VALUES ('red', 300)")
        let error = await #expect(throws: DatabaseError.self) {
            try await fixture.engine.fetch("SELECT n FROM tags", as: UInt8.self)
        }
        guard case .decoding(let value) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(value.table == "tags" && value.column == "n" && value.type == "UInt8" && value.value == "300")
        #expect(fixture.engine.status.inUse == 0)
        await fixture.end()
    }

    @Test func useAfterTheEnd() async throws {
        let fixture = try EngineFixture()
        await fixture.engine.shutDown()
        let error = await #expect(throws: DatabaseError.self) {
            try await fixture.engine.fetch("SELECT 1", as: Int.self)
        }
        guard case .engineIsShutDown = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        await fixture.end()
    }

    @Test func aURLWithoutDatabase() async throws {
        let database = try PrivateServer.shared.database()
        var url = try #require(URLComponents(string: database.url))
        url.path = "/"
        let engine = try Engine(try #require(url.string))
        let names = try await engine.fetch("SELECT DATABASE()", as: String?.self)
        #expect(names.count == 1 && names[0] == nil)
        let error = await #expect(throws: DatabaseError.self) { try await engine.execute("SELECT * FROM tags") }
        guard case .other(let failure) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(failure.code == 1046)
        await engine.shutDown()
    }
}
