import Foundation
import Revisions
import SQLStatements
import Testing

/// The bodies of large files are not kept in memory but read again.
@Suite struct LargeFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "swiftmig-\(UUID().uuidString)")
    private var file: URL { folder.appending(path: "a.sql") }

    private func write(_ statement: String) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let header = "-- revision: a\n-- down_revision: null\n\n-- swiftmig: upgrade\n"
        try Data((header + statement + ";\n").utf8).write(to: file)
    }

    @Test func areReadWhenTheyAreNeeded() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let statement = "INSERT INTO t VALUES ('\(String(repeating: "x", count: 100_000))')"
        try write(statement)
        let revision = try #require(try RevisionFolder.read([folder.path]).revisions.first)
        #expect(revision.contents.bytes.count < 100)
        #expect(try revision.script().upgrade.map(\.text) == [statement])
        #expect(try revision.script().upgrade.map(\.line) == [5])
        let edited = try HeaderEdit.settingParents(["b"], of: revision)
        #expect(String(decoding: edited, as: UTF8.self).contains("-- down_revision: b\n"))
        #expect(edited.count > 100_000)
    }

    @Test func mustNotChangeInBetween() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write("INSERT INTO t VALUES ('\(String(repeating: "x", count: 100_000))')")
        let revision = try #require(try RevisionFolder.read([folder.path]).revisions.first)
        try write("INSERT INTO t VALUES ('\(String(repeating: "y", count: 100_000))')")
        #expect(throws: RevisionFileError.changedMeanwhile(path: revision.path)) { try revision.script() }
    }
}
