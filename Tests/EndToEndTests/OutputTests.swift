import DiagnosticModel
import Foundation
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// Tests of the output on stdout and stderr, and of failures to write it.
@Suite struct OutputTests {
    static let hostile = "x\u{1B}[2J\r\u{202E}y"

    /// A project whose revision and table have names with terminal sequences.
    private func project(_ database: TestDatabase) throws -> Project {
        let project = try Project(url: database.url)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\nmodels: {file: models.yaml}\n")
        try project.write("models.yaml", "swiftmig: 1\ntables: {t: {columns: {id: int}}}\n")
        try project.write(
            "migrations/aa.sql",
            """
            -- revision: aa
            -- down_revision: null
            -- message: "first\\n-- x\\e[2J\\r\\u202Ey"
            -- swiftmig: upgrade
            CREATE TABLE `\(Self.hostile)` (a INT);
            -- swiftmig: downgrade
            DROP TABLE `\(Self.hostile)`;

            """
        )
        return project
    }

    @Test func nothingRawIsShown() throws {
        let database = try PrivateServer.shared.database()
        let project = try project(database)
        let commands = [
            ["history"], ["show", "aa"], ["heads"], ["upgrade", "head", "--dry-run"], ["upgrade", "head", "-v"],
            ["current", "-v"], ["history", "--applied", "-v"], ["check"], ["diff"], ["doctor"], ["inspect"],
            ["upgrade", "no\u{1B}[2J\rsuch"], ["downgrade", "base", "--allow-data-loss", "-v"],
        ]
        for command in commands {
            let outcome = try project.start(command).wait()
            for text in [outcome.out, outcome.err] {
                #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isControl }, "\(command): \(outcome)")
            }
        }
        let history = try project.swiftmig("history")
        #expect(history.out.contains(#"first\n-- x\u001B[2J\r\u202Ey"#), "\(history)")
        let document = try project.swiftmig("history", "--json").document()
        let revisions = try #require(document["revisions"] as? [[String: Any]])
        #expect(revisions.first?["message"] as? String == "first\n-- \(Self.hostile)")
        // A script is for the server, so it is not escaped.
        let script = try project.swiftmig("upgrade", "base:head", "--sql")
        #expect(script.out.contains("CREATE TABLE `\(Self.hostile)`"))
    }

    @Test func aMessageWithControlCharactersIsRefused() throws {
        let project = try Project()
        try project.write("migrate.yaml", "migrations: migrations\n")
        for message in ["two\nlines", "\u{1B}[31mred", "back\rover", "\u{202E}sdrawkcab", "a\u{85}b"] {
            let outcome = try project.swiftmig("revision", "-m", message)
            try expect(outcome, code: 64)
            #expect(outcome.err.contains("control characters"), "\(outcome)")
            #expect(project.files(in: "migrations").isEmpty)
        }
        try expect(try project.swiftmig("revision", "-m", "naïve 中文 👍"), code: 0)
    }

    @Test func outputThatCannotBeWrittenIsAnError() throws {
        guard let full = FileHandle(forWritingAtPath: "/dev/full") else { return }
        let database = try PrivateServer.shared.database()
        let project = try project(database)
        let commands = [
            ["--version"], ["--help"], ["history"], ["heads"], ["current"], ["show", "aa"], ["doctor"], ["diff"],
            ["inspect"], ["models"], ["list-templates"], ["upgrade", "base:head", "--sql"], ["upgrade", "head"],
            ["check"], ["revision", "-m", "next", "--sql"], ["--generate-completion-script", "bash"],
        ]
        for command in commands {
            let outcome = try project.start(command, output: full).wait()
            try expect(outcome, code: 74)
            #expect(outcome.err.contains("write failed"), "\(outcome)")
            if command[0].hasPrefix("--generate") { continue }
            try expect(try project.start(command + ["--json"], output: full).wait(), code: 74)
        }
        // The run itself has succeeded.
        #expect(try project.swiftmig("current", "--json").out.contains(#""revision":"aa""#))
    }

    @Test func passwordsInStatementsAreShownNowhere() throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\n")
        try project.write(
            "migrations/aa.sql",
            """
            -- revision: aa
            -- down_revision: null
            -- swiftmig: upgrade
            CREATE TABLE t (a INT, password VARCHAR(20));
            UPDATE t SET password = 'geheim-1';
            CREATE USR bob IDENTIFIED BY 'geheim-1';

            """
        )
        let outcome = try project.swiftmig("upgrade", "-v")
        try expect(outcome, code: 1)
        #expect(outcome.err.contains("statement: CREATE USR bob IDENTIFIED BY '***'"), "\(outcome)")
        let outcomes = [
            outcome, try project.swiftmig("upgrade", "--json"), try project.swiftmig("current", "-v"),
            try project.swiftmig("history", "--applied", "-v"), try project.swiftmig("resume", "--undo", "-v"),
        ]
        for outcome in outcomes { #expect(!outcome.description.contains("geheim"), "\(outcome)") }
        let connection = try Connection(database.settings)
        let journal = try connection.execute("SELECT error, UNCOMPRESS(statements) FROM swiftmig_journal").rows
        #expect(!journal.isEmpty)
        for row in journal { for cell in [row[0], row[1]] { #expect(cell?.contains("geheim") != true) } }
        // A script that a user reviews before running it is shown unchanged.
        #expect(try project.swiftmig("upgrade", "base:head", "--sql").out.contains("'geheim-1'"))
    }
}
