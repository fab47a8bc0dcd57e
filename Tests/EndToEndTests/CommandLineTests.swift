import Foundation
import TestSupport
import Testing

/// Tests that need neither a server nor a configuration.
@Suite struct CommandLineTests {
    static let commands = [
        "init", "revision", "merge", "rebase", "squash", "edit", "upgrade", "downgrade", "stamp", "current", "history",
        "heads",
        "branches",
        "show", "check", "diff",
        "inspect", "models", "sandbox", "doctor", "ensure-version", "list-templates",
    ]

    @Test(arguments: commands)
    func everyCommandHasHelpWithExamples(command: String) throws {
        let help = try Project().swiftmig(command, "--help")
        try expect(help, code: 0)
        #expect(help.out.contains("Examples:"))
        #expect(help.out.contains("swiftmig \(command)"))
        #expect(help.err.isEmpty)
    }

    @Test func version() throws {
        let project = try Project()
        #expect(try project.swiftmig("--version").out.hasPrefix("swiftmig 0."))
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let script = try Project().swiftmig("--generate-completion-script", shell)
        try expect(script, code: 0)
        #expect(script.out.contains("downgrade"))
    }

    @Test(arguments: [
        (["upgarde"], "did you mean 'upgrade'"),
        (["upgrade", "--nonsense"], "Unknown option '--nonsense'\n"),
        (["upgrade", "--dry"], "Did you mean '--dry-run'?"),
        (["revision", "--auto"], "Did you mean '--autogenerate'?"),
        (["downgrade", "--allow-data-los"], "Did you mean '--allow-data-loss'?"),
        (["sandbox", "status", "--jsn"], "Did you mean '--json'?"),
        (["stamp"], "targets"),
        (["--url"], "--url"),
        (["downgrade", "-1", "-2"], "-2"),
        (["init", "--template", "yml"], "did you mean 'yaml'"),
        (["history", "--color", "blue"], "blue"),
        (["sandbox", "explode"], "explode"),
    ])
    func usageErrors(arguments: [String], message: String) throws {
        let project = try Project()
        let text = try project.start(arguments).wait()
        try expect(text, code: 64)
        #expect(text.err.contains(message), "\(text)")
        #expect(text.err.contains("next: swiftmig"), "\(text)")
        #expect(text.out.isEmpty)
        let json = try project.start(["--json"] + arguments).wait()
        try expect(json, code: 64)
        #expect(try errorCode(of: json) == "usage")
        #expect(json.err.isEmpty)
    }

    @Test(arguments: [
        (["--json", "--version"], "version"), (["--version", "--json"], "version"), (["--json", "--help"], "help"),
        (["--json", "help", "upgrade"], "help"), (["upgrade", "--json", "--help"], "help"),
    ])
    func whatItSaysOfItselfIsADocumentToo(arguments: [String], key: String) throws {
        let outcome = try Project().start(arguments).wait()
        try expect(outcome, code: 0)
        #expect(try outcome.document()[key] is String)
    }

    @Test(arguments: [(["--json"], "a command is missing"), (["--json", "sandbox"], "start, stop")])
    func aMissingCommandIsTheFault(arguments: [String], message: String) throws {
        let outcome = try Project().start(arguments).wait()
        try expect(outcome, code: 64)
        #expect(outcome.out.contains(message), "\(outcome)")
        #expect(!outcome.out.contains("Unknown option"))
    }

    @Test func initKeepsTheSandboxOutOfCommits() throws {
        let project = try Project()
        try expect(try project.swiftmig("init"), code: 0)
        #expect(try project.read(".gitignore").contains(".swiftmig/\n"))
        let other = try Project()
        try other.write(".gitignore", "*.o\n")
        #expect(try other.swiftmig("init").out.contains("add the line .swiftmig/"))
        #expect(try other.read(".gitignore") == "*.o\n")
    }

    /// `doctor` exits as the command would that meets the problem.
    @Test(arguments: [
        ("lock: {timeout: soon}\n", 78, "lock: {timeout: 60s}"),
        ("database: {url: \"mysql://root@localhost/d?socket=/nonexistent/s.sock\"}\n", 69, "fail  server"),
    ])
    func doctorTellsProblemsApart(settings: String, code: Int32, says: String) throws {
        let project = try Project()
        try project.write("migrate.yaml", settings)
        let outcome = try project.swiftmig("doctor")
        try expect(outcome, code: code)
        #expect(outcome.out.contains(says), "\(outcome)")
    }

    @Test func aMissingFolderIsAMatterOfSettings() throws {
        let project = try Project()
        try project.write("migrate.yaml", "migrations: migratons\n")
        for command in ["history", "heads"] {
            let outcome = try project.swiftmig(command)
            try expect(outcome, code: 78)
            #expect(outcome.err.contains("migratons"), "\(outcome)")
        }
    }

    @Test(arguments: [
        (["help", "upgade"], "there is no command 'upgade'; did you mean 'upgrade'?"),
        (["upgade", "--help"], "there is no command 'upgade'; did you mean 'upgrade'?"),
        (["help", "sandbox", "begin"], "sandbox has no command 'begin'"),
        (["--json", "help", "nope"], "there is no command 'nope'"),
    ])
    func helpOfWhatDoesNotExistIsAUsageError(arguments: [String], message: String) throws {
        let outcome = try Project().start(arguments).wait()
        try expect(outcome, code: 64)
        #expect((outcome.out + outcome.err).contains(message), "\(outcome)")
    }

    @Test(arguments: [["help", "list_templates"], ["help", "sandbox", "start"], ["list_templates", "--help"]])
    func helpTakesEachSpelling(arguments: [String]) throws {
        let outcome = try Project().start(arguments).wait()
        try expect(outcome, code: 0)
        let command = arguments.last == "start" ? "sandbox start" : "list-templates"
        #expect(outcome.out.contains("USAGE: swiftmig \(command)"), "\(outcome)")
    }

    @Test func theScriptsDocumentHasItsSteps() throws {
        let project = try Project()
        try project.write("migrate.yaml", "migrations: migrations\n")
        try project.write(
            "migrations/aa.sql",
            """
            -- revision: aa
            -- down_revision: null
            -- swiftmig: upgrade
            CREATE TABLE t (a INT);
            -- swiftmig: downgrade
            DROP TABLE t;

            """
        )
        for arguments in [["upgrade", "base:head"], ["downgrade", "head:base"]] {
            let document = try project.start(arguments + ["--sql", "--json"]).wait().document()
            let steps = try #require(document["steps"] as? [[String: Any]])
            #expect(steps.map { $0["revision"] as? String } == ["aa"])
            #expect(steps.first?["statements"] as? Int == 1)
        }
        let stamp = try project.swiftmig("stamp", "head", "--sql", "--json").document()
        #expect(stamp["to"] as? [String] == ["aa"])
    }

    /// `-1` is a target anywhere. The run then fails because the settings file is missing.
    @Test(arguments: [
        ["downgrade", "-1"], ["downgrade", "--dry-run", "-1"], ["downgrade", "-1", "--dry-run"],
        ["-c", "nowhere.yaml", "downgrade", "-1"], ["--env", "x", "downgrade", "-2", "-v"], ["history", "-r", "-3:"],
    ])
    func relativeTargets(arguments: [String]) throws {
        let outcome = try Project().start(arguments + ["--json"]).wait()
        try expect(outcome, code: 78)
    }

    @Test func initNeverOverwrites() throws {
        let project = try Project()
        try project.write("migrate.yaml", "migrations: mine\n")
        let outcome = try project.swiftmig("init")
        try expect(outcome, code: 0)
        #expect(try project.read("migrate.yaml") == "migrations: mine\n")
        #expect(outcome.out.contains("exists    migrate.yaml"))
        #expect(project.exists("models/schema.yaml"))
    }
}
