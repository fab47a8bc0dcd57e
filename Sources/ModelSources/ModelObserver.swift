package import DiagnosticModel
package import SwiftMigPlatform

/// What happens while models are loaded.
package enum ModelEvent: Sendable {
    /// The models program is built with this command.
    case building([String])
    /// The program is built, but the next command will build it again.
    case buildNotRemembered(FileError)
    /// A statement of `models.sql` writes rows, which models do not need.
    case rowsNotRun(statement: String, SourceLocation)
}

/// Follows the loading of models, which may take minutes if a program has to be built.
package struct ModelObserver: Sendable {
    let receive: @Sendable (ModelEvent) -> Void
    /// Whether the output of a build is not shown.
    let isQuiet: Bool

    package init(isQuiet: Bool = false, _ receive: @escaping @Sendable (ModelEvent) -> Void) {
        self.isQuiet = isQuiet
        self.receive = receive
    }
}
