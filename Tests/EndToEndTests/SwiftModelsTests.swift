import Foundation
import MariaDBClient
import SchemaInspector
import SchemaModel
import TestSupport
import Testing

/// A database that swiftmig did not make, as models in Swift, compiled, and compared with the same database.
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
        // MySQL takes (0xff01) for an expression, and the comparison for a value: a difference in any form of models.
        if profile.flavor == .mysql { try connection.execute("ALTER TABLE expressions DROP COLUMN w") }
        try roundTrip(database)
    }

    @Test("What macros make of a database makes the same database")
    func creates() throws {
        let database = try PrivateServer.shared.database()
        try SampleSchema.shop.create(in: database.connect())
        let models = try CompiledModels(try swiftText(of: database))
        let copy = try PrivateServer.shared.database()
        let project = try self.project(models, url: copy.url)
        try succeed(project.swiftmig("revision", "--autogenerate", "-m", "copy"))
        try succeed(project.swiftmig("upgrade"))
        // The order of indexes, which means nothing, is that in which they were made.
        let texts = try [database, copy].map { database in
            try Project(url: database.url).swiftmig("inspect").out.split(separator: "\n").sorted()
        }
        #expect(texts[0] == texts[1])
    }

    /// - Parameter database: what is inspected, written, compiled, printed and compared again.
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

    /// swift-format would change nothing and has nothing to say.
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
