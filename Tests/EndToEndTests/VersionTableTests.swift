import Foundation
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// Tests of commands about the database's revisions, and of what they refuse.
@Suite struct VersionTableTests {
    /// A project with aaa1, followed by bbb1 and ccc1 (labeled left and right), and ddd1, which merges them.
    private func project(_ url: String, merged: Bool = false) throws -> Project {
        let project = try Project(url: url)
        try project.write("migrate.yaml", "")
        var files = [("aaa1", "null", "[]"), ("bbb1", "aaa1", "[left]"), ("ccc1", "aaa1", "[right]")]
        if merged { files.append(("ddd1", "[bbb1, ccc1]", "[]")) }
        for (index, (id, parent, labels)) in files.enumerated() {
            try project.write(
                "migrations/\(id).sql",
                """
                -- revision: \(id)
                -- down_revision: \(parent)
                -- branch_labels: \(labels)
                -- created: 2026-11-0\(index + 1)T00:00:00Z
                -- message: make \(id)

                -- swiftmig: upgrade
                CREATE TABLE t_\(id) (n INT);

                -- swiftmig: downgrade
                DROP TABLE t_\(id);
                """
            )
        }
        return project
    }

    private static let nowhere = "mysql://nobody@127.0.0.1:1/none"

    private func rows(_ database: TestDatabase, _ table: String = "swiftmig_version") throws -> [String] {
        try database.connect().execute("SELECT version_num FROM \(table) ORDER BY 1").rows.compactMap { $0[0] }
    }

    private func ids(_ outcome: Project.Outcome) throws -> [String] {
        (try outcome.document()["revisions"] as? [[String: Any]] ?? []).compactMap { $0["revision"] as? String }
    }

    @Test func stampsSeveral() throws {
        let database = try PrivateServer.shared.database()
        let project = try project(database.url)
        let dry = try project.swiftmig("stamp", "left", "ccc", "--dry-run", "--json")
        #expect(try Set(dry.document()["to"] as? [String] ?? []) == ["bbb1", "ccc1"])
        #expect(try tables(of: database).isEmpty)
        try expect(project.swiftmig("stamp", "left", "ccc", "--tag", "by hand"), code: 0)
        #expect(try project.swiftmig("current", "-v").out.contains("[by hand]"))
        #expect(try rows(database) == ["bbb1", "ccc1"])
        try expect(project.swiftmig("current", "--check-heads"), code: 0)
        #expect(try errorCode(of: project.swiftmig("stamp", "aaa1", "ccc1", "--json")) == "overlapping_targets")
        #expect(try rows(database) == ["bbb1", "ccc1"])
        try expect(project.swiftmig("stamp", "left@base"), code: 0)
        #expect(try rows(database) == ["ccc1"])
        try expect(project.swiftmig("stamp", "bbb1", "--purge"), code: 0)
        #expect(try rows(database) == ["bbb1"])
        try expect(project.swiftmig("stamp", "base"), code: 0)
        #expect(try rows(database) == [])
        // Nothing was run.
        #expect(try tables(of: database).filter { $0.hasPrefix("t_") }.isEmpty)
    }

    @Test func ensuresTheTables() throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try project.write("migrate.yaml", "version_table: where_we_are\njournal_table: what_we_did\n")
        for _ in 0..<2 { try expect(project.swiftmig("ensure_version"), code: 0) }
        #expect(try tables(of: database) == ["what_we_did", "where_we_are"])
        let script = try project.swiftmig("ensure-version", "--sql", "--url", Self.nowhere)
        try expect(script, code: 0)
        let other = try PrivateServer.shared.database()
        for statement in script.out.components(separatedBy: ";\n") where !statement.isEmpty {
            try other.connect().execute(statement)
        }
        #expect(try tables(of: other) == ["what_we_did", "where_we_are"])
    }

    @Test func listsTemplates() throws {
        let project = try Project()
        let templates = try project.swiftmig("list_templates", "--json").document()["templates"] as? [[String: Any]]
        let names = (templates ?? []).compactMap { $0["name"] as? String }
        #expect(names == ["yaml", "sql", "swift", "async"])
        for name in names {
            #expect(try project.swiftmig("init", name, "--template", name, "-c", "\(name).yaml").code == 0)
        }
    }

    @Test func currentTellsAndChecks() throws {
        let database = try PrivateServer.shared.database()
        let project = try project(database.url)
        let empty = try project.swiftmig("current", "--check-heads", "--json")
        try expect(empty, code: 2)
        #expect(try errorCode(of: empty) == "not_at_heads")
        #expect(try tables(of: database).isEmpty)
        try expect(project.swiftmig("upgrade", "left", "--tag", "release 7"), code: 0)
        let behind = try project.swiftmig("current", "--check-heads", "--verbose")
        try expect(behind, code: 2)
        #expect(behind.out.contains("bbb1") && behind.err.contains("1 revision is not applied"))
        #expect(behind.out.contains("upgrade aaa1  done in ") && behind.out.contains("[release 7]"))
        try expect(project.swiftmig("upgrade", "heads"), code: 0)
        try expect(project.swiftmig("current", "--verbose", "--check-heads"), code: 0)
        #expect(try ids(project.swiftmig("current", "--json")) == ["ccc1", "bbb1"])
    }

    /// A revision was deployed from another branch. The error tells which, when and by whom, and what to do. Nothing is
    /// written.
    @Test func aRowOfAnotherBranch() throws {
        let database = try PrivateServer.shared.database()
        let project = try project(database.url)
        try expect(project.swiftmig("upgrade", "heads", environment: ["USER": "ann"]), code: 0)
        let file = try project.read("migrations/bbb1.sql")
        try project.remove("migrations/bbb1.sql")
        func state() throws -> [String] {
            let connection = try database.connect()
            let count = try connection.execute("SELECT COUNT(*) FROM swiftmig_journal").rows.compactMap { $0[0] }
            return try rows(database) + count + tables(of: database)
        }
        let before = try state()
        let commands = [
            ["upgrade", "heads"], ["downgrade", "base", "--allow-data-loss"], ["stamp", "ccc1"], ["current"],
            ["history", "-i"],
            ["revision", "--autogenerate", "-m", "x"], ["upgrade", "--dry-run"], ["show", "current"],
        ]
        for command in commands {
            let outcome = try project.start(command + ["--json"]).wait()
            #expect(outcome.code == 1, "\(outcome)")
            #expect(try errorCode(of: outcome) == "no_such_revision")
            let message = try errorMessage(of: outcome)
            #expect(
                message.contains("bbb1") && message.contains("ann@") && message.contains("applied at 20"),
                "\(message)"
            )
            let ways = try hints(of: outcome).joined(separator: "\n")
            #expect(ways.contains("git log --all") && ways.contains("revision: bbb1"))
            #expect(ways.contains("swiftmig stamp --purge ccc1"))
            #expect(try state() == before)
        }
        #expect(project.files(in: "migrations").count == 2)
        // Commands without a database work, and both ways out work.
        #expect(try ids(project.swiftmig("heads", "--json")) == ["ccc1"])
        try project.write("migrations/bbb1.sql", file)
        try expect(project.swiftmig("current", "--check-heads"), code: 0)
        try project.remove("migrations/bbb1.sql")
        try expect(project.swiftmig("stamp", "--purge", "ccc1"), code: 0)
        #expect(try rows(database) == ["ccc1"])
        try expect(project.swiftmig("upgrade", "heads"), code: 0)
    }

    @Test func historyOfRanges() throws {
        let database = try PrivateServer.shared.database()
        let project = try project(database.url, merged: true)
        try expect(project.swiftmig("upgrade", "right"), code: 0)
        for (range, expected) in [
            ("aaa1:left", ["bbb1", "aaa1"]), (":right", ["ccc1", "aaa1"]), ("bbb1:", ["ddd1", "bbb1"]),
            ("current:", ["ddd1", "ccc1"]), (":current", ["ccc1", "aaa1"]), ("aaa1:+1", nil),
            ("left:+1", ["ddd1", "bbb1"]),
            ("base:aaa1", ["aaa1"]), ("right@base:right", ["ccc1", "aaa1"]),
        ] as [(String, [String]?)] {
            let outcome = try project.swiftmig("history", "-r", range, "--json")
            guard let expected else {
                #expect(try errorCode(of: outcome) == "ambiguous_relative", "\(outcome)")
                continue
            }
            #expect(try ids(outcome) == expected, "\(range)")
        }
        #expect(try errorCode(of: project.swiftmig("history", "-r", "ddd1:aaa1", "--json")) == "range_not_ancestor")
        let marked = try project.swiftmig("history", "-i").out.split(separator: "\n").map(String.init)
        #expect(marked.filter { $0.contains("(current)") }.map { String($0.prefix(4)) } == ["ccc1"])
        let applied = try project.swiftmig("history", "-i", "--json").document()["revisions"] as? [[String: Any]]
        #expect(applied?.map { $0["applied"] as? Bool } == [false, true, false, true])
        let long = try project.swiftmig("history", "-v").out
        #expect(long.contains("labels:      left") && long.contains("migrations/aaa1.sql") && long.contains("created:"))
        // Without -i or current, no server is asked.
        try expect(project.swiftmig("history", "-r", "aaa1:left", "--url", Self.nowhere), code: 0)
        try expect(project.swiftmig("history", "-i", "--url", Self.nowhere), code: 69)
    }

    /// Inputs that Alembic stumbles over have separate errors, and nothing is run or written.
    @Test(arguments: [
        (["upgrade", "base-1"], "relative_out_of_range"), (["upgrade", "head+1"], "multiple_heads"),
        (["upgrade", "bbb1+1"], "relative_out_of_range"), (["upgrade", "aaa1-99"], "relative_out_of_range"),
        (["upgrade", ""], "no_such_revision"), (["stamp", ""], "no_such_revision"),
        (["downgrade", ""], "no_such_revision"),
        (["stamp", "aaa1", "ccc1"], "overlapping_targets"), (["upgrade", "bbb1:aaa1", "--sql"], "range_not_ancestor"),
        (["upgrade", "aaa1+1junk"], "no_such_revision"), (["upgrade", "aaa1 "], "no_such_revision"),
        (["upgrade", "a@b@c"], "no_such_revision"), (["upgrade", "left@right"], "not_in_branch"),
        (["downgrade", "left@-1"], "relative_out_of_range"), (["history", "-r", "aaa1"], "bad_history_range"),
        (["upgrade", "heads+1"], "multiple_heads"), (["downgrade", "heads"], "multiple_heads"),
        (["upgrade", "current"], "no_such_revision"), (["downgrade", "current"], "no_such_revision"),
        (["stamp", "current"], "no_such_revision"), (["stamp", "+1"], "no_such_revision"),
        (["stamp", "aaa1+1"], "no_such_revision"), (["stamp", "left@-1"], "no_such_revision"),
        (["upgrade", "AAA1"], "no_such_revision"),
    ])
    func accidents(_ arguments: [String], code: String) throws {
        let database = try PrivateServer.shared.database()
        let project = try project(database.url)
        let outcome = try project.start(arguments + ["--json"]).wait()
        #expect(outcome.code != 0)
        #expect(try errorCode(of: outcome) == code, "\(outcome)")
        #expect(try tables(of: database).isEmpty)
    }

    /// A label with one head or none, and where it leads.
    @Test func downgradesOfOneBranch() throws {
        let database = try PrivateServer.shared.database()
        let project = try project(database.url)
        try expect(project.swiftmig("upgrade", "heads"), code: 0)
        try expect(project.swiftmig("downgrade", "left@-1"), code: 0)
        #expect(try rows(database) == ["ccc1"])
        try expect(project.swiftmig("upgrade", "heads"), code: 0)
        // The other branch stays, with its common ancestor.
        try expect(project.swiftmig("downgrade", "right@base"), code: 0)
        #expect(try rows(database) == ["bbb1"])
    }

    /// Alembic's table has room for 32 characters, which is checked before anything runs.
    @Test func longIDs() throws {
        let database = try PrivateServer.shared.database()
        let long = String(repeating: "x", count: 40)
        let project = try Project(url: database.url)
        try project.write("migrate.yaml", "version_table: alembic_version\n")
        try database.connect().execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        try project.write(
            "migrations/x.sql",
            "-- revision: \(long)\n-- down_revision: null\n\n-- swiftmig: upgrade\nCREATE TABLE t (n INT);\n"
        )
        let outcome = try project.swiftmig("upgrade", "--json")
        #expect(try errorCode(of: outcome) == "revision_id_too_long")
        #expect(try !tables(of: database).contains("t"))
        try expect(
            project.swiftmig("upgrade", "--url", database.url, environment: ["SWIFTMIG_VERSION_TABLE": "ours"]),
            code: 0
        )
        #expect(try rows(database, "ours") == [long])
    }
}
