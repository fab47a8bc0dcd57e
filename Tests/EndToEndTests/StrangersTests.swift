import Foundation
import MariaDBClient
import TestSupport
import Testing

/// What no revision has made belongs to somebody else, even if revisions change it, and autogenerate never drops it.
@Suite struct StrangersTests {
    /// The hand-written upgrade, and the objects that it makes, which the models lack.
    private static let revisions: [(upgrade: String, drops: [String])] = [
        ("CREATE INDEX i2 ON theirs (id)", []),
        ("ALTER TABLE theirs ADD COLUMN n INT", []),
        ("TRUNCATE TABLE theirs", []),
        ("RENAME TABLE theirs TO renamed", []),
        ("ALTER TABLE theirs RENAME TO renamed", []),
        ("ALTER VIEW their_view AS SELECT 2 AS n", []),
        ("ALTER EVENT their_event RENAME TO renamed_event", []),
        ("ALTER PROCEDURE their_procedure COMMENT 'x'", []),
        ("CREATE TABLE other_name LIKE theirs; DROP TABLE other_name; RENAME TABLE theirs TO other_name", []),
        ("CREATE TABLE IF NOT EXISTS ours (id INT)", ["TABLE `ours`"]),
        ("CREATE TABLE a (id INT); RENAME TABLE a TO b; ALTER TABLE b RENAME c", ["TABLE `c`"]),
        ("CREATE TABLE theirs_too LIKE theirs", ["TABLE `theirs_too`"]),
        ("CREATE VIEW ours AS SELECT 1 AS n; RENAME TABLE ours TO our_view", ["VIEW `our_view`"]),
        ("CREATE OR REPLACE VIEW their_view AS SELECT 3 AS n", ["VIEW `their_view`"]),
        ("CREATE TRIGGER ours BEFORE INSERT ON kept FOR EACH ROW SET @a = 1", ["TRIGGER `ours`"]),
        ("CREATE PROCEDURE ours() SET @a = 1", ["PROCEDURE `ours`"]),
        (
            "CREATE EVENT ours ON SCHEDULE EVERY 1 YEAR DISABLE DO SET @a = 1; ALTER EVENT ours RENAME TO our_event",
            ["EVENT `our_event`"]
        ),
    ]

    @Test(arguments: revisions)
    func onlyWhatARevisionMadeIsDropped(_ upgrade: String, _ drops: [String]) throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\nmodels: {file: models.yaml}\n")
        try project.write("models.yaml", "swiftmig: 1\ntables: {kept: {columns: {id: int}, primary_key: [id]}}\n")
        try project.write(
            "migrations/aa.sql",
            "-- revision: aa\n-- down_revision: null\n-- swiftmig: upgrade\n"
                + "CREATE TABLE kept (id INT NOT NULL PRIMARY KEY);\n\(upgrade);\n"
        )
        let admin = try database.connect()
        try admin.execute("CREATE TABLE theirs (id INT)")
        try admin.execute("CREATE VIEW their_view AS SELECT 1 AS n")
        try admin.execute("CREATE PROCEDURE their_procedure() SET @a = 1")
        try admin.execute("CREATE EVENT their_event ON SCHEDULE EVERY 1 YEAR DISABLE DO SET @a = 1")
        try expect(project.swiftmig("upgrade"), code: 0)
        let outcome = try project.swiftmig("revision", "--autogenerate", "-m", "next")
        try expect(outcome, code: 0)
        let name = project.files(in: "migrations").first { $0.hasSuffix("_next.sql") }
        let script = try name.map { try project.read("migrations/\($0)") } ?? ""
        let section = script.components(separatedBy: "-- swiftmig: downgrade").first ?? ""
        let dropped = section.split(separator: "\n").filter { $0.hasPrefix("DROP ") }
        #expect(dropped.map { $0.dropFirst(5).prefix { $0 != ";" } }.map(String.init) == drops, "\(outcome)\n\(script)")
    }

    /// A revision's own table is gone, so a later one with its name is not the revision's.
    @Test(arguments: ["DROP TABLE temporary", "RENAME TABLE temporary TO kept_under_another_name"])
    func aNameThatWasGivenUpBelongsToOthers(_ statement: String) throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\nmodels: {file: models.yaml}\n")
        try project.write("models.yaml", "swiftmig: 1\ntables: {kept: {columns: {id: int}, primary_key: [id]}}\n")
        try project.write(
            "migrations/aa.sql",
            "-- revision: aa\n-- down_revision: null\n-- swiftmig: upgrade\nCREATE TABLE temporary (id INT);\n"
        )
        try project.write(
            "migrations/bb.sql",
            "-- revision: bb\n-- down_revision: aa\n-- swiftmig: upgrade\n\(statement);\n"
        )
        try expect(project.swiftmig("upgrade", "aa"), code: 0)
        let before = try project.swiftmig("diff", "--sql")
        #expect(before.out.contains("DROP TABLE `temporary`"), "the second revision has not run: \(before)")
        try expect(project.swiftmig("upgrade"), code: 0)
        try database.connect().execute("CREATE TABLE temporary (id INT)")
        let outcome = try project.swiftmig("diff", "--sql")
        #expect(!outcome.out.contains("DROP TABLE `temporary`"), "\(outcome)")
        #expect(outcome.err.contains("no revision created them: temporary"), "\(outcome)")
    }
}
