internal import DiagnosticModel
internal import MigrationRunner
internal import MigrationSession
internal import Revisions
internal import SQLStatements
internal import SchemaDiff
internal import SchemaInspector
internal import SwiftMigConfiguration
internal import SwiftMigDiagnostics

package struct ResumeArguments: Sendable {
    /// Whether to undo the revision instead of finishing it.
    package var undoes: Bool
    package var isDryRun: Bool
    /// Whether data may be lost without asking.
    package var allowsDataLoss: Bool
    package var tag: String?

    package init(undoes: Bool = false, isDryRun: Bool = false, allowsDataLoss: Bool = false, tag: String? = nil) {
        self.undoes = undoes
        self.isDryRun = isDryRun
        self.allowsDataLoss = allowsDataLoss
        self.tag = tag
    }
}

/// Finishes or undoes the revision that a run left half done. Runs no other revision.
package func resume(_ arguments: ResumeArguments, in context: Context) throws -> MigrationReport {
    let configuration = try context.configuration()
    let chain = try Chain.read(configuration, in: context)
    let session = try context.open(configuration)
    let runner = session.runner(chain, configuration, in: context, tag: arguments.tag)
    if arguments.undoes {
        if arguments.isDryRun {
            if let holder = try runner.lockHolder() { throw MigrationError.locked(holder: holder, seconds: 0) }
        } else if try runner.isAtWork() {
            try runner.waitForOthers(observer: context.messages.noteWaiting)
        }
        guard let undo = try Undo(on: session, with: runner, configuration) else { return try nothing(runner) }
        return try UndoCommand(undo: undo, chain: chain, runner: runner, context: context).run(arguments)
    }
    guard let plan = try runner.resumption() else { return try nothing(runner) }
    if !arguments.isDryRun { try runner.checkTakesChanges() }
    let losses =
        plan.direction == .downgrade && !(arguments.allowsDataLoss && !arguments.isDryRun)
        ? try runner.dataLosses(of: plan) : []
    if arguments.isDryRun {
        for loss in losses { context.messages.warn(loss.warning) }
        return MigrationReport(plan.report, chain)
    }
    if !losses.isEmpty { try allow(losses, command: "resume --yes", in: context) }
    let migration = Migration(chain: chain, configuration: configuration, context: context, tag: arguments.tag)
    return try migration.run(plan, with: runner, on: session)
}

private func nothing(_ runner: MigrationRunner) throws -> MigrationReport {
    let rows = try runner.currentHeads()
    let place = rows.isEmpty ? "base" : rows.joined(separator: ", ")
    return MigrationReport(
        from: rows,
        to: rows,
        summary: "Nothing to do: no revision is half done, the database is at \(place)."
    )
}

/// Undoes a half-run revision.
private struct UndoCommand {
    let undo: Undo
    let chain: Chain
    let runner: MigrationRunner
    let context: Context

    private var interrupted: InterruptedRun { undo.interrupted }

    func run(_ arguments: ResumeArguments) throws -> MigrationReport {
        let plan = try undo.plan()
        if arguments.isDryRun {
            show(losses: plan.losses)
            return try dryRun(plan)
        }
        try consent(to: plan, isGiven: arguments.allowsDataLoss)
        return try run(plan)
    }

    private func dryRun(_ plan: UndoPlan) throws -> MigrationReport {
        let rows = try runner.currentHeads()
        let entry = interrupted.entry
        var report = MigrationReport(from: rows, to: rows)
        report.steps = [
            MigrationReport.Step(
                revision: entry.revision,
                action: entry.action,
                statements: plan.statements.count,
                seconds: 0,
                status: .planned,
                message: chain.graph.revision(ofAnyFile: entry.revision)?.message ?? ""
            )
        ]
        if plan.statements.isEmpty {
            report.summary = "Nothing would be run: everything that \(entry.revision) names is as it was before."
        } else {
            report.sql = AutogenerateScript.text(of: plan.statements)
        }
        return report
    }

    private func show(losses: [String]) {
        for loss in losses { context.messages.warn(Diagnostic("data_loss", loss, severity: .warning)) }
    }

    /// Shows the statements, and asks on a terminal. Elsewhere, refuses if data would be lost.
    private func consent(to plan: UndoPlan, isGiven: Bool) throws {
        let messages = context.messages
        let refusal = UndoRefusal(run: interrupted, losses: plan.losses)
        if !isGiven, !messages.mayAsk, !plan.losses.isEmpty { throw refusal }
        let entry = interrupted.entry
        messages.note("take the \(entry.action.rawValue) of \(messages.style(.strong, entry.revision)) back")
        if !plan.statements.isEmpty { messages.note(AutogenerateScript.text(of: plan.statements)) }
        show(losses: plan.losses)
        if isGiven || !messages.mayAsk { return }
        guard messages.ask("Run this?") else { throw refusal }
    }

    private func run(_ consented: UndoPlan) throws -> MigrationReport {
        let notice = InterruptNotice()
        defer { notice.end() }
        let entry = interrupted.entry
        notice.words =
            "interrupted while the \(entry.action.rawValue) of revision \(entry.revision) was taken back: continue with "
            + "swiftmig resume --undo"
        let report = try undo.run(consented) { event in
            guard case .statement(let statement) = event else { return }
            let text = StatementSecrets.masked(statement.text)
            context.messages.detail("statement \(statement.number) of \(statement.count): \(text)")
        }
        var result = MigrationReport(report, chain)
        let place = report.to.isEmpty ? "base" : report.to.joined(separator: ", ")
        result.summary =
            "The \(entry.action.rawValue) of \(entry.revision) is taken back. The database is at \(place), as before it."
        return result
    }
}
