import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// The program is killed while the server executes a statement, and started again at once. The server continues the
/// statement of the dead run, and the new run must not repeat it.
@Suite struct KilledRunTests {
    /// Statements that wait, however slow the machine is, until the test releases them, and that show if they ran
    /// twice.
    enum Stuck: String, CaseIterable {
        /// Waits for a row lock.
        case rows = "INSERT INTO t SELECT n FROM gate FOR UPDATE"
        /// Waits for a row lock, and would fail the second time. It must not wait for a metadata lock, because a server
        /// ends such a wait within a second of losing the client.
        case ddl = "CREATE TABLE passed AS SELECT n FROM gate"
        /// Nothing shows whether it ran.
        case call = "CALL pass_gate()"
    }

    @Test(.timeLimit(.minutes(Patience.minutes)), arguments: Stuck.allCases)
    func aKilledRunIsNotRepeated(_ stuck: Stuck) throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\nlock: {timeout: 1h}\n")
        try project.write(
            "migrations/aa.sql",
            """
            -- revision: aa
            -- down_revision: null

            -- swiftmig: upgrade
            SET SESSION innodb_lock_wait_timeout = 3600;
            CREATE TABLE t (n INT);
            \(stuck.rawValue);
            ALTER TABLE t ADD COLUMN z INT;
            """
        )
        let admin = try database.connect()
        try admin.execute("CREATE TABLE gate (n INT PRIMARY KEY)")
        try admin.execute("INSERT INTO gate VALUES (1)")
        try admin.execute("CREATE PROCEDURE pass_gate() INSERT INTO t SELECT n FROM gate FOR UPDATE")
        let keeper = try database.connect()
        try keeper.execute("START TRANSACTION")
        try keeper.execute("SELECT * FROM gate FOR UPDATE")

        let first = try project.start(["upgrade"])
        // Within a procedure, the server shows the procedure's current statement.
        let shown = stuck == .call ? "INSERT INTO t SELECT" : stuck.rawValue
        try waitUntil {
            try !sessions(admin, database, running: shown).isEmpty
        } described: {
            "first is running: \(first.isRunning)\n\(try processes(admin))"
        }
        first.kill()

        // While the server still executes it, no run may begin or judge by the current state.
        let refused = try project.swiftmig("upgrade", "--json", environment: ["SWIFTMIG_LOCK_TIMEOUT": "0s"])
        try expect(refused, code: 75)
        #expect(try errorCode(of: refused) == "locked")

        let second = try project.start(["upgrade", "--json"])
        try waitUntil {
            try !sessions(admin, database, running: "SELECT GET_LOCK").isEmpty
        } described: {
            "second is running: \(second.isRunning)\n\(try processes(admin))"
        }
        try keeper.execute("COMMIT")
        let outcome = try second.wait()
        if stuck == .call {
            // The statement ran. The dead run's mark may have been sent with it or not.
            if outcome.code != 0 { #expect(try errorCode(of: outcome) == "undecidable") }
            #expect(try admin.execute("SELECT n FROM t").rows.count == 1)
            return
        }
        try expect(outcome, code: 0)
        #expect(try admin.execute("SELECT n FROM t").rows.count == (stuck == .rows ? 1 : 0))
        try expect(project.swiftmig("upgrade"), code: 0)
        let entries = try admin.execute("SELECT state, next_statement FROM swiftmig_journal").rows
        #expect(entries.map { "\($0[0] ?? "") \($0[1] ?? "")" } == ["done 4"])
    }

    private func processes(_ admin: Connection) throws -> String {
        let rows = try admin.execute("SHOW FULL PROCESSLIST").rows
        return rows.map { row in (0..<8).map { row[$0] ?? "" }.joined(separator: " | ") }.joined(separator: "\n")
    }

    /// The connections to the database that execute a statement with this beginning.
    private func sessions(_ admin: Connection, _ database: TestDatabase, running start: String) throws -> [String] {
        try admin.execute(
            """
            SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '\(database.name)' AND ID <> CONNECTION_ID() \
            AND COMMAND = 'Query' AND INFO LIKE '\(start)%'
            """
        ).rows.compactMap { $0[0] }
    }
}
