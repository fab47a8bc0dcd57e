import Logging
import MariaDBClient
import ServerPort
import SwiftMigRunner
import TestSupport
import Testing

/// Revisions that really stopped half way, finished and taken back by an application.
struct RecoveryTests {
    /// A second revision whose third statement fails as long as there is no table `later`.
    private static let chain = [
        (up: "CREATE TABLE a (n INT);\nINSERT INTO a VALUES (1);", down: "DROP TABLE a;"),
        (
            up: "ALTER TABLE a ADD COLUMN m INT;\nCREATE TABLE b (n INT);\nINSERT INTO later VALUES (1);",
            down: "DROP TABLE b;\nALTER TABLE a DROP COLUMN m;"
        ),
        (up: "CREATE TABLE c (n INT);", down: "DROP TABLE c;"),
    ]

    /// Returns an application whose second revision has stopped at its third statement.
    private func stopped() async throws -> Application {
        let application = try Application(Self.chain)
        let error = try await failure { try await application.migrator().upgrade() }
        #expect(error.code == .statementFailed && error.server?.errno == 1146)
        #expect(try application.tables == ["a", "b"])
        return application
    }

    private func columns(_ application: Application) throws -> [String] {
        try application.strings("SHOW COLUMNS FROM a")
    }

    @Test func resumeFinishesTheRevisionAndNoOther() async throws {
        let application = try await stopped()
        let migrator = try application.migrator()
        _ = try application.strings("CREATE TABLE later (n INT)")
        let result = try await migrator.resume()
        #expect(result.from == ["r1"] && result.to == ["r2"])
        #expect(result.steps.map(\.revision) == ["r2"] && result.steps.map(\.status) == [.resumed])
        #expect(result.steps.map(\.statements) == [1], "only the statement that had failed")
        #expect(try application.tables == ["a", "b", "later"])
        #expect(try await migrator.status().pending == ["r3"])
    }

    @Test func undoTakesBackWhatRan() async throws {
        let application = try await stopped()
        let migrator = try application.migrator()
        let result = try await migrator.undo(allowDataLoss: true)
        #expect(result.from == ["r1"] && result.to == ["r1"])
        #expect(result.steps.map(\.revision) == ["r2"] && result.steps.map(\.status) == [.undone])
        #expect(result.steps.map(\.direction) == [.upgrade])
        #expect(try application.tables == ["a"])
        #expect(try columns(application) == ["n"])
        #expect(try application.strings("SELECT n FROM a") == ["1"])
        let status = try await migrator.status()
        #expect(status.interrupted == nil && status.current == ["r1"] && status.pending == ["r2", "r3"])
        #expect(
            application.log.lines(.info).contains(
                "info Migration undo started direction=upgrade revision=r2 statements=2"
            )
        )

        // The revision runs again from its start.
        _ = try application.strings("CREATE TABLE later (n INT)")
        let again = try await migrator.upgrade()
        #expect(again.steps.map(\.status) == [.done, .done] && again.steps.map(\.statements) == [3, 1])
    }

    @Test func undoKeepsDataUnlessItMayLoseIt() async throws {
        let application = try await stopped()
        _ = try application.strings("UPDATE a SET m = 5")
        _ = try application.strings("INSERT INTO b VALUES (1)")
        let migrator = try application.migrator()
        let error = try await failure { try await migrator.undo() }
        #expect(error.code == .dataLoss && error.hints == ["undo(allowDataLoss: true)"], "\(error)")
        #expect(error.message.contains("a.m") && error.message.contains("table b"), "\(error)")
        #expect(try application.tables == ["a", "b"])
        #expect(try await migrator.status().interrupted?.isHalfUndone == false)
        try await migrator.undo(allowDataLoss: true)
        #expect(try application.tables == ["a"])
    }

    /// A revision that is being taken back is finished in that direction, and its rows are protected too.
    @Test func aDowngradeIsResumedDownwards() async throws {
        var application = try Application(Self.chain)
        let whole = application.revisions
        application.revisions = Application.texts([
            Self.chain[0],
            (
                up: "ALTER TABLE a ADD COLUMN m INT;\nCREATE TABLE b (n INT);",
                down: "DROP TABLE b;\nDROP TABLE nowhere;"
            ),
        ])
        try await application.migrator().upgrade()
        _ = try application.strings("UPDATE a SET m = 5")
        _ = try await failure { try await application.migrator().downgrade(to: "r1", allowDataLoss: true) }
        #expect(try await application.migrator().status().interrupted?.direction == .downgrade)
        application.revisions["r2.sql"] = whole["r2.sql"]
        let migrator = try application.migrator()
        let error = try await failure { try await migrator.resume() }
        #expect(error.code == .dataLoss && error.hints == ["resume(allowDataLoss: true)"], "\(error)")
        #expect(try columns(application) == ["n", "m"])
        let result = try await migrator.resume(allowDataLoss: true)
        #expect(result.from == ["r2"] && result.to == ["r1"] && result.steps.map(\.direction) == [.downgrade])
        #expect(try application.tables == ["a"])
        #expect(try columns(application) == ["n"])
    }

    @Test func withoutAHalfDoneRevisionThereIsNothingToDo() async throws {
        let application = try Application(Self.chain)
        let migrator = try application.migrator()
        try await migrator.upgrade(to: "r1")
        for result in [try await migrator.resume(), try await migrator.undo()] {
            #expect(result.from == ["r1"] && result.to == ["r1"] && result.steps == [])
        }
        #expect(try application.tables == ["a"])
    }

    @Test func whatCannotBePlannedIsLeftToThePerson() async throws {
        let application = try Application([
            (up: "CREATE TABLE a (n INT);\nCREATE TABLE b (m INT);", down: "DROP TABLE a, b;"),
            (up: "RENAME TABLE a TO x, b TO a, x TO b;\nINSERT INTO later VALUES (1);", down: "SELECT 1;"),
        ])
        _ = try await failure { try await application.migrator().upgrade() }
        let error = try await failure { try await application.migrator().undo(allowDataLoss: true) }
        #expect(error.code == .undoImpossible && error.location?.file == "r2.sql", "\(error)")
        #expect(try application.strings("SHOW COLUMNS FROM a") == ["m"])
        #expect(try await application.migrator().status().interrupted?.isHalfUndone == false)
    }

    /// Cancelling stops the statement that waits for a lock. The journal knows that the way back has begun.
    @Test func aCancelledUndoIsContinuedByTheNext() async throws {
        let application = try await stopped()
        let keeper = try application.database.connect()
        try keeper.execute("START TRANSACTION")
        try keeper.execute("SELECT * FROM b")
        let migrator = try application.migrator()
        let task = Task { try await migrator.undo(allowDataLoss: true) }
        let watch = try application.database.connect()
        let query = """
            SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '\(application.database.name)' \
            AND STATE LIKE 'Waiting for table metadata lock%'
            """
        try await waitUntil { try !watch.execute(query).rows.isEmpty }
        task.cancel()
        let error = try await failure { try await task.value }
        #expect(error.isCancelled, "\(error)")
        try keeper.execute("COMMIT")
        #expect(try await migrator.status().interrupted?.isHalfUndone == true)
        let refusal = try await failure { try await migrator.upgrade() }
        #expect(refusal.code == .undecidable, "\(refusal)")
        #expect(try await failure { try await migrator.resume() }.code == .undecidable)

        let result = try await migrator.undo(allowDataLoss: true)
        #expect(result.steps.map(\.status) == [.undone])
        #expect(try application.tables == ["a"])
        #expect(try columns(application) == ["n"])
    }
}
