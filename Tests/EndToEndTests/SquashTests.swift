import Foundation
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// Tests of one revision that replaces several, for databases that have none, some or all of them.
@Suite struct SquashTests {
    /// aaa1, bbb1, ccc1 and ddd1, in this order.
    static let bodies = [
        ("aaa1", "null", "CREATE TABLE t (id INT PRIMARY KEY, n INT NOT NULL DEFAULT 0);", "DROP TABLE t;"),
        (
            "bbb1", "aaa1",
            """
            # what it is for
            CREATE TABLE log (n INT); -- swiftly
            DELIMITER //
            CREATE TRIGGER tg BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.n = NEW.n + 1; INSERT INTO log VALUES (NEW.n); END
            //
            DELIMITER ;
            """, "DROP TRIGGER tg;\nDROP TABLE log;"
        ),
        ("ccc1", "bbb1", "INSERT INTO t VALUES (1, 1), (2, 2);", "DELETE FROM t WHERE id < 3;\nDELETE FROM log;"),
        ("ddd1", "ccc1", "ALTER TABLE t ADD COLUMN extra INT;", "ALTER TABLE t DROP COLUMN extra;"),
    ]

    private func project(_ url: String) throws -> Project {
        let project = try Project(url: url)
        try project.write("migrate.yaml", "")
        for (id, parent, up, down) in Self.bodies {
            try write(id, parent, up, down, to: project)
        }
        return project
    }

    private func write(_ id: String, _ parent: String, _ up: String, _ down: String, to project: Project) throws {
        let header =
            "-- revision: \(id)\n-- down_revision: \(parent)\n-- branch_labels: [l_\(id)]\n-- message: make \(id)\n"
        try project.write(
            "migrations/\(id).sql",
            header + "\n-- swiftmig: upgrade\n\(up)\n\n-- swiftmig: downgrade\n\(down)\n"
        )
    }

    private static let nowhere = "mysql://nobody@127.0.0.1:1/none"

    private func steps(_ outcome: Project.Outcome) throws -> [String] {
        try expect(outcome, code: 0)
        return (try outcome.document()["steps"] as? [[String: Any]] ?? []).compactMap { $0["revision"] as? String }
    }

    private func ids(_ outcome: Project.Outcome) throws -> [String] {
        (try outcome.document()["revisions"] as? [[String: Any]] ?? []).compactMap { $0["revision"] as? String }
    }

    private func rows(_ database: TestDatabase) throws -> [String] {
        try database.connect().execute("SELECT version_num FROM swiftmig_version").rows.compactMap { $0[0] }
    }

    /// Everything that a run leaves, except for the version row.
    private func contents(_ database: TestDatabase) throws -> [String] {
        let connection = try database.connect()
        var lines: [String] = []
        for table in try connection.execute("SHOW TABLES").rows.compactMap({ $0[0] }).sorted() {
            if table.hasPrefix("swiftmig") { continue }
            lines += try connection.execute("SHOW CREATE TABLE \(table)").rows.compactMap { $0[1] }
            let sums = try connection.execute("SELECT COUNT(*), SUM(n) FROM \(table)").rows
            lines += sums.map { "\($0[0] ?? "")/\($0[1] ?? "")" }
        }
        lines += try connection.execute("SHOW TRIGGERS").rows.compactMap { $0[0] }
        return lines
    }

    private func squash(_ project: Project, _ range: String = "base:ccc1") throws {
        let outcome = try project.swiftmig("squash", range, "--rev-id", "sss1", "--json")
        try expect(outcome, code: 0)
        let item = try #require((try outcome.document()["revisions"] as? [[String: Any]])?.first)
        #expect(item["replaces"] as? [String] == ["aaa1", "bbb1", "ccc1"])
        #expect(item["branch_labels"] as? [String] == ["l_aaa1", "l_bbb1", "l_ccc1"])
    }

    /// The database's revision at the time of the squash decides what it still runs. The end is always the same.
    @Test(arguments: [
        ([], ["sss1", "ddd1"]), (["aaa1"], ["bbb1", "ccc1", "ddd1"]), (["bbb1"], ["ccc1", "ddd1"]),
        (["ccc1"], ["ddd1"]),
        (["ddd1"], []),
    ])
    func databasesGoOn(_ before: [String], runs: [String]) throws {
        let (walked, database) = (try PrivateServer.shared.database(), try PrivateServer.shared.database())
        try expect(project(walked.url).swiftmig("upgrade", "head"), code: 0)
        let project = try project(database.url)
        for target in before { try expect(project.swiftmig("upgrade", target), code: 0) }
        try squash(project)
        #expect(try ids(project.swiftmig("history", "--json")) == ["ddd1", "sss1"])
        let planned = try project.swiftmig("upgrade", "--dry-run", "--json")
        #expect(try steps(planned) == runs)
        #expect(try steps(project.swiftmig("upgrade", "--json")) == runs)
        #expect(try rows(database) == ["ddd1"])
        #expect(try contents(database) == contents(walked))
        try expect(project.swiftmig("current", "--check-heads"), code: 0)
        let applied = try project.swiftmig("history", "-i", "--json").document()["revisions"] as? [[String: Any]]
        #expect(applied?.allSatisfy { $0["applied"] as? Bool == true } == true)
        // The downgrade reverts the squash in one step.
        #expect(try steps(project.swiftmig("downgrade", "base", "--allow-data-loss", "--json")) == ["ddd1", "sss1"])
        #expect(try rows(database) == [])
        #expect(try contents(database) == [])
    }

    /// The end of the range is another name of the squash, with and without the old files.
    @Test(arguments: [false, true])
    func theEndIsTheSquash(removesFiles: Bool) throws {
        let database = try PrivateServer.shared.database()
        let project = try project(database.url)
        try expect(project.swiftmig("upgrade", "ccc1"), code: 0)
        try squash(project)
        if removesFiles {
            try expect(project.swiftmig("squash", "sss1", "--remove"), code: 0)
            #expect(!project.exists("migrations/bbb1.sql") && project.exists("migrations/ddd1.sql"))
        }
        #expect(try ids(project.swiftmig("current", "--json")) == ["sss1"])
        #expect(try rows(database) == ["ccc1"])
        for target in ["sss1", "ccc1", "l_bbb1@sss1"] {
            #expect(try steps(project.swiftmig("upgrade", target, "--json")) == [], "\(target)")
        }
        try expect(project.swiftmig("revision", "--head", "ccc1", "--splice", "--rev-id", "eee1"), code: 0)
        #expect(try steps(project.swiftmig("upgrade", "heads", "--json")) == ["ddd1", "eee1"])
        #expect(try steps(project.swiftmig("downgrade", "ccc1", "--json")) == ["eee1", "ddd1"])
        #expect(try rows(database) == ["sss1"])
        #expect(try steps(project.swiftmig("downgrade", "-1", "--allow-data-loss", "--json")) == ["sss1"])
        #expect(try rows(database) == [])
    }

    /// While the old files exist, revisions within the squash can be reached and shown.
    @Test func withinTheSquash() throws {
        let database = try PrivateServer.shared.database()
        let project = try project(database.url)
        try squash(project)
        #expect(try ids(project.swiftmig("show", "bbb1", "--json")) == ["bbb1"])
        #expect(try ids(project.swiftmig("show", "ccc1", "--json")) == ["sss1"])
        #expect(try steps(project.swiftmig("upgrade", "bbb1", "--json")) == ["aaa1", "bbb1"])
        #expect(try ids(project.swiftmig("current", "--json")) == ["bbb1"])
        #expect(try project.swiftmig("doctor").out.contains("2 revisions are not applied"))
        try expect(project.swiftmig("current", "--check-heads"), code: 2)
        #expect(try steps(project.swiftmig("upgrade", "head", "--json")) == ["ccc1", "ddd1"])
        #expect(
            try steps(project.swiftmig("downgrade", "bbb", "--allow-data-loss", "--json")) == ["ddd1", "ccc1"]
        )
        #expect(try rows(database) == ["bbb1"])
        let script = try project.swiftmig("upgrade", "aaa1:bbb1", "--sql")
        try expect(script, code: 0)
        #expect(script.out.contains("-- upgrade bbb1") && !script.out.contains("sss1"))
        #expect(try project.swiftmig("upgrade", "--sql").out.contains("-- upgrade sss1"))
        try expect(project.swiftmig("stamp", "aaa1"), code: 0)
        #expect(try rows(database) == ["aaa1"])
    }

    /// A run that died within an old file continues with that file instead of the squash.
    @Test func interruptedWithin() throws {
        let database = try PrivateServer.shared.database()
        let project = try project(database.url)
        try project.edit("migrations/aaa1.sql", replacing: "0);", with: "0);\nINSERT INTO missing VALUES (1);")
        try expect(project.swiftmig("upgrade"), code: 1)
        try project.edit("migrations/aaa1.sql", replacing: "INSERT INTO missing VALUES (1);", with: "DO 1;")
        try squash(project)
        let refused = try project.swiftmig("squash", "sss1", "--remove", "--json")
        #expect(try errorCode(of: refused) == "within_squash")
        #expect(project.exists("migrations/aaa1.sql"))
        #expect(try steps(project.swiftmig("upgrade", "--json")) == ["aaa1", "bbb1", "ccc1", "ddd1"])
    }

    /// Without the old files, a database in the middle of the range cannot continue. It is told so, and stays
    /// unchanged.
    @Test func stuckInTheMiddle() throws {
        let database = try PrivateServer.shared.database()
        let project = try project(database.url)
        try expect(project.swiftmig("upgrade", "bbb1"), code: 0)
        try squash(project)
        let refused = try project.swiftmig("squash", "sss1", "--remove", "--json")
        try expect(refused, code: 1)
        #expect(try errorCode(of: refused) == "within_squash")
        let elsewhere = try project.swiftmig("squash", "sss1", "--move-to", "attic", "--url", Self.nowhere)
        try expect(elsewhere, code: 0)
        #expect(elsewhere.err.contains("not checked"))
        #expect(project.files(in: "attic") == ["aaa1.sql", "bbb1.sql", "ccc1.sql"])
        for command in [["upgrade"], ["current"], ["downgrade", "-1"], ["stamp", "head"], ["history", "-i"]] {
            let outcome = try project.start(command + ["--json"]).wait()
            #expect(outcome.code != 0)
            #expect(try errorCode(of: outcome) == "no_such_revision")
            #expect(try errorMessage(of: outcome).contains("sss1"))
            #expect(try rows(database) == ["bbb1"])
        }
    }

    @Test func aLineThatGoesOffWithin() throws {
        let database = try PrivateServer.shared.database()
        let project = try project(database.url)
        try write("xxx1", "bbb1", "CREATE TABLE x (n INT);", "DROP TABLE x;", to: project)
        let refused = try project.swiftmig("squash", "base:ccc1", "--json")
        #expect(try errorCode(of: refused) == "branches_off")
        #expect(project.files(in: "migrations").count == 5)
        // The revision may also arrive later, from another Git branch. Then the old files are used, and every database
        // can continue.
        try project.remove("migrations/xxx1.sql")
        try squash(project)
        try write("xxx1", "bbb1", "CREATE TABLE x (n INT);", "DROP TABLE x;", to: project)
        #expect(
            try Set(steps(project.swiftmig("upgrade", "heads", "--json"))) == ["aaa1", "bbb1", "ccc1", "ddd1", "xxx1"]
        )
        #expect(try errorCode(of: project.swiftmig("squash", "sss1", "--remove", "--json")) == "branches_off")
    }

    /// A fork that is merged within the range, and a line outside that the range needs.
    @Test func forksAndDependencies() throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try project.write("migrate.yaml", "")
        func add(_ id: String, _ arguments: String...) throws {
            try expect(project.start(["revision", "--rev-id", id, "--splice"] + arguments).wait(), code: 0)
        }
        try add("zzz1", "--head", "base")
        try add("yyy1", "--head", "base", "--branch-label", "other")
        try add("aaa1", "--head", "zzz1")
        try add("bbb1", "--head", "aaa1")
        try add("bbb2", "--head", "aaa1", "--depends-on", "other")
        try add("ccc1", "--head", "bbb1", "--head", "bbb2")
        try expect(project.swiftmig("squash", "aaa1:ccc1", "--rev-id", "sss1"), code: 0)
        let item = try #require(
            (try project.swiftmig("show", "sss1", "--json").document()["revisions"] as? [[String: Any]])?.first
        )
        #expect(item["down_revision"] as? [String] == ["zzz1"])
        #expect(item["depends_on"] as? [String] == ["yyy1"])
        #expect(try Set(steps(project.swiftmig("upgrade", "heads", "--json"))) == ["zzz1", "yyy1", "sss1"])
        #expect(try rows(database) == ["sss1"])
    }

    @Test func refuses() throws {
        let project = try project(Self.nowhere)
        #expect(try errorCode(of: project.swiftmig("squash", "bbb1:bbb1", "--json")) == "nothing_to_squash")
        #expect(try errorCode(of: project.swiftmig("squash", "ccc1:bbb1", "--json")) == "range_not_ancestor")
        #expect(try errorCode(of: project.swiftmig("squash", "bbb1", "--json")) == "not_a_squash")
        #expect(
            try errorCode(of: project.swiftmig("squash", "base:ccc1", "--move-to", "migrations", "--json"))
                == "folder_is_read"
        )
        #expect(project.files(in: "migrations").count == 4)
        try squash(project)
        #expect(try errorCode(of: project.swiftmig("squash", "sss1:ddd1", "--json")) == "open_squash")
        #expect(try errorCode(of: project.swiftmig("revision", "--rev-id", "bbb1", "--json")) == "duplicate_revision")
        // A closed squash can become part of another.
        try expect(project.swiftmig("squash", "sss1", "--remove"), code: 0)
        try expect(project.swiftmig("squash", "sss1:ddd1", "--rev-id", "sss2", "--remove"), code: 0)
        #expect(try ids(project.swiftmig("history", "--json")) == ["sss2"])
    }

    /// A squash that contradicts its old files is an error that names its line.
    @Test(arguments: [
        ("replaces: [aaa1, bbb1, ccc1]", "replaces: [aaa1, ccc1, bbb1]", "last"),
        ("replaces: [aaa1, bbb1, ccc1]", "replaces: [bbb1, ccc1]", "follow"),
        ("replaces: [aaa1, bbb1, ccc1]", "replaces: [aaa1, bbb1, ccc1, sss1]", "itself"),
        ("replaces: [aaa1, bbb1, ccc1]", "replaces: [aaa1, bbb0, ccc1]", "bbb0"),
    ])
    func contradictions(_ old: String, _ new: String, word: String) throws {
        let project = try project(Self.nowhere)
        try squash(project)
        let file = try #require(project.files(in: "migrations").first { $0.contains("sss1") })
        try project.edit("migrations/\(file)", replacing: old, with: new)
        let outcome = try project.swiftmig("heads", "--json")
        try expect(outcome, code: 65)
        #expect(try errorCode(of: outcome) == "bad_squash")
        #expect(try errorMessage(of: outcome).contains(word))
        let place = (try outcome.document()["error"] as? [String: Any])?["location"] as? [String: Any]
        #expect(place?["line"] as? Int == 5)
    }

    @Test func noWayBack() throws {
        let project = try project(Self.nowhere)
        try project.edit(
            "migrations/bbb1.sql",
            replacing: "-- swiftmig: downgrade\nDROP TRIGGER tg;\nDROP TABLE log;",
            with: "-- swiftmig: irreversible the log is gone"
        )
        try squash(project)
        #expect(try project.swiftmig("show", "sss1").out.contains("-- swiftmig: irreversible bbb1: the log is gone"))
    }
}
