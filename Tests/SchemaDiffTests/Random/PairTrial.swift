import Foundation
import SQLStatements
import SchemaDiff
import SchemaDocument
import SchemaModel
import TestSupport
import Testing

/// Tries one pair with rows: the script from one schema to the other runs, keeps the values, reaches exactly what a
/// fresh database would have, and leaves nothing to report. Its downgrade restores exactly what was there.
struct PairTrial {
    enum Stage: String {
        case firstSchema = "the first schema is made"
        case firstIsQuiet = "the first schema is as declared"
        case rows = "the rows are inserted"
        case secondSchema = "the second schema is made afresh"
        case comparison = "the two are compared"
        case upgrade = "the upgrade runs"
        case target = "the upgrade reaches what a fresh database is"
        case secondIsQuiet = "nothing is left to report"
        case values = "values are kept by the upgrade"
        case downgrade = "the downgrade runs"
        case restored = "the downgrade restores what was there"
        case restoredValues = "values are kept there and back"
    }

    struct Failure {
        var stage: Stage
        var reason: String
        var upgrade: [ScriptStatement] = []
        var downgrade: [ScriptStatement] = []
    }

    let pair: SchemaPair
    private let settings: TrialSettings
    private let live: LiveDatabase
    private let fresh: LiveDatabase
    /// A session in `live` whose mode stores and shows every value unchanged.
    private let plain: LiveDatabase
    private let rows: RandomRows

    private init(_ pair: SchemaPair, _ settings: TrialSettings) throws {
        self.pair = pair
        self.settings = settings
        live = try Self.database(settings)
        fresh = try Self.database(settings)
        plain = try LiveDatabase(sharing: live)
        try plain.run("SET SESSION sql_mode = 'STRICT_ALL_TABLES'")
        rows = RandomRows(pair, settings)
    }

    private static func database(_ settings: TrialSettings) throws -> LiveDatabase {
        let database = try LiveDatabase(on: settings.keepsLowerCase ? PrivateServer.sharedInLowerCase : nil)
        guard let mode = settings.sqlMode else { return database }
        try database.run("SET SESSION sql_mode = '\(mode)'")
        return try LiveDatabase(connection: database)
    }

    /// Returns what goes wrong, or nil if nothing does.
    static func failure(of pair: SchemaPair, _ settings: TrialSettings) throws -> Failure? {
        try PairTrial(pair, settings).run()
    }

    private func run() -> Failure? {
        var stage = Stage.firstSchema
        var upgrade: [ScriptStatement] = []
        var downgrade: [ScriptStatement] = []
        func expect<Value: Equatable>(_ actual: Value, _ expected: Value) throws {
            if actual != expected { throw Mismatch(text: "actual: \(actual)\nexpected: \(expected)") }
        }
        let (before, after) = (settings.spelled(pair.before), settings.spelled(pair.after))
        do {
            try apply(live.autogenerate(before).upgrade, to: live)
            stage = .firstIsQuiet
            try expectQuiet(live.autogenerate(before))
            stage = .rows
            try insertRows()
            let original = try state(of: live)
            let values = try values(isAfter: false)
            stage = .secondSchema
            try apply(fresh.autogenerate(after).upgrade, to: fresh)
            stage = .comparison
            let result = try live.autogenerate(after)
            try expect(result.undecided.map(\.object), [])
            (upgrade, downgrade) = (result.upgrade, result.downgrade)
            stage = .upgrade
            try apply(upgrade, to: live)
            stage = .target
            try compare(state(of: live), state(of: fresh))
            stage = .secondIsQuiet
            try expectQuiet(live.autogenerate(after))
            stage = .values
            try expectKept(values, self.values(isAfter: true), upgrade)
            stage = .downgrade
            try apply(downgrade, to: live)
            stage = .restored
            try compare(state(of: live), original)
            stage = .restoredValues
            try expectKept(values, self.values(isAfter: false), upgrade + downgrade)
            return nil
        } catch {
            return Failure(stage: stage, reason: "\(error)", upgrade: upgrade, downgrade: downgrade)
        }
    }

    private func apply(_ script: [ScriptStatement], to database: LiveDatabase) throws {
        for statement in script {
            do {
                try database.run(statement.sql)
            } catch {
                throw Mismatch(text: "\(error)\nin \(statement.sql)")
            }
        }
    }

    private func insertRows() throws {
        try plain.run("SET foreign_key_checks = 0")
        for statement in rows.statements(dialect: SQLDialect()) {
            try apply([ScriptStatement(sql: statement, comments: [])], to: plain)
        }
    }

    // MARK: - Expectations

    private struct Mismatch: Error, CustomStringConvertible {
        var text: String
        var description: String { text }
    }

    private func expectQuiet(_ result: AutogenerateResult) throws {
        if !result.changes.isEmpty || !result.undecided.isEmpty {
            throw Mismatch(
                text: (result.changes.map(\.summary) + result.undecided.map(\.reason)).joined(separator: "\n")
            )
        }
    }

    private func state(of database: LiveDatabase) throws -> [String: String] {
        try database.definitions().merging(database.objectDefinitions()) { first, _ in first }
            // A partitioned Aria table loses this in an ALTER.
            .mapValues { $0.replacing(" PAGE_CHECKSUM=1", with: "") }
            // MariaDB writes the new name of a renamed table into its triggers with the session's quotes.
            .mapValues { $0.replacing(#/ ON "(\w+)" FOR EACH ROW/#) { " ON `\($0.1)` FOR EACH ROW" } }
    }

    /// Throws an error that names the first difference.
    private func compare(_ actual: [String: String], _ expected: [String: String]) throws {
        for name in Set(actual.keys).union(expected.keys).sorted() where actual[name] != expected[name] {
            throw Mismatch(text: "actual: \(actual[name] ?? "none")\nexpected: \(expected[name] ?? "none")")
        }
    }

    // MARK: - Values

    /// Returns, by table and key, the values of the columns in both schemas, by the names of the first schema.
    private func values(isAfter: Bool) throws -> [String: [String: [String]]] {
        var values: [String: [String: [String]]] = [:]
        for table in pair.before.tables {
            let columns = rows.keptColumns(of: table)
            guard !columns.isEmpty, let other = pair.counterpart(of: table) else { continue }
            let owner = isAfter ? other : table
            let dialect = SQLDialect()
            let names = columns.map { pair in
                let name = isAfter ? pair.after : pair.before
                let quoted = dialect.quotedIdentifier(name)
                return switch owner.column(named: name)?.type {
                case .bit: "\(quoted) + 0"
                case .spatial: "ST_AsText(\(quoted))"
                default: quoted
                }
            }
            let key = columns.firstIndex { $0.before == table.primaryKey?.parts.first?.columnName } ?? 0
            var byKey: [String: [String]] = [:]
            for row in try plain.rows(
                "SELECT \(names.joined(separator: ", ")) FROM \(dialect.quotedIdentifier(owner.name))"
            ) {
                byKey[row[key] ?? ""] = row.map { $0.map(ColumnValues.essence) ?? "NULL" }
            }
            values[table.name] = byKey
        }
        return values
    }

    private func expectKept(
        _ before: [String: [String: [String]]],
        _ after: [String: [String: [String]]],
        _ script: [ScriptStatement]
    ) throws {
        for table in pair.before.tables {
            let names = [table.name, pair.counterpart(of: table)?.name].map { $0?.lowercased() }
            // A partition may be dropped with its rows. The script says so.
            let isShrinking = script.contains { statement in
                statement.sql.contains("DROP PARTITION")
                    && names.contains { $0.map { statement.sql.lowercased().contains("`\($0)`") } == true }
            }
            let columns = rows.keptColumns(of: table).map(\.before)
            for (key, values) in (before[table.name] ?? [:]).sorted(by: { $0.key < $1.key }) {
                let kept = after[table.name]?[key]
                if kept == nil, isShrinking { continue }
                guard kept != values else { continue }
                throw Mismatch(
                    text: "\(table.name) \(columns)\nactual: \(kept ?? [])\nexpected: \(values)"
                )
            }
        }
    }
}
