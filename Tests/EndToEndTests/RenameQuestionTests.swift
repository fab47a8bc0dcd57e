import Foundation
import MariaDBClient
import TestSupport
import Testing

/// A likely rename leads to a question, but only on a terminal.
@Suite struct RenameQuestionTests {
    private func project(_ database: TestDatabase) throws -> Project {
        let project = try Project(url: database.url)
        let head = "database: {url: \"${DATABASE_URL}\"}\nmigrations: migrations\nmodels: {file: models.yaml}\n"
        try project.write("migrate.yaml", head)
        try project.write(
            "models.yaml",
            "swiftmig: 1\ntables: {people: {columns: {id: int, email: varchar(200)}, primary_key: [id]}}\n"
        )
        try expect(project.swiftmig("revision", "--autogenerate", "-m", "people"), code: 0)
        try expect(project.swiftmig("upgrade"), code: 0)
        try database.connect().execute("INSERT INTO people VALUES (1, 'a@b.c')")
        try project.edit("models.yaml", replacing: "email:", with: "mail:")
        return project
    }

    @Test(.timeLimit(.minutes(Patience.minutes)), arguments: [("yes", true), ("no", false)])
    func theAnswerDecides(_ answer: String, _ isRename: Bool) throws {
        let database = try PrivateServer.shared.database()
        let project = try project(database)
        let terminal = try Terminal()
        let run = try project.start(["revision", "--autogenerate", "-m", "mail"], input: terminal.input)
        try waitUntil { try run.errorsSoFar().contains("Is mail the new name of people.email, with its data?") }
        terminal.type(answer + "\n")
        try expect(run.wait(), code: 0)
        let name = try #require(project.files(in: "migrations").first { $0.hasSuffix("_mail.sql") })
        let script = try project.read("migrations/\(name)")
        #expect(script.contains("RENAME COLUMN `email` TO `mail`") == isRename, "\(script)")
        #expect(script.contains("DROP COLUMN `email`") != isRename)
    }

    /// Without a terminal, the user is told the option, and the rename is not guessed.
    @Test func nobodyIsAskedWithoutATerminal() throws {
        let database = try PrivateServer.shared.database()
        let outcome = try project(database).swiftmig("revision", "--autogenerate", "-m", "mail")
        try expect(outcome, code: 0)
        #expect(outcome.err.contains("--rename people.email:mail"), "\(outcome)")
    }
}
