import Foundation
import SchemaDiff
import SchemaDocument
import SchemaModel
import SchemaSQL
import Testing

@testable import SwiftMigCommands

/// The golden scenarios of `Scenarios`: each says exactly what its file says, runs, reaches what a fresh database would
/// be, is quiet afterwards, and goes back exactly.
///
/// `scripts/record-scenarios` (SWIFTMIG_RECORD=1) writes what comes out into the files instead.
struct ScenarioTests {
    private static let isRecording = ProcessInfo.processInfo.environment["SWIFTMIG_RECORD"] == "1"
    private static let scenarios = Result { try ScenarioFile.all() }
    /// SWIFTMIG_SCENARIOS chooses those whose path holds a text.
    private static let chosen: [ScenarioFile] = {
        let part = ProcessInfo.processInfo.environment["SWIFTMIG_SCENARIOS"] ?? ""
        return ((try? scenarios.get()) ?? []).filter { part.isEmpty || $0.name.contains(part) }
    }()

    @Test func thereAreScenarios() throws {
        #expect(try Self.scenarios.get().count >= 150)
    }

    @Test(arguments: chosen)
    func doesWhatTheFileSays(_ file: ScenarioFile) throws {
        let run = try ScenarioRun(file)
        guard file.runs(on: run.profile) else { return }
        let outcome = try run.outcome()
        if Self.isRecording {
            var file = file
            file.record(outcome, on: run.profile)
            try file.text.write(toFile: file.path, atomically: true, encoding: .utf8)
            return
        }
        for name in ScenarioFile.outputs {
            let (actual, expected) = (outcome[name] ?? "", file.text(name, on: run.profile))
            #expect(actual == expected, "\(name):\n\(actual)\nexpected:\n\(expected)")
        }
    }
}

/// One scenario on databases of its own.
private struct ScenarioRun {
    let file: ScenarioFile
    let live: LiveDatabase
    /// Goes after the one that refers to it.
    let other: LiveDatabase?
    var profile: ServerProfile { live.profile }

    init(_ file: ScenarioFile) throws {
        live = try Self.database()
        other = file.setting("other_database") == "true" ? try Self.database() : nil
        var file = file
        if let name = other?.profile.database {
            for index in file.sections.indices { file.sections[index].text.replace("other_db", with: name) }
        }
        self.file = file
    }

    /// Servers have different default collations; what is compared here shall not.
    private static func database() throws -> LiveDatabase {
        let database = try LiveDatabase()
        try database.run("ALTER DATABASE COLLATE utf8mb4_unicode_ci")
        return try LiveDatabase(connection: database)
    }

    func outcome() throws -> [String: String] {
        var outcome = Dictionary(uniqueKeysWithValues: ScenarioFile.outputs.map { ($0, "") })
        let before = file.text("before", on: profile)
        if !before.isEmpty { try live.apply(live.autogenerate(before).upgrade) }
        for statement in statements(of: "sql") { try live.run(statement) }
        let made = try definitions(in: live)
        let state = try allDefinitions(of: live)
        let queries = statements(of: "kept").map { query in
            let sides = query.components(separatedBy: " => ")
            return (before: sides[0], after: sides[sides.count - 1])
        }
        let kept = try queries.map { try live.rows($0.before) }

        let after = file.text("after", on: profile) == "same" ? before : file.text("after", on: profile)
        let result: AutogenerateResult
        do {
            result = try compare(after, with: live)
        } catch let error as any DiagnosticConvertible {
            let diagnostic = error.diagnostic
            outcome["error"] = anonymous(
                DiagnosticText.render(diagnostic, TextStyle(isColored: false))
                    + "  code: \(diagnostic.code), exit \(diagnostic.exitCode.rawValue)"
            )
            #expect(try allDefinitions(of: live) == state)
            return outcome
        }
        let style = TextStyle(isColored: false)
        outcome["says"] = anonymous(Comparison.warnings(of: result).map { DiagnosticText.render($0, style) }.joined())
        outcome["upgrade"] = anonymous(AutogenerateScript.text(of: result.upgrade))
        outcome["downgrade"] = anonymous(AutogenerateScript.text(of: result.downgrade))
        do {
            try live.apply(result.upgrade)
        } catch let error as ServerError {
            outcome["fails"] = anonymous("\(error.errno) (\(error.sqlState)) \(error.message)")
            return outcome
        }
        let new = try definitions(in: live)
        outcome["created"] = new.filter { pair in !made.contains { $0 == pair } }.map { anonymous($0.text) }
            .joined(separator: "\n\n")
        #expect(try queries.map { try live.rows($0.after) } == kept)
        try checkReached(after)
        try live.apply(result.downgrade)
        if file.setting("lossy") != "true" { #expect(try allDefinitions(of: live) == state) }
        return outcome
    }

    /// The database is now what a fresh one would be, but for what belongs to others; and nothing is left to say.
    private func checkReached(_ after: String) throws {
        let second = try compare(after, with: live, renames: [])
        #expect(second.changes.map(\.summary) == [])
        if ["strangers", "ignore", "ignore_kinds", "column_order"].contains(where: { file.setting($0) != nil }) {
            return
        }
        #expect(second.undecided == [])
        if file.setting("unlike_fresh") != "true" {
            let fresh = try Self.database()
            try fresh.apply(compare(after, with: fresh, renames: []).upgrade)
            #expect(try allDefinitions(of: live) == allDefinitions(of: fresh))
        }
        // What inspect prints is the same schema again.
        let inspected = try live.inspect().schema.withoutInherited(on: profile)
        #expect(try compare(SchemaDocument.yaml(inspected), with: live, renames: []).changes.map(\.summary) == [])
    }

    private func compare(
        _ document: String,
        with database: LiveDatabase,
        renames: [String]? = nil
    ) throws -> AutogenerateResult {
        let strangers = file.list("strangers")
        let options = AutogenerateOptions(
            ignoredTables: file.list("ignore"),
            ignoredKinds: Set(file.list("ignore_kinds").compactMap { StoredObject.Kind(rawValue: $0) }),
            keepsDefiners: file.setting("definer") == "keep",
            dropsUnmanaged: file.setting("drop_unmanaged") == "true",
            renames: try (renames ?? file.list("rename")).map { try Rename(argument: $0) },
            ignoresColumnOrder: file.setting("column_order") == "ignore",
            asksCosts: file.setting("costs") == "true",
            countsRows: file.setting("inspect_rows") == "true"
        )
        return try database.autogenerate(
            SchemaDocument.read(texts: [(document, "models.yaml")]),
            options,
            strangers: Set(strangers)
        )
    }

    private func statements(of section: String) -> [String] {
        file.text(section, on: profile).components(separatedBy: ";\n")
            .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
            .map { $0.hasSuffix(";") ? String($0.dropLast()) : $0 }
            .filter { !$0.isEmpty }
    }

    // MARK: - What is there

    private func allDefinitions(of database: LiveDatabase) throws -> [String: String] {
        try database.definitions().merging(database.objectDefinitions()) { first, _ in first }
    }

    /// SHOW CREATE of everything, tables first, each kind by name.
    private func definitions(in database: LiveDatabase) throws -> [(name: String, text: String)] {
        let tables = try database.definitions().keys.sorted().map { name in
            let text = try database.rows("SHOW CREATE TABLE `\(name)`").first?[1] ?? ""
            // MariaDB 11.8.9 prints quotes around the values of options that an engine defines, 11.8.6 did not.
            let shown = text.replacing(#/ AUTO_INCREMENT=\d+/#, with: "")
                .replacing(#/(`\w+`=)'(\w+)'/#) { "\($0.1)\($0.2)" }
            return (name, shown + ";")
        }
        let keepsDefiners = file.setting("definer") == "keep"
        let objects = try database.objectDefinitions(keepsDefiners: keepsDefiners).sorted { $0.key < $1.key }
        return tables + objects.map { ($0.key, $0.value.drop { $0 != " " }.dropFirst() + ";") }
    }

    /// Without the name of the test's own database and names that the server made up.
    private func anonymous(_ text: String) -> String {
        var text = text
        if let name = other?.profile.database { text.replace(name, with: "other_db") }
        let anonymous = text.replacing("`\(profile.database)`.", with: "").replacing(profile.database, with: "db")
            .replacing(profile.displayName, with: "this server").replacing(#/#sql-[-\w]+/#, with: "#sql")
        return ScenarioFile.trimmed(anonymous)
    }
}
