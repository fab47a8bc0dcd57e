import Logging
import SwiftMigRunner
import TestSupport
import Testing

@Suite struct MigratorTests {
    private static let chain = [
        (up: "CREATE TABLE a (n INT);", down: "DROP TABLE a;"),
        (up: "CREATE TABLE b (n INT);\nINSERT INTO b VALUES (1);", down: "DROP TABLE b;"),
        (up: "CREATE TABLE c (n INT);", down: "DROP TABLE c;"),
    ]

    @Test func anUpgradeTellsWhatItDid() async throws {
        let application = try Application(Self.chain)
        let migrator = try application.migrator()
        let before = try await migrator.status()
        #expect(before.current == [] && before.pending == ["r1", "r2", "r3"] && before.heads == ["r3"])
        #expect(!before.isUpToDate && before.interrupted == nil)
        #expect(try application.strings("SHOW TABLES") == [], "status creates nothing")

        let first = try await migrator.upgrade(to: "+2")
        #expect(first.from == [] && first.to == ["r2"])
        #expect(first.steps.map(\.revision) == ["r1", "r2"])
        #expect(first.steps.map(\.statements) == [1, 2])
        #expect(first.steps.allSatisfy { $0.direction == .upgrade && $0.status == .done && $0.duration > .zero })
        #expect(try await migrator.status().pending == ["r3"])

        try await migrator.upgrade()
        let again = try await migrator.upgrade(to: .head)
        #expect(again.steps == [] && again.from == ["r3"] && again.to == ["r3"])
        let after = try await migrator.status()
        #expect(after.isUpToDate && after.current == ["r3"] && after.pending == [] && after.unknown == [])
        #expect(try application.tables == ["a", "b", "c"])
    }

    @Test func everyRevisionIsLogged() async throws {
        let application = try Application(Self.chain)
        try await application.migrator().upgrade(to: .revision("r1"))
        let lines = application.log.lines(.info, .notice, .warning, .error)
        try #require(lines.count == 3, "\(lines)")
        #expect(lines[0] == "info Migration started direction=upgrade revision=r1 statements=1")
        #expect(lines[1].hasPrefix("info Migration done direction=upgrade revision=r1 seconds=0."))
        #expect(lines[2] == "info The database is migrated applied=1 current=r1")
    }

    @Test func aDowngradeKeepsDataUnlessItMayLoseIt() async throws {
        let application = try Application(Self.chain)
        let migrator = try application.migrator()
        try await migrator.upgrade()
        #expect(try await migrator.downgrade(to: .relative(-1)).to == ["r2"])
        let error = await #expect(throws: MigratorError.self) { try await migrator.downgrade(to: .base) }
        #expect(error?.code == .dataLoss)
        #expect(error?.hints == ["downgrade(to: \"base\", allowDataLoss: true)"])
        #expect(error?.location == nil || error?.location?.file == "r2.sql")
        #expect(try application.tables == ["a", "b"])
        let result = try await migrator.downgrade(to: .base, allowDataLoss: true)
        #expect(result.steps.map(\.revision) == ["r2", "r1"] && result.steps.allSatisfy { $0.direction == .downgrade })
        #expect(try application.tables == [])
    }

    @Test(
        arguments: [
            (.head, "head"), (.heads, "heads"), (.base, "base"), (.revision("ae10"), "ae10"), (.relative(2), "+2"),
            (.relative(-3), "-3"), ("x@head", "x@head"), (.head(of: "x"), "x@head"),
        ] as [(Migrator.Target, String)]
    )
    func aTargetIsWrittenAsOnTheCommandLine(_ target: Migrator.Target, _ text: String) {
        #expect(target.description == text)
    }

    @Test(
        arguments: [
            ("r9", .noSuchRevision), ("+7", "relative_out_of_range"), ("a:b", "range_needs_sql"),
            ("", .noSuchRevision),
        ] as [(Migrator.Target, MigratorError.Code)]
    )
    func aWrongTargetRunsNothing(_ target: Migrator.Target, _ code: MigratorError.Code) async throws {
        let application = try Application(Self.chain)
        let error = try await failure { try await application.migrator().upgrade(to: target) }
        #expect(error.code == code, "\(error)")
        #expect(try application.tables == [])
    }

    @Test func aFailingStatementSaysWhereAndWhy() async throws {
        let application = try Application(
            Self.chain + [(up: "CREATE TABLE d (n INT);\nALTER TABLE nowhere ADD x INT;", down: "DROP TABLE d;")]
        )
        let error = try await failure { try await application.migrator().upgrade() }
        #expect(error.code == .statementFailed && !error.isCancelled)
        #expect(error.location?.description == "r4.sql:6:1", "\(error)")
        #expect(error.server?.errno == 1146 && error.server?.sqlState == "42S02")
        #expect(error.server?.statement == "ALTER TABLE nowhere ADD x INT")
        #expect("\(error)".contains("r4.sql:6:1") && "\(error)".contains("1146 (42S02)"))
        let logged = application.log.lines(.error)
        #expect(logged.count == 1 && logged[0].contains("errno=1146") && logged[0].contains("location=r4.sql:6:1"))
        #expect(!logged[0].contains("ADD x INT"), "no statement in a log")
        let status = try await application.migrator().status()
        #expect(status.interrupted?.revision == "r4" && status.interrupted?.statementsDone == 1)
        #expect(status.interrupted?.isUnderWay == false && status.current == ["r3"] && !status.isUpToDate)
    }

    /// The statement that ran has changed in the file since, so it is unclear how to continue.
    @Test func aRevisionThatWasEditedHalfWayIsRefused() async throws {
        var application = try Application([
            (up: "CREATE TABLE d (n INT);\nALTER TABLE nowhere ADD x INT;", down: "DROP TABLE d;")
        ])
        _ = try await failure { try await application.migrator().upgrade() }
        application.revisions = Application.texts([
            (up: "CREATE TABLE e (n INT);\nALTER TABLE e ADD x INT;", down: "DROP TABLE e;")
        ])
        let error = try await failure { try await application.migrator().upgrade() }
        #expect(error.code == .changedStatements && error.location?.line == 5, "\(error)")
        application.revisions = Application.texts([
            (up: "CREATE TABLE d (n INT);\nALTER TABLE d ADD x INT;", down: "DROP TABLE d;")
        ])
        let result = try await application.migrator().upgrade()
        #expect(result.steps.map(\.status) == [.resumed] && result.steps.map(\.statements) == [1])
        #expect(application.log.lines(.info).contains { $0.hasPrefix("info Migration resumed") })
        #expect(try await application.migrator().status().isUpToDate)
    }

    /// During a rollout, an older instance sees what a newer one did, and stays ready.
    @Test func aDatabaseThatIsAheadIsUpToDate() async throws {
        var application = try Application(Self.chain)
        try await application.migrator().upgrade()
        application.revisions["r3.sql"] = nil
        let older = try application.migrator()
        let status = try await older.status()
        #expect(status.isUpToDate && status.unknown == ["r3"] && status.current == ["r3"] && status.heads == ["r2"])
        let error = try await failure { try await older.upgrade() }
        #expect(error.code == .noSuchRevision)
    }

    @Test func theTablesMayHaveOtherNames() async throws {
        let application = try Application(Self.chain)
        var configuration = application.configuration
        configuration.versionTable = "shop_version"
        configuration.journalTable = "shop_journal"
        configuration.tag = "release-7"
        try await application.migrator(configuration).upgrade()
        #expect(try application.strings("SELECT * FROM shop_version") == ["r3"])
        #expect(try application.strings("SELECT COUNT(*) FROM shop_journal WHERE person LIKE '%[release-7]'") == ["3"])
    }
}

/// Returns the error that the closure throws.
func failure(_ body: () async throws -> some Any) async throws -> MigratorError {
    let error = await #expect(throws: MigratorError.self) { _ = try await body() }
    return try #require(error)
}
