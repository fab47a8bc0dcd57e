/// Why a target means nothing in this chain, or not one thing.
package enum RevisionTargetError: Error, Hashable, Sendable {
    case malformed(String)
    /// `nearest`: ids that are spelled alike.
    case noSuchRevision(String, nearest: [String])
    /// A target that this command does not take, such as `current` for an upgrade.
    case notHere(String)
    case noSuchBranch(String, labels: [String])
    case notInBranch(String, branch: String)
    case ambiguousPrefix(String, candidates: [String])
    /// `head` where there are several.
    case multipleHeads(String, heads: [String])
    /// `+1` or `-1` where several revisions are that far.
    case ambiguousRelative(String, candidates: [String])
    /// `steps` is how far one can go.
    case relativeOutOfRange(String, steps: Int)
    /// `-N` for an upgrade, `+N` for a downgrade.
    case wrongDirection(String, isUpgrade: Bool)
    /// `base` beside other targets to stamp.
    case baseAmongTargets([String])
    /// A downgrade to what is not applied.
    case notAValidTarget(String, current: [String])
    case rangeNotAncestor(String)
    case badHistoryRange(String)
    /// An upgrade or downgrade between two points, without `--sql`.
    case rangeNeedsSQL(String)
    /// A downgrade with `--sql` that does not say where it starts.
    case sqlRangeRequired(String)
    /// The parent of a new revision already has a child.
    case notAHead(String, heads: [String])
    case duplicateHeads(String)
    /// Of two revisions to stamp, one contains the other.
    case overlappingTargets([String])
    /// A row of the version table that no file knows.
    case unknownVersion(String)
    /// A row of the version table that names a revision within a squash, whose file is gone.
    case replacedVersion(String, by: String)
    /// A target within a squash, whose file is gone.
    case replacedRevision(String, by: String)
}
