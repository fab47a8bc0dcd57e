import MariaDBClient
import MigrationRunner
import Revisions
import SQLStatements
import TestSupport
import Testing

/// Tests of files that differ from what ran.
@Suite("Edited files")
struct TamperingTests {
    @Test func tellsWhichRevisionsWereEditedAfterTheyRan() throws {
        let chain: [(up: String, down: String?)] = [
            ("CREATE TABLE a (n INT);", "DROP TABLE a;"), ("CREATE TABLE b (n INT);", nil),
            ("CREATE TABLE c (n INT);", nil),
        ]
        let fixture = try RunnerFixture(chain)
        try fixture.upgrade("r2")
        #expect(try fixture.runner().tampering().isEmpty)
        fixture.graph = try RunnerFixture.graph([
            ("-- a remark\nCREATE  TABLE a (n INT);", "DROP TABLE IF EXISTS a;"), ("CREATE TABLE b (n BIGINT);", nil),
            ("CREATE TABLE d (n INT);", nil),
        ])
        // Comments, the downgrade, and statements that have not run here do not count.
        #expect(try fixture.runner().tampering().map(\.revision) == ["r2"])
    }

    /// Older versions read the text between two delimiters as one statement.
    @Test(arguments: [
        "UPDATE t SET n = 2; DROP PROCEDURE IF EXISTS p; CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END;",
        "BEGIN; UPDATE t SET n = 3 /* ; */; COMMIT", "UPDATE t SET n = 4",
    ])
    func aFileThatIsCutOtherwiseNowIsNotEdited(_ script: String) throws {
        let up = "CREATE TABLE t (n INT);\nDELIMITER //\n\(script) //\nDELIMITER ;\nDROP TABLE t;"
        let fixture = try RunnerFixture([(up, nil)])
        try fixture.upgrade()
        let uncut = script.hasSuffix(";") ? String(script.dropLast()) : script
        let checksum = Checksum.of(["CREATE TABLE t (n INT)", uncut, "DROP TABLE t"].map { SQLStatement(text: $0) })
        try fixture.connection.execute("UPDATE swiftmig_journal SET checksum = '\(checksum)'")
        #expect(try fixture.runner().tampering().isEmpty)
        fixture.graph = try RunnerFixture.graph([(up.replacing("UPDATE t", with: "UPDATE u"), nil)])
        #expect(try fixture.runner().tampering().map(\.revision) == ["r1"])
    }
}
