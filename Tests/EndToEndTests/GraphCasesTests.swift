import Foundation
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// Runs every verified case of the revision graph with the built program and a real version table.
@Suite("Graph cases on the command line")
struct GraphCommandLineTests {
    @Test(arguments: GraphCase.all)
    func behaves(_ example: GraphCase) throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        let connection = try database.connect()
        try project.write("migrate.yaml", "")
        try project.write("migrations/.keep", "")
        for (index, node) in example.revisions.enumerated() {
            try project.write("migrations/\(1000 + index).sql", file(of: node))
        }
        try connection.execute("CREATE TABLE swiftmig_version (version_num VARCHAR(255) NOT NULL PRIMARY KEY)")
        // Each step finds in the version table what the previous one left.
        try connection.execute(
            "CREATE TABLE steps (id INT AUTO_INCREMENT PRIMARY KEY, revision TEXT, version_rows TEXT)"
        )
        for row in example.current { try connection.execute("INSERT INTO swiftmig_version VALUES ('\(row)')") }

        let outcome = try project.start(arguments(of: example)).wait()
        let document = try outcome.document()
        if let code = example.expect.error {
            #expect((document["error"] as? [String: Any])?["code"] as? String == code, "\(outcome)")
            #expect(outcome.code != 0)
            #expect(try Set(rows(connection)) == Set(example.current))
            #expect(project.files(in: "migrations").count == example.revisions.count + 1)
            return
        }
        #expect(outcome.code == 0, "\(outcome)")
        switch example.command {
        case "upgrade", "downgrade", "stamp":
            try checkRun(example, document, connection)
        default:
            try checkList(example, document)
        }
    }

    private func file(of node: GraphCase.Node) -> String {
        let note = """
            INSERT INTO steps (revision, version_rows)
            SELECT '\(node.id)', COALESCE(GROUP_CONCAT(version_num), '') FROM swiftmig_version;
            """
        let down = node.down.count == 1 ? node.down[0] : node.down.isEmpty ? "null" : list(node.down)
        return """
            -- revision: "\(node.id)"
            -- down_revision: \(down)
            -- branch_labels: \(list(node.branch_labels))
            -- depends_on: \(list(node.depends_on))

            -- swiftmig: upgrade
            \(note)

            -- swiftmig: downgrade
            \(note)
            """
    }

    private func list(_ ids: [String]) -> String { "[\(ids.map { "\"\($0)\"" }.joined(separator: ", "))]" }

    private func arguments(of example: GraphCase) -> [String] {
        var arguments = ["--json", example.command]
        let options = example.options
        if options?.resolve_dependencies == true { arguments.append("--resolve-dependencies") }
        if options?.check_heads == true { arguments.append("--check-heads") }
        if let head = options?.head { arguments += ["--head", head] }
        arguments += options?.revisions ?? []
        if example.command == "history", example.target != nil { arguments.append("-r") }
        return arguments + (example.target?.texts ?? [])
    }

    private func rows(_ connection: Connection) throws -> [String] {
        try connection.execute("SELECT version_num FROM swiftmig_version").rows.compactMap { $0[0] }
    }

    private func checkRun(_ example: GraphCase, _ document: [String: Any], _ connection: Connection) throws {
        let expected = example.expect
        #expect(try Set(rows(connection)) == Set(expected.final_heads ?? []))
        #expect(Set(document["to"] as? [String] ?? []) == Set(expected.final_heads ?? []))
        guard example.command != "stamp", let order = expected.order else { return }
        let log = try connection.execute("SELECT revision, version_rows FROM steps ORDER BY id").rows
        let ran = log.compactMap { $0[0] }
        #expect((document["steps"] as? [[String: Any]])?.compactMap { $0["revision"] as? String } == ran)
        #expect(Set(ran) == Set(order) && ran.count == order.count)
        expectLegal(example.command == "upgrade" ? ran : ran.reversed(), example)
        if example.order_unique == true { #expect(ran == order) }
        guard ran == order, let after = expected.heads_after_each_step else { return }
        let found = log.dropFirst().map { Set(($0[1] ?? "").split(separator: ",").map(String.init)) }
        #expect(found == after.dropLast().map { Set($0) })
    }

    private func checkList(_ example: GraphCase, _ document: [String: Any]) throws {
        let revisions = try #require(document["revisions"] as? [[String: Any]])
        let ids = revisions.compactMap { $0["revision"] as? String }
        let expected = example.expect.order ?? example.expect.heads ?? example.expect.revisions ?? []
        #expect(ids.sorted() == expected.sorted())
        if example.order_unique == true { #expect(ids == expected) }
        if example.command == "history" { expectLegal(ids.reversed(), example) }
    }

    /// Checks that each revision comes after its parents and dependencies.
    private func expectLegal(_ ids: [String], _ example: GraphCase) {
        var before: [String: [String]] = [:]
        for node in example.revisions {
            before[node.id] = node.down + node.depends_on
            for label in node.branch_labels { before[label] = [node.id] }
        }
        var seen = Set<String>()
        for id in ids {
            for name in before[id] ?? [] {
                let parent = example.revisions.first { $0.branch_labels.contains(name) }?.id ?? name
                if ids.contains(parent) { #expect(seen.contains(parent), "\(parent) comes after \(id)") }
            }
            seen.insert(id)
        }
    }
}
