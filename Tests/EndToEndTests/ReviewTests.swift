import Foundation
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// Tests of what a reviewer of a change sees on the command line: costs, counts, hints, and what only SHOW CREATE
/// tells.
struct ReviewTests {
    private static let configuration = """
        database: {url: "${DATABASE_URL}"}
        scratch: ${DATABASE_URL}
        models: {file: schema.yaml}
        """
    private static let schema = """
        swiftmig: 1
        tables:
          t: {columns: {id: {type: int}, a: {type: int, nullable: true}, b: {type: int, nullable: true}}, primary_key: [id]}
        """

    private func upgraded(_ database: TestDatabase) throws -> Project {
        let project = try Project(url: database.url)
        try project.write("migrate.yaml", Self.configuration)
        try project.write("schema.yaml", Self.schema)
        try expect(project.swiftmig("revision", "--autogenerate", "-m", "first"), code: 0)
        try expect(project.swiftmig("upgrade", "head"), code: 0)
        return project
    }

    @Test
    func aRevisionSaysWhatItCostsAndHowManyRowsAreAtRisk() throws {
        let database = try PrivateServer.shared.database()
        let project = try upgraded(database)
        try database.connect().execute("INSERT INTO t VALUES (1, NULL, 5), (2, 7, 5)")
        try project.edit("schema.yaml", replacing: "a: {type: int, nullable: true}", with: "a: {type: bigint}")
        let diff = try project.swiftmig("diff", "--inspect-rows", "--json")
        try expect(diff, code: 2)
        let changes = try #require(try diff.document()["changes"] as? [[String: Any]])
        let hazards = try #require(changes.first?["hazards"] as? [[String: String]])
        #expect(hazards.contains { $0["reason"] == "rows of t where a is NULL prevent the change (1 row now)" })
        #expect(hazards.contains { $0["code"] == "table_rebuild" })
        let revision = try project.swiftmig("revision", "--autogenerate", "-m", "wider", "--sql")
        try expect(revision, code: 0)
        #expect(revision.out.contains("-- cost: COPY, LOCK="))
    }

    @Test
    func aHintThatIsDoneIsTold() throws {
        let database = try PrivateServer.shared.database()
        defer { withExtendedLifetime(database) {} }
        let project = try upgraded(database)
        try project.edit("schema.yaml", replacing: "b: {type: int", with: "b: {renamed_from: old, type: int")
        let check = try project.swiftmig("check")
        try expect(check, code: 0)
        let note = "t.b is renamed in this database; remove renamed_from: old once every database has it"
        #expect(check.err.contains(note))
    }

    @Test
    func columnsMayStayWhereTheyStand() throws {
        let database = try PrivateServer.shared.database()
        defer { withExtendedLifetime(database) {} }
        let project = try upgraded(database)
        let columns = "a: {type: int, nullable: true}, b: {type: int, nullable: true}"
        try project.edit(
            "schema.yaml",
            replacing: columns,
            with: "b: {type: int, nullable: true}, a: {type: int, nullable: true}"
        )
        try expect(project.swiftmig("check"), code: 2)
        try project.write("migrate.yaml", Self.configuration + "\ncolumn_order: ignore\n")
        let check = try project.swiftmig("check")
        try expect(check, code: 0)
        #expect(check.err.contains("columns are in another order than in the models and are not moved"))
        try project.write("migrate.yaml", Self.configuration + "\ncolumn_order: sometimes\n")
        let wrong = try project.swiftmig("check")
        try expect(wrong, code: 78)
        #expect(wrong.err.contains("migrate.yaml:4:15"))
    }

    @Test
    func strictAsksForWhatOnlyShowCreateTells() throws {
        let database = try PrivateServer.shared.database()
        let project = try upgraded(database)
        try expect(project.swiftmig("check", "--strict"), code: 0)
        let connection = try database.connect()
        let version = try connection.execute("SELECT VERSION()").rows.first?[0] ?? ""
        if version.contains("MariaDB") { return }
        try connection.execute("ALTER TABLE t MODIFY b int COLUMN_FORMAT FIXED")
        try expect(project.swiftmig("check"), code: 0)
        let strict = try project.swiftmig("check", "--strict")
        try expect(strict, code: 2)
        #expect(strict.out.contains("t.b: storage"))
        // A database that differs is read completely.
        try project.edit("schema.yaml", replacing: "a: {type: int", with: "a: {type: bigint")
        #expect(try project.swiftmig("diff").out.contains("t.b: storage"))
    }

    @Test
    func aCommaInAnUnquotedTypeIsExplained() throws {
        let database = try PrivateServer.shared.database()
        defer { withExtendedLifetime(database) {} }
        let project = try upgraded(database)
        try project.edit("schema.yaml", replacing: "b: {type: int,", with: "b: {type: decimal(10,2),")
        let check = try project.swiftmig("check")
        try expect(check, code: 78)
        #expect(check.err.contains("next: quote a type with a comma inside of {…}"))
        let many = (0..<60).map { "  t\($0): {columns: {a: {type: nosuch}}}\n" }.joined()
        try project.write("schema.yaml", "swiftmig: 1\ntables:\n" + many)
        let wrong = try project.swiftmig("check")
        try expect(wrong, code: 78)
        #expect(wrong.err.split(separator: "\n").count < 30)
    }
}
