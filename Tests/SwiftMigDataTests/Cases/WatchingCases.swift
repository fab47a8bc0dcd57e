import Logging
import SwiftMigData
import SwiftMigPlatform
import TestSupport
import Testing

/// The cases of the areas echo and events.
@Suite struct WatchingCases {
    /// One record for each statement, at the level debug, without values.
    @Test("echo-true") func echoTrue() async throws {
        let log = Log()
        let fixture = try EngineFixture(cases: PoolOptions(), echo: .statements, logger: log.logger)
        for name in ["x", "y"] { try await fixture.engine.execute("INSERT INTO tags (name) VALUES (\(name))") }
        _ = try await fixture.engine.fetch("SELECT name FROM tags WHERE id = \(1)", as: String.self)
        let records = log.records.filter { $0.level == .debug }
        #expect(
            records.map(\.message) == [
                "INSERT INTO tags (name) VALUES (?)", "INSERT INTO tags (name) VALUES (?)",
                "SELECT name FROM tags WHERE id = ?",
            ]
        )
        #expect(records.allSatisfy { $0.metadata["db.parameters"] == nil })
        #expect(records.map { $0.metadata["db.rows"]?.description } == ["1", "1", "1"])
        await fixture.end()
    }

    /// Values are in records and errors only where they are asked for.
    @Test("echo-hide-parameters", arguments: [Echo.off, .statements, .statementsAndParameters])
    func echoHideParameters(echo: Echo) async throws {
        let log = Log()
        let fixture = try EngineFixture(cases: PoolOptions(), echo: echo, logger: log.logger)
        let error = await #expect(throws: DatabaseError.self) {
            try await fixture.engine.execute("INSERT INTO tags (id, name) VALUES (\(9), \("red"))")
        }
        guard case .uniqueViolation(key: "name", let failure) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let shown = ["9", "'red'"]
        #expect(failure.parameters == (echo == .statementsAndParameters ? shown : nil))
        let record = log.records.first { $0.level == .debug }
        #expect((record == nil) == (echo == .off))
        let parameters = record?.metadata["db.parameters"]
        #expect(parameters == (echo == .statementsAndParameters ? .array(shown.map { .string($0) }) : nil))
        await fixture.end()
    }

    /// Of many values the first and the last ones are shown, and of a long one its ends.
    @Test("echo-truncates") func echoTruncates() async throws {
        let log = Log()
        let fixture = try EngineFixture(cases: PoolOptions(), echo: .statementsAndParameters, logger: log.logger)
        _ = try await fixture.engine.fetch("SELECT LENGTH(\(String(repeating: "x", count: 2000)))", as: Int.self)
        _ = try await fixture.engine.fetch("SELECT 1 WHERE 1 IN \(Array(1...100))", as: Int.self)
        let texts = log.records.compactMap { record -> [String]? in
            guard case .array(let values)? = record.metadata["db.parameters"] else { return nil }
            return values.map(\.description)
        }
        #expect(texts.count == 2)
        #expect(texts.first?.first.map { $0.count < 400 } == true)
        #expect(texts.last?.count == 17 && texts.last?.first == "1" && texts.last?.last == "100")
        await fixture.end()
    }

    /// A stream is a statement as others are. How many rows it has is not known when it begins.
    @Test func aStreamIsLogged() async throws {
        let log = Log()
        let recorder = Recorder()
        let fixture = try EngineFixture(
            cases: PoolOptions(),
            echo: .statements,
            logger: log.logger,
            observers: [recorder]
        )
        for try await _ in fixture.engine.stream("SELECT name FROM tags WHERE id > \(0)", as: String.self) {}
        try await fixture.engine.transaction { session in
            for try await _ in session.stream("SELECT id FROM tags", as: Int.self) {}
        }
        let statements = ["SELECT name FROM tags WHERE id > ?", "SELECT id FROM tags", "COMMIT"]
        #expect(log.records.filter { $0.level == .debug }.map(\.message) == statements)
        #expect(recorder.statements.map(\.statement) == statements)
        #expect(recorder.statements.map(\.rows) == [nil, nil, 0])
        let messages = log.records.filter { $0.level == .trace }.map(\.message)
        #expect(messages.contains("SET SESSION autocommit = 0"), "\(messages)")
        await fixture.end()
    }

    /// What the pool does is logged at the level trace.
    @Test("echo-pool") func echoPool() async throws {
        let log = Log()
        let fixture = try EngineFixture(cases: PoolOptions(), echo: .statements, logger: log.logger)
        _ = try await fixture.engine.fetch("SELECT 1", as: Int.self)
        let messages = log.records.filter { $0.level == .trace }.map(\.message)
        #expect(messages == ["connected", "checked out", "returned"])
        await fixture.end()
    }

    /// Connect, check out, reset, return, check out, close, in this order.
    @Test("pool-events") func poolEvents() async throws {
        let recorder = Recorder()
        let fixture = try EngineFixture(cases: PoolOptions(), observers: [recorder])
        try await fixture.engine.session { session in
            try await session.execute("INSERT INTO tags (name) VALUES ('z')")
        }
        await fixture.engine.replaceConnections()
        #expect(
            recorder.names == [
                "connected", "checkedOut", "executing", "executed", "reset", "returned", "closed suspect",
            ]
        )
        await fixture.end()
    }

    /// A statement that fails is reported as one that succeeds, with its error.
    @Test("engine-events") func engineEvents() async throws {
        let recorder = Recorder()
        let fixture = try EngineFixture(cases: PoolOptions(), observers: [recorder])
        try await fixture.engine.session { session in
            try await session.execute("INSERT INTO tags (name) VALUES ('z')")
            await #expect(throws: DatabaseError.self) {
                try await session.execute("INSERT INTO tags (name) VALUES ('z')")
            }
        }
        let records = recorder.statements
        #expect(records.map(\.statement) == Array(repeating: "INSERT INTO tags (name) VALUES ('z')", count: 2))
        #expect(records.map(\.rows) == [1, nil] && records.map { $0.error == nil } == [true, false])
        await fixture.end()
    }
}

/// A logger whose records can be read.
final class Log: @unchecked Sendable {
    struct Record {
        var level: Logger.Level
        var message: String
        var metadata: Logger.Metadata
    }

    private let lock = Lock()
    private var all: [Record] = []

    var records: [Record] { lock.withLock { all } }

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(log: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let log: Log
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let record = Record(
                level: event.level,
                message: event.message.description,
                metadata: event.metadata ?? [:]
            )
            log.lock.withLock { log.all.append(record) }
        }
    }
}

/// Keeps the events of an engine.
final class Recorder: EngineObserver, @unchecked Sendable {
    private let lock = Lock()
    private var events: [EngineEvent] = []

    func observe(_ event: EngineEvent) { lock.withLock { events.append(event) } }

    var statements: [StatementRecord] {
        lock.withLock { events }.compactMap { event in
            if case .executed(let record) = event { record } else { nil }
        }
    }

    var names: [String] {
        lock.withLock { events }.map { event in
            switch event {
            case .connected: "connected"
            case .connectFailed: "connectFailed"
            case .checkedOut: "checkedOut"
            case .reset: "reset"
            case .returned: "returned"
            case .closed(_, let end): "closed \(end)"
            case .timedOut: "timedOut"
            case .executing: "executing"
            case .executed: "executed"
            }
        }
    }
}
