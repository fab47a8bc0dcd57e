package import MigrationRunner
package import SchemaInspector

/// Why a half-run revision cannot be undone automatically.
package enum UndoImpossible: Error, Hashable, Sendable {
    /// The journal has not kept the previous schema. `changesDefinitions`: whether it should have.
    case nothingKept(InterruptedRun, changesDefinitions: Bool)
    /// A named object is in another database, or this account may not see it.
    case hidden(InterruptedRun, name: String)
    /// A definition cannot be read.
    case tableNotUnderstood(InterruptedRun, NotUnderstood)
    case objectNotUnderstood(InterruptedRun, ObjectNotUnderstood)
    /// Tables or columns swapped names, and nothing shows which is which.
    case placesChanged(InterruptedRun, [String])
}

/// An undo that was not allowed.
package struct UndoRefusal: Error, Hashable, Sendable {
    package var run: InterruptedRun
    /// The data that it would lose.
    package var losses: [String]

    package init(run: InterruptedRun, losses: [String]) {
        self.run = run
        self.losses = losses
    }
}
