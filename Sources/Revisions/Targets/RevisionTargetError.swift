/// Why a target is invalid or ambiguous in this chain.
package enum RevisionTargetError: Error, Hashable, Sendable {
    case malformed(String)
    /// `nearest`: ids with a similar spelling.
    case noSuchRevision(String, nearest: [String])
    /// A target that this command does not accept, such as `current` for an upgrade.
    case notHere(String)
    case noSuchBranch(String, labels: [String])
    case notInBranch(String, branch: String)
    case ambiguousPrefix(String, candidates: [String])
    /// `head` in a chain with several heads.
    case multipleHeads(String, heads: [String])
    /// `+1` or `-1` when several revisions are that far away.
    case ambiguousRelative(String, candidates: [String])
    /// `+1` or `-1` when it could be counted from several revisions.
    case ambiguousStart(String, starts: [String])
    /// `steps` is the possible number of steps.
    case relativeOutOfRange(String, steps: Int)
    /// `-N` for an upgrade, `+N` for a downgrade.
    case wrongDirection(String, requested: Direction)
    /// `base` together with other targets to stamp.
    case baseAmongTargets([String])
    /// A downgrade to a revision that is not applied.
    case notAValidTarget(String, current: [String])
    case rangeNotAncestor(String)
    case badHistoryRange(String)
    /// An upgrade or downgrade of a range, without `--sql`.
    case rangeNeedsSQL(String)
    /// A downgrade with `--sql` that has no start.
    case sqlRangeRequired(String)
    /// The parent of a new revision already has a child.
    case notAHead(String, heads: [String])
    case duplicateHeads(String)
    /// Of two revisions to stamp, one contains the other.
    case overlappingTargets([String])
    /// A row of the version table that no file has.
    case unknownVersion(String)
    /// A row of the version table with a revision within a squash, whose file is gone.
    case replacedVersion(String, by: String)
    /// A target within a squash, whose file is gone.
    case replacedRevision(String, by: String)
}
