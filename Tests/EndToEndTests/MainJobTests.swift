import Foundation
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// The complete workflow of a user.
@Suite struct MainJobTests {
    @Test(arguments: ["yaml", "sql"])
    func fromNothingToAMigratedDatabase(template: String) throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try expect(project.swiftmig("init", "--template", template), code: 0)

        let first = try project.swiftmig("revision", "--autogenerate", "-m", "create tables")
        try expect(first, code: 0)
        let files = project.files(in: "migrations")
        #expect(files.count == 1)
        #expect(files.first?.hasSuffix("_create_tables.sql") == true)
        let text = try project.read("migrations/\(files.first ?? "")")
        for part in ["-- revision: ", "-- swiftmig: upgrade", "CREATE TABLE `users`", "-- swiftmig: downgrade"] {
            #expect(text.contains(part))
        }

        try expect(project.swiftmig("check"), code: 2)
        try expect(project.swiftmig("upgrade", "head"), code: 0)
        try expect(project.swiftmig("upgrade", "head"), code: 0)
        try expect(project.swiftmig("check"), code: 0)
        #expect(try tables(of: database) == ["posts", "swiftmig_journal", "swiftmig_version", "users"])

        let second = try project.swiftmig("revision", "--autogenerate", "-m", "nothing")
        try expect(second, code: 0)
        #expect(project.files(in: "migrations") == files)

        try addColumn(to: project, template: template)
        let check = try project.swiftmig("check", "--json")
        try expect(check, code: 2)
        let changes = try #require(try check.document()["changes"] as? [[String: Any]])
        #expect(changes.map { $0["kind"] as? String } == ["add_column"])
        #expect(changes.first?["object"] as? String == "users.bio")

        try expect(project.swiftmig("revision", "--autogenerate", "-m", "add a bio"), code: 0)
        #expect(project.files(in: "migrations").count == 2)
        try expect(project.swiftmig("upgrade"), code: 0)
        try expect(project.swiftmig("check"), code: 0)
        try expect(project.swiftmig("downgrade", "-1"), code: 0)
        try expect(project.swiftmig("check"), code: 2)
        try expect(project.swiftmig("downgrade", "base"), code: 0)
        #expect(try tables(of: database) == ["swiftmig_journal", "swiftmig_version"])
    }

    @Test func autogenerateWantsTheDatabaseAtHead() throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try project.swiftmig("init")
        try expect(project.swiftmig("revision", "--autogenerate", "-m", "one"), code: 0)
        let outcome = try project.swiftmig("--json", "revision", "--autogenerate", "-m", "two")
        try expect(outcome, code: 1)
        #expect(try errorCode(of: outcome) == "not_at_heads")
        #expect(try hints(of: outcome).contains { $0.contains("swiftmig upgrade head") })
        #expect(project.files(in: "migrations").count == 1)
    }

    @Test func twoHeadsAreUpgradedTogether() throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\nmodels: {file: models.yaml}\n")
        try project.write("models.yaml", "swiftmig: 1\ntables: {t: {columns: {id: int}, primary_key: [id]}}\n")
        for id in ["aa", "bb"] {
            try project.write(
                "migrations/\(id).sql",
                "-- revision: \(id)\n-- down_revision: null\n-- swiftmig: upgrade\nCREATE TABLE \(id) (n INT);\n"
            )
        }
        let check = try project.swiftmig("check")
        #expect(check.out.contains("swiftmig upgrade heads"), "\(check)")
        let refused = try project.swiftmig("upgrade", "head", "--json")
        #expect(try errorCode(of: refused) == "multiple_heads")
        #expect(try hints(of: refused).contains { $0.hasSuffix("swiftmig upgrade heads") })
        try expect(project.swiftmig("upgrade", "heads"), code: 0)
    }

    @Test func downgradeKeepsData() throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try project.swiftmig("init")
        try project.swiftmig("revision", "--autogenerate", "-m", "one")
        try expect(project.swiftmig("upgrade"), code: 0)
        let connection = try database.connect()
        try connection.execute("INSERT INTO users (email) VALUES ('a@example.org')")

        let refused = try project.swiftmig("downgrade", "-1", "--json")
        try expect(refused, code: 3)
        #expect(try errorMessage(of: refused).contains("users"))
        #expect(try hints(of: refused).contains { $0.contains("--allow-data-loss") })
        #expect(try connection.execute("SELECT COUNT(*) FROM users").rows.first?[0] == "1")

        try expect(project.swiftmig("downgrade", "--dry-run", "-1"), code: 0)
        #expect(try connection.execute("SELECT COUNT(*) FROM users").rows.first?[0] == "1")

        try expect(project.swiftmig("downgrade", "--allow-data-loss", "-1"), code: 0)
        #expect(try tables(of: database) == ["swiftmig_journal", "swiftmig_version"])
    }

    @Test func lookingAround() throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try project.swiftmig("init")
        for (id, message) in [("aaaa11112222", "one"), ("bbbb11112222", "two"), ("cccc11112222", "three")] {
            try expect(project.swiftmig("revision", "-m", message, "--rev-id", id), code: 0)
        }
        try expect(project.swiftmig("upgrade", "+2"), code: 0)

        func revisions(_ arguments: String...) throws -> [[String: Any]] {
            let outcome = try project.start(arguments + ["--json"]).wait()
            try expect(outcome, code: 0)
            return try #require(try outcome.document()["revisions"] as? [[String: Any]])
        }
        let history = try revisions("history")
        #expect(history.map { $0["message"] as? String } == ["three", "two", "one"])
        #expect(
            Set(history.first?.keys.map(\.self) ?? []) == [
                "revision", "down_revision", "depends_on", "branch_labels", "message", "created", "path", "is_head",
                "is_base", "is_branch_point", "is_merge_point", "applied",
            ]
        )
        #expect(history.allSatisfy { $0["applied"] is NSNull })
        #expect(history.first?["is_head"] as? Bool == true)
        #expect(history.last?["is_base"] as? Bool == true)
        #expect(history.first?["down_revision"] as? [String] == ["bbbb11112222"])
        #expect(try revisions("history", "-i").map { $0["applied"] as? Bool } == [false, true, true])
        #expect(try revisions("history", "-r", "aaaa:bbbb").map { $0["message"] as? String } == ["two", "one"])
        #expect(try revisions("heads").map { $0["revision"] as? String } == ["cccc11112222"])
        #expect(try revisions("show", "bbbb").map { $0["message"] as? String } == ["two"])
        #expect(try revisions("current").map { $0["revision"] as? String } == ["bbbb11112222"])
        try expect(project.swiftmig("current", "--check-heads"), code: 2)

        let stamp = try project.swiftmig("stamp", "head", "--json")
        try expect(stamp, code: 0)
        #expect(try stamp.document()["from"] as? [String] == ["bbbb11112222"])
        #expect(try stamp.document()["to"] as? [String] == ["cccc11112222"])
        try expect(project.swiftmig("current", "--check-heads"), code: 0)
    }

    @Test func dryRunsAndScripts() throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try project.swiftmig("init")
        try project.swiftmig("revision", "--autogenerate", "-m", "one")

        let plan = try project.swiftmig("upgrade", "--dry-run", "--json")
        try expect(plan, code: 0)
        let steps = try #require(try plan.document()["steps"] as? [[String: Any]])
        #expect(steps.map { $0["status"] as? String } == ["planned"])
        #expect(try tables(of: database) == [])

        // A script needs no server.
        let script = try project.swiftmig("upgrade", "base:head", "--sql", "--url", "mysql://root@127.0.0.1:1/none")
        try expect(script, code: 0)
        #expect(script.out.contains("CREATE TABLE `users`"))
        let connection = try database.connect()
        for statement in script.out.split(separator: ";\n") where statement.contains("CREATE TABLE `users`") {
            try connection.execute(String(statement))
        }
        #expect(try tables(of: database).contains("users"))
    }

    @Test func inspectAnswersInEveryFormat() throws {
        let database = try PrivateServer.shared.database()
        try database.connect().execute("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(10) NOT NULL)")
        let project = try Project()
        let yaml = try project.swiftmig("inspect", "--url", database.url)
        try expect(yaml, code: 0)
        #expect(yaml.out.contains("varchar(10)"))
        let json = try project.swiftmig("--url", database.url, "inspect", "--format", "json")
        try expect(json, code: 0)
        #expect(try (json.document()["tables"] as? [String: Any])?.keys.map(\.self) == ["t"])
        #expect(try project.swiftmig("inspect", "--json", "--url", database.url).out == json.out)
        let sql = try project.swiftmig("inspect", "--format", "sql", "--url", database.url)
        try expect(sql, code: 0)
        #expect(sql.out.contains("CREATE TABLE `t`"))

        // The output of inspect is a valid model for check.
        try project.write("migrate.yaml", "database: {url: \"\(database.url)\"}\nmodels: {file: schema.yaml}\n")
        try project.write("schema.yaml", yaml.out)
        try expect(project.swiftmig("check"), code: 0)
    }

    @Test func modelsFromAProgram() throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try project.write(
            "migrate.yaml",
            "models: {command: [cat, the models.yaml]}\ndatabase: {url: \"${DATABASE_URL}\"}\n"
        )
        try project.write(
            "the models.yaml",
            "swiftmig: 1\ntables: {t: {columns: {id: {type: int}}, primary_key: [id]}}\n"
        )
        let diff = try project.swiftmig("diff", "--sql")
        try expect(diff, code: 2)
        #expect(diff.out.contains("CREATE TABLE `t`"))

        try project.write("migrate.yaml", "models: {command: [sh, -c, exit 7]}\ndatabase: {url: \"${DATABASE_URL}\"}\n")
        let failed = try project.swiftmig("diff")
        try expect(failed, code: 78)
        #expect(failed.err.contains("exit code 7"))
    }

    @Test func hooksGetThePathAsOneWord() throws {
        let project = try Project()
        try project.write(
            "migrate.yaml",
            "migrations: my migrations\nhooks: {after_write: [[cp, \"{path}\", copy.sql]]}\n"
        )
        try expect(project.swiftmig("revision", "-m", "x; touch surprise"), code: 0)
        #expect(project.files(in: "my migrations").count == 1)
        #expect(try project.read("copy.sql").contains("-- revision: "))
        #expect(!project.exists("surprise"))
    }
}

@Suite(.serialized) struct SandboxJobTests {
    @Test func worksInAnEmptyFolderWithoutAServer() throws {
        let project = try Project()
        try project.swiftmig("init")
        try expect(project.swiftmig("revision", "--autogenerate", "-m", "create tables"), code: 0)
        try expect(project.swiftmig("upgrade"), code: 0)
        try expect(project.swiftmig("check"), code: 0)
        let url = try project.swiftmig("sandbox", "url")
        try expect(url, code: 0)
        #expect(url.out.hasPrefix("m"))
        let address = url.out.trimmingCharacters(in: .whitespacesAndNewlines)
        try expect(project.swiftmig("current", "--check-heads", "--url", address), code: 0)
        try expect(project.swiftmig("sandbox", "status"), code: 0)
        try expect(project.swiftmig("sandbox", "stop"), code: 0)
        try expect(project.swiftmig("current", "--check-heads"), code: 0)
        try expect(project.swiftmig("sandbox", "reset"), code: 0)
        try expect(project.swiftmig("current", "--check-heads"), code: 2)
        try expect(project.swiftmig("doctor"), code: 0)
    }
}

// MARK: - Helpers

func expect(
    _ outcome: Project.Outcome,
    code: Int32,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
    #expect(outcome.code == code, "\(outcome)", sourceLocation: sourceLocation)
}

func errorDocument(of outcome: Project.Outcome) throws -> [String: Any] {
    try #require(try outcome.document()["error"] as? [String: Any], "\(outcome)")
}

func errorCode(of outcome: Project.Outcome) throws -> String {
    try errorDocument(of: outcome)["code"] as? String ?? ""
}

func errorMessage(of outcome: Project.Outcome) throws -> String {
    try errorDocument(of: outcome)["message"] as? String ?? ""
}

func hints(of outcome: Project.Outcome) throws -> [String] {
    try errorDocument(of: outcome)["hints"] as? [String] ?? []
}

func tables(of database: TestDatabase) throws -> [String] {
    let rows = try database.connect().execute("SHOW TABLES").rows
    return rows.compactMap { $0[0] }.sorted()
}

private func addColumn(to project: Project, template: String) throws {
    if template == "yaml" {
        try project.edit(
            "models/schema.yaml",
            replacing: "      created_at:",
            with: "      bio:        {type: text, nullable: true}\n      created_at:"
        )
    } else {
        try project.edit("schema/schema.sql", replacing: "    created_at", with: "    bio TEXT,\n    created_at")
    }
}
