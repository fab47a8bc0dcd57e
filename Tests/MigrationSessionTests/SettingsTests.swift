import DatabaseSettings
import DiagnosticModel
import MigrationRunner
import MigrationSession
import Sandbox
import SwiftMigConfiguration
import Testing

/// Tests of what a configuration means for a run.
struct SettingsTests {
    private func configuration(url: String, folder: String = "/srv/shop") throws -> Configuration {
        var configuration = Configuration(projectFolder: folder)
        let defaults = ConnectionSettings(address: .tcp(host: "localhost", port: 3306))
        configuration.setDatabase(try DatabaseTarget.parse(url: url, defaults: defaults))
        return configuration
    }

    @Test func aServerWithoutADatabaseIsRefused() throws {
        let configuration = try configuration(url: "mysql://root@db.example")
        #expect(throws: SessionError.noDatabaseName(nil)) { try configuration.connectionSettings() }
        let named = try self.configuration(url: "mysql://root@db.example/shop").connectionSettings()
        #expect(named.database == "shop")
    }

    static let folders: [(String, String)] = [
        ("/srv/shop", "shop"), ("/srv/My Shop", "my_shop"), ("/srv/größe-2", "größe_2"), ("/srv/...", "project"),
        ("/srv/🛒", "project"), ("/srv/" + String(repeating: "a", count: 60), String(repeating: "a", count: 48)),
    ]

    /// The embedded database has the name of the project's folder, without characters that need quotes.
    @Test(arguments: folders)
    func theSandboxIsNamedAfterTheFolder(folder: String, name: String) throws {
        #expect(try configuration(url: "sandbox:", folder: folder).sandbox().databaseName == name)
    }

    @Test func theSandboxMayHaveAnotherName() throws {
        #expect(try configuration(url: "sandbox:").sandbox(database: "other").databaseName == "other")
    }

    static let people: [([String: String], String?, String)] = [
        (["USER": "ann"], nil, "ann"), (["LOGNAME": "bob"], nil, "bob"),
        (["USER": "ann", "LOGNAME": "bob"], nil, "ann"),
        (["USER": "ann"], "v2", "ann [v2]"), ([:], "v2", "[v2]"), ([:], nil, ""),
    ]

    @Test(arguments: people)
    func theJournalNamesThePersonAndTheTag(variables: [String: String], tag: String?, person: String) throws {
        let options = RunnerOptions(
            try configuration(url: "mysql://root@db.example/shop"),
            variables: variables,
            tag: tag
        )
        #expect(options.person == person)
        #expect(options.toolVersion == swiftMigVersion)
        #expect(!options.host.isEmpty)
    }

    @Test func theOptionsAreThoseOfTheConfiguration() throws {
        var configuration = try configuration(url: "mysql://root@db.example/shop")
        configuration.versionTable = "v"
        configuration.journalTable = "j"
        configuration.lockTimeout = .seconds(90)
        configuration.lockWait = 7
        configuration.lockRetries = 3
        let options = RunnerOptions(configuration, variables: [:])
        #expect(options.versionTable == "v" && options.journalTable == "j")
        #expect(options.lockTimeout == 90 && options.lockWait == 7 && options.lockRetries == 3)
        #expect(options.lockTable == configuration.lockTable && options.maxReplicaLag == configuration.maxReplicaLag)
    }

    @Test func thereAreNoReplicasUnlessTheyAreNamed() throws {
        #expect(try configuration(url: "mysql://root@db.example/shop").runnerReplicas.isEmpty)
    }
}
