package import DiagnosticModel
internal import SQLStatements
internal import SchemaModel

/// A revision that a run left half done, with what the journal keeps about it.
package struct InterruptedRun: Hashable, Sendable {
    package var entry: JournalEntry
    /// The revision's file; nil if it is gone.
    package var path: String?
    /// The statements as they ran, or were to run; from the file if the journal has not kept them.
    package var statements: [String]
    /// Their places in the current file; nil for a statement that the file no longer has there.
    package var locations: [SourceLocation?]
    /// How many statements are done.
    package var done: Int
    /// Whether it is unknown if the next statement ran, or how much of it.
    package var isDoubtful = false
    /// The named objects before the revision; nil if nothing was kept.
    package var schemaBefore: SchemaSnapshot?
    /// Whether the revision is still running, or the server still executes what a dead run had sent.
    package var isAtWork = false

    /// The statement that did not finish.
    package var current: String? { statements.indices.contains(done) ? statements[done] : nil }

    /// The place of that statement, or else the file.
    package var location: SourceLocation? {
        let place = locations.indices.contains(done) ? locations[done] : nil
        return place ?? path.map { SourceLocation(file: $0) }
    }
}

extension InterruptedRun {
    /// The facts about the statements that are done, and about the one that may be.
    func executed(_ dialect: SQLDialect) -> [StatementFacts] {
        statements.prefix(isDoubtful ? done + 1 : done).map { StatementClassifier.facts(of: $0, dialect: dialect) }
    }
}
