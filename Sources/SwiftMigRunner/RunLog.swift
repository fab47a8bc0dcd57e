internal import Logging
internal import MigrationRunner
internal import MigrationSession
internal import Revisions
internal import SQLStatements
internal import SwiftMigDiagnostics

/// Logs a run, without its statements, which may contain data that does not belong in a log.
struct RunLog {
    let logger: Logger

    func show(_ event: RunEvent) {
        switch event {
        case .started(let step): started(step)
        case .finished(let step): finished(step)
        case .waiting(let holder, let seconds):
            logger.notice(
                "Waiting for another migration to end",
                metadata: ["holder": "\(holder.words)", "timeout": "\(seconds)"]
            )
        case .warning(let warning):
            logger.warning(
                "A statement ran with a warning from the server",
                metadata: [
                    "statement": "\(warning.origin.number)", "line": "\(warning.origin.statement.line)",
                    "errno": "\(warning.errno)", "server": "\(warning.message)",
                ]
            )
        case .blocked(let wait): logger.notice("A statement gave way: \(wait.words)")
        case .statement(let origin):
            logger.debug(
                "Migration statement",
                metadata: [
                    "statement": "\(origin.number)", "of": "\(origin.count)", "line": "\(origin.statement.line)",
                ]
            )
        case .batch(let progress):
            logger.debug(
                "Migration batch",
                metadata: ["ranges": "\(progress.ranges)", "rows": "\(progress.rows)"]
            )
        }
    }

    private func started(_ step: MigrationPlan.Step) {
        var metadata: Logger.Metadata = [
            "revision": "\(step.revision.id)", "direction": "\(step.direction.rawValue)",
            "statements": "\(step.statements.count - step.firstStatement)",
        ]
        if !step.revision.message.isEmpty { metadata["message"] = "\(step.revision.message)" }
        logger.info(step.isContinuation ? "Migration resumed" : "Migration started", metadata: metadata)
    }

    private func finished(_ step: RunReport.Step) {
        logger.info(
            "Migration done",
            metadata: [
                "revision": "\(step.revision)", "direction": "\(step.direction.rawValue)",
                "seconds": "\(Double(Int(step.seconds * 1000 + 0.5)) / 1000)",
            ]
        )
    }

    func show(_ event: UndoEvent, of run: InterruptedRun) {
        switch event {
        case .started(let plan):
            logger.info(
                "Migration undo started",
                metadata: [
                    "revision": "\(run.entry.revision)", "direction": "\(run.entry.action.rawValue)",
                    "statements": "\(plan.statements.count)",
                ]
            )
        case .statement(let statement):
            logger.debug(
                "Migration undo statement",
                metadata: ["statement": "\(statement.number)", "of": "\(statement.count)"]
            )
        }
    }

    func reconnecting() {
        logger.notice("The connection was lost; asking another node how far the migration got")
    }

    func end(_ result: MigrationResult) {
        let names = result.to.isEmpty ? "base" : result.to.joined(separator: ", ")
        let metadata: Logger.Metadata = ["current": "\(names)", "applied": "\(result.steps.count)"]
        logger.info(
            result.steps.isEmpty ? "The database needs no migration" : "The database is migrated",
            metadata: metadata
        )
    }

    func failed(_ error: MigratorError) {
        if error.isCancelled {
            logger.notice("The migration was cancelled: \(error.message)", metadata: error.metadata)
        } else {
            logger.error("The migration failed: \(error.message)", metadata: error.metadata)
        }
    }
}

extension MigratorError {
    /// The part of the error that may be logged.
    var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = ["code": "\(code.rawValue)"]
        if let location { metadata["location"] = "\(location)" }
        if let hint = hints.first { metadata["next"] = "\(hint)" }
        if let server {
            metadata["errno"] = "\(server.errno)"
            metadata["sqlstate"] = "\(server.sqlState)"
            metadata["server"] = "\(server.message)"
        }
        return metadata
    }
}
