package import DiagnosticModel
package import Revisions
package import SQLStatements

/// A revision that is run in a direction.
package struct RevisionOrigin: Hashable, Sendable {
    package var revision: String
    package var direction: Direction
    /// The revision's file.
    package var path: String
    /// How many statements it has in this direction.
    package var statementCount: Int
}

/// A statement of a revision, with its place. Errors, events, warnings and the journal all identify a statement by this
/// value.
package struct StatementOrigin: Hashable, Sendable {
    package var revision: RevisionOrigin
    /// Its place among the revision's statements of this direction, as the journal counts: the first is 0.
    package var index: Int
    /// Its text, and the place of the text in the file.
    package var statement: SQLStatement

    /// Its place as people count: the first is 1.
    package var number: Int { index + 1 }
    package var count: Int { revision.statementCount }

    package var location: SourceLocation {
        SourceLocation(file: revision.path, line: statement.line, column: statement.column)
    }
}
