import Logging
import MariaDBClient
import ServerPort
import SwiftMigData
import TestSupport
import Testing

/// The tables and rows that the cases begin with.
enum CaseTables {
    static let all = [
        """
        CREATE TABLE users (
          id INT AUTO_INCREMENT PRIMARY KEY, username VARCHAR(50) NOT NULL UNIQUE, age INT
        )
        """,
        "INSERT INTO users VALUES (1, 'ann', 30), (2, 'bob', 20), (3, 'cyd', NULL)",
        """
        CREATE TABLE articles (
          id INT AUTO_INCREMENT PRIMARY KEY, title VARCHAR(50), author_id INT,
          CONSTRAINT written_by FOREIGN KEY (author_id) REFERENCES users (id)
        )
        """,
        "INSERT INTO articles VALUES (1, 'one', 1), (2, 'two', 1), (3, 'three', 2), (4, 'four', NULL)",
        "CREATE TABLE tags (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20) NOT NULL, UNIQUE KEY name (name))",
        "INSERT INTO tags VALUES (1, 'red'), (2, 'blue'), (3, 'green')",
    ]
}

extension EngineFixture {
    /// An engine on the tables and rows of the cases.
    init(
        cases pool: PoolOptions,
        on server: PrivateServer? = nil,
        isolation: IsolationLevel? = nil,
        statements: StatementProtocol = .prepared,
        echo: Echo = .off,
        logger: Logger = Logger(label: "test"),
        observers: [any EngineObserver] = []
    ) throws {
        database = try (server ?? .shared).database()
        other = try database.connect()
        for statement in CaseTables.all { try other.execute(statement) }
        engine = try Engine(
            database.url,
            pool: pool,
            isolation: isolation,
            statements: statements,
            echo: echo,
            logger: logger,
            observers: observers
        )
    }

    /// Waits until the server no longer has any of the sessions.
    nonisolated(nonsending) func waitForEnd(of sessions: [Int]) async throws {
        let names = Set(sessions.map { "\($0)" })
        let deadline = ContinuousClock.now + Patience.limit
        while try other.execute("SHOW FULL PROCESSLIST").rows.contains(where: { names.contains($0[0] ?? "") }) {
            guard ContinuousClock.now < deadline else { throw TestSupportError("\(names) have not ended") }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Whether a statement that contains a text runs in a session.
    func isRunning(_ text: String, in session: Int) throws -> Bool { try other.isRunning(text, in: session) }

    /// How many tags have a name.
    func count(_ name: String) throws -> Int? {
        try other.execute("SELECT COUNT(*) FROM tags WHERE name = '\(name)'").rows.first?.int(0)
    }
}

extension Connection {
    /// Whether a statement that contains a text runs in a session. While it is prepared, it does not run yet.
    func isRunning(_ text: String, in session: Int) throws -> Bool {
        try execute("SHOW FULL PROCESSLIST").rows.contains { row in
            row[0] == "\(session)" && row[4] != "Prepare" && row[7]?.contains(text) ?? false
        }
    }
}

extension Engine {
    /// The server's number of the connection that a statement gets.
    nonisolated(nonsending) func connectionID() async throws -> Int? {
        try await fetch("SELECT CONNECTION_ID()", as: Int.self).first
    }
}

extension Session {
    /// The server's number of the session's connection.
    nonisolated(nonsending) func connectionID() async throws -> Int? {
        try await fetch("SELECT CONNECTION_ID()", as: Int.self).first
    }
}

/// Carries a value from one task to another.
actor Box<Value: Sendable> {
    private var value: Value?

    func put(_ value: Value?) { self.value = value }

    /// Waits until there is a value.
    func filled() async throws -> Value {
        let deadline = ContinuousClock.now + Patience.limit
        while true {
            if let value { return value }
            guard ContinuousClock.now < deadline else { throw TestSupportError("waited in vain for a value") }
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}
