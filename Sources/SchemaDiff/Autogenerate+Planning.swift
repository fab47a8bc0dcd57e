internal import SQLStatements
internal import SchemaModel
internal import ServerPort

/// Both scripts of a difference.
struct PlannedScripts {
    var upgrade: [ScriptStatement]
    var downgrade: [ScriptStatement]
    /// For each table that the scripts alter, a column that contains dates with zeros.
    var zeroDates: [String: String] = [:]
}

/// The last two stages: the statements that make the changes, and the result with both scripts.
extension Autogenerate {
    func plan(_ difference: SchemaDifference) throws -> PlannedScripts {
        let reversed = difference.reversed
        let filledTables = try filledTables(in: difference)
        func scripts(_ zeroDates: [String: String]) -> PlannedScripts {
            let there = Planner(profile: profile, zeroDates: zeroDates)
            let back = Planner(profile: profile, zeroDates: difference.renames.inverted(zeroDates))
            return PlannedScripts(
                upgrade: there.script(for: difference, filledTables: filledTables),
                downgrade: back.script(for: reversed, isReverting: true),
                zeroDates: zeroDates
            )
        }
        // Only the scripts tell which tables are altered.
        let plain = scripts([:])
        let zeroDates = try zeroDates(before: plain, live: difference.before, renames: difference.renames)
        return zeroDates.isEmpty ? plain : scripts(zeroDates)
    }

    /// Returns the altered tables that have rows and get a new column whose values the rows must be given.
    private func filledTables(in difference: SchemaDifference) throws -> Set<String> {
        var filled: Set<String> = []
        for case .alterTable(let alteration) in difference.changes {
            let needsValues = alteration.changes.contains { change in
                guard case .addColumn(let column, _) = change else { return false }
                return !column.isNullable && column.defaultValue == nil && column.generated == nil
            }
            guard needsValues else { continue }
            let name = difference.renames.tables[alteration.after.name] ?? alteration.after.name
            do {
                let rows = try executor.execute("SELECT 1 FROM \(profile.dialect.quotedIdentifier(name)) LIMIT 1").rows
                if rows.first != nil { filled.insert(alteration.after.name) }
            } catch let error as ServerError where !error.isConnectionLost {
                // A table that may not be read counts as filled, because the three steps also work on an empty table.
                filled.insert(alteration.after.name)
            }
        }
        return filled
    }

    /// - Parameter declared: The defaults that the models want for the database.
    func render(
        _ scripts: PlannedScripts,
        of difference: SchemaDifference,
        declared: DatabaseDefaults?,
        into result: inout AutogenerateResult
    ) {
        result.upgrade = scripts.upgrade
        result.downgrade = scripts.downgrade
        result.changes = scripts.upgrade.sorting(difference.changes.flatMap(\.summaries))
        result.renameSuggestions = RenameSuggestion.suggestions(in: difference.changes)
        addDatabaseDefault(to: &result, declared: declared)
    }

    /// The change comes first in the upgrade and last in the downgrade, because new tables inherit the default.
    private func addDatabaseDefault(to result: inout AutogenerateResult, declared: DatabaseDefaults?) {
        let before = profile.databaseDefault
        let after = profile.databaseDefault(declared: declared)
        if before == after { return }
        func change(to value: CharsetAndCollation) -> ChangeSummary {
            let summary = "change the database: character set \(value.charset), collation \(value.collation)"
            return ChangeSummary(kind: "change_database", object: profile.database, summary: summary, hazards: [])
        }
        func statement(_ value: CharsetAndCollation) -> ScriptStatement {
            let sql = "ALTER DATABASE CHARACTER SET = \(value.charset) COLLATE = \(value.collation)"
            return ScriptStatement(sql: sql, making: [change(to: value)], notes: change(to: value).notes)
        }
        result.changes.insert(change(to: after), at: 0)
        result.upgrade.insert(statement(after), at: 0)
        result.downgrade.append(statement(before))
    }
}
