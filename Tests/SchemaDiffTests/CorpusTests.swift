import Foundation
import MariaDBClient
import SchemaDiff
import SchemaDocument
import SchemaInspector
import SchemaModel
import ServerPort
import SwiftMigPlatform
import Testing

/// Walks through every schema in the files of a corpus (`SWIFTMIG_CORPUS`, the folder of MariaDB's regression tests:
/// see `scripts/corpus`). Each schema is inspected and written as a document, and autogenerate goes to it from the
/// previous one and back. Refusals and failures are counted, and listed in `SWIFTMIG_CORPUS_REPORT`.
struct CorpusTests {
    static let folder = ProcessInfo.processInfo.environment["SWIFTMIG_CORPUS"]
    static let parts = 4

    @Test(.enabled(if: folder != nil), arguments: 0..<parts)
    func everySchemaIsReachedAndLeft(part: Int) throws {
        let folder = try #require(Self.folder)
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".test") || $0.hasSuffix(".inc") }
            .sorted()
        for (index, name) in names.enumerated() where index % Self.parts == part {
            let file = try CorpusFile(path: folder + "/" + name, name: name)
            guard !file.statements.isEmpty else { continue }
            try CorpusWalk(file: file).run()
        }
        let report = CorpusReport.shared.text()
        if let path = ProcessInfo.processInfo.environment["SWIFTMIG_CORPUS_REPORT"] {
            try report.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(CorpusReport.shared.failures == 0, "\(report)")
    }
}

/// The findings of all walks, from all threads.
final class CorpusReport: Sendable {
    static let shared = CorpusReport()

    struct Entry: Sendable {
        var file: String
        var statement: String
        var reason: String
    }

    private struct State {
        var seen: Set<Int> = []
        var schemas = 0
        var transitions = 0
        var refused: [Entry] = []
        var failed: [Entry] = []
    }
    private let state = Monitor(State())

    var failures: Int { state.access { $0.failed.count } }

    func isNew(_ hash: Int) -> Bool { state.access { $0.seen.insert(hash).inserted } }
    func passed() { state.access { $0.transitions += 1 } }
    func countSchema() { state.access { $0.schemas += 1 } }
    func refuse(_ entry: Entry) { state.access { $0.refused.append(entry) } }
    func fail(_ entry: Entry) { state.access { $0.failed.append(entry) } }

    func text() -> String {
        let state = state.access { $0 }
        var text = """
            \(state.schemas) schemas, \(state.transitions) transitions there and back, \
            \(state.refused.count) refused, \(state.failed.count) failed\n
            """
        for (title, entries) in [("REFUSED", state.refused), ("FAILED", state.failed)] {
            for entry in entries.sorted(by: { $0.file < $1.file }) {
                text += "\n\(title) \(entry.file)\n\(entry.statement.prefix(600))\n→ \(entry.reason)\n"
            }
        }
        return text
    }
}

/// One file's walk through its schemas: the source runs the statements, and the target follows with scripts.
private final class CorpusWalk {
    private let file: CorpusFile
    private let source: LiveDatabase
    private var target: LiveDatabase
    /// The source's definitions when the target last followed it; nil if the target could not follow.
    private var last: [String: String]? = [:]
    private let report = CorpusReport.shared
    private static let limit = "SET SESSION max_statement_time = 20"

    init(file: CorpusFile) throws {
        self.file = file
        source = try LiveDatabase()
        target = try LiveDatabase()
        try source.run(Self.limit)
        try target.run(Self.limit, "SET SESSION innodb_strict_mode = 0")
    }

    func run() throws {
        let reader = try LiveDatabase(sharing: source)
        for statement in file.statements where isAllowed(statement) {
            do {
                try source.run(statement)
            } catch let error as ServerError {
                guard error.isConnectionLost else { continue }
                fail(statement, "the server hung up: \(error.message)")
                return
            }
            guard !statement.lowercased().hasPrefix("set") else { continue }
            // Skips broken views and MERGE tables over missing tables, because they cannot be recreated.
            guard let now = try? reader.allDefinitions(), now != last, try !reader.hasBrokenView() else { continue }
            var hasher = Hasher()
            hasher.combine(now)
            hasher.combine(last)
            guard report.isNew(hasher.finalize()) else {
                last = nil
                continue
            }
            report.countSchema()
            last = follow(statement, reader, now) ? now : nil
        }
    }

    /// Returns false for statements that affect more than the database or the session.
    private func isAllowed(_ statement: String) -> Bool {
        let text = statement.lowercased()
        if text.hasPrefix("set") {
            let isForeign = ["global", "foreign_key", "password", "statement", "role", "debug", "wsrep", "transaction"]
                .contains {
                    text.contains($0)
                }
            return !isForeign
        }
        let words = text.split(whereSeparator: \.isWhitespace)
        let isForeign = words.prefix(4).contains { word in
            ["database", "schema", "user", "server", "tablespace", "logfile", "temporary", "role", "package", "undo"]
                .contains(word)
        }
        let places = ["@@global", "data directory", "mysql.", "`mysql`.", "_schema.", "wsrep", "debug"]
        return !isForeign && !places.contains { text.contains($0) }
    }

    /// Returns whether the target reached the source's current definitions.
    private func follow(_ statement: String, _ reader: LiveDatabase, _ now: [String: String]) -> Bool {
        do {
            let inspection = try reader.inspect()
            let unknown =
                inspection.notUnderstood.map { "\($0.table): \($0.reason)" }
                + inspection.objectsNotUnderstood.map { "\($0.id.name): \($0.reason)" }
                + inspection.others.map { "\($0.name): \($0.kind)" }
            guard unknown.isEmpty else {
                report.refuse(entry(statement, unknown.joined(separator: "; ")))
                return false
            }
            if last == nil {
                target = try LiveDatabase()
                try target.run(Self.limit, "SET SESSION innodb_strict_mode = 0")
            }
            let before = try target.allDefinitions()
            // An empty document is invalid.
            let isEmpty = inspection.schema.tables.isEmpty && inspection.schema.objects.isEmpty
            func written(_ text: String, _ file: String) throws -> Schema {
                isEmpty ? Schema() : try SchemaDocument.read(texts: [(text, file)])
            }
            let declared = try written(SchemaDocument.yaml(inspection.schema), "models.yaml")
            let result = try target.autogenerate(declared)
            guard result.undecided.isEmpty else { return fail(statement, "undecided: \(result.undecided)") }
            try apply(result.upgrade, "upgrade")
            if let difference = try difference(target.allDefinitions(), now, isSpelledAnew: true) {
                return fail(statement, "reached\n\(difference)\nby \(script(result.upgrade))")
            }
            let again = try target.autogenerate(written(SchemaDocument.json(inspection.schema), "models.json"))
            guard again.changes.isEmpty else { return fail(statement, "not quiet: \(script(again.upgrade))") }
            try apply(result.downgrade, "downgrade")
            if let difference = try difference(target.allDefinitions(), before) {
                return fail(statement, "went back to\n\(difference)\nby \(script(result.downgrade))")
            }
            try apply(target.autogenerate(declared).upgrade, "second upgrade")
            report.passed()
            return true
        } catch let error as DeclaredTableRejected {
            report.refuse(entry(statement, "the strict session refuses \(error.table.name): \(error.error.message)"))
        } catch let error as ImpossibleForeignKey {
            report.refuse(entry(statement, "no server takes \(error.key.name) of \(error.table): \(error.reason)"))
        } catch {
            fail(statement, "\(error)")
        }
        return false
    }

    private struct Refused: Error, CustomStringConvertible {
        var description: String
    }

    private func apply(_ statements: [ScriptStatement], _ name: String) throws {
        do {
            try target.apply(statements)
        } catch let error as ServerError {
            throw Refused(description: "\(name): \(error.errno) \(error.message) in \(script(statements))")
        }
    }

    private func script(_ statements: [ScriptStatement]) -> String {
        statements.map(\.sql).joined(separator: ";\n")
    }

    /// A document does not preserve how the heads of triggers and routines were typed.
    private func difference(
        _ actual: [String: String],
        _ expected: [String: String],
        isSpelledAnew: Bool = false
    ) -> String? {
        func meaning(_ name: String, _ text: String?) -> String? {
            guard isSpelledAnew, ["trigger ", "procedure ", "function "].contains(where: name.hasPrefix) else {
                return text
            }
            return text?.lowercased().replacing("if not exists", with: "").filter { !$0.isWhitespace && $0 != "`" }
        }
        for name in Set(actual.keys).union(expected.keys).sorted()
        where meaning(name, actual[name]) != meaning(name, expected[name]) {
            return "\(name): \(actual[name] ?? "none")\ninstead of \(expected[name] ?? "none")"
        }
        return nil
    }

    private func entry(_ statement: String, _ reason: String) -> CorpusReport.Entry {
        CorpusReport.Entry(file: file.name, statement: statement, reason: reason)
    }

    @discardableResult
    private func fail(_ statement: String, _ reason: String) -> Bool {
        report.fail(entry(statement, reason))
        return false
    }
}

extension LiveDatabase {
    /// Returns the definitions of tables and all other objects.
    fileprivate func allDefinitions() throws -> [String: String] {
        try definitions().merging(objectDefinitions()) { table, _ in table }
    }

    fileprivate func hasBrokenView() throws -> Bool {
        let views = try rows("SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()")
        return views.contains { view in
            (try? connection.execute("SELECT 1 FROM `\(view[0] ?? "")` LIMIT 0")) == nil
        }
    }
}
