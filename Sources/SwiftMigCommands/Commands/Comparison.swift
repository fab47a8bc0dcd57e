internal import DiagnosticModel
internal import MigrationRunner
internal import MigrationSession
internal import ModelSources
internal import Revisions
internal import SchemaDiff
internal import SchemaInspector
internal import SchemaModel
internal import SwiftMigConfiguration
internal import SwiftMigDiagnostics
internal import SwiftMigPlatform

/// The options of a comparison.
package struct ComparisonOptions: Sendable {
    package var dropsUnmanaged: Bool
    /// The renames as `old:new`, as typed.
    package var renames: [String]
    /// Whether to count the rows that hazards affect.
    package var inspectsRows: Bool
    /// Whether to verify every table on MySQL by SHOW CREATE TABLE, which doubles the time. Otherwise they are verified
    /// only if the database differs.
    package var isStrict: Bool

    package init(
        dropsUnmanaged: Bool = false,
        renames: [String] = [],
        inspectsRows: Bool = false,
        isStrict: Bool = false
    ) {
        self.isStrict = isStrict
        self.dropsUnmanaged = dropsUnmanaged
        self.renames = renames
        self.inspectsRows = inspectsRows
    }
}

/// A comparison of models with the database, for check, diff and revision --autogenerate.
struct Comparison {
    let result: AutogenerateResult
    let warnings: [Diagnostic]

    /// The text for a comparison without changes.
    var emptyText: String {
        if result.undecided.isEmpty { return "No differences: the database matches the models." }
        let names = result.undecided.map(\.object).joined(separator: ", ")
        return "No differences in what could be compared; not compared: \(names)."
    }

    /// - Parameters:
    ///   - models: The result of `ModelLoader.start`, from before the session was opened.
    ///   - chain: The revisions. What the applied ones have made is dropped when the models no longer declare it.
    ///   - writesScript: Whether users will read and run the script. If so, the server is asked about costs and the
    ///     user about renames.
    static func run(
        _ options: ComparisonOptions,
        configuration: Configuration,
        models: Background<Schema>?,
        session: Session,
        chain: Chain,
        writesScript: Bool = false,
        in context: Context
    ) throws -> Comparison {
        let renames = try options.renames.map(Rename.init(argument:))
        let profile = try session.profile()
        let scope: OracleScope = options.isStrict ? .all : .none
        let (declared, first) = try read(models, configuration, session, profile, scope, in: context)
        var live = first
        live.restoreDanglingKeys(of: declared)
        let runner = session.runner(chain, configuration, in: context)
        var known: OwnObjects?
        // Reads every applied revision, so it does that only if it is asked, and once.
        func own() throws -> OwnObjects {
            if let known { return known }
            let own = try chain.ownObjects(at: try runner.versionRows(), on: profile)
            known = own
            return own
        }
        func compare(_ renames: [Rename]) throws -> AutogenerateResult {
            let start = ContinuousClock.now
            defer {
                let seconds = (ContinuousClock.now - start).inSeconds
                context.messages.detail("Compared \(live.schema.tables.count) tables in \(seconds) s")
            }
            return try Autogenerate.run(
                declared: declared,
                live: live.schema,
                notUnderstood: live.reasonsNotUnderstood,
                profile: profile,
                executor: session.executor,
                options: AutogenerateOptions(
                    ignoredTables: configuration.ignoreTables,
                    ignoredKinds: configuration.ignoreKinds,
                    keepsDefiners: configuration.keepsDefiners,
                    dropsUnmanaged: options.dropsUnmanaged,
                    renames: renames,
                    ignoresColumnOrder: configuration.ignoresColumnOrder,
                    asksCosts: writesScript,
                    countsRows: options.inspectsRows
                ),
                objects: ObjectSources(
                    notUnderstood: live.reasonsObjectsNotUnderstood,
                    own: { try own().storedObjects },
                    makeScratch: { try context.optionalScratch(configuration, like: profile) }
                ),
                ownTables: { try own().tables }
            )
        }
        var result = try compare(renames)
        if profile.flavor == .mysql, !options.isStrict, !result.isEmpty || !result.undecided.isEmpty {
            live = try session.inspect(ignoring: configuration)
            live.restoreDanglingKeys(of: declared)
            result = try compare(renames)
        }
        if writesScript, context.messages.mayAsk {
            let accepted = result.renameSuggestions.map(\.rename).filter { rename in
                let old = (rename.table.map { $0 + "." } ?? "") + rename.from
                return context.messages.ask(
                    "Is \(rename.to.onOneLine) the new name of \(old.onOneLine), with its data?"
                )
            }
            if !accepted.isEmpty { result = try compare(renames + accepted) }
        }
        let leftAlone = live.danglingKeys.map(\.diagnostic) + live.others.map(\.diagnostic)
        let comparison = Comparison(result: result, warnings: warnings(of: result) + leftAlone)
        for warning in comparison.warnings { context.messages.warn(warning) }
        return comparison
    }

    /// Reads both sides at the same time, because models from files or a program take about as long as the server's
    /// answers.
    private static func read(
        _ models: Background<Schema>?,
        _ configuration: Configuration,
        _ session: Session,
        _ profile: ServerProfile,
        _ oracle: OracleScope,
        in context: Context
    ) throws -> (declared: DeclaredSchema, live: Inspection) {
        let loader = context.models(configuration)
        guard let models = models ?? loader.startProgram() else {
            let schema = try loader.load(for: profile)
            let live = try session.inspect(ignoring: configuration, oracle: oracle)
            return (DeclaredSchema(schema, for: profile), live)
        }
        let declared = Background { DeclaredSchema(try models.value(), for: profile) }
        let live = Result { try session.inspect(ignoring: configuration, oracle: oracle) }
        // Errors in the models are reported first, whichever side finishes first.
        return (try declared.value(), try live.get())
    }

    static func warnings(of result: AutogenerateResult) -> [Diagnostic] {
        var warnings = result.undecided.map { item in
            Diagnostic("undecided", "\(item.object) was not compared: \(item.reason)", severity: .warning)
        }
        for suggestion in result.renameSuggestions {
            let rename = suggestion.rename
            let table = rename.table.map { $0 + "." } ?? ""
            let likeness = rename.table == nil ? "the same columns" : "the same definition"
            warnings.append(
                Diagnostic(
                    "possible_rename",
                    "\(table)\(rename.from) is dropped and \(table)\(rename.to), with \(likeness), is added: is it a rename?",
                    severity: .warning,
                    hints: ["--rename \(suggestion.argument)"]
                )
            )
        }
        if !result.otherColumnOrder.isEmpty {
            let names = result.otherColumnOrder.joined(separator: ", ")
            warnings.append(
                Diagnostic(
                    "column_order",
                    "columns are in another order than in the models and are not moved (column_order: ignore): \(names)",
                    severity: .note
                )
            )
        }
        if !result.ignoredByEngines.isEmpty {
            let names = result.ignoredByEngines.joined(separator: ", ")
            warnings.append(
                Diagnostic(
                    "ignored_by_engine",
                    "declared, but ignored by the table's engine: \(names)",
                    severity: .note
                )
            )
        }
        for rename in result.doneRenames {
            let new = (rename.table.map { $0 + "." } ?? "") + rename.to
            warnings.append(
                Diagnostic(
                    "done_rename",
                    "\(new) is renamed in this database; remove renamed_from: \(rename.from) once every database has it",
                    severity: .note
                )
            )
        }
        if !result.finishedEvents.isEmpty {
            let names = result.finishedEvents.joined(separator: ", ")
            warnings.append(
                Diagnostic(
                    "finished_event",
                    "events that have run or ended are not created again: \(names)",
                    severity: .note,
                    hints: ["remove it from the models, or give it a time in the future (at:, ends:)"]
                )
            )
        }
        if let reason = result.costsUnknown {
            warnings.append(
                Diagnostic(
                    "costs_unknown",
                    "the cost of each ALTER TABLE is unknown: \(reason)",
                    severity: .note,
                    hints: ["set scratch: in migrate.yaml to a server like the target"]
                )
            )
        }
        if !result.unmanaged.isEmpty {
            let names = result.unmanaged.joined(separator: ", ")
            warnings.append(
                Diagnostic(
                    "unmanaged",
                    "left alone, because they are not in the models and no revision created them: \(names)",
                    severity: .note,
                    hints: ["ignore: {tables: […]} in migrate.yaml, or --drop-unmanaged"]
                )
            )
        }
        return warnings
    }
}

extension Inspection {
    /// Restores keys whose table is missing, because the models may create that table.
    fileprivate mutating func restoreDanglingKeys(of declared: DeclaredSchema) {
        restoreDanglingKeys { dangling in
            declared.schema.table(named: dangling.table)?.foreignKeys
                .contains { $0.name.lowercased() == dangling.key.name.lowercased() } ?? false
        }
    }
}

extension Rename {
    /// Reads `accounts:users` and `users.mail:email`. The table may be on both sides.
    init(argument: String) throws {
        let sides = argument.split(separator: ":", omittingEmptySubsequences: false)
        guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else { throw CommandError.badRename(argument) }
        let before = sides[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let after = sides[1].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard before.count <= 2, after.count <= before.count, (before + after).allSatisfy({ !$0.isEmpty }) else {
            throw CommandError.badRename(argument)
        }
        if before.count == 1 {
            self.init(from: before[0], to: after[0])
        } else {
            // A column belongs to its table's new name.
            self.init(table: after.count == 2 ? after[0] : before[0], from: before[1], to: after[after.count - 1])
        }
    }
}

enum AutogenerateScript {
    /// Returns the statements as SQL text, each after the comments with its reasons.
    static func text(of statements: [ScriptStatement], comments: Bool = true) -> String {
        statements.map { statement in
            (comments ? statement.comments.map { "-- \($0)\n" }.joined() : "")
                + SQLScriptWriter.delimited(statement.sql) + "\n"
        }.joined(separator: "\n")
    }
}
