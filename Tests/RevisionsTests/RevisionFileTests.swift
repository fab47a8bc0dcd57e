import DiagnosticModel
import Foundation
import Revisions
import SQLStatements
import SwiftMigPlatform
import TestSupport
import Testing
import YAMLDocument

@Suite("Revision files")
struct RevisionFileTests {
    static let sample = """
        -- revision: 1f2e3d4c5b6a
        -- down_revision: [9a8b7c6d5e4f, "0123"]
        -- branch_labels: []
        -- depends_on: [other]
        -- created: 2026-11-22T18:31:26Z
        -- message: 'add: users'

        -- swiftmig: upgrade
        -- why it is here
        CREATE TABLE `users` (id INT);
        INSERT INTO users VALUES (1);

        -- swiftmig: downgrade
        DROP TABLE `users`;
        """

    @Test func readsHeaderAndSections() throws {
        let revision = try RevisionFolder.revision(Self.sample, path: "a.sql")
        #expect(revision.id == "1f2e3d4c5b6a")
        #expect(revision.downRevisions == ["9a8b7c6d5e4f", "0123"])
        #expect(revision.dependsOn == ["other"])
        #expect(revision.branchLabels == [])
        #expect(revision.created?.iso8601 == "2026-11-22T18:31:26Z")
        #expect(revision.message == "add: users")
        #expect(revision.location == DiagnosticModel.SourceLocation(file: "a.sql", line: 1, column: 1))
        #expect(revision.lines.downRevision == 2)
        let script = try revision.script()
        #expect(script.upgrade.map(\.text) == ["CREATE TABLE `users` (id INT)", "INSERT INTO users VALUES (1)"])
        #expect(script.upgrade.map(\.line) == [10, 11])
        guard case .statements(let downgrade) = script.downgrade else {
            Issue.record("found \(String(describing: script.downgrade))")
            return
        }
        #expect(downgrade.map(\.text) == ["DROP TABLE `users`"])
    }

    /// The plain reader and the YAML reader must agree. Each header is therefore read again with a quoted key, which
    /// only the YAML reader accepts.
    @Test(arguments: [
        "down_revision: null", "down_revision:", "down_revision: abc", "down_revision: 0123", "down_revision: 1e5",
        "down_revision: [a, b]", "down_revision: []", "down_revision: [ a ,b ]", "down_revision: Null",
        "down_revision: a\n-- message: x: y", "down_revision: a\n-- message: it's #1 \"x\"",
        "down_revision: a\n-- message: x # y", "down_revision: a\n-- message: null",
        "down_revision: a\n-- message: ä ö",
        "down_revision: a\n-- created: 2026-11-22 18:31:26", "down_revision: a\n-- created: 2026-11-22T19:31:26+01:00",
    ])
    func readersAgree(_ lines: String) throws {
        let plain = Result { try RevisionFolder.revision("-- revision: x1\n-- \(lines)\n") }
        let quoted = Result { try RevisionFolder.revision("-- \"revision\": x1\n-- \(lines)\n") }
        switch (plain, quoted) {
        case (.success(let left), .success(let right)):
            #expect(left.downRevisions == right.downRevisions)
            #expect(left.message == right.message)
            #expect(left.created == right.created)
            #expect(left.lines.downRevision == right.lines.downRevision)
        case (.failure, .failure): break
        default: Issue.record("\(plain) and \(quoted)")
        }
    }

    static func at(_ line: Int, _ column: Int) -> DiagnosticModel.SourceLocation {
        DiagnosticModel.SourceLocation(file: "f.sql", line: line, column: column)
    }

    @Test(arguments: [
        ("", RevisionFileError.noHeader(path: "f.sql")),
        ("CREATE TABLE t (a INT);", .noHeader(path: "f.sql")),
        ("-- just a comment\n", .noHeader(path: "f.sql")),
        ("-- revision: a\n", .missingKey("down_revision", at(1, 1))),
        ("\n-- down_revision: a\n", .missingKey("revision", at(2, 1))),
        ("-- revision: a\n-- down_revison: b\n", .unknownKey("down_revison", nearest: "down_revision", at(2, 4))),
        ("-- revision: a\n-- down_revision: null\n-- mood: good\n", .unknownKey("mood", nearest: nil, at(3, 4))),
        (
            "-- revision: a-b\n-- down_revision: null\n",
            .illegalRevisionID("a-b", characters: ["-"], at(1, 4))
        ),
        ("--revision: a\n-- down_revision: null\n", .commentWithoutBlank(at(1, 1))),
        ("-- revision: a\n-- down_revision: null\n--swiftmig: upgrade\n", .commentWithoutBlank(at(3, 1))),
        ("-- revision: head\n-- down_revision: null\n", .illegalRevisionID("head", characters: [], at(1, 4))),
        (
            "-- revision: a\n-- down_revision: {b: c}\n",
            .badValue(
                key: "down_revision",
                expected: "a revision id, a list of them, or null",
                found: "a mapping",
                at(2, 19)
            )
        ),
        (
            "-- revision: a\n-- down_revision: null\n-- created: yesterday\n",
            .badValue(
                key: "created",
                expected: "a time such as 2026-11-22T18:31:26Z",
                found: "'yesterday'",
                at(3, 4)
            )
        ),
        (
            "-- revision: a\n-- revision: b\n-- down_revision: null\n",
            .header(.duplicateKey("revision", at(2, 4), first: at(1, 4)))
        ),
    ])
    func refusesAHeader(_ text: String, _ error: RevisionFileError) {
        #expect(throws: error) { try RevisionFolder.revision(text, path: "f.sql") }
    }

    private static let header = "-- revision: a\n-- down_revision: null\n\n"

    @Test(arguments: [
        ("SELECT 1;", RevisionFileError.statementOutsideOfSection(at(4, 1))),
        ("-- swiftmig: upgarde\nSELECT 1;", .unknownDirective("upgarde", nearest: "upgrade", at(4, 1))),
        (
            "-- swiftmig: upgrade\n-- swiftmig: online lock=none\nSELECT 1;",
            .unknownDirective("online", nearest: nil, at(5, 1))
        ),
        (
            "-- swiftmig: upgrade\n-- swiftmig: lock_wait=5s lokc=none\nSELECT 1;",
            .unknownDirective("lokc", nearest: "lock", at(5, 27))
        ),
        (
            "-- swiftmig: upgrade\n-- swiftmig: lock_wait=500ms\nSELECT 1;",
            .badDirectiveValue(key: "lock_wait", expected: "whole seconds from 1s to 1h", found: "500ms", at(5, 14))
        ),
        (
            "-- swiftmig: upgrade\n-- swiftmig: retries=-1\nSELECT 1;",
            .badDirectiveValue(key: "retries", expected: "a number from 0 to 1000", found: "-1", at(5, 14))
        ),
        (
            "-- swiftmig: upgrade\n-- swiftmig: lock=read\nDROP INDEX i ON t;",
            .badDirectiveValue(
                key: "lock",
                expected: "one of default, none, shared, exclusive",
                found: "read",
                at(5, 14)
            )
        ),
        (
            "-- swiftmig: upgrade\n-- swiftmig: retries=1\n-- swiftmig: retries=2\nSELECT 1;",
            .repeatedDirective("retries", at(6, 14))
        ),
        (
            "-- swiftmig: upgrade\n-- swiftmig: algorithm=copy\nCREATE TABLE t (n INT);",
            .directiveNotApplicable("algorithm", .noAlteration, at(5, 14))
        ),
        (
            "-- swiftmig: upgrade\n-- swiftmig: lock=none\nALTER ONLINE TABLE t ADD n INT;",
            .directiveNotApplicable("lock", .saidAlready, at(5, 14))
        ),
        (
            "-- swiftmig: upgrade\n-- swiftmig: algorithm=copy\nALTER TABLE t ADD n INT, algorithm inplace;",
            .directiveNotApplicable("algorithm", .saidAlready, at(5, 14))
        ),
        (
            "-- swiftmig: upgrade\n-- swiftmig: batch key=id\nDELETE FROM t WHERE {range};",
            .missingDirectiveKey("table", of: "batch", at(5, 1))
        ),
        (
            "-- swiftmig: upgrade\n-- swiftmig: batch table=t key=id sise=5\nDELETE FROM t WHERE {range};",
            .unknownDirective("sise", nearest: "size", at(5, 35))
        ),
        (
            "-- swiftmig: upgrade\n-- swiftmig: batch table=t key=id size=0\nDELETE FROM t WHERE {range};",
            .badDirectiveValue(key: "size", expected: "a number of rows from 1 to 10000000", found: "0", at(5, 35))
        ),
        (
            "-- swiftmig: upgrade\n-- swiftmig: batch table=t key=id\nDELETE FROM t WHERE a = '{range}' /* {range} */;",
            .directiveNotApplicable("batch", .noRange, at(5, 1))
        ),
        (
            "-- swiftmig: upgrade\n-- swiftmig: batch table=t key=id\nALTER TABLE t ADD CHECK {range};",
            .directiveNotApplicable("batch", .noRows, at(5, 1))
        ),
        (
            "-- swiftmig: upgrade\n-- swiftmig: lock_wait=5s\n-- swiftmig: downgrade\nSELECT 1;",
            .directiveWithoutStatement("lock_wait=5s", at(5, 1))
        ),
        ("-- swiftmig:\n", .malformedDirective(at(4, 1))),
        ("-- swiftmig: upgrade  fóo=1 b \nSELECT 1;", .unknownParameter("fóo=1 b", of: "upgrade", at(4, 23))),
        (
            "-- swiftmig: upgrade\r\nSELECT 1;\n  -- swiftmig: downgrade x=2",
            .unknownParameter("x=2", of: "downgrade", at(6, 26))
        ),
        ("-- swiftmig: upgrade\n--drop this\nSELECT 1;", .commentWithoutBlank(at(5, 1))),
        ("-- swiftmig: upgrade\n-- swiftmig: upgrade\n", .repeatedSection("upgrade", at(5, 1), first: 4)),
        ("-- swiftmig: irreversible no\nSELECT 1;", .irreversibleWithStatements(at(5, 1))),
        (
            "-- swiftmig: upgrade\nSELECT 'x;",
            .script(.unterminated(.string, line: 5, column: 8), path: "f.sql")
        ),
    ])
    func refusesABody(_ text: String, _ error: RevisionFileError) throws {
        let revision = try RevisionFolder.revision(Self.header + text, path: "f.sql")
        #expect(throws: error) { try revision.script() }
    }

    /// Bytes after a first line, and the offset of the first invalid one.
    @Test(
        arguments: [
            ([0x61, 0xE9, 0x62], 1), ([0xC3, 0xA9, 0xC0, 0xAF], 2), ([0xE2, 0x82, 0xAC, 0xED, 0xA0, 0x80], 3),
            ([0xF0, 0x9F, 0x98], 0), ([0xF4, 0x90, 0x80, 0x80], 0), ([0x80], 0), ([0xE2, 0x82], 0),
            ([0xF0, 0x9F, 0x98, 0x80, 0x00], nil), ([0xEF, 0xBF, 0xBF], nil), ([], nil),
        ] as [([UInt8], Int?)]
    )
    func saysWhichByteIsNotUTF8(_ bytes: [UInt8], _ offset: Int?) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).sql").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let start = "-- revision: a\n-- down_revision: null\n"
        try Data(Array(start.utf8) + bytes).write(to: URL(fileURLWithPath: path))
        guard let offset else {
            #expect(try RevisionFolder.file(path).id == "a")
            return
        }
        let error = #expect(throws: RevisionFileError.self) { try RevisionFolder.file(path) }
        guard case .notUTF8(let location, let found) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
        #expect(found == start.utf8.count + offset)
        #expect(location.line == 3)
    }

    @Test func namesWhatIsNoFile() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID())").path
        let manager = FileManager.default
        defer { try? manager.removeItem(atPath: folder) }
        try manager.createDirectory(atPath: folder + "/a.sql", withIntermediateDirectories: true)
        try manager.createSymbolicLink(atPath: folder + "/b.sql", withDestinationPath: "nowhere")
        #expect(mkfifo(folder + "/c.sql", 0o600) == 0)
        let broken = try RevisionFolder.read([folder]).broken.map(\.error)
        #expect(
            broken == [
                .noFile(path: folder + "/a.sql", .folder), .noFile(path: folder + "/b.sql", .danglingLink),
                .noFile(path: folder + "/c.sql", .other),
            ]
        )
    }

    @Test func readsIrreversible() throws {
        let text = Self.header + "-- swiftmig: upgrade\nSELECT 1;\n-- swiftmig: irreversible rows are gone\n"
        let script = try RevisionFolder.revision(text).script()
        #expect(script.downgrade == .irreversible(reason: "rows are gone", line: 6))
        let without = try RevisionFolder.revision(Self.header + "-- swiftmig: upgrade\nSELECT 1;").script()
        #expect(without.downgrade == .missing)
    }

    @Test func checksumIgnoresCommentsAndLayout() throws {
        let first = Checksum.of("SELECT  1,\n 'a  b' -- why\n")
        #expect(first == Checksum.of("/* x */ SELECT 1, 'a  b'"))
        #expect(first != Checksum.of("SELECT 1, 'a b'"))
        #expect(first != Checksum.of("SELECT /*+ MRR() */ 1, 'a  b'"))
        #expect(first.count == 64)
    }
}

@Suite("Writing revisions")
struct RevisionWriterTests {
    private func folder() throws -> String {
        let path = NSTemporaryDirectory() + "swiftmig-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    private func draft(_ message: String = "add users") throws -> RevisionDraft {
        RevisionDraft(
            id: "1f2e3d4c5b6a",
            downRevisions: ["9a8b7c6d5e4f"],
            created: try #require(UTCDate("2026-11-22T18:31:26Z")),
            message: message,
            upgrade: [
                .init("CREATE TABLE t (a INT)", comments: ["for people"]),
                .init("CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END"), .init("SELECT 1 -- x"),
            ],
            downgrade: .statements([.init("DROP TABLE t")])
        )
    }

    @Test(arguments: [
        "add users", "x: y", "it's \"so\"", "# 1", "two\nlines", "", "null", "ends:", " blank ", "tab\there", "ä",
    ])
    func whatIsWrittenIsRead(_ message: String) throws {
        let draft = try draft(message)
        let revision = try RevisionFolder.revision(draft.render())
        #expect(revision.id == draft.id)
        #expect(revision.downRevisions == draft.downRevisions)
        #expect(revision.created == draft.created)
        #expect(revision.message == message)
        let script = try revision.script()
        #expect(
            script.upgrade.map(\.text) == [
                "CREATE TABLE t (a INT)", "CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END", "SELECT 1",
            ]
        )
        #expect(script.upgrade[0].comments.last?.text == "-- for people")
    }

    @Test(arguments: [
        ("{id}", FileNameTemplateError.unknownToken("id", nearest: nil)),
        ("{slgu}", .unknownToken("slgu", nearest: "slug")), ("%(id)s", .unknownToken("id", nearest: nil)),
        ("{}", .unknownToken("", nearest: nil)), ("a{slug", .unclosed("slug")), ("%(slug", .unclosed("slug")),
        ("slug}", .unopened), ("../{slug}", .leavesFolder), ("/tmp/{slug}", .leavesFolder),
        ("{year}/../../{slug}", .leavesFolder), ("{year}/..", .leavesFolder), (".{slug}", .hidden),
        ("{year}/.x/{slug}", .hidden), ("./{slug}", .hidden),
    ])
    func refusesTemplates(_ template: String, error: FileNameTemplateError) {
        #expect(throws: error) { try FileNameTemplate(template) }
    }

    /// Whatever an id contains, the file is in the folder and is found by the folder's reader.
    @Test(arguments: [
        ("../../x", "_._.._x.sql"), ("/etc/x", "_etc_x.sql"), ("..", "_..sql"), (".x", "_x.sql"),
    ])
    func keepsIDsInTheFolder(_ id: String, name: String) throws {
        var draft = try draft("")
        draft.id = id
        #expect(try RevisionWriter.fileName(draft, RevisionNaming(template: FileNameTemplate("{rev}"))) == name)
    }

    @Test func namesFiles() throws {
        let name = {
            try RevisionWriter.fileName(try draft("Add users & teams!"), RevisionNaming(template: FileNameTemplate($0)))
        }
        #expect(try name("{created}_{revision}_{slug}") == "20261122T183126_1f2e3d4c5b6a_add_users_teams.sql")
        #expect(try name("{year}-{month}-{day}-{hour}{minute}{second}-{epoch}") == "2026-11-22-183126-1795372286.sql")
        #expect(
            try RevisionWriter.fileName(
                draft("!"),
                RevisionNaming(template: FileNameTemplate("{revision}_{slug}"))
            ) == "1f2e3d4c5b6a.sql"
        )
        let long = String(repeating: "word ", count: 20)
        #expect(RevisionWriter.slug(long).count <= 40)
    }

    @Test func neverOverwrites() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = try RevisionWriter.write(draft(), folder: folder, naming: RevisionNaming())
        #expect(try String(contentsOfFile: path, encoding: .utf8) == draft().render())
        #expect(throws: RevisionFileError.fileExists(path: path)) {
            try RevisionWriter.write(draft(), folder: folder, naming: RevisionNaming())
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
    }

    @Test func saysThatAFolderCannotBeWritten() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // A file in place of the folder stops every user, including root.
        try Data().write(to: URL(fileURLWithPath: folder + "/file"))
        let error = #expect(throws: RevisionFileError.self) {
            try RevisionWriter.write(draft(), folder: folder + "/file", naming: RevisionNaming())
        }
        guard case .unwritable(_, let reason) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
        #expect(reason.reason == "Not a directory")
    }

    @Test func randomIDs() {
        let ids = Set((0..<100).map { _ in RevisionID.random() })
        #expect(ids.count == 100)
        #expect(ids.allSatisfy { $0.count == 12 && $0.allSatisfy { $0.isHexDigit && !$0.isUppercase } })
    }

    @Test(arguments: ["1970-01-01T00:00:00Z", "2000-02-29T23:59:59Z", "2026-11-22T18:31:26Z", "2100-03-01T00:00:00Z"])
    func dates(_ text: String) throws {
        let date = try #require(UTCDate(text))
        #expect(date.iso8601 == text)
        #expect(Double(date.epoch) == ISO8601DateFormatter().date(from: text)?.timeIntervalSince1970)
    }
}

@Suite("Chains")
struct ChainTests {
    private func folder(_ files: [String: String]) throws -> String {
        let path = NSTemporaryDirectory() + "swiftmig-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name)) }
        return path
    }

    private func file(_ id: String, _ down: String) -> String { "-- revision: \(id)\n-- down_revision: \(down)\n" }

    @Test func namesTheFilesOfAProblem() throws {
        let folder = try folder([
            "1.sql": file("a", "null"), "2.sql": file("b", "a"), "3.sql": file("b", "a"), "4.sql": file("c", "zz"),
            "5.sql": "nothing", "notes.txt": "", ".6.sql": "",
        ])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(throws: RevisionGraphError.file(.noHeader(path: folder + "/5.sql"))) {
            try RevisionGraph.read([folder])
        }
        let graph = try RevisionGraph.read([folder], .collect)
        #expect(graph.revisions.map(\.id) == ["a", "b", "c"])
        #expect(
            graph.problems == [
                .file(.noHeader(path: folder + "/5.sql")),
                .duplicateRevision(
                    "b",
                    DiagnosticModel.SourceLocation(file: folder + "/3.sql", line: 1, column: 1),
                    first: DiagnosticModel.SourceLocation(file: folder + "/2.sql", line: 1, column: 1)
                ),
                .missingRevision(
                    "zz",
                    key: "down_revision",
                    neededBy: "c",
                    DiagnosticModel.SourceLocation(file: folder + "/4.sql", line: 2, column: 1)
                ),
            ]
        )
    }

    @Test func missingFolder() {
        #expect(throws: RevisionGraphError.file(.folderMissing(path: "/nonexistent/x"))) {
            try RevisionGraph.read(["/nonexistent/x"])
        }
    }

    @Test func aCycleNamesItsMembersAndTheRestStays() throws {
        let revisions = [
            Revision(id: "a", downRevisions: ["c"], path: "a.sql"),
            Revision(id: "b", downRevisions: ["a"], path: "b.sql"),
            Revision(id: "c", downRevisions: ["b"], path: "c.sql"), Revision(id: "d", path: "d.sql"),
        ]
        let error = #expect(throws: RevisionGraphError.self) { try RevisionGraph.build(revisions) }
        guard case .cycle(let ids, let places) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
        #expect(Set(ids) == ["a", "b", "c"])
        #expect(Set(places.map(\.file)) == ["a.sql", "b.sql", "c.sql"])
        #expect(try RevisionGraph.build(revisions, .collect).revisions.count == 4)
    }

    @Test(arguments: [
        "548b+1junk", "", "+", "-", "a b", "a:b", "x@", "@x", "+x", "head+", "1-2-3", "a@b@c",
    ])
    func junkIsAnError(_ text: String) {
        #expect(throws: RevisionTargetError.malformed(text)) { try RevisionTarget(text) }
    }

    @Test(arguments: [
        ("base-1", "relative_out_of_range"), ("head+1", "relative_out_of_range"), ("aaa-99", "relative_out_of_range"),
        ("aa", "ambiguous"), ("aaa", "aaa"), ("aab", "aab1"), ("zz", "none"), ("head-1", "aab1"), ("base+1", "aaa"),
    ])
    func prefixesAndSteps(_ text: String, _ expected: String) throws {
        let graph = try RevisionGraph.build([
            Revision(id: "aaa"), Revision(id: "aab1", downRevisions: ["aaa"]),
            Revision(id: "b", downRevisions: ["aab1"]),
        ])
        let outcome: String
        do {
            outcome = try graph.resolve(RevisionTarget(text)).joined()
        } catch RevisionTargetError.relativeOutOfRange {
            outcome = "relative_out_of_range"
        } catch RevisionTargetError.ambiguousPrefix(_, let candidates) {
            #expect(candidates == ["aaa", "aab1"])
            outcome = "ambiguous"
        } catch RevisionTargetError.noSuchRevision {
            outcome = "none"
        }
        #expect(outcome == expected)
    }

    @Test func orderDoesNotDependOnTheOrderOfFiles() throws {
        let revisions = (0..<40).map { number in
            Revision(
                id: "r\(number)",
                downRevisions: number < 3 ? [] : ["r\(number / 2)", "r\(number / 3)"],
                created: UTCDate(epoch: 1000 + number % 7)
            )
        }
        let expected = try RevisionGraph.build(revisions).revisions.map(\.id)
        for seed in UInt64(0)..<20 {
            var generator = SeededGenerator(seed: seed)
            let shuffled = try RevisionGraph.build(revisions.shuffled(using: &generator))
            #expect(shuffled.revisions.map(\.id) == expected, "seed \(seed)")
        }
    }

    @Test func aThousandFilesAreRead() throws {
        var files: [String: String] = [:]
        for number in 0..<1000 {
            let down = number == 0 ? "null" : "r\(number - 1)"
            files["\(number).sql"] = RevisionFileTests.sample
                .replacingOccurrences(of: "1f2e3d4c5b6a", with: "r\(number)")
                .replacingOccurrences(of: "[9a8b7c6d5e4f, \"0123\"]", with: down)
                .replacingOccurrences(of: "[other]", with: "[]")
                .replacingOccurrences(of: "'add: users'", with: "add users")
        }
        let folder = try folder(files)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try RevisionGraph.read([folder]).heads == ["r999"])
    }

    /// Shows where the clauses of directives are inserted, and that they do not change the checksum of a revision.
    @Test(arguments: [
        ("ALTER TABLE t ADD n INT", "ALTER TABLE t ALGORITHM=INPLACE, LOCK=NONE, ADD n INT"),
        (
            "alter ignore table if exists `a b`.t wait 3\n  drop lock_wait",
            "alter ignore table if exists `a b`.t wait 3 ALGORITHM=INPLACE, LOCK=NONE,\n  drop lock_wait"
        ),
        ("ALTER TABLE t REMOVE PARTITIONING", "ALTER TABLE t ALGORITHM=INPLACE, LOCK=NONE REMOVE PARTITIONING"),
        (
            "CREATE UNIQUE INDEX i ON t (n) -- why\n",
            "CREATE UNIQUE INDEX i ON t (n) ALGORITHM=INPLACE LOCK=NONE"
        ),
        ("DROP INDEX IF EXISTS `on` ON d.t", "ALTER TABLE d.t ALGORITHM=INPLACE, LOCK=NONE, DROP INDEX IF EXISTS `on`"),
    ])
    func directivesBecomeClauses(_ statement: String, _ sent: String) throws {
        let head = "-- revision: a\n-- down_revision: null\n\n-- swiftmig: upgrade\n"
        let directives = "-- swiftmig: algorithm=Inplace lock=none\n-- swiftmig: retries=0 lock_wait=1m\n"
        let plain = try RevisionFolder.revision(head + statement + ";").script().upgrade
        let directed = try RevisionFolder.revision(head + directives + statement + ";").script().upgrade
        #expect(directed[0].textWithClauses == sent)
        #expect(plain[0].textWithClauses == plain[0].text)
        #expect(Checksum.of(directed) == Checksum.of(plain))
        #expect(StatementSettings(of: directed[0]).lockWait == 60)
        #expect(StatementSettings(of: directed[0]).retries == 0)
    }
}
