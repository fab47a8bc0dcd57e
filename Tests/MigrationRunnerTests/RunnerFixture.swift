import DatabaseSettings
import MariaDBClient
import MigrationRunner
import Revisions
import SchemaModel
import ServerPort
import TestSupport

/// A temporary database and a linear chain.
final class RunnerFixture {
    let database: TestDatabase
    let connection: Connection
    var graph: RevisionGraph
    var options = RunnerOptions(
        lockTimeout: Patience.seconds,
        person: "tester",
        host: "here",
        toolVersion: "test"
    )

    init(_ revisions: [(up: String, down: String?)]) throws {
        database = try PrivateServer.shared.database()
        connection = try database.connect()
        graph = try Self.graph(revisions)
    }

    /// Creates the revisions `r1`, `r2`, … in files with these names. The statements of an upgrade start in line 5.
    static func graph(_ revisions: [(up: String, down: String?)]) throws -> RevisionGraph {
        try RevisionGraph.build(
            revisions.enumerated().map { index, scripts in
                let parent = index == 0 ? "null" : "r\(index)"
                var text = "-- revision: r\(index + 1)\n-- down_revision: \(parent)\n\n"
                text += "-- swiftmig: upgrade\n\(scripts.up)\n"
                if let down = scripts.down {
                    text += down.hasPrefix("-- swiftmig:") ? down : "-- swiftmig: downgrade\n\(down)\n"
                }
                return try RevisionFolder.revision(text, path: "r\(index + 1).sql")
            }
        )
    }

    func runner(
        over executor: (any QueryExecutor)? = nil,
        lockExecutor: (() throws -> any QueryExecutor)? = nil
    ) -> MigrationRunner {
        MigrationRunner(
            executor: executor ?? connection,
            lockExecutor: lockExecutor ?? { [database] in try database.connect() },
            graph: graph,
            options: options
        )
    }

    /// Creates an account with rights on this database only, for the time of `body`.
    func withAccount<Result>(_ rights: String = "ALL", _ body: (ConnectionSettings) throws -> Result) throws -> Result {
        let user = "u\(UInt32.random(in: .min ... .max))"
        try connection.execute("CREATE USER \(user)@localhost IDENTIFIED BY 'Secret_4711'")
        defer { _ = try? connection.execute("DROP USER \(user)@localhost") }
        try connection.execute("GRANT \(rights) ON `\(database.name)`.* TO \(user)@localhost")
        var settings = database.settings
        settings.user = user
        settings.password = Secret("Secret_4711")
        return try body(settings)
    }

    @discardableResult
    func upgrade(
        _ target: String = "head",
        over executor: (any QueryExecutor)? = nil,
        observer: @escaping (RunEvent) -> Void = { _ in }
    ) throws -> RunReport {
        let runner = runner(over: executor)
        return try runner.run(runner.plan(.upgrade, to: RevisionTarget(target)), observer: observer)
    }

    @discardableResult
    func downgrade(_ target: String = "-1", over executor: (any QueryExecutor)? = nil) throws -> RunReport {
        let runner = runner(over: executor)
        return try runner.run(runner.plan(.downgrade, to: RevisionTarget(target)))
    }

    func strings(_ query: String) throws -> [String] {
        try connection.execute(query).rows.map { $0[0] ?? "NULL" }
    }

    func value(_ query: String) throws -> String {
        try strings(query).first ?? "nothing"
    }

    var tables: [String] {
        get throws { try strings("SHOW TABLES").filter { !$0.hasPrefix("swiftmig_") } }
    }

    /// Returns everything visible in a database: definitions and rows.
    ///
    /// - Parameter query: A query to compare instead, together with the names of the tables.
    func digest(showing query: String? = nil) throws -> [String] {
        let reader = try database.connect()
        defer { reader.close() }
        if let query { return try tables + strings(query) }
        var lines: [String] = []
        func show(_ kind: String, _ names: String, column: Int) throws {
            for name in try reader.execute(names).rows.compactMap({ $0[0] }) where !name.hasPrefix("swiftmig_") {
                let text = try reader.execute("SHOW CREATE \(kind) `\(name)`").rows.first?[column] ?? ""
                lines.append("\(kind) \(name): \(text)")
                guard kind == "TABLE" else { continue }
                let rows = try reader.execute("SELECT * FROM `\(name)`").rows
                lines += rows.map { row in
                    "  " + rows.columnNames.indices.map { row[$0] ?? "NULL" }.joined(separator: "|")
                }
                .sorted()
            }
        }
        try show("TABLE", "SHOW TABLES", column: 1)
        try show("TRIGGER", "SHOW TRIGGERS", column: 2)
        for (kind, column) in [("PROCEDURE", 2), ("FUNCTION", 2)] {
            let query =
                "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE = '\(kind)'"
            try show(kind, query, column: column)
        }
        try show("EVENT", "SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()", column: 3)
        return lines
    }

    /// Ends a session, and waits until the server has released everything that it held.
    func end(_ session: Connection) throws {
        let id = session.connectionID
        session.close()
        try connection.waitForEnd(of: id)
    }
}

/// Runs a closure once, just before a statement that contains some text.
final class InterveningExecutor: QueryExecutor {
    private let base: any QueryExecutor
    private let text: String
    private var body: (() throws -> Void)?

    init(_ base: any QueryExecutor, before text: String, _ body: @escaping () throws -> Void) {
        self.base = base
        self.text = text
        self.body = body
    }

    var dialect: SQLDialect { base.dialect }

    func resetSession() throws { try base.resetSession() }

    func execute(_ statement: String) throws -> StatementResult {
        try intervene([statement])
        return try base.execute(statement)
    }

    func execute(all statements: [String]) throws -> [StatementResult] {
        try intervene(statements)
        return try base.execute(all: statements)
    }

    private func intervene(_ statements: [String]) throws {
        guard let body, statements.contains(where: { $0.contains(text) }) else { return }
        self.body = nil
        try body()
    }
}
