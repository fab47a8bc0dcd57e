package import DiagnosticModel
internal import MigrationRunner
package import MigrationSession
internal import SchemaInspector
internal import SchemaModel

extension UndoImpossible: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
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
        case .tableNotUnderstood(let run, let table): (run, table.words)
        case .objectNotUnderstood(let run, let object): (run, "\(object.id): \(object.words)")
        case .placesChanged(let run, let names):
            (run, "\(names.joined(separator: " and ")) may have swapped names, and nothing shows whether they did")
        }
    }
}

extension UndoRefusal: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
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
