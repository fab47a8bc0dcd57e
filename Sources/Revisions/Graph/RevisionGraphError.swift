package import DiagnosticModel

/// An error in a chain as a whole. Its places are those of the header lines.
package enum RevisionGraphError: Error, Hashable, Sendable {
    case file(RevisionFileError)
    case duplicateRevision(String, SourceLocation, first: SourceLocation)
    case duplicateLabel(String, SourceLocation, first: SourceLocation)
    /// `key` is `down_revision` or `depends_on`.
    case missingRevision(String, key: String, neededBy: String, SourceLocation)
    /// `depends_on` is the beginning of several names.
    case ambiguousDependency(String, neededBy: String, candidates: [String], SourceLocation)
    case selfLoop(String, SourceLocation)
    case dependencySelfLoop(String, SourceLocation)
    /// The ids are in the order of the cycle: each is followed by its parent.
    case cycle([String], [SourceLocation])
    case dependencyCycle([String], [SourceLocation])
    case badSquash(String, SquashProblem, SourceLocation)
}
