import Foundation
import MariaDBClient
import SchemaInspector
import TestSupport
import Testing

/// A database that swiftmig did not create is written as models in Swift, which are compiled and compared with it.
@Suite("Models in Swift of a database")
struct SwiftModelsTests {
    @Test("A schema as people write them comes back as it is", arguments: SampleSchema.allCases)
    func samples(_ schema: SampleSchema) throws {
        let database = try PrivateServer.shared.database()
        try schema.create(in: database.connect())
        try roundTrip(database)
    }

    @Test("Every type and attribute that a table can have comes back as it is")
    func torture() throws {
        let database = try PrivateServer.shared.database()
        let connection = try database.connect()
        let profile = try Inspector(executor: connection).profile()
        for statement in TortureSchema.cases(for: profile).flatMap(\.statements) { try connection.execute(statement) }
        try roundTrip(database)
    }

    @Test("Names that Swift has a use for, that have no capitals, or that differ in signs alone")
    func names() throws {
        let database = try PrivateServer.shared.database()
        let connection = try database.connect()
        for statement in Self.namesOfOthers { try connection.execute(statement) }
        try roundTrip(database)
    }

    private static let namesOfOthers = [
        "CREATE TABLE t (id INT PRIMARY KEY, `2fa_provider` ENUM('none','Google') DEFAULT 'none')",
        """
        CREATE TABLE `用户` (id INT PRIMARY KEY, `性别` ENUM('男','女') NOT NULL DEFAULT '男', `self` INT, `init` INT,
            `Type` INT, `type_` INT, `class` INT, `default` INT, `description` INT, `a-b` INT, `a_b` INT, `a b` INT,
            `$x` INT, `_` INT, `__` INT, `用户` INT)
        """,
        """
        CREATE TABLE `订单` (id INT PRIMARY KEY, `用户_id` INT, `状态` ENUM('状态','新') NOT NULL,
            CONSTRAINT `甲` FOREIGN KEY (`用户_id`) REFERENCES `用户` (id))
        """,
        """
        CREATE TABLE `order` (`protocol` ENUM('a','b','A_b','a-b') NOT NULL, `Protocol2` SET('x','y'),
            id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY)
        """,
        "CREATE TABLE `string` (id INT PRIMARY KEY, s VARCHAR(10))", "CREATE TABLE `int` (id INT PRIMARY KEY)",
        "CREATE TABLE `date` (id INT PRIMARY KEY, d DATE)", "CREATE TABLE `data` (id INT PRIMARY KEY, b BLOB)",
        "CREATE TABLE `column` (id INT PRIMARY KEY)", "CREATE TABLE `table` (id INT PRIMARY KEY)",
        "CREATE TABLE `optional` (id INT PRIMARY KEY, x INT NULL)",
    ]

    @Test("What macros make of a database makes the same database")
    func creates() throws {
        let database = try PrivateServer.shared.database()
        try SampleSchema.shop.create(in: database.connect())
        let models = try CompiledModels(try swiftText(of: database))
        let copy = try PrivateServer.shared.database()
        let project = try self.project(models, url: copy.url)
        try succeed(project.swiftmig("revision", "--autogenerate", "-m", "copy"))
        try succeed(project.swiftmig("upgrade"))
        // The order of indexes has no meaning. It is the order in which they were created.
        let texts = try [database, copy].map { database in
            try Project(url: database.url).swiftmig("inspect").out.split(separator: "\n").sorted()
        }
        #expect(texts[0] == texts[1])
    }

    /// - Parameter database: The database to inspect, write, compile, print and compare.
    private func roundTrip(_ database: TestDatabase) throws {
        let text = try swiftText(of: database)
        let models = try CompiledModels(text)
        #expect(models.messages == "")
        let project = try self.project(models, url: database.url)
        let outcome = try project.swiftmig("check")
        #expect(outcome.code == 0, "\(outcome)\n\(text)")
        #expect(outcome.err == "")
        try expectFormatted(text)
    }

    private func swiftText(of database: TestDatabase) throws -> String {
        let outcome = try Project(url: database.url).swiftmig("inspect", "--format", "swift")
        #expect(outcome.code == 0 && outcome.err.isEmpty, "\(outcome)")
        return outcome.out
    }

    private func project(_ models: CompiledModels, url: String) throws -> Project {
        let project = try Project(url: url)
        try project.write("migrate.yaml", "models:\n  command: [\"\(models.program)\"]\n")
        return project
    }

    private func succeed(_ outcome: Project.Outcome) throws {
        try #require(outcome.code == 0, "\(outcome)")
    }

    /// Checks that swift-format would change nothing and has no warnings.
    private func expectFormatted(_ text: String) throws {
        let project = try Project()
        try project.write("Models.swift", text)
        let configuration = #"{"version": 1, "lineLength": 120, "indentation": {"spaces": 4}}"#
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "swift", "format", "lint", "--strict", "--configuration", configuration,
            project.folder.appendingPathComponent("Models.swift").path,
        ]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
