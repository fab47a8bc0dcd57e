import Foundation
import TestSupport
import Testing

/// Branches, merges and labels from the command line; none of it needs a server.
@Suite struct ChainCommandsTests {
    /// a, then b and c after it, all applied nowhere.
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
        (["--depends-on", "nowhere"], "no_such_revision"),
        (["--head", "aaa1"], "not_a_head"),
        (["--version-path", "elsewhere"], "usage"),
    ])
    func nothingIsWrittenOnAMistake(arguments: [String], code: String) throws {
        let project = try forked()
        let before = project.files(in: "migrations")
        let head = arguments.contains("--head") ? [] : ["--head", "bbb1"]
        let outcome = try project.start(["revision", "-m", "x", "--json"] + head + arguments).wait()
        #expect(outcome.code != 0)
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
    }

    /// What cannot be read is named; the rest is the answer.
    @Test(arguments: ["heads", "history", "show", "branches"])
    func aBrokenFileDoesNotDisable(command: String) throws {
        let project = try forked()
        try project.write("migrations/zzz.sql", "CREATE TABLE t (n INT);\n")
        let target = command == "show" ? ["bbb1"] : []
        let outcome = try project.start([command] + target + ["--json"]).wait()
        try expect(outcome, code: 0)
        let expected = ["heads": 2, "history": 3, "show": 1, "branches": 1]
        #expect(try ids(outcome).count == expected[command])
        let warnings = try #require(try outcome.document()["warnings"] as? [[String: Any]])
        #expect(warnings.map { $0["code"] as? String } == ["no_revision_header"])
        #expect(outcome.err.contains("migrations/zzz.sql"))
        // What writes or runs does not go on.
        try expect(project.swiftmig("revision", "-m", "x", "--head", "bbb1"), code: 65)
        try expect(project.swiftmig("heads", "--check"), code: 65)
    }

    /// The file of a parent is broken: its children are shown all the same.
    @Test func aBrokenParent() throws {
        let project = try forked()
        let file = try #require(project.files(in: "migrations").first { $0.contains("aaa1") })
        try project.edit("migrations/\(file)", replacing: "-- down_revision", with: "-- down_revison")
        let outcome = try project.swiftmig("history", "--json")
        try expect(outcome, code: 0)
        #expect(try ids(outcome).sorted() == ["bbb1", "ccc1"])
        #expect(outcome.err.contains(file))
        // Without the file there is nothing to blame but the chain.
        try project.remove("migrations/\(file)")
        #expect(try errorCode(of: project.swiftmig("history", "--json")) == "no_such_revision")
    }
}
