import Foundation
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// A run whose second statement waits for a row that `keeper` has locked.
final class StuckRun {
    let project: Project
    let admin: Connection
    let keeper: Connection
    let run: Project.Run
    let terminal: Terminal?
    private let database: TestDatabase

    /// - Parameters:
    ///   - isOnTerminal: Whether it reads answers from a terminal.
    ///   - showsErrors: Whether stderr is that terminal.
    ///   - prepare: Changes the project and the database before the run.
    init(
        isOnTerminal: Bool = false,
        showsErrors: Bool = false,
        prepare: (Project, Connection) throws -> Void = { _, _ in }
    ) throws {
        database = try PrivateServer.shared.database()
        project = try Project(url: database.url)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\nlock: {timeout: 1h, wait: 1h}\n")
        try project.write(
            "migrations/aa.sql",
            """
            -- revision: aa
            -- down_revision: null

            -- swiftmig: upgrade
            CREATE TABLE t (n INT);
            INSERT INTO t SELECT n FROM gate FOR UPDATE;
            INSERT INTO t VALUES (2);

            -- swiftmig: downgrade
            DROP TABLE t;
            """
        )
        admin = try database.connect()
        try prepare(project, admin)
        try admin.execute("CREATE TABLE gate (n INT PRIMARY KEY)")
        try admin.execute("INSERT INTO gate VALUES (1)")
        keeper = try database.connect()
        try keeper.execute("START TRANSACTION")
        try keeper.execute("SELECT * FROM gate FOR UPDATE")
        terminal = isOnTerminal ? try Terminal() : nil
        run = try project.start(["upgrade"], input: terminal?.input, errors: showsErrors ? terminal?.input : nil)
        try waitUntil { try self.isAtWork() }
    }

    func isAtWork() throws -> Bool {
        try !admin.execute(
            """
            SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '\(database.name)' AND COMMAND = 'Query' \
            AND INFO LIKE 'INSERT INTO t SELECT%'
            """
        ).rows.isEmpty
    }

    func type(_ text: String) { terminal?.type(text) }

    func isAsked() throws -> Bool { try run.errorsSoFar().contains("Stop this statement?") }

    /// Checks that the statement did nothing, and that the journal has the place from which the next run continues.
    func expectStopped(_ outcome: Project.Outcome, code: Int32) throws {
        try expect(outcome, code: code)
        for part in ["statement 2 of 3", "aa.sql:6", "did nothing", "swiftmig upgrade"] {
            #expect(outcome.err.contains(part), "\(outcome)")
        }
        #expect(try !isAtWork())
        let entries = try admin.execute("SELECT state, next_statement FROM swiftmig_journal").rows
        #expect(entries.map { [$0[0], $0[1]] } == [["failed", "1"]])
        try keeper.execute("COMMIT")
        try expect(project.swiftmig("upgrade"), code: 0)
        #expect(try admin.execute("SELECT n FROM t ORDER BY n").rows.map { $0[0] } == ["1", "2"])
    }
}
