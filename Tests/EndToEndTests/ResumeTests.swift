import Foundation
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// Tests of a revision that stopped halfway: what users see of it, and what they can do.
@Suite struct ResumeTests {
    private let database: TestDatabase
    private let project: Project
    private let admin: Connection

    init() throws {
        database = try PrivateServer.shared.database()
        project = try Project(url: database.url)
        admin = try database.connect()
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\ntimezone: \"+02:00\"\n")
        try project.write(
            "migrations/aa.sql",
            """
            -- revision: aa
            -- down_revision: null
            -- message: first
            -- swiftmig: upgrade
            CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(20));
            INSERT INTO users VALUES (1, 'a');
            -- swiftmig: downgrade
            DROP TABLE users;
            """
        )
        try project.write(
            "migrations/bb.sql",
            """
            -- revision: bb
            -- down_revision: aa
            -- message: second
            -- swiftmig: upgrade
            ALTER TABLE users ADD COLUMN age INT;
            RENAME TABLE users TO people;
            INSERT INTO people VALUES (1, 'b', 1);
            CREATE TABLE last (n INT);
            -- swiftmig: downgrade
            DROP TABLE last;
            ALTER TABLE people DROP COLUMN age, RENAME TO users;
            """
        )
        try project.write(
            "migrations/cc.sql",
            "-- revision: cc\n-- down_revision: bb\n-- swiftmig: upgrade\nCREATE TABLE after (n INT);\n-- swiftmig: downgrade\nDROP TABLE after;\n"
        )
    }

    private func stop() throws {
        let outcome = try project.swiftmig("upgrade", "--json")
        try expect(outcome, code: 1)
        #expect(try errorCode(of: outcome) == "statement_failed")
    }

    /// Declares the result of the whole chain as models.
    private func declareModels() throws {
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\nmodels: {file: models.yaml}\n")
        try project.write(
            "models.yaml",
            """
            swiftmig: 1
            tables:
              people: {columns: {id: {type: int}, name: {type: varchar(20), nullable: true}, age: {type: int, nullable: true}}, primary_key: [id]}
              last: {columns: {n: {type: int, nullable: true}}}
              after: {columns: {n: {type: int, nullable: true}}}
            """
        )
    }

    private func repair() throws {
        try project.edit("migrations/bb.sql", replacing: "(1, 'b', 1)", with: "(2, 'b', 1)")
    }

    /// The statement is not always at fault.
    @Test(arguments: [
        (1054, "correct the statement in migrations/bb.sql and go on: swiftmig upgrade"),
        (1062, "correct the rows, or the statement in migrations/bb.sql, and go on: swiftmig upgrade"),
        (1317, "find out who or what stopped it, such as a KILL or a time limit, and go on: swiftmig upgrade"),
        (1114, "make room on the server and go on: swiftmig upgrade"),
    ])
    func theHintSuitsTheError(errno: Int, hint: String) throws {
        try project.edit(
            "migrations/aa.sql",
            replacing: "INSERT INTO users VALUES (1, 'a');",
            with: """
                CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW
                BEGIN
                  SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = \(errno), MESSAGE_TEXT = 'no';
                END;
                """
        )
        try project.edit(
            "migrations/bb.sql",
            replacing: "ALTER TABLE users ADD COLUMN age INT;",
            with: "INSERT INTO users VALUES (2, 'b');"
        )
        let outcome = try project.swiftmig("upgrade")
        try expect(outcome, code: 1)
        #expect(outcome.err.contains("next: \(hint)\n"), "\(outcome)")
    }

    @Test func nothingToResume() throws {
        for arguments in [["resume"], ["resume", "--undo"], ["resume", "--dry-run"]] {
            let outcome = try project.start(arguments).wait()
            try expect(outcome, code: 0)
            #expect(outcome.out == "Nothing to do: no revision is half done, the database is at base.\n")
        }
        let document = try project.swiftmig("resume", "--undo", "--json").document()
        #expect((document["steps"] as? [Any])?.isEmpty == true)
    }

    @Test func resumeFinishesThatRevisionAndNoOther() throws {
        try stop()
        try repair()
        let planned = try project.swiftmig("resume", "--dry-run", "--json")
        try expect(planned, code: 0)
        let steps = try #require(try planned.document()["steps"] as? [[String: Any]])
        #expect(steps.map { $0["revision"] as? String } == ["bb"])
        #expect(steps.first?["statements"] as? Int == 2)
        #expect(steps.first?["status"] as? String == "planned")
        let outcome = try project.swiftmig("resume", "--json")
        try expect(outcome, code: 0)
        let document = try outcome.document()
        #expect(document["to"] as? [String] == ["bb"])
        #expect((document["steps"] as? [[String: Any]])?.first?["status"] as? String == "resumed")
        #expect(try tables(of: database) == ["last", "people", "swiftmig_journal", "swiftmig_version"])
        try expect(project.swiftmig("upgrade"), code: 0)
    }

    /// In both directions, each time with no more consent than necessary.
    @Test func resumeFinishesADowngrade() throws {
        try stop()
        try repair()
        try expect(project.swiftmig("upgrade", "bb"), code: 0)
        try project.edit("migrations/bb.sql", replacing: "ALTER TABLE people DROP", with: "ALTER TABLE peopel DROP")
        try expect(project.swiftmig("downgrade", "--allow-data-loss"), code: 1)
        try project.edit("migrations/bb.sql", replacing: "peopel", with: "people")
        let refused = try project.swiftmig("resume", "--json")
        try expect(refused, code: 3)
        #expect(try hints(of: refused) == ["swiftmig resume --yes"])
        try expect(project.swiftmig("resume", "--yes"), code: 0)
        #expect(try tables(of: database) == ["swiftmig_journal", "swiftmig_version", "users"])
    }

    @Test(.timeLimit(.minutes(Patience.minutes))) func anUndoThatCostsNothingCanBeDeclined() throws {
        try stop()
        try admin.execute("DELETE FROM people")
        let terminal = try Terminal()
        let run = try project.start(["resume", "--undo"], input: terminal.input)
        try waitUntil { try run.errorsSoFar().contains("Run this? [y/N]") }
        terminal.type("n\n")
        let outcome = try run.wait()
        try expect(outcome, code: 3)
        #expect(outcome.err.contains("the upgrade of revision bb is not taken back; nothing was run"), "\(outcome)")
        #expect(!outcome.err.contains("restore all data"), "\(outcome)")
        #expect(try tables(of: database).contains("people"))
    }

    @Test func undoShowsWhatItCostsAndAsksFirst() throws {
        let before: String
        do {
            try expect(project.swiftmig("upgrade", "aa"), code: 0)
            before = try admin.execute("SHOW CREATE TABLE users").rows.first?[1] ?? ""
        }
        try stop()
        try admin.execute("UPDATE people SET age = 7")
        let planned = try project.swiftmig("resume", "--undo", "--dry-run")
        try expect(planned, code: 0)
        #expect(planned.out.contains("RENAME TABLE `people` TO `users`;"))
        #expect(planned.out.contains("DROP COLUMN `age`"))
        #expect(planned.err.contains("column users.age is dropped with its values"))
        let refused = try project.swiftmig("resume", "--undo", "--json")
        try expect(refused, code: 3)
        #expect(try errorCode(of: refused) == "data_loss")
        #expect(try tables(of: database).contains("people"))
        let outcome = try project.swiftmig("resume", "--undo", "--yes", "--json")
        try expect(outcome, code: 0)
        let document = try outcome.document()
        #expect(document["from"] as? [String] == ["aa"])
        #expect(document["to"] as? [String] == ["aa"])
        #expect((document["steps"] as? [[String: Any]])?.first?["status"] as? String == "undone")
        #expect(try admin.execute("SHOW CREATE TABLE users").rows.first?[1] == before)
        #expect(try admin.execute("SELECT name FROM users").rows.map { $0[0] } == ["a"])
        try expect(project.swiftmig("current", "--check-heads"), code: 2)
        // It starts from the beginning, because nothing of it is left.
        try repair()
        try expect(project.swiftmig("upgrade"), code: 0)
    }

    /// If no data would be lost, no consent is needed.
    @Test func undoWithoutLossesNeedsNoConsent() throws {
        try stop()
        let outcome = try project.swiftmig("resume", "--undo")
        try expect(outcome, code: 0)
        #expect(outcome.out == "The upgrade of bb is taken back. The database is at aa, as before it.\n")
        #expect(try tables(of: database) == ["swiftmig_journal", "swiftmig_version", "users"])
    }

    @Test func currentShowsWhatIsHalfDone() throws {
        try stop()
        let outcome = try project.swiftmig("current")
        try expect(outcome, code: 0)
        for words in [
            "the upgrade of revision bb stopped at statement 3 of 4, since ", " +02:00, by ", "1062 (23000)",
            "migrations/bb.sql:7:1", "swiftmig resume\n", "swiftmig resume --undo",
        ] {
            #expect(outcome.err.contains(words), "\(words) in \(outcome.err)")
        }
        let document = try project.swiftmig("current", "--json").document()
        let interrupted = try #require(document["interrupted"] as? [String: Any])
        #expect(interrupted["revision"] as? String == "bb")
        #expect(interrupted["direction"] as? String == "upgrade")
        #expect(interrupted["statement"] as? Int == 3)
        #expect(interrupted["statements"] as? Int == 4)
        #expect(interrupted["line"] as? Int == 7)
        #expect(interrupted["commands"] as? [String] == ["swiftmig resume", "swiftmig resume --undo"])
        try expect(project.swiftmig("resume", "--undo"), code: 0)
        let settled = try project.swiftmig("current", "--json").document()
        #expect(settled["interrupted"] == nil)
    }

    @Test func doctorAndCheckShowWhatIsHalfDone() throws {
        try declareModels()
        try stop()
        for (command, code) in [("doctor", 0), ("check", 2)] as [(String, Int32)] {
            let outcome = try project.swiftmig(command)
            try expect(outcome, code: code)
            let text = outcome.out + outcome.err
            #expect(text.contains("the upgrade of revision bb stopped at statement 3 of 4"), "\(outcome)")
            #expect(text.contains("bb.sql:7:1") && text.contains("finish it: swiftmig resume\n"), "\(outcome)")
            #expect(text.contains("or take it back: swiftmig resume --undo\n"), "\(outcome)")
            #expect(!text.contains("--autogenerate") && !text.contains("upgrade head"), "\(outcome)")
        }
        let warnings = try project.swiftmig("check", "--json").document()["warnings"] as? [[String: Any]]
        #expect(warnings?.contains { $0["code"] as? String == "interrupted" } == true)
    }

    /// The undo of a revision that changes only rows would restore nothing, so no hint offers it.
    @Test func undoIsNotOfferedForRowsAlone() throws {
        try project.edit("migrations/bb.sql", replacing: "ALTER TABLE users ADD COLUMN age INT;\n", with: "")
        try project.edit("migrations/bb.sql", replacing: "RENAME TABLE users TO people;", with: "DELETE FROM users;")
        try project.edit("migrations/bb.sql", replacing: "CREATE TABLE last (n INT);\n", with: "")
        let outcomes = [try project.swiftmig("upgrade"), try project.swiftmig("current")]
        for outcome in outcomes {
            #expect(outcome.err.contains("bb.sql:6:1"), "\(outcome)")
            #expect(!outcome.err.contains("--undo"), "\(outcome)")
        }
        let document = try project.swiftmig("current", "--json").document()
        let interrupted = try #require(document["interrupted"] as? [String: Any])
        #expect(interrupted["commands"] as? [String] == ["swiftmig resume"])
        let undo = try project.swiftmig("resume", "--undo")
        try expect(undo, code: 1)
        #expect(undo.err.contains("it changes only rows, and swiftmig cannot restore those"), "\(undo)")
    }

    @Test func whatRanMustStayAndTheDifferenceIsShown() throws {
        try stop()
        try project.edit("migrations/bb.sql", replacing: "COLUMN age INT", with: "COLUMN age\n  BIGINT")
        let outcome = try project.swiftmig("upgrade", "--json")
        try expect(outcome, code: 1)
        #expect(try errorCode(of: outcome) == "changed_statements")
        let message = try errorMessage(of: outcome)
        #expect(message.contains("statement 1 (line 5)"))
        #expect(
            message.contains("- ALTER TABLE users ADD COLUMN age INT\n+ ALTER TABLE users ADD COLUMN age\n+   BIGINT")
        )
        #expect(try hints(of: outcome).contains { $0.contains("swiftmig resume --undo") })
        let location = try errorDocument(of: outcome)["location"] as? [String: Any]
        #expect(location?["line"] as? Int == 5)
        #expect(location?["column"] as? Int == 1)
        // Whitespace and comments are not a difference.
        try project.edit("migrations/bb.sql", replacing: "age\n  BIGINT", with: "age -- years\n  INT")
        try repair()
        try expect(project.swiftmig("upgrade"), code: 0)
    }

    @Test func undoWorksWithoutTheFile() throws {
        try stop()
        try project.edit("migrations/bb.sql", replacing: "COLUMN age INT", with: "COLUMN age TEXT")
        try expect(project.swiftmig("resume", "--undo"), code: 0)
        #expect(try tables(of: database) == ["swiftmig_journal", "swiftmig_version", "users"])
    }

    @Test func checkNamesWhatWasEditedOrIsGone() throws {
        try repair()
        try declareModels()
        try expect(project.swiftmig("upgrade"), code: 0)
        try expect(project.swiftmig("check"), code: 0)
        // Comments, whitespace and the downgrade do not count.
        try project.edit(
            "migrations/aa.sql",
            replacing: "CREATE TABLE users (",
            with: "-- people\nCREATE  TABLE users ("
        )
        try project.edit("migrations/aa.sql", replacing: "DROP TABLE users", with: "DROP TABLE IF EXISTS users")
        try expect(project.swiftmig("check"), code: 0)
        try project.edit("migrations/aa.sql", replacing: "VARCHAR(20)", with: "VARCHAR(30)")
        try project.edit("migrations/cc.sql", replacing: "down_revision: bb", with: "down_revision: aa")
        try project.remove("migrations/bb.sql")
        let outcome = try project.swiftmig("check")
        try expect(outcome, code: 2)
        #expect(outcome.out.contains("migrations/aa.sql was edited after revision aa was applied"))
        #expect(outcome.out.contains("revision bb is applied, but its file is gone"))
        let document = try project.swiftmig("check", "--json").document()
        let tampered = try #require(document["tampered"] as? [[String: Any]])
        #expect(tampered.map { $0["revision"] as? String } == ["bb", "aa"])
        #expect(tampered.map { $0["status"] as? String } == ["gone", "edited"])
        let doctor = try project.swiftmig("doctor").out
        #expect(doctor.contains("edited after they were applied"))
        #expect(doctor.contains("applied here, but their files are gone: bb"))
        #expect(try project.swiftmig("diff", "--json").document()["tampered"] == nil)
        // The revision that the version table names.
        try project.remove("migrations/cc.sql")
        let withoutHead = try project.swiftmig("check")
        try expect(withoutHead, code: 2)
        #expect(withoutHead.out.contains("revision cc is applied, but its file is gone"))
    }

    @Test func anAppliedFileThatNoLongerParsesIsReported() throws {
        try repair()
        try declareModels()
        try expect(project.swiftmig("upgrade"), code: 0)
        try project.edit("migrations/aa.sql", replacing: "CREATE TABLE users (", with: "CREATE TABLE 'users (")
        for command in ["check", "doctor"] {
            let outcome = try project.swiftmig(command)
            try expect(outcome, code: 65)
            #expect((outcome.out + outcome.err).contains("migrations/aa.sql"), "\(outcome)")
        }
    }

    @Test func historyOfWhatRan() throws {
        let empty = try project.swiftmig("history", "--applied")
        try expect(empty, code: 0)
        #expect(empty.out == "Nothing has run on this database yet.\n")
        try repair()
        try expect(project.swiftmig("upgrade", "--tag", "release 7"), code: 0)
        try expect(project.swiftmig("downgrade", "bb", "--yes"), code: 0)
        try expect(project.swiftmig("stamp", "cc"), code: 0)
        let outcome = try project.swiftmig("history", "--applied", "-v")
        try expect(outcome, code: 0)
        let lines = outcome.out.split(separator: "\n")
        let runs = lines.filter { !$0.hasPrefix(" ") }
        #expect(runs.map { $0.split(separator: " ")[3] } == ["stamp", "downgrade", "upgrade", "upgrade", "upgrade"])
        #expect(runs.allSatisfy { $0.contains(" +02:00  ") && $0.contains(" with swiftmig ") })
        #expect(runs.last?.contains("[release 7]") == true)
        #expect(lines.filter { $0.contains("statement 4 of 4  0.") }.count == 1)
        let document = try project.swiftmig("history", "--applied", "--json").document()
        let entries = try #require(document["runs"] as? [[String: Any]])
        #expect(entries.map { $0["revision"] as? String } == ["cc", "cc", "cc", "bb", "aa"])
        let seconds = try #require(entries[3]["statement_seconds"] as? [Double])
        #expect(seconds.count == 4)
        #expect(seconds.allSatisfy { $0 > 0 })
        #expect(seconds.reduce(0, +) <= (entries[3]["seconds"] as? Double ?? 0) * 1.5)
        #expect((entries[4]["started_at"] as? String)?.hasSuffix("Z") == true)
        #expect(document["revisions"] is [Any])
        let range = try project.swiftmig("history", "--applied", "-r", "aa:bb", "--json").document()
        #expect((range["runs"] as? [[String: Any]])?.compactMap { $0["revision"] as? String } == ["bb", "aa"])
    }
}
