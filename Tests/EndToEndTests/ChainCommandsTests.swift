import Foundation
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// Branches, merges and labels on the command line, without a server.
@Suite struct ChainCommandsTests {
    /// A project with a, followed by b and c, none of which is applied.
    private func forked() throws -> Project {
        let project = try Project(url: "mysql://nobody@127.0.0.1:1/none")
        try project.write("migrate.yaml", "")
        try expect(project.swiftmig("revision", "--rev-id", "aaa1", "-m", "first"), code: 0)
        try expect(project.swiftmig("revision", "--rev-id", "bbb1", "-m", "left", "--branch-label", "left"), code: 0)
        try expect(
            project.swiftmig("revision", "--rev-id", "ccc1", "-m", "right", "--head", "aaa1", "--splice"),
            code: 0
        )
        return project
    }

    private func ids(_ outcome: Project.Outcome) throws -> [String] {
        (try outcome.document()["revisions"] as? [[String: Any]] ?? []).compactMap { $0["revision"] as? String }
    }

    @Test func branchesAndMerges() throws {
        let project = try forked()
        let branches = try project.swiftmig("branches", "--json")
        #expect(try ids(branches) == ["aaa1"])
        let points = try #require(try branches.document()["revisions"] as? [[String: Any]])
        #expect((points[0]["children"] as? [String] ?? []).sorted() == ["bbb1", "ccc1"])
        #expect(try project.swiftmig("branches").out.contains("-> bbb1  (left)"))

        let check = try project.swiftmig("heads", "--check", "--json")
        try expect(check, code: 2)
        #expect(try errorCode(of: check) == "multiple_heads")
        #expect(try ids(check).sorted() == ["bbb1", "ccc1"])

        let refused = try project.swiftmig("merge", "bbb1", "bbb1", "--json")
        #expect(try errorCode(of: refused) == "duplicate_heads")
        #expect(try errorCode(of: project.swiftmig("merge", "bbb1", "--json")) == "nothing_to_merge")
        try expect(project.swiftmig("merge", "heads", "--rev-id", "ddd1", "-m", "join"), code: 0)
        try expect(project.swiftmig("heads", "--check"), code: 0)
        #expect(try ids(project.swiftmig("heads", "--json")) == ["ddd1"])
        #expect(try project.swiftmig("branches", "--quiet", "--json").document()["error"] == nil)
        let graph = try project.swiftmig("history", "--graph").out.split(separator: "\n").map { $0.prefix(8) }
        #expect(graph.first?.hasPrefix("*   ddd1") == true)
        #expect(graph.contains("|\\"))
    }

    @Test(arguments: [
        (["--branch-label", "left"], "duplicate_branch_label"),
        (["--branch-label", "aaa1"], "duplicate_branch_label"),
        (["--branch-label", "x", "--branch-label", "x"], "duplicate_branch_label"),
        (["--branch-label", "a-b"], "illegal_revision_id"),
        (["--rev-id", "aaa1"], "duplicate_revision"),
        (["--rev-id", "left"], "duplicate_branch_label"),
        (["--rev-id", "x@y"], "illegal_revision_id"),
        (["--rev-id", "head"], "illegal_revision_id"),
        (["--rev-id", "null"], "illegal_revision_id"),
        (["--rev-id", "!x"], "illegal_revision_id"),
        (["--rev-id", "../x"], "illegal_revision_id"),
        (["--rev-id", ".x"], "illegal_revision_id"),
        (["--rev-id", ""], "illegal_revision_id"),
        (["--rev-id", "a b"], "illegal_revision_id"),
        (["--rev-id", "x#y"], "illegal_revision_id"),
        (["--branch-label", "a,b"], "illegal_revision_id"),
        (["--depends-on", "nowhere"], "no_such_revision"),
        (["--head", "aaa1"], "not_a_head"),
        (["--version-path", "elsewhere"], "usage"),
    ])
    func nothingIsWrittenOnAMistake(arguments: [String], code: String) throws {
        let project = try forked()
        let before = project.files(in: "migrations")
        let head = arguments.contains("--head") ? [] : ["--head", "bbb1"]
        let outcome = try project.start(["revision", "-m", "x", "--json"] + head + arguments).wait()
        #expect(outcome.code == (["no_such_revision", "not_a_head"].contains(code) ? 1 : 64))
        #expect(try errorCode(of: outcome) == code, "\(outcome)")
        #expect(project.files(in: "migrations") == before)
        try expect(project.swiftmig("heads"), code: 0)
    }

    @Test func severalHeadsDependenciesAndFolders() throws {
        let project = try forked()
        try project.write("migrate.yaml", "migrations: [migrations, more]\n")
        try FileManager.default.createDirectory(
            at: project.folder.appendingPathComponent("more"),
            withIntermediateDirectories: true
        )
        try expect(
            project.swiftmig(
                "revision",
                "--rev-id",
                "eee1",
                "-m",
                "own line",
                "--head",
                "base",
                "--depends-on",
                "left",
                "--depends-on",
                "ccc",
                "--version-path",
                "more",
                "--branch-label",
                "own"
            ),
            code: 0
        )
        #expect(project.files(in: "more").count == 1)
        let shown = try #require(
            try project.swiftmig("show", "own@head", "--json").document()["revisions"] as? [[String: Any]]
        )
        #expect(shown[0]["depends_on"] as? [String] == ["left", "ccc1"])
        #expect(shown[0]["down_revision"] as? [String] == [])
        #expect(try ids(project.swiftmig("heads", "--json")).sorted() == ["bbb1", "ccc1", "eee1"])
        #expect(try ids(project.swiftmig("heads", "--resolve-dependencies", "--json")) == ["eee1"])
        try expect(project.swiftmig("revision", "--rev-id", "fff1", "--head", "bbb1", "--head", "ccc1"), code: 0)
        #expect(try ids(project.swiftmig("show", "fff1", "--json")) == ["fff1"])
    }

    @Test func dependenciesByTheirBeginning() throws {
        let project = try forked()
        try project.write("migrations/e.sql", "-- revision: eee1\n-- down_revision: null\n-- depends_on: [cc]\n")
        #expect(try ids(project.swiftmig("heads", "--resolve-dependencies", "--json")).sorted() == ["bbb1", "eee1"])
        try project.write("migrations/f.sql", "-- revision: ccc2\n-- down_revision: null\n")
        let outcome = try project.swiftmig("heads", "--json")
        try expect(outcome, code: 65)
        #expect(try errorCode(of: outcome) == "ambiguous_prefix")
        let message = try errorMessage(of: outcome)
        #expect(message.contains("ccc1") && message.contains("ccc2") && message.contains("eee1"))
    }

    @Test func editChecksWhatWasWritten() throws {
        let project = try forked()
        let good = try project.swiftmig("edit", "left", environment: ["EDITOR": "sed -i s/left$/lefter/"])
        try expect(good, code: 0)
        #expect(try project.swiftmig("show", "bbb1").out.contains("lefter"))
        let bad = try project.swiftmig(
            "edit",
            "bbb1",
            "--json",
            environment: ["VISUAL": "sed -i s/revision:/revsion:/"]
        )
        try expect(bad, code: 65)
        #expect(try errorCode(of: bad) == "unknown_header_key")
        let failed = try project.swiftmig("edit", "ccc1", "--json", environment: ["VISUAL": "false"])
        #expect(try errorCode(of: failed) == "command_failed")
        try expect(failed, code: 1)
        // The hint is a valid shell command.
        #expect(try errorMessage(of: failed).contains(#"sh -c 'false "$@"' false "#))
    }

    /// A downgrade without statements is allowed, but it does not take back what the upgrade did.
    @Test func anEmptyDowngradeIsSaid() throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\n")
        let sections = "-- swiftmig: upgrade\n\n-- swiftmig: downgrade\n"
        try project.write("migrations/aa.sql", "-- revision: aa\n-- down_revision: null\n\(sections)")
        let statement = sections.replacingOccurrences(of: "\n\n", with: "\nCREATE TABLE t (n INT);\n")
        try project.write("migrations/bb.sql", "-- revision: bb\n-- down_revision: aa\n\(statement)")
        try expect(project.swiftmig("upgrade"), code: 0)
        for arguments in [["downgrade", "base", "--dry-run"], ["downgrade", "base"]] {
            let outcome = try project.start(arguments).wait()
            try expect(outcome, code: 0)
            #expect(outcome.err.contains("warning: the downgrade of revision bb has no statements"), "\(outcome)")
            // The upgrade of aa has none either.
            #expect(!outcome.err.contains("the downgrade of revision aa"), "\(outcome)")
        }
        #expect(try tables(of: database).contains("t"))
    }

    /// With several heads, a hint with `head` would fail again.
    @Test func hintsWithSeveralHeadsLeadOn() throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\nmodels: {file: models.yaml}\n")
        try project.write("models.yaml", BadConfigurationTests.model)
        for (id, parent) in [("aaa1", "null"), ("bbb1", "aaa1"), ("ccc1", "aaa1"), ("ddd1", "aaa1")] {
            let body = "-- swiftmig: upgrade\nCREATE TABLE \(id) (n INT);\n-- swiftmig: downgrade\nDROP TABLE \(id);\n"
            try project.write("migrations/\(id).sql", "-- revision: \(id)\n-- down_revision: \(parent)\n\(body)")
        }
        let ambiguous = try project.swiftmig("revision", "-m", "x")
        try expect(ambiguous, code: 1)
        #expect(ambiguous.err.contains("as in: --head bbb1"), "\(ambiguous)")
        #expect(!ambiguous.err.contains("upgrade"), "\(ambiguous)")

        let merged = try project.swiftmig("merge", "bbb1", "ccc1", "--rev-id", "eee1")
        #expect(merged.out.contains("next: swiftmig upgrade eee1\n"), "\(merged)")
        try expect(project.swiftmig("upgrade", "eee1"), code: 0)
        try expect(project.swiftmig("upgrade", "heads"), code: 0)
        let arguments = ["revision", "--autogenerate", "-m", "x", "--head", "ddd1", "--rev-id", "fff1"]
        let generated = try project.start(arguments).wait()
        #expect(generated.out.contains("next: swiftmig upgrade fff1\n"), "\(generated)")
        try expect(project.swiftmig("upgrade", "fff1"), code: 0)
        let last = try project.swiftmig("merge", "heads", "--rev-id", "ggg1")
        #expect(last.out.contains("next: swiftmig upgrade head\n"), "\(last)")
        for file in project.files(in: "migrations") where file.contains("ggg1") {
            try project.remove("migrations/\(file)")
        }

        let back = try project.swiftmig("downgrade", "-1")
        try expect(back, code: 1)
        #expect(back.err.contains("as in: eee1@-1") || back.err.contains("as in: fff1@-1"), "\(back)")
        let line = try project.swiftmig("downgrade", "fff1@-1")
        try expect(line, code: 0)
        #expect(line.err.contains("downgrade fff1"), "\(line)")

        let same = try project.swiftmig("downgrade", "ddd1")
        try expect(same, code: 0)
        #expect(same.out.contains("To take ddd1 itself back: swiftmig downgrade ddd1@-1\n"), "\(same)")
        let taken = try project.swiftmig("downgrade", "ddd1@-1")
        #expect(taken.err.contains("downgrade ddd1"), "\(taken)")
    }

    @Test func wordsOfTargetsThatContradictThemselves() throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\n")
        try project.write("migrations/aa.sql", "-- revision: aa\n-- down_revision: null\n")
        let upgrade = try project.swiftmig("upgrade", "-1")
        try expect(upgrade, code: 1)
        #expect(upgrade.err.contains("does not go back"))
        #expect(upgrade.err.contains("swiftmig downgrade -1"))
        let stamp = try project.swiftmig("stamp", "head", "base")
        try expect(stamp, code: 64)
        #expect(stamp.err.contains("swiftmig stamp head"))
        #expect(try database.connect().execute("SHOW TABLES").rows.isEmpty)
    }

    /// An unreadable file is named, and the rest is the answer, with the exit code of a broken chain.
    @Test(arguments: ["heads", "history", "show", "branches"])
    func aBrokenFileDoesNotDisable(command: String) throws {
        let project = try forked()
        try project.write("migrations/zzz.sql", "CREATE TABLE t (n INT);\n")
        let target = command == "show" ? ["bbb1"] : []
        let outcome = try project.start([command] + target + ["--json"]).wait()
        try expect(outcome, code: 65)
        let expected = ["heads": 2, "history": 3, "show": 1, "branches": 1]
        #expect(try ids(outcome).count == expected[command])
        let warnings = try #require(try outcome.document()["warnings"] as? [[String: Any]])
        #expect(warnings.map { $0["code"] as? String } == ["no_revision_header"])
        #expect(outcome.err.contains("migrations/zzz.sql"))
        // Commands that write or run fail.
        try expect(project.swiftmig("revision", "-m", "x", "--head", "bbb1"), code: 65)
        try expect(project.swiftmig("heads", "--check"), code: 65)
    }

    /// The file of a parent is broken, but its children are still shown.
    @Test func aBrokenParent() throws {
        let project = try forked()
        let file = try #require(project.files(in: "migrations").first { $0.contains("aaa1") })
        try project.edit("migrations/\(file)", replacing: "-- down_revision", with: "-- down_revison")
        let outcome = try project.swiftmig("history", "--json")
        try expect(outcome, code: 65)
        #expect(try ids(outcome).sorted() == ["bbb1", "ccc1"])
        #expect(outcome.err.contains(file))
        // Without the file, the chain itself is at fault.
        try project.remove("migrations/\(file)")
        #expect(try errorCode(of: project.swiftmig("history", "--json")) == "no_such_revision")
    }
}

/// Moves one line on top of another, without a merge.
@Suite struct RebaseTests {
    private func forked(_ url: String) throws -> Project {
        let project = try Project(url: url)
        try project.write("migrate.yaml", "")
        for (id, head) in [("aaa1", "base"), ("bbb1", "aaa1"), ("bbb2", "bbb1"), ("ccc1", "aaa1"), ("ccc2", "ccc1")] {
            let arguments = ["revision", "--rev-id", id, "-m", "make \(id)", "--head", head, "--splice"]
            try expect(project.start(arguments).wait(), code: 0)
        }
        return project
    }

    private func order(_ project: Project) throws -> [String] {
        let list = try project.swiftmig("history", "--json").document()["revisions"] as? [[String: Any]]
        return (list ?? []).compactMap { $0["revision"] as? String }.reversed()
    }

    @Test func movesALine() throws {
        let project = try forked("mysql://nobody@127.0.0.1:1/none")
        let file = try #require(project.files(in: "migrations").first { $0.contains("ccc1") })
        let before = try project.read("migrations/\(file)")
        let outcome = try project.swiftmig("rebase", "ccc2", "--onto", "bbb2")
        try expect(outcome, code: 0)
        #expect(outcome.err.contains("not checked"))
        #expect(try order(project) == ["aaa1", "bbb1", "bbb2", "ccc1", "ccc2"])
        let after = try project.read("migrations/\(file)")
        #expect(after == before.replacingOccurrences(of: "down_revision: aaa1", with: "down_revision: bbb2"))
        try expect(project.swiftmig("heads", "--check"), code: 0)
        #expect(
            try errorCode(of: project.swiftmig("rebase", "bbb1", "--onto", "ccc2", "--json")) == "nothing_to_rebase"
        )
    }

    @Test func whatIsAppliedStays() throws {
        let database = try PrivateServer.shared.database()
        let project = try forked(database.url)
        try expect(project.swiftmig("upgrade", "bbb2"), code: 0)
        let refused = try project.swiftmig("rebase", "bbb2", "--onto", "ccc2", "--json")
        try expect(refused, code: 1)
        #expect(try errorCode(of: refused) == "already_applied")
        try expect(project.swiftmig("rebase", "heads", "--onto", "bbb2"), code: 1)
        try expect(project.swiftmig("rebase", "ccc2", "--onto", "bbb2"), code: 0)
        try expect(project.swiftmig("upgrade", "head"), code: 0)
        try expect(project.swiftmig("current", "--check-heads"), code: 0)
    }

    /// The file has a value over several lines, and line ends of another system.
    @Test func keepsTheRestOfTheFile() throws {
        let project = try forked("mysql://nobody@127.0.0.1:1/none")
        let text =
            "-- revision: ddd1\r\n-- down_revision:\r\n--   - aaa1\r\n-- # why\r\n-- message: 'x'\r\n\r\n-- swiftmig: upgrade\r\n"
        try project.write("migrations/d.sql", text)
        try expect(project.swiftmig("rebase", "ddd1", "--onto", "ccc2"), code: 0)
        let after = try project.read("migrations/d.sql")
        #expect(after.contains("-- down_revision: ccc2\r\n"))
        #expect(after.hasSuffix("-- message: 'x'\r\n\r\n-- swiftmig: upgrade\r\n"))
    }
}

/// Tests of the name and header of a new file.
@Suite struct RevisionFileSettingsTests {
    private func project(_ settings: String) throws -> Project {
        let project = try Project(url: "mysql://nobody@127.0.0.1:1/none")
        try project.write("migrate.yaml", settings)
        return project
    }

    @Test(arguments: [
        (#"file_template: "{rev}_{slug}""#, "aaa1_add_the.sql"),
        (#"file_template: "%%(rev)s_%%(slug)s""#, "aaa1_add_the.sql"),
        (#"file_template: "x-%(rev)s""#, "x-aaa1.sql"),
        ("file_template: '{slug}'\ntruncate_slug_length: 3", "add.sql"),
    ])
    func names(settings: String, name: String) throws {
        let project = try project(settings.contains("truncate") ? settings : settings + "\ntruncate_slug_length: 9")
        try expect(project.swiftmig("revision", "--rev-id", "aaa1", "-m", "add the users"), code: 0)
        #expect(project.files(in: "migrations") == [name])
    }

    @Test func timeZones() throws {
        let far = try project("timezone: '+14:00'\nfile_template: '{year}-{month}-{day} {hour}h'")
        let near = try project("timezone: '-10:00'\nfile_template: '{year}-{month}-{day} {hour}h'")
        try expect(far.swiftmig("revision"), code: 0)
        try expect(near.swiftmig("revision"), code: 0)
        // The two zones are 24 hours apart, so the hour is the same and the day differs.
        #expect(far.files(in: "migrations") != near.files(in: "migrations"))
        #expect(far.files(in: "migrations")[0].suffix(7) == near.files(in: "migrations")[0].suffix(7))
        let unknown = try project("timezone: Mars/Olympus").swiftmig("revision", "--json")
        try expect(unknown, code: 78)
        #expect(try errorCode(of: unknown) == "unknown_timezone")
    }

    /// Every command that reads the settings reports the error and its place.
    @Test(arguments: [
        ("../{slug}", "bad_file_template"), ("/tmp/{slug}", "bad_file_template"), ("{slgu}", "bad_file_template"),
        ("{slug", "bad_file_template"), ("{year}/{slug}", "bad_file_template"),
    ])
    func badTemplates(_ template: String, code: String) throws {
        let project = try project("# names\nfile_template: \"\(template)\"\n")
        try project.write("migrations/.keep", "")
        for command in [["revision", "-m", "x"], ["check"], ["heads"], ["history"], ["current"]] {
            let outcome = try project.start(command + ["--json"]).wait()
            try expect(outcome, code: 78)
            let error = try #require(try outcome.document()["error"] as? [String: Any])
            #expect(error["code"] as? String == code)
            let place = try #require(error["location"] as? [String: Any])
            #expect(place["line"] as? Int == 2)
            #expect(place["column"] as? Int == 16)
        }
        #expect(project.files(in: "migrations") == [".keep"])
    }

    @Test func foldersWithin() throws {
        let project = try project("recursive: true\nfile_template: '{year}/{rev}'")
        try expect(project.swiftmig("revision", "--rev-id", "aaa1"), code: 0)
        try expect(project.swiftmig("revision", "--rev-id", "bbb1", "--version-path", "migrations/more"), code: 0)
        #expect(project.files(in: "migrations").count == 2)
        let shown = try project.swiftmig("heads", "--json").document()["revisions"] as? [[String: Any]]
        #expect(shown?.compactMap { $0["revision"] as? String } == ["bbb1"])
    }

    @Test func ownTemplate() throws {
        let project = try project("")
        let header = ["revision", "down_revision", "branch_labels", "depends_on", "created", "message"]
        let lines = header.map { "-- \($0): {\($0)}\n" }.joined()
        let body =
            "\n-- reviewed by: {\n\n-- swiftmig: upgrade\nSET SESSION lock_wait_timeout = 5;\n{upgrade}\n-- swiftmig: downgrade\n{downgrade}"
        try project.write("migrations/revision.sql.template", lines + body)
        try expect(project.swiftmig("revision", "--rev-id", "aaa1", "-m", "it's: \"odd\""), code: 0)
        #expect(try project.swiftmig("show").out.contains("lock_wait_timeout"))
        for (old, new) in [("{message}", "{mesage}"), ("-- depends_on: {depends_on}\n", ""), ("{revision}", "fixed")] {
            try project.write(
                "migrations/revision.sql.template",
                (lines + body).replacingOccurrences(of: old, with: new)
            )
            let arguments = ["revision", "--depends-on", "aaa1", "--head", "base", "--json"]
            let outcome = try project.start(arguments).wait()
            try expect(outcome, code: 78)
            #expect(try errorCode(of: outcome) == "bad_revision_template", "\(outcome)")
            #expect(project.files(in: "migrations").count == 2)
        }
    }

    @Test func hooks() throws {
        let project = try project(
            "hooks: {after_write: [[sh, -c, 'echo \"-- $1 $2\" >> \"$2\"', hook, two words, '{path}']]}"
        )
        try expect(project.swiftmig("revision", "--rev-id", "aaa1"), code: 0)
        #expect(try project.swiftmig("show").out.contains("-- two words /"))
        let failing = try self.project("hooks: {after_write: [[false, '{path}']]}")
        let outcome = try failing.swiftmig("revision", "--json")
        #expect(outcome.code != 0)
        #expect(try errorMessage(of: outcome).contains("is written"))
        #expect(failing.files(in: "migrations").count == 1)
    }
}
