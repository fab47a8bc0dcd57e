import MariaDBClient
import MigrationRunner
import Revisions
import TestSupport
import Testing

/// Journals of older and newer versions of this program.
@Suite("Journal layout")
struct JournalLayoutTests {
    /// The layout of the first version, and that of the version that stopped InnoDB from counting rows.
    private static let older = ["", " STATS_PERSISTENT=0 STATS_AUTO_RECALC=0"].map { options in
        """
        CREATE TABLE swiftmig_journal (
          id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
          revision VARCHAR(255) NOT NULL,
          direction VARCHAR(9) NOT NULL COMMENT 'upgrade, downgrade or stamp',
          state VARCHAR(9) NOT NULL COMMENT 'running, failed or done',
          checksum CHAR(64) NOT NULL COMMENT 'SHA-256 of the statements',
          statement_count INT UNSIGNED NOT NULL,
          next_statement INT UNSIGNED NOT NULL COMMENT 'how many statements are done',
          statement_checksums MEDIUMTEXT NOT NULL,
          in_flight VARCHAR(9) NULL COMMENT 'what kind of statement was begun and not yet marked as done',
          fingerprint TEXT NULL COMMENT 'what the statement in flight names, before it',
          database_user VARCHAR(384) NOT NULL,
          person VARCHAR(255) NOT NULL,
          host VARCHAR(255) NOT NULL,
          tool_version VARCHAR(64) NOT NULL,
          started_at DATETIME(6) NOT NULL COMMENT 'UTC',
          finished_at DATETIME(6) NULL,
          seconds DOUBLE NULL,
          error TEXT NULL
        ) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin\(options)
        """
    }

    private static let chain: [(up: String, down: String?)] = [
        ("CREATE TABLE a (n INT);\nINSERT INTO a VALUES (1);", "DROP TABLE a;"),
        ("CREATE TABLE b (n INT);\nINSERT INTO b VALUES (1);", "DROP TABLE b;"),
    ]

    /// A database in which an older version applied the first revision, and stopped after the second one's CREATE
    /// TABLE.
    private func fixture(_ journal: String) throws -> RunnerFixture {
        let fixture = try RunnerFixture(Self.chain)
        let half = try RunnerFixture(Self.chain)
        try half.upgrade("r1")
        // Its checksums are the same as this version's.
        let session = try half.database.connect()
        var calls = 0
        repeat {
            calls += 1
            do { try half.upgrade(over: CrashingExecutor(session, crashAfter: calls)) } catch is SimulatedCrash {}
        } while try half.value("SELECT COALESCE(MAX(next_statement * (id = 2)), 0) FROM swiftmig_journal") != "1"
        try half.end(session)
        let from = half.database.name
        try fixture.connection.execute(journal)
        for table in ["swiftmig_version", "a", "b"] {
            try fixture.connection.execute("CREATE TABLE \(table) LIKE \(from).\(table)")
            try fixture.connection.execute("INSERT INTO \(table) SELECT * FROM \(from).\(table)")
        }
        let columns = """
            id, revision, direction, state, checksum, statement_count, next_statement, statement_checksums, in_flight, \
            fingerprint, database_user, person, host, tool_version, started_at, finished_at, seconds, error
            """
        try fixture.connection.execute(
            "INSERT INTO swiftmig_journal (\(columns)) SELECT \(columns) FROM \(from).swiftmig_journal"
        )
        return fixture
    }

    private func columns(_ fixture: RunnerFixture) throws -> [String] {
        try fixture.strings("SHOW COLUMNS FROM swiftmig_journal")
    }

    private func current(_ fixture: RunnerFixture) throws -> [String] {
        let other = try RunnerFixture([])
        try other.runner().ensureVersionTable()
        return try other.strings("SHOW COLUMNS FROM swiftmig_journal")
    }

    @Test(arguments: older)
    func readingAnOlderJournalLeavesItAsItIs(_ journal: String) throws {
        let fixture = try fixture(journal)
        let before = try columns(fixture)
        let runner = fixture.runner()
        #expect(try runner.journalEntries().map(\.revision) == ["r1", "r2"])
        #expect(try runner.interruptedEntry()?.nextStatement == 1)
        #expect(try runner.tampering().isEmpty)
        #expect(try runner.plan(.upgrade, to: RevisionTarget("head")).steps.map(\.firstStatement) == [1])
        #expect(try columns(fixture) == before)
    }

    @Test(arguments: older)
    func anOlderJournalIsExtendedByTheNextRun(_ journal: String) throws {
        let fixture = try fixture(journal)
        #expect(try fixture.upgrade().steps.map(\.status) == [.resumed])
        #expect(try columns(fixture) == current(fixture))
        #expect(try fixture.strings("SELECT n FROM b") == ["1"])
        #expect(try fixture.runner().journalEntries().map(\.state) == [.done, .done])
        #expect(try fixture.downgrade("base").to.isEmpty)
    }

    /// The run that extends the journal is stopped before and after every call.
    @Test func extendingSurvivesACrashAnywhere() throws {
        let whole = try fixture(Self.older[0])
        let counter = CrashingExecutor(whole.connection)
        try whole.upgrade(over: counter)
        let layout = try current(whole)
        for call in 0...counter.calls {
            let fixture = try fixture(Self.older[0])
            let session = try fixture.database.connect()
            do {
                try fixture.upgrade(over: CrashingExecutor(session, crashAfter: call))
            } catch is SimulatedCrash {}
            try fixture.end(session)
            #expect(try fixture.upgrade().to == ["r2"])
            #expect(try columns(fixture) == layout, "call \(call)")
            #expect(try fixture.strings("SELECT n FROM b") == ["1"], "call \(call)")
        }
    }

    /// As if the server had died during the ALTER TABLE: the table has some of the columns and not others.
    @Test func aJournalWithSomeOfTheColumnsGetsTheRest() throws {
        let fixture = try fixture(Self.older[0])
        try fixture.connection.execute("ALTER TABLE swiftmig_journal ADD COLUMN batch_position TEXT NULL")
        try fixture.upgrade()
        #expect(try Set(columns(fixture)) == Set(current(fixture)))
    }

    @Test func columnsOfANewerVersionAreLeftAlone() throws {
        let fixture = try RunnerFixture(Self.chain)
        try fixture.runner().ensureVersionTable()
        try fixture.connection.execute(
            "ALTER TABLE swiftmig_journal ADD COLUMN mood TEXT NULL, ADD COLUMN n INT NOT NULL DEFAULT 7"
        )
        try fixture.upgrade()
        #expect(try fixture.strings("SELECT n FROM swiftmig_journal") == ["7", "7"])
        #expect(try fixture.downgrade("base").to.isEmpty)
    }

    @Test func columnsThatNeedAValueStopTheRunBeforeItBegins() throws {
        let fixture = try RunnerFixture(Self.chain)
        try fixture.runner().ensureVersionTable()
        try fixture.connection.execute("ALTER TABLE swiftmig_journal ADD COLUMN mood TEXT NOT NULL")
        #expect(
            throws: MigrationError.journalOfNewerVersion(table: "swiftmig_journal", columns: ["mood"], entry: nil)
        ) { try fixture.upgrade() }
        #expect(try fixture.tables == [])
    }

    @Test(arguments: ["state = 'paused'", "in_flight = 'teleport'"])
    func aHalfRunRevisionOfANewerVersionIsLeftToIt(_ change: String) throws {
        let fixture = try fixture(Self.older[0])
        try fixture.connection.execute("UPDATE swiftmig_journal SET \(change), tool_version = '9.9' WHERE id = 2")
        let entry = try #require(try fixture.runner().interruptedEntry())
        #expect(throws: MigrationError.journalOfNewerVersion(table: "swiftmig_journal", columns: [], entry: entry)) {
            try fixture.upgrade()
        }
        #expect(try fixture.strings("SELECT n FROM b") == [])
    }
}
