import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// Many processes at once: one migrates, and the others wait for it and find nothing to do.
@Suite struct ConcurrentRunsTests {
    private static let upgrade = """
        CREATE TABLE counters (id INT PRIMARY KEY, n INT NOT NULL);
        INSERT INTO counters VALUES (1, 0);
        UPDATE counters SET n = n + 1;
        ALTER TABLE counters ADD COLUMN m INT NOT NULL DEFAULT 0;
        UPDATE counters SET m = m + 1, n = n + 1;
        """

    static func project() throws -> Project {
        let project = try Project()
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\nlock: {timeout: 20m}\n")
        try project.write(
            "migrations/a.sql",
            "-- revision: a\n-- down_revision: null\n\n-- swiftmig: upgrade\n\(upgrade)"
        )
        for (number, parent) in ["a", "b1", "b2", "b3"].enumerated() {
            try project.write(
                "migrations/b\(number + 1).sql",
                "-- revision: b\(number + 1)\n-- down_revision: \(parent)\n\n-- swiftmig: upgrade\n"
                    + "UPDATE counters SET n = n + 1;\nCREATE TABLE t\(number) (n INT);\n"
            )
        }
        return project
    }

    /// - Parameter urls: The URLs that the processes use in turn.
    static func race(_ count: Int, _ urls: [String]) throws {
        let project = try project()
        let runs = try (0..<count).map { number in
            try project.start(
                ["upgrade", "head", "--json"],
                environment: ["DATABASE_URL": urls[number % urls.count], "USER": "user\(number)"]
            )
        }
        var revisions: [Int] = []
        for run in runs {
            let outcome = try run.wait()
            try expect(outcome, code: 0)
            guard outcome.code == 0 else { continue }
            let steps = try outcome.document()["steps"] as? [[String: Any]]
            revisions.append(steps?.count ?? -1)
        }
        #expect(revisions.filter { $0 == 5 }.count == 1, "\(revisions)")
        #expect(revisions.filter { $0 == 0 }.count == count - 1, "\(revisions)")
    }

    static func check(_ connection: Connection) throws {
        let row = try connection.execute("SELECT COUNT(*), MAX(n), MAX(m) FROM counters").rows.first
        #expect(row.map { [$0[0], $0[1], $0[2]] } == ["1", "6", "1"])
        let entries = try connection.execute("SELECT state, person FROM swiftmig_journal").rows.map { [$0[0], $0[1]] }
        #expect(entries.count == 5)
        #expect(Set(entries.map { $0[0] }) == ["done"])
        #expect(Set(entries.map { $0[1] }).count == 1, "one process ran all: \(entries)")
    }

    /// A downgrade cannot begin at a revision that an upgrade is still at work on.
    @Test(.timeLimit(.minutes(Patience.minutes))) func aDowngradeWaitsForAnUpgrade() throws {
        let stuck = try StuckRun()
        let downgrade = try stuck.project.start(["downgrade", "-1", "--allow-data-loss"])
        try waitUntil { try downgrade.errorsSoFar().contains("another run is active; waiting up to 3600 s for it") }
        try stuck.keeper.execute("COMMIT")
        try expect(try stuck.run.wait(), code: 0)
        try expect(try downgrade.wait(), code: 0)
        #expect(try stuck.admin.execute("SHOW TABLES LIKE 't'").rows.isEmpty)
        #expect(try stuck.admin.execute("SELECT * FROM swiftmig_version").rows.isEmpty)
    }

    @Test(.timeLimit(.minutes(Patience.minutes))) func aDowngradeNamesTheUpgradeThatHoldsTheLock() throws {
        let stuck = try StuckRun()
        try stuck.project.edit("migrate.yaml", replacing: "timeout: 1h", with: "timeout: 1s")
        for (arguments, seconds) in [
            (["downgrade", "-1"], 1), (["downgrade", "-1", "--dry-run"], 0), (["resume", "--undo"], 1),
            (["resume", "--undo", "--dry-run"], 0),
        ] {
            let outcome = try stuck.project.start(arguments).wait()
            try expect(outcome, code: 75)
            #expect(outcome.err.contains("another run holds the lock"), "\(outcome)")
            #expect(outcome.err.contains("waited \(seconds) second"), "\(outcome)")
            #expect(outcome.err.contains("the upgrade of revision aa (1 of 3 statements done)"), "\(outcome)")
        }
        try stuck.keeper.execute("COMMIT")
        try expect(try stuck.run.wait(), code: 0)
    }

    /// The journal marks a CREATE TABLE as done together with the statement after it, which is still at work.
    @Test(.timeLimit(.minutes(Patience.minutes))) func currentShowsTheStatementAtWork() throws {
        let stuck = try StuckRun()
        let current = try stuck.project.swiftmig("current")
        try expect(current, code: 0)
        #expect(current.err.contains("the upgrade of revision aa is under way, at statement 2 of 3"), "\(current)")
        #expect(current.err.contains("aa.sql:6:1"), "\(current)")
        let doctor = try stuck.project.swiftmig("doctor")
        #expect(doctor.out.contains("is under way, at statement 2 of 3"), "\(doctor)")
        try stuck.keeper.execute("COMMIT")
        try expect(try stuck.run.wait(), code: 0)
    }

    /// Until its first transaction ends, a run has recorded nothing.
    @Test(.timeLimit(.minutes(Patience.minutes))) func currentShowsARunThatHasRecordedNothing() throws {
        let stuck = try StuckRun { project, admin in
            try admin.execute("CREATE TABLE t (n INT)")
            try project.edit("migrations/aa.sql", replacing: "CREATE TABLE t (n INT);\n", with: "")
            try project.edit("migrations/aa.sql", replacing: "INSERT INTO t VALUES (2);\n", with: "")
        }
        try stuck.project.edit("migrate.yaml", replacing: "timeout: 1h", with: "timeout: 1s")
        let current = try stuck.project.swiftmig("current")
        try expect(current, code: 0)
        #expect(current.err.contains("another run is under way"), "\(current)")
        try expect(stuck.project.swiftmig("resume", "--undo"), code: 75)
        try stuck.keeper.execute("COMMIT")
        try expect(try stuck.run.wait(), code: 0)
    }

    @Test(.timeLimit(.minutes(Patience.minutes))) func fiftyOnOneServer() throws {
        let database = try PrivateServer.shared.database()
        try Self.race(50, [database.url])
        try Self.check(try database.connect())
    }
}
