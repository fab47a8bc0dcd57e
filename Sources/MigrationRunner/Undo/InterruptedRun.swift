package import SchemaModel
internal import SchemaSQL

/// A revision that a run left half done, with what the journal keeps about it.
package struct InterruptedRun: Hashable, Sendable {
    package var entry: JournalEntry
    /// The revision's file; nil where it is gone.
    package var path: String?
    /// The statements as they ran, or were to run; where the journal has not kept them, as the file has them.
    package var statements: [String]
    /// Their places in the file as it is now; nil where the file says something else there.
    package var locations: [SourceLocation?]
    /// How many statements are done.
    package var done: Int
    /// Nobody can tell whether the statement behind those ran, or how much of it.
    package var isDoubtful = false
    /// What it names, before it; nil where nothing was kept.
    package var schemaBefore: SchemaSnapshot?
    /// Nothing is interrupted yet: somebody runs it, or the server is not through with what a run that died had sent.
    package var isAtWork = false

    /// The statement that did not come to its end.
    package var current: String? { statements.indices.contains(done) ? statements[done] : nil }

    /// The place of that statement, or else the file.
    package var location: SourceLocation? {
        let place = locations.indices.contains(done) ? locations[done] : nil
        return place ?? path.map { SourceLocation(file: $0) }
    }
}

extension InterruptedRun {
    /// What the statements that are done, and the one that may be, were.
    func executed(_ dialect: SQLDialect) -> [StatementFacts] {
        statements.prefix(isDoubtful ? done + 1 : done).map { StatementClassifier.facts(of: $0, dialect: dialect) }
    }
}
