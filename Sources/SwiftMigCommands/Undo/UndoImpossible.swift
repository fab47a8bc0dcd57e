internal import DiagnosticModel
internal import MigrationRunner
internal import Revisions

/// Why a half-run revision cannot be undone automatically.
enum UndoImpossible: Error, Hashable, Sendable {
    /// The journal has not kept the previous schema. `changesDefinitions`: whether it should have.
    case nothingKept(InterruptedRun, changesDefinitions: Bool)
    /// A named object is in another database, or this account may not see it.
    case hidden(InterruptedRun, name: String)
    /// A definition cannot be read.
    case notUnderstood(InterruptedRun, String)
    /// Tables or columns swapped names, and nothing shows which is which.
    case placesChanged(InterruptedRun, [String])
}

/// An undo that was not allowed.
struct UndoRefusal: Error, Hashable, Sendable {
    var run: InterruptedRun
    /// The data that it would lose.
    var losses: [String]
}

extension UndoImpossible: DiagnosticConvertible {
    var diagnostic: Diagnostic {
        let (run, words) = parts
        return Diagnostic(
            "undo_impossible",
            "the \(run.entry.action.rawValue) of revision \(run.entry.revision) cannot be taken back automatically: \(words); nothing was run",
            hints: [
                "finish it: swiftmig resume",
                "or take it back by hand, then say where the database is: swiftmig stamp REV",
            ],
            location: run.location
        )
    }

    private var parts: (run: InterruptedRun, words: String) {
        switch self {
        case .nothingKept(let run, _) where run.entry.statementCount == 0: (run, "it has no statements")
        case .nothingKept(let run, changesDefinitions: false):
            (run, "it changes only rows, and swiftmig cannot restore those")
        case .nothingKept(let run, changesDefinitions: true):
            (run, "the journal does not have the state before it")
        case .hidden(let run, let name): (run, "this account cannot see \(name) in this database")
        case .notUnderstood(let run, let words): (run, words)
        case .placesChanged(let run, let names):
            (run, "\(names.joined(separator: " and ")) may have swapped names, and nothing shows whether they did")
        }
    }
}

extension UndoRefusal: DiagnosticConvertible {
    var diagnostic: Diagnostic {
        if losses.isEmpty {
            return Diagnostic(
                "declined",
                "the \(run.entry.action.rawValue) of revision \(run.entry.revision) is not taken back; nothing was run",
                hints: [
                    "finish it: swiftmig resume",
                    "or take it back without being asked: swiftmig resume --undo --yes",
                ],
                location: run.location,
                exitCode: .refused
            )
        }
        let list = losses.map { "\n- \($0)" }.joined()
        return Diagnostic(
            "data_loss",
            "taking the \(run.entry.action.rawValue) of revision \(run.entry.revision) back does not restore all data:\(list)\n"
                + "nothing was run",
            hints: [
                "see what it would run: swiftmig resume --undo --dry-run",
                "go on all the same: swiftmig resume --undo --yes",
            ],
            location: run.location,
            exitCode: .refused
        )
    }
}
