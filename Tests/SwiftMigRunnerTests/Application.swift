import Logging
import MariaDBClient
import ServerPort
import SwiftMigPlatform
import SwiftMigRunner
import TestSupport

/// An application with a temporary database and an embedded chain.
struct Application {
    let database: TestDatabase
    let log = LogLines()
    var revisions: [String: String]

    /// Creates the revisions `r1`, `r2`, … in files with these names. The statements of an upgrade start in line 5.
    init(_ revisions: [(up: String, down: String)]) throws {
        database = try PrivateServer.shared.database()
        self.revisions = Self.texts(revisions)
    }

    static func texts(_ revisions: [(up: String, down: String)]) -> [String: String] {
        var texts: [String: String] = [:]
        for (index, scripts) in revisions.enumerated() {
            texts["r\(index + 1).sql"] = """
                -- revision: r\(index + 1)
                -- down_revision: \(index == 0 ? "null" : "r\(index)")

                -- swiftmig: upgrade
                \(scripts.up)
                -- swiftmig: downgrade
                \(scripts.down)
                """
        }
        return texts
    }

    var configuration: Migrator.Configuration {
        var configuration = Migrator.Configuration(url: database.url, migrations: .embedded(revisions))
        configuration.statementLockWait = .seconds(3600)
        return configuration
    }

    func migrator(_ configuration: Migrator.Configuration? = nil) throws -> Migrator {
        var logger = Logger(label: "test", factory: { [log] _ in log })
        logger.logLevel = .debug
        return try Migrator(configuration: configuration ?? self.configuration, logger: logger)
    }

    func strings(_ query: String) throws -> [String] {
        try database.connect().execute(query).rows.map { $0[0] ?? "NULL" }
    }

    var tables: [String] {
        get throws { try strings("SHOW TABLES").filter { !$0.hasPrefix("swiftmig_") } }
    }
}

/// Records log messages.
struct LogLines: LogHandler {
    private let all = Monitor<[String]>([])
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.debug

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let pairs = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        all.access { $0.append("\(event.level) \(event.message)\(pairs)") }
    }

    /// Returns all lines of some levels.
    func lines(_ levels: Logger.Level...) -> [String] {
        all.access { all in all.filter { line in levels.contains { line.hasPrefix("\($0) ") } } }
    }
}

/// A locked row, and a revision whose second statement waits for it.
final class Gate {
    static let revision = (
        up: "CREATE TABLE t (n INT);\nINSERT INTO t SELECT n FROM gate FOR UPDATE;\nINSERT INTO t VALUES (2);",
        down: "DROP TABLE t;"
    )

    private let keeper: Connection
    private let database: TestDatabase

    init(_ application: Application) throws {
        database = application.database
        keeper = try database.connect()
        try keeper.execute("CREATE TABLE gate (n INT PRIMARY KEY)")
        try keeper.execute("INSERT INTO gate VALUES (1)")
        try keeper.execute("START TRANSACTION")
        try keeper.execute("SELECT * FROM gate FOR UPDATE")
    }

    func open() throws { try keeper.execute("COMMIT") }

    /// Waits until a session of the database runs a statement with this beginning.
    func waitForStatement(_ beginning: String) async throws {
        let admin = try database.connect()
        let query = """
            SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '\(database.name)' AND COMMAND = 'Query' \
            AND INFO LIKE '\(beginning)%'
            """
        try await waitUntil { try !admin.execute(query).rows.isEmpty }
    }

    func isAtWork() throws -> Bool {
        let query =
            "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '\(database.name)' AND INFO LIKE 'INSERT INTO t SEL%'"
        return try !database.connect().execute(query).rows.isEmpty
    }
}
