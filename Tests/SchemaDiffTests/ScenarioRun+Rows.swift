import SchemaDiff
import SchemaModel
import ServerPort
import Testing

extension ScenarioRun {
    /// Runs the upgrade and downgrade with rows in every table. They must reach the same result as without rows, and
    /// keep the values of columns that remain.
    func checkOverRows(_ schemas: ScenarioRows.Schemas) throws {
        let rows = ScenarioRows(schemas, flavor: profile.flavor)
        // A session that stores and shows every value unchanged.
        let plain = try LiveDatabase(sharing: live)
        try plain.run("SET SESSION sql_mode = 'STRICT_ALL_TABLES'", "SET foreign_key_checks = 0")
        let chosen = statements(of: "rows")
        for statement in chosen { try plain.run(statement) }
        let empty = try rows.fill(plain)
        #expect(empty == [:], "no rows in these: choose some in a section `rows`")
        let before = try allDefinitions(of: live)
        let values = try rows.values(in: plain, isAfter: false)

        let result = try compare(after, with: live)
        if file.setting("rows_fail") != nil {
            #expect(throws: ServerError.self, "over rows") { try live.apply(result.upgrade) }
            return
        }
        try run(result.upgrade, "upgrade over rows")
        #expect(try anonymous(allDefinitions(of: live)) == schemas.definitions, "over rows")
        #expect(try compare(after, with: live, renames: []).changes.map(\.summary) == [], "over rows")
        func expectKept(isAfter: Bool, _ script: [ScriptStatement]) throws {
            for (table, kept) in try rows.values(in: plain, isAfter: isAfter) where !Self.dropsRows(of: table, script) {
                #expect(kept == values[table], "\(table) after \(script.map(\.sql).joined(separator: ";\n"))")
            }
        }
        try expectKept(isAfter: true, result.upgrade)
        if file.setting("rows_fail_back") != nil {
            #expect(throws: ServerError.self, "over rows") { try live.apply(result.downgrade) }
            return
        }
        try run(result.downgrade, "downgrade over rows")
        if file.setting("lossy") == "true" { return }
        #expect(try allDefinitions(of: live) == before, "over rows")
        try expectKept(isAfter: false, result.upgrade + result.downgrade)
    }

    /// A partition may be dropped with its rows. The script says so.
    private static func dropsRows(of table: String, _ script: [ScriptStatement]) -> Bool {
        script.contains { $0.sql.contains("DROP PARTITION") && $0.sql.contains("`\(table)`") }
    }

    private func run(_ script: [ScriptStatement], _ what: String) throws {
        for statement in script {
            do {
                try live.run(statement.sql)
            } catch {
                throw ScenarioError(
                    "\(what): \(error)\nin \(statement.sql)\nof:\n\(script.map(\.sql).joined(separator: ";\n"))"
                )
            }
        }
    }

    func anonymous(_ definitions: [String: String]) -> [String: String] { definitions.mapValues { anonymous($0) } }
}
