import Logging
import MariaDBClient
import ServerPort
import SwiftMigData
import SwiftMigQueries
import TestSupport
import Testing

/// The cases of the area engine.
@Suite struct EngineCases {
    /// An engine connects to nothing before the first statement, which gets the error.
    @Test("engine-is-lazy") func engineIsLazy() async throws {
        let port = try FreePort.find()
        let engine = try Engine("mysql://app:secret@127.0.0.1:\(port)/shop")
        #expect(engine.status.idle == 0 && engine.status.opening == 0)
        let error = await #expect(throws: DatabaseError.self) { try await engine.execute("SELECT 1") }
        guard case .cannotConnect(let failure) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(failure.reason == .cannotReach && failure.address == "127.0.0.1:\(port)")
        #expect(!"\(failure)".contains("secret"))
        await engine.shutDown()
    }

    /// As SQLAlchemy's, but connections are checked when they were idle, and the last one returned is the next.
    @Test("engine-defaults") func engineDefaults() async throws {
        let options = PoolOptions()
        #expect(options.size == 5 && options.maxOverflow == 10 && options.timeout == .seconds(30))
        #expect(options.recycle == nil && options.prePing == .seconds(1) && options.order == .lifo)
        #expect(options.reset == .rollback && options.minimum == 0 && options.idleTimeout == nil)
        #expect(options.connectTimeout == nil && options.statementTimeout == nil)
        let log = Log()
        let database = try PrivateServer.shared.database()
        let engine = try Engine(database.url, logger: log.logger)
        #expect("\(engine.status)" == "size 5, idle 0, in use 0, overflow 0, waiting 0, opening 0")
        _ = try await engine.fetch("SELECT \("value")", as: String.self)
        #expect(log.records.filter { $0.level == .debug }.isEmpty)
        await engine.shutDown()
    }

    /// After the login, one round trip prepares a session, however many engines and connections there were before.
    @Test("first-connection-wire") func firstConnectionWire() async throws {
        let wire = try Wire()
        let sessions = (wire.fixture.engine.makeSession(), wire.fixture.engine.makeSession())
        _ = try await sessions.0.fetch("SELECT 1", as: Int.self)
        _ = try await sessions.1.fetch("SELECT 2", as: Int.self)
        await sessions.0.rollback()
        await sessions.1.rollback()
        // The log has what came in one packet in one line.
        let settings = """
            SET NAMES utf8mb4, SESSION autocommit = 1, SESSION time_zone = '+00:00'; \
            SELECT @@SESSION.sql_mode, GREATEST(@@SESSION.max_allowed_packet, @@SESSION.net_buffer_length), \
            CONCAT_WS('/', @@hostname, @@port, @@server_id)
            """
        for number in 1...2 {
            let lines = try wire.all.filter { $0.hasPrefix("c\(number)") }
            let name = "c\(number): "
            #expect(
                lines == [
                    "c\(number) Connect", name + settings, name + "SET SESSION autocommit = 0",
                    "c\(number) Prepare: SELECT \(number)", name + "SELECT \(number)",
                ]
            )
        }
        await wire.fixture.end()
    }

    /// A session of an engine has the server's default collation for utf8mb4, as one of the migrator.
    @Test func aSessionHasTheServersCollation() async throws {
        let fixture = try EngineFixture(cases: PoolOptions(reset: .session))
        let query = "SELECT @@character_set_client, @@character_set_results, @@collation_connection"
        let expected = try #require(try fixture.other.execute(query).rows.first)
        for _ in 0..<2 {
            let found = try await fixture.engine.fetch(SQL(raw: query), as: (String, String, String).self)
            #expect(found.map { [$0.0, $0.1, $0.2] } == [(0..<3).map { expected[$0] }])
        }
        await fixture.end()
    }
}
