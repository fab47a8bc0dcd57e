import Foundation
import Logging
import SwiftMigRunner
import TestSupport
import Testing

@Suite struct MigratorConfigurationTests {
    private static let texts = Application.texts([(up: "CREATE TABLE a (n INT);", down: "DROP TABLE a;")])

    /// A folder with a chain and, if settings are given, a settings file.
    private func folder(settings: String? = nil, migrations: String = "migrations") throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "swiftmig-\(UUID().uuidString)")
        let revisions = folder.appending(path: migrations)
        try FileManager.default.createDirectory(at: revisions, withIntermediateDirectories: true)
        for (name, text) in Self.texts {
            try Data(text.utf8).write(to: revisions.appending(path: name))
        }
        if let settings { try Data(settings.utf8).write(to: folder.appending(path: "migrate.yaml")) }
        return folder
    }

    @Test func revisionsComeFromAFolder() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try PrivateServer.shared.database()
        let migrations = Migrator.Migrations.folder(folder.path + "/migrations")
        let migrator = try Migrator(configuration: .init(url: database.url, migrations: migrations))
        #expect(try await migrator.upgrade().to == ["r1"])
    }

    @Test func settingsAreThoseOfTheCommandLine() async throws {
        let database = try PrivateServer.shared.database()
        let folder = try folder(
            settings: """
                database: {url: "mysql://nobody@localhost/nothing"}
                migrations: sql
                version_table: file_version
                lock: {timeout: 7s, wait: 2s, retries: 3}
                environments:
                  test: {database: {url: "\(database.url)"}}
                """,
            migrations: "sql"
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.path + "/migrate.yaml"
        let configuration = try Migrator.Configuration.load(from: path, environment: "test")
        #expect(configuration.versionTable == "file_version" && configuration.lockTimeout == .seconds(7))
        #expect(configuration.statementLockWait == .seconds(2) && configuration.lockRetries == 3)
        #expect(try await Migrator(configuration: configuration).upgrade().to == ["r1"])
        let error = #expect(throws: MigratorError.self) {
            try Migrator.Configuration.load(from: path, environment: "staging")
        }
        #expect(error?.code == "unknown_environment")
    }

    /// An application's runner is configured like that of the command.
    @Test func batchesWaitForTheReplicasOfTheSettings() async throws {
        let database = try PrivateServer.shared.database()
        let folder = try folder(
            settings: """
                database: {url: "\(database.url)"}
                batches: {replicas: ["\(database.url)"]}
                """
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        let statement = "-- swiftmig: batch table=a key=n\nDELETE FROM a WHERE {range};"
        let batch = Application.texts([(up: "CREATE TABLE a (n INT PRIMARY KEY);\n\(statement)", down: "")])
        for (name, text) in batch { try Data(text.utf8).write(to: folder.appending(path: "migrations/" + name)) }
        let configuration = try Migrator.Configuration.load(from: folder.path + "/migrate.yaml")
        let migrator = try Migrator(configuration: configuration)
        let error = await #expect(throws: MigratorError.self) { try await migrator.upgrade() }
        #expect(error?.code == "not_a_replica")
    }

    @Test(
        arguments: [
            (
                "mysql://ann:se%40same@db.example:3307/shop", .tcp(host: "db.example", port: 3307), "ann", "se@same",
                "shop at ann@db.example:3307"
            ),
            ("mariadb://[::1]/shop", .tcp(host: "::1", port: 3306), nil, nil, "shop at ::1:3306"),
            (
                "mysql://root@localhost/shop?socket=/run/s.sock", .unixSocket("/run/s.sock"), "root", nil,
                "shop at root@/run/s.sock"
            ),
        ] as [(String, Migrator.Database.Address, String?, String?, String)]
    )
    func theApplicationsDriverGetsTheSameDatabase(
        _ url: String,
        _ address: Migrator.Database.Address,
        _ user: String?,
        _ password: String?,
        _ description: String
    ) async throws {
        let database = try await Migrator(configuration: .init(url: url, migrations: .embedded([:]))).database()
        #expect(database.address == address)
        #expect(database.user == user && database.password == password && database.name == "shop")
        #expect("\(database)" == description)
        #expect(!String(reflecting: database).contains("same"))
    }

    @Test func aDriverNeedsTheDatabasesName() async throws {
        let migrator = try Migrator(configuration: .init(url: "mysql://u@h/", migrations: .embedded([:])))
        let error = await #expect(throws: MigratorError.self) { try await migrator.database() }
        #expect(error?.message.contains("database") == true)
    }

    @Test(
        arguments: [
            ("postgres://u:sesame@h/d", "bad_url"), ("", "bad_url"), ("mysql://u:sesame@h:0/d", "bad_url"),
        ] as [(String, MigratorError.Code)]
    )
    func aBadURLIsAnErrorAtOnce(_ url: String, _ code: MigratorError.Code) {
        let error = #expect(throws: MigratorError.self) {
            try Migrator(configuration: .init(url: url, migrations: .embedded([:])))
        }
        #expect(error?.code == code)
        #expect("\(String(describing: error))".contains("sesame") == false)
    }

    /// A missing resource of a bundle is an empty path, which must not mean the working directory.
    @Test(arguments: [("", "there is no folder"), ("/nowhere/migrations", "/nowhere/migrations")])
    func aMissingFolderIsAnErrorAtOnce(path: String, words: String) {
        let configuration = Migrator.Configuration(url: "mysql://u@h/d", migrations: .folder(path))
        let error = #expect(throws: MigratorError.self) { try Migrator(configuration: configuration) }
        #expect(error?.message.contains(words) == true)
    }

    @Test func aBrokenRevisionIsAnErrorAtOnce() {
        let configuration = Migrator.Configuration(url: "mysql://u@h/d", migrations: .embedded(["x.sql": "SELECT 1;"]))
        let error = #expect(throws: MigratorError.self) { try Migrator(configuration: configuration) }
        #expect(error?.location?.file == "x.sql")
    }

    @Test(arguments: ["upgrade", "status"])
    func anUnreachableServerIsNamedWithoutThePassword(_ operation: String) async throws {
        let application = try Application([])
        // The port of tcpmux, which is never used.
        let port = 1
        let url = "mysql://app:sesame@127.0.0.1:\(port)/shop"
        let migrator = try application.migrator(.init(url: url, migrations: .embedded(Self.texts)))
        let error = try await failure {
            if operation == "status" { _ = try await migrator.status() } else { try await migrator.upgrade() }
        }
        #expect(error.code == .cannotReach && error.message.contains("127.0.0.1:\(port)"), "\(error)")
        #expect(error.server?.errno ?? 0 >= 2000)
        #expect(!"\(error) \(error.hints)".contains("sesame"))
        #expect(application.log.lines(.error).count == (operation == "status" ? 0 : 1))
        #expect(!application.log.lines(.error).joined().contains("sesame"))
    }

    @Test func aURLWithoutADatabaseIsRefused() async throws {
        let migrator = try Migrator(configuration: .init(url: "mysql://u@h", migrations: .embedded(Self.texts)))
        #expect(try await failure { try await migrator.upgrade() }.code == "no_database")
    }

    @Test func aConfigurationDoesNotShowItsPassword() {
        let configuration = Migrator.Configuration(url: "mysql://u:sesame@h/d", migrations: .embedded([:]))
        var text = "\(configuration)"
        dump(configuration, to: &text)
        #expect(!text.contains("sesame"))
    }
}
