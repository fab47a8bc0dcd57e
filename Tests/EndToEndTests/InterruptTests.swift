import MariaDBClient
import TestSupport
import Testing

/// Ctrl-C while the server is at work.
@Suite struct InterruptTests {
    @Test(.timeLimit(.minutes(2))) func itSaysWhatWasUnderWay() throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\nlock: {timeout: 100s}\n")
        try project.write(
            "migrations/aa.sql",
            """
            -- revision: aa
            -- down_revision: null

            -- swiftmig: upgrade
            CREATE TABLE t (n INT);
            INSERT INTO t SELECT n FROM gate FOR UPDATE;
            """
        )
        let admin = try database.connect()
        try admin.execute("CREATE TABLE gate (n INT PRIMARY KEY)")
        try admin.execute("INSERT INTO gate VALUES (1)")
        let keeper = try database.connect()
        try keeper.execute("START TRANSACTION")
        try keeper.execute("SELECT * FROM gate FOR UPDATE")

        let run = try project.start(["upgrade"])
        let atWork = """
            SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '\(database.name)' AND COMMAND = 'Query' \
            AND INFO LIKE 'INSERT INTO t SELECT%'
            """
        try waitUntil { try !admin.execute(atWork).rows.isEmpty }
        run.interrupt()
        let outcome = try run.wait()
        #expect(outcome.code == 2, "the signal's number: \(outcome)")
        let line = try #require(outcome.err.split(separator: "\n").last)
        for part in ["statement 2 of 2", "aa.sql:6", "upgrade of revision aa", "swiftmig upgrade"] {
            #expect(line.contains(part), "\(outcome)")
        }

        try keeper.execute("COMMIT")
        let second = try project.swiftmig("upgrade")
        try expect(second, code: 0)
        #expect(!second.err.contains("interrupted"))
        #expect(try admin.execute("SELECT n FROM t").rows.count == 1)
    }
}
