import Foundation
import SwiftMigData
import SwiftMigRunner
import TestSupport
import Testing

@Suite struct EngineConfigurationTests {
    @Test func anEngineUsesTheDatabaseOfMigrateYAML() async throws {
        let database = try PrivateServer.shared.database()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("migrate.yaml")
        try Data("database:\n  url: \"\(database.url)\"\n".utf8).write(to: file)
        let configuration = try Migrator.Configuration.load(from: file.path)
        let engine = try Engine(configuration, pool: PoolOptions(size: 2))
        let names = try await engine.fetch("SELECT DATABASE()", as: String.self)
        #expect(names == [database.name])
        await engine.shutDown()
    }

    @Test func aBadURLIsReportedAsByTheMigrator() throws {
        let error = #expect(throws: MigratorError.self) { try Engine(Migrator.Configuration(url: "postgres://x/y")) }
        #expect(error?.code == .badURL)
    }
}
