package import DiagnosticModel
internal import SQLStatements
internal import SchemaModel

/// A revision that a run left half done, with what the journal keeps about it.
package struct InterruptedRun: Hashable, Sendable {
    package var entry: JournalEntry
    /// The revision's file; nil if it is gone.
    package var path: String?
    /// The statements as they ran, or were to run; from the file if the journal has not kept them.
    package var statements: [Statement]
    /// How many statements are done.
    package var done: Int
    /// Whether it is unknown if the next statement ran, or how much of it.
    package var isDoubtful = false
    /// The named objects before the revision; nil if nothing was kept.
    package var schemaBefore: SchemaSnapshot?
    /// Whether the revision is still running, or the server still executes what a dead run had sent.
    package var isAtWork = false

    package struct Statement: Hashable, Sendable {
        package var text: String
        /// The statement in the current file; nil if the file no longer has it there.
        package var origin: StatementOrigin?
    }

    /// The place of the statement that did not finish, or else the file.
    package var location: SourceLocation? {
        let current = statements.indices.contains(done) ? statements[done].origin : nil
        return current?.location ?? path.map { SourceLocation(file: $0) }
    }
}

extension InterruptedRun {
    /// The facts about the statements that are done, and about the one that may be.
    func executed(_ dialect: SQLDialect) -> [StatementFacts] {
        statements.prefix(isDoubtful ? done + 1 : done).map { StatementClassifier.facts(of: $0.text, dialect: dialect) }
    }
}
