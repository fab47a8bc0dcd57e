package import SchemaModel

/// What is wrong with a chain as a whole. Places name the header line that says so.
package enum RevisionGraphError: Error, Hashable, Sendable {
    case file(RevisionFileError)
    case duplicateRevision(String, SourceLocation, first: SourceLocation)
    case duplicateLabel(String, SourceLocation, first: SourceLocation)
    /// `key` is `down_revision` or `depends_on`.
    case missingRevision(String, key: String, neededBy: String, SourceLocation)
    /// `depends_on` names the beginning of several.
    case ambiguousDependency(String, neededBy: String, candidates: [String], SourceLocation)
    case selfLoop(String, SourceLocation)
    case dependencySelfLoop(String, SourceLocation)
    /// In the order of the cycle: each comes after the one behind it.
    case cycle([String], [SourceLocation])
    case dependencyCycle([String], [SourceLocation])
    case badSquash(String, SquashProblem, SourceLocation)
}
