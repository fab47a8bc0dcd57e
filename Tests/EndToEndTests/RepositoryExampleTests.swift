import Foundation
import TestSupport
import Testing

/// Tests the repository's own models and migrations, which the README recommends to newcomers.
@Suite struct RepositoryExampleTests {
    /// A copy of the settings, models and revisions at the top level of the repository.
    private func example(url: String) throws -> Project {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let project = try Project(url: url)
        for name in ["migrate.yaml", "models", "migrations"] {
            try FileManager.default.copyContents(
                of: root.appendingPathComponent(name),
                to: project.folder.appendingPathComponent(name)
            )
        }
        return project
    }

    @Test func migrationsLeadToTheModelsAndBack() throws {
        let database = try PrivateServer.shared.database()
        let project = try example(url: database.url)
        #expect(project.files(in: "migrations").count >= 3)

        try expect(project.swiftmig("upgrade", "head"), code: 0)
        try expect(project.swiftmig("current", "--check-heads"), code: 0)
        try expect(project.swiftmig("check"), code: 0)

        try expect(project.swiftmig("downgrade", "base"), code: 0)
        #expect(try tables(of: database) == ["swiftmig_journal", "swiftmig_version"])
    }

    @Test func theModelsAreWhatTheDatabaseShows() throws {
        let database = try PrivateServer.shared.database()
        let project = try example(url: database.url)
        try expect(project.swiftmig("upgrade"), code: 0)
        let inspected = try project.swiftmig("inspect")
        try expect(inspected, code: 0)
        for file in project.files(in: "models") { try project.remove("models/\(file)") }
        try project.write("models/inspected.yaml", inspected.out)
        try expect(project.swiftmig("check"), code: 0)
    }
}
