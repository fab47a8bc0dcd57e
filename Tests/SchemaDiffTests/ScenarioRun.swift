import DiagnosticModel
import Foundation
import FoundationEssentials
import SQLStatements
import SchemaDiff
import SchemaDocument
import SchemaInspector
import SchemaModel
import ServerPort
import Testing

@testable import SwiftMigCommands

/// One scenario with its databases.
struct ScenarioRun {
    let file: ScenarioFile
    let live: LiveDatabase
    /// Must be dropped after `live`, which refers to it.
    let other: LiveDatabase?
    var profile: ServerProfile { live.profile }

    private init(file: ScenarioFile, live: LiveDatabase, other: LiveDatabase?) {
        (self.file, self.live, self.other) = (file, live, other)
    }

    init(_ file: ScenarioFile) throws {
        live = try Self.database()
        other = file.setting("other_database") == "true" ? try Self.database() : nil
        var file = file
        if let name = other?.profile.database {
            for index in file.sections.indices { file.sections[index].text.replace("other_db", with: name) }
        }
        self.file = file
    }

    /// Servers have different default collations, but comparisons must not depend on them.
    static func database() throws -> LiveDatabase {
        let database = try LiveDatabase()
        try database.run("ALTER DATABASE COLLATE utf8mb4_unicode_ci")
        return try LiveDatabase(connection: database)
    }

    /// Creates the database in its initial state: from its document, then changed by its statements.
    ///
    /// - Returns: A run with the session's mode after the statements.
    func made() throws -> ScenarioRun {
        let before = file.text("before", on: profile)
        if !before.isEmpty { try live.apply(live.autogenerate(before).upgrade) }
        for statement in statements(of: "sql") { try live.run(statement) }
        return try ScenarioRun(file: file, live: LiveDatabase(connection: live), other: other)
    }

    /// - Parameter reached: Checks that a run with rows reaches the same result. Not called unless all scripts finish.
    func outcome(_ reached: (ScenarioRows.Schemas) throws -> Void) throws -> [String: String] {
        var outcome = Dictionary(uniqueKeysWithValues: ScenarioFile.outputs.map { ($0, "") })
        let old = try definitions(in: live)
        let state = try allDefinitions(of: live)
        let queries = statements(of: "kept").map { query in
            let sides = query.components(separatedBy: " => ")
            return (before: sides[0], after: sides[sides.count - 1])
        }
        let kept = try queries.map { try live.rows($0.before) }

        let schema = try live.inspect().schema
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
        outcome["created"] = new.filter { pair in !old.contains { $0 == pair } }.map { anonymous($0.text) }
            .joined(separator: "\n\n")
        #expect(try queries.map { try live.rows($0.after) } == kept)
        try checkReached(after)
        let target = try live.inspect().schema
        let definitions = try anonymous(allDefinitions(of: live))
        try live.apply(result.downgrade)
        if file.setting("lossy") != "true" { #expect(try allDefinitions(of: live) == state) }
        try reached(.init(before: schema, after: target, definitions: definitions, renames: renames(to: after)))
        return outcome
    }

    /// Checks that the database equals a fresh one, except for unmanaged objects, and that nothing is left to report.
    func checkReached(_ after: String) throws {
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
        // The output of inspect is the same schema.
        let inspected = try live.inspect().schema.withoutInherited(on: profile)
        #expect(try compare(SchemaDocument.yaml(inspected), with: live, renames: []).changes.map(\.summary) == [])
    }

    func compare(
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

    /// The document to compare the database with.
    var after: String {
        let text = file.text("after", on: profile)
        return text == "same" ? file.text("before", on: profile) : text
    }

    /// Returns the renames according to the models and the options.
    func renames(to document: String) throws -> [Rename] {
        let schema = try SchemaDocument.read(texts: [(document, "models.yaml")])
        let tables = schema.tables.compactMap { table in
            table.renamedFrom.map { Rename(from: $0, to: table.name) }
        }
        let columns = schema.tables.flatMap { table in
            table.columns.compactMap { column in
                column.renamedFrom.map { Rename(table: table.name, from: $0, to: column.name) }
            }
        }
        return try file.list("rename").map { try Rename(argument: $0) } + tables + columns
    }

    func statements(of section: String) -> [String] {
        file.text(section, on: profile).components(separatedBy: ";\n")
            .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
            .map { $0.hasSuffix(";") ? String($0.dropLast()) : $0 }
            .filter { !$0.isEmpty }
    }

    // MARK: - Definitions

    func allDefinitions(of database: LiveDatabase) throws -> [String: String] {
        try database.definitions().merging(database.objectDefinitions()) { first, _ in first }
    }

    /// Returns SHOW CREATE for everything: tables first, and each kind by name.
    func definitions(in database: LiveDatabase) throws -> [(name: String, text: String)] {
        let tables = try database.definitions().keys.sorted().map { name in
            let text = try database.rows("SHOW CREATE TABLE `\(name)`").first?[1] ?? ""
            // MariaDB 11.8.9 quotes the values of engine-defined options, 11.8.6 does not.
            let shown = text.replacing(#/ AUTO_INCREMENT=\d+/#, with: "")
                .replacing(#/(`\w+`=)'(\w+)'/#) { "\($0.1)\($0.2)" }
            return (name, shown + ";")
        }
        let keepsDefiners = file.setting("definer") == "keep"
        let objects = try database.objectDefinitions(keepsDefiners: keepsDefiners).sorted { $0.key < $1.key }
        return tables + objects.map { ($0.key, $0.value.drop { $0 != " " }.dropFirst() + ";") }
    }

    /// Removes the name of the test's database and names that the server generated.
    func anonymous(_ text: String) -> String {
        var text = text
        if let name = other?.profile.database { text.replace(name, with: "other_db") }
        let anonymous = text.replacing("`\(profile.database)`.", with: "").replacing(profile.database, with: "db")
            .replacing(profile.displayName, with: "this server").replacing(#/#sql-[-\w]+/#, with: "#sql")
        return ScenarioFile.trimmed(anonymous)
    }
}
