package import DiagnosticModel
internal import MigrationRunner
package import MigrationSession
internal import Revisions

extension SessionError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch self {
        case .noDatabaseName(let location):
            Diagnostic(
                "no_database",
                "the URL names no database",
                hints: ["put its name after the host: mysql://user@host/database"],
                location: location,
                exitCode: .configuration
            )
        }
    }
}

extension CancellationError: DiagnosticConvertible {
    package var diagnostic: Diagnostic { Diagnostic("cancelled", "the run was stopped") }
}

extension ScratchError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch self {
        case .differs(let scratch, let target, let location):
            Diagnostic(
                "scratch_differs",
                "the scratch server is \(scratch), but the database runs on \(target), so they may "
                    + "read CREATE statements differently",
                hints: ["set scratch: to the URL of a \(target) server with CREATE rights"],
                location: location,
                exitCode: .configuration
            )
        }
    }
}

/// A run that was stopped, with its effect and how to continue.
package struct StoppedRun: Error, DiagnosticConvertible {
    package let cause: any Error

    /// - Parameter cause: The error that ended the run.
    package init(cause: any Error) {
        self.cause = cause
    }

    package var diagnostic: Diagnostic {
        var diagnostic = Diagnostic(of: cause)
        guard let failure = cause as? MigrationFailure, failure.fate == .notApplied,
            !failure.isBookkeeping, let origin = failure.origin
        else {
            return diagnostic
        }
        let command = "swiftmig \(failure.revision.direction.rawValue)"
        diagnostic.code = "cancelled"
        diagnostic.message =
            "stopped at \(failure.place), which did nothing; " + failure.done
        diagnostic.hints =
            ["go on with statement \(origin.number): \(command)"]
            + UndoHint.hints(if: failure.canBeUndone && failure.statementsDone > 0, "or take back what is half done")
        return diagnostic
    }
}
