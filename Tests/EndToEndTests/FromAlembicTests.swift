import Foundation
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// An Alembic project with branches, labels, dependencies and a merge continues with swiftmig.
@Suite struct FromAlembicTests {
    private func taken(_ url: String, _ program: AlembicProject.Program) throws -> Project {
        let project = try Project(url: url)
        try AlembicProject.copy(into: project)
        let outcome = try project.swiftmig(
            "init",
            "--from-alembic",
            ".",
            environment: ["SWIFTMIG_ALEMBIC": program.path]
        )
        try expect(outcome, code: 0)
        #expect(outcome.out.contains("8 revisions, 1 of them as history"))
        return project
    }

    private static let nowhere = "mysql://nobody@127.0.0.1:1/none"

    private func rows(_ database: TestDatabase) throws -> Set<String> {
        Set(try database.connect().execute("SELECT version_num FROM alembic_version").rows.compactMap { $0[0] })
    }

    private func steps(_ outcome: Project.Outcome) throws -> [String] {
        try expect(outcome, code: 0)
        return (try outcome.document()["steps"] as? [[String: Any]] ?? []).compactMap { $0["revision"] as? String }
    }

    private func definitions(_ database: TestDatabase) throws -> [String] {
        let connection = try database.connect()
        let tables = try connection.execute("SHOW TABLES").rows.compactMap { $0[0] }.filter {
            !$0.hasPrefix("alembic") && !$0.hasPrefix("swiftmig")
        }
        return try tables.flatMap { try connection.execute("SHOW CREATE TABLE `\($0)`").rows.compactMap { $0[1] } }
            + connection.execute("SHOW TRIGGERS").rows.compactMap { $0[2] }
            + connection.execute("SELECT CONCAT(id, title) FROM reports ORDER BY id").rows.compactMap { $0[0] }
    }

    /// The header of each revision matches its Python file.
    @Test func keepsTheChain() throws {
        let project = try taken(Self.nowhere, AlembicProject.recorded)
        let list = try #require(try project.swiftmig("history", "--json").document()["revisions"] as? [[String: Any]])
        func all(_ key: String) -> [String: [String]] {
            Dictionary(
                uniqueKeysWithValues: list.map { ($0["revision"] as? String ?? "", $0[key] as? [String] ?? []) }
            ).filter { !$0.value.isEmpty }
        }
        let ids = ["a1", "b1", "c1", "c2", "d1", "e1", "f1", "f2"].map { String(repeating: $0, count: 6) }
        #expect(list.compactMap { $0["revision"] as? String }.sorted() == ids)
        #expect(
            all("down_revision") == [
                ids[1]: [ids[0]], ids[2]: [ids[1]], ids[3]: [ids[1]], ids[5]: [ids[2], ids[3]], ids[6]: [ids[5]],
                ids[7]: [ids[6]],
            ]
        )
        #expect(all("depends_on") == [ids[4]: [ids[3]], ids[6]: ["billing"]])
        #expect(all("branch_labels") == [ids[2]: ["billing"], ids[4]: ["reports"]])
        #expect(list.first { $0["revision"] as? String == ids[1] }?["message"] as? String == #"it's: "odd""#)
        #expect(list.allSatisfy { ($0["created"] as? String)?.hasPrefix("2026-11-23T00:01:") == true })
        let settings = try project.read("migrate.yaml")
        #expect(settings.contains("version_table: \"alembic_version\""))
        #expect(settings.contains("mysql+pymysql://root:p%40ss@localhost/shop?charset=utf8mb4"))
        #expect(project.exists("migrations/\(ids[0])_create_users.sql"))
    }

    /// The database keeps its revision and continues.
    @Test func goesOn() throws {
        let database = try PrivateServer.shared.database()
        let project = try taken(database.url, AlembicProject.best)
        try AlembicProject.upgrade(database, to: "heads", AlembicProject.best, in: project)
        let before = try rows(database)
        #expect(before == ["d1d1d1d1d1d1", "f2f2f2f2f2f2"])
        try expect(project.swiftmig("current", "--check-heads"), code: 0)
        #expect(try steps(project.swiftmig("upgrade", "heads", "--json")) == [])
        try expect(project.swiftmig("revision", "--head", "f2f2", "--rev-id", "g1g1", "-m", "ours"), code: 0)
        #expect(try steps(project.swiftmig("upgrade", "heads", "--json")) == ["g1g1"])
        #expect(try rows(database) == ["d1d1d1d1d1d1", "g1g1"])
        #expect(
            try steps(project.swiftmig("downgrade", "f1f1", "--allow-data-loss", "--json")) == ["g1g1", "f2f2f2f2f2f2"]
        )
        #expect(try rows(database) == ["d1d1d1d1d1d1", "f1f1f1f1f1f1"])
        #expect(try steps(project.swiftmig("upgrade", "heads", "--json")) == ["f2f2f2f2f2f2", "g1g1"])
    }

    /// Revisions that Alembic could print run from the beginning, with the same result as in Alembic. The others are
    /// refused and can be stamped.
    @Test func replays() throws {
        let (theirs, ours) = (try PrivateServer.shared.database(), try PrivateServer.shared.database())
        let project = try taken(ours.url, AlembicProject.best)
        try AlembicProject.upgrade(theirs, to: "heads", AlembicProject.best, in: project)
        let refused = try project.swiftmig("upgrade", "heads", "--json")
        try expect(refused, code: 1)
        #expect(try errorCode(of: refused) == "not_replayable")
        #expect(try ours.connect().execute("SHOW TABLES").rows.isEmpty)
        try expect(project.swiftmig("upgrade", "e1e1"), code: 0)
        try expect(project.swiftmig("upgrade", "reports@head"), code: 0)
        try expect(project.swiftmig("stamp", "f1f1"), code: 0)
        try expect(project.swiftmig("upgrade", "heads"), code: 0)
        #expect(try rows(ours) == rows(theirs))
        #expect(try definitions(ours) == definitions(theirs))
        #expect(try definitions(ours).contains { $0.contains("users_bi") || $0 == "users" })
        #expect(try definitions(ours).contains("150% more; it's!"))
        try expect(project.swiftmig("downgrade", "base", "--allow-data-loss"), code: 0)
        #expect(try rows(ours).isEmpty)
    }

    /// Without Alembic, the chain is still taken over.
    @Test func withoutAlembic() throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try AlembicProject.copy(into: project)
        let outcome = try project.swiftmig(
            "init",
            "--from-alembic",
            "alembic",
            environment: ["SWIFTMIG_ALEMBIC": "/none/alembic"]
        )
        try expect(outcome, code: 0)
        #expect(outcome.err.contains("history"))
        #expect(try errorCode(of: project.swiftmig("upgrade", "heads", "--json")) == "not_replayable")
        try expect(project.swiftmig("stamp", "heads"), code: 0)
        try expect(project.swiftmig("current", "--check-heads"), code: 0)
        try expect(project.swiftmig("revision", "--head", "f2f2", "--rev-id", "g1g1"), code: 0)
        #expect(try steps(project.swiftmig("upgrade", "heads", "--json")) == ["g1g1"])
        let back = try project.swiftmig("downgrade", "e1e1", "--json")
        #expect(try errorCode(of: back) == "irreversible")
        // A squash of revisions that cannot run cannot run either.
        try expect(project.swiftmig("squash", "base:c1c1", "--rev-id", "s1s1", "--json"), code: 1)
        try expect(project.swiftmig("squash", "f1f1:f2f2", "--rev-id", "s1s1"), code: 0)
        #expect(try project.swiftmig("show", "s1s1").out.contains("-- swiftmig: history f1f1f1f1f1f1: "))
    }

    /// Two revisions on different branches need a database. The revisions after both are still printed.
    @Test func goesOnBehindSeveralThatNeedADatabase() throws {
        let project = try Project(url: Self.nowhere)
        try project.write("alembic.ini", "[alembic]\nscript_location = %(here)s/alembic\n")
        try project.write("alembic/env.py", "")
        let parents = ["a": [], "l": ["a"], "l2": ["l"], "r": ["a"], "r2": ["r"], "m": ["l2", "r2"], "z": ["m"]]
        for (id, parents) in parents {
            let down = parents.isEmpty ? "None" : "(" + parents.map { "'\($0)'," }.joined() + ")"
            try project.write("alembic/versions/\(id).py", "revision = '\(id)'\ndown_revision = \(down)\n")
        }
        // Prints the same output as Alembic: a line for each revision in order, up to l and r, which fail.
        try project.write(
            "fake-alembic",
            """
            #!/bin/sh
            while [ "$1" != upgrade ] && [ "$1" != downgrade ]; do shift; done
            case "$1 $2" in
            "upgrade heads") ids="a l" ;;
            "upgrade l:heads") ids="r" ;;
            "upgrade r:heads") ids="l" ;;
            "upgrade l:l2") ids="l2 end" ;;
            "upgrade l2:heads") ids="r" ;;
            "upgrade r:r2") ids="r2 end" ;;
            "upgrade r2:heads") ids="l" ;;
            "upgrade l2:m") ids="r" ;;
            "upgrade r2:m") ids="l" ;;
            "upgrade m:heads") ids="z end" ;;
            "downgrade z:base") ids="z m l2 l" ;;
            "downgrade a:base") ids="a end" ;;
            "downgrade r2:base") ids="r2 r" ;;
            *) ids="" ;;
            esac
            for id in $ids; do
                [ $id = end ] && exit 0
                if [ $1 = upgrade ]; then echo "-- Running upgrade x -> $id"; else echo "-- Running downgrade $id -> x"; fi
                echo; echo "CREATE TABLE t_$id (n INT);"; echo
            done
            echo "it needs a database" >&2
            exit 1
            """
        )
        try project.setMode(0o755, of: "fake-alembic")
        let program = project.folder.appendingPathComponent("fake-alembic").path
        let outcome = try project.swiftmig("init", "--from-alembic", ".", environment: ["SWIFTMIG_ALEMBIC": program])
        try expect(outcome, code: 0)
        for id in ["a", "l2", "r2", "z"] {
            let text = try project.swiftmig("show", id).out
            #expect(text.contains("CREATE TABLE t_\(id) "))
            #expect(text.contains("-- swiftmig: upgrade") && text.contains("-- swiftmig: downgrade"))
        }
        for id in ["l", "r"] {
            #expect(try project.swiftmig("show", id).out.contains("history Alembic did not print it as SQL: it needs"))
        }
        #expect(try project.swiftmig("show", "m").out.contains("as SQL: it comes after"))
    }

    @Test func neverOverwrites() throws {
        let project = try taken(Self.nowhere, AlembicProject.recorded)
        let files = project.files(in: "migrations")
        let again = try project.swiftmig("init", "--from-alembic", ".", "--json")
        try expect(again, code: 78)
        #expect(try errorMessage(of: again).contains("migrate.yaml"))
        try project.remove("migrate.yaml")
        #expect(try errorMessage(of: project.swiftmig("init", "--from-alembic", ".", "--json")).contains("migrations"))
        #expect(project.files(in: "migrations") == files)
    }

    /// Values that only Python can evaluate, and files that do not form a chain, are errors before anything is written.
    @Test(arguments: [
        ("revision: str = 'f2f2f2f2f2f2'", "revision: str = make_id()", "revision"),
        ("revision: str = 'f2f2f2f2f2f2'", "revision: str = f'f2{2}'", "revision"),
        ("= 'f1f1f1f1f1f1'", "= PARENTS + ('x',)", "down_revision"),
        ("= 'f1f1f1f1f1f1'", "= 'missing'", "missing"),
        ("revision: str = 'f2f2f2f2f2f2'", "revision: str = 'f1f1f1f1f1f1'", "f1f1f1f1f1f1"),
    ])
    func refuses(_ old: String, _ new: String, word: String) throws {
        let project = try Project(url: Self.nowhere)
        try AlembicProject.copy(into: project)
        try project.edit("alembic/versions/f2f2f2f2f2f2_last.py", replacing: old, with: new)
        let outcome = try project.swiftmig(
            "init",
            "--from-alembic",
            ".",
            "--json",
            environment: ["SWIFTMIG_ALEMBIC": AlembicProject.recorded.path]
        )
        #expect(outcome.code != 0)
        #expect(try errorMessage(of: outcome).contains(word), "\(outcome)")
        #expect(!project.exists("migrate.yaml") && !project.exists("migrations"))
    }

    /// The settings are next to env.py, as in Flask-Migrate, in the folder that our revisions go to as well.
    @Test func besideTheScripts() throws {
        let project = try Project(url: Self.nowhere)
        try AlembicProject.copy(into: project)
        try FileManager.default.moveItem(
            at: project.folder.appendingPathComponent("alembic"),
            to: project.folder.appendingPathComponent("migrations")
        )
        try project.write("migrations/alembic.ini", "[alembic]\n# file_template = x\n[loggers]\nkeys = root\n")
        try project.remove("alembic.ini")
        let outcome = try project.swiftmig(
            "init",
            "--from-alembic",
            "migrations",
            environment: ["SWIFTMIG_ALEMBIC": AlembicProject.recorded.path]
        )
        try expect(outcome, code: 0)
        #expect(project.files(in: "migrations").filter { $0.hasSuffix(".sql") }.count == 8)
        #expect(try project.read("migrate.yaml").contains("url: ${DATABASE_URL}"))
        try expect(project.swiftmig("heads"), code: 0)
    }

    /// The settings are in pyproject.toml, with several version folders and a URL of another kind of database.
    @Test func pyproject() throws {
        let project = try Project()
        try AlembicProject.copy(into: project)
        try project.write(
            "pyproject.toml",
            """
            [project]
            name = "shop"
            [tool.alembic]
            script_location = "%(here)s/alembic"
            version_locations = [
                "%(here)s/alembic/versions", # the main line
                "%(here)s/more",
            ]
            file_template = "%%(year)d_%%(rev)s"
            truncate_slug_length = 20
            """
        )
        try project.write("alembic.ini", "[alembic]\nsqlalchemy.url = driver://user:pass@localhost/dbname\n")
        try project.write("more/x.py", "'''one more'''\nrevision = \"x1x1\"\ndown_revision = None\n")
        try project.write("more/helper.py", "import os\nREVISION = 1\n")
        let outcome = try project.swiftmig(
            "init",
            "db",
            "--from-alembic",
            ".",
            environment: ["SWIFTMIG_ALEMBIC": AlembicProject.recorded.path]
        )
        try expect(outcome, code: 0)
        #expect(outcome.err.contains("more/helper.py"))
        #expect(project.files(in: "db/alembic").count == 8)
        #expect(project.files(in: "db/more") == ["2026_x1x1.sql"])
        let settings = try project.read("migrate.yaml")
        #expect(settings.contains(#"migrations: ["db/alembic", "db/more"]"#))
        #expect(settings.contains("truncate_slug_length: 20") && settings.contains("url: ${DATABASE_URL}"))
        try expect(project.swiftmig("heads"), code: 0)
    }
}
