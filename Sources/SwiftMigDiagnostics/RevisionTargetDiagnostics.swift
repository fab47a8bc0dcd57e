package import DiagnosticModel
package import Revisions

extension RevisionTargetError: DiagnosticConvertible {
    /// One entry for each case: a new case does not compile without its words.
    package var diagnostic: Diagnostic {
        switch self {
        case .malformed(let text):
            Diagnostic(
                "no_such_revision",
                "'\(text)' is not a revision target",
                hints: ["a target is head, heads, base, an id or its beginning, +2, -1, ae10+2, label@head"],
                exitCode: .usage
            )
        case .noSuchRevision(let name, let nearest):
            Diagnostic(
                "no_such_revision",
                "no revision is called '\(name)' or starts with it",
                hints: nearest.map { "did you mean \($0)?" } + ["list them: swiftmig history"]
            )
        case .notHere(let text):
            Diagnostic(
                "no_such_revision",
                "'\(text)' is not a target for this command",
                hints: ["name a revision, head, heads, base or label@head; see swiftmig history"]
            )
        case .noSuchBranch(let name, let labels):
            Diagnostic(
                "no_such_branch",
                "there is no branch '\(name)'",
                hints: [labels.isEmpty ? "no revision has a branch label" : "the labels are \(list(labels))"]
            )
        case .notInBranch(let name, let branch):
            Diagnostic(
                "not_in_branch",
                "revision \(name) is not on the branch \(branch)",
                hints: ["see the branches: swiftmig branches"]
            )
        case .ambiguousPrefix(let prefix, let candidates):
            Diagnostic(
                "ambiguous_prefix",
                "several revisions start with '\(prefix)': \(list(candidates))",
                hints: ["type one more character of the one that you mean"]
            )
        case .multipleHeads(let text, let heads):
            Diagnostic(
                "multiple_heads",
                "'\(text)' is not one revision: the chain has \(heads.count) heads, \(list(heads))",
                hints: [
                    "name one of them in place of '\(text)'",
                    "or all of them, where several may be named: swiftmig upgrade heads",
                    "or make them one: swiftmig merge heads -m \"…\"",
                ]
            )
        case .ambiguousRelative(let text, let candidates):
            Diagnostic(
                "ambiguous_relative",
                "'\(text)' could mean several revisions: \(list(candidates))",
                hints: ["name the one that you mean, as in: \(candidates.first ?? "")"]
            )
        case .ambiguousStart(let text, let starts):
            Diagnostic(
                "ambiguous_relative",
                "'\(text)' could be counted from several revisions: \(list(starts))",
                hints: starts.prefix(1).map { start in
                    "name the one that you mean, as in: \(start)@\(text.split(separator: "@").last ?? "")"
                }
            )
        case .relativeOutOfRange(let text, let steps):
            Diagnostic(
                "relative_out_of_range",
                steps == 0
                    ? "'\(text)' goes past the end of the chain"
                    : "'\(text)' goes past the end of the chain: it ends after \(steps) \(steps == 1 ? "step" : "steps")",
                hints: ["see where the database is: swiftmig current"]
            )
        case .wrongDirection(let text, .upgrade):
            Diagnostic(
                "relative_out_of_range",
                "an upgrade does not go back",
                hints: ["swiftmig downgrade \(text)"]
            )
        case .wrongDirection(let text, .downgrade):
            Diagnostic(
                "relative_out_of_range",
                "a downgrade does not go forward",
                hints: ["swiftmig upgrade \(text)"]
            )
        case .baseAmongTargets(let targets):
            Diagnostic(
                "overlapping_targets",
                "base is before every revision, so a database cannot be at base and at another of \(list(targets))",
                hints: [
                    "swiftmig stamp \(targets.filter { $0 != "base" }.joined(separator: " "))", "swiftmig stamp base",
                ],
                exitCode: .usage
            )
        case .notAValidTarget(let text, let current):
            Diagnostic(
                "not_a_valid_target",
                "'\(text)' is not applied, so nothing can be reverted down to it; the database is at "
                    + (current.isEmpty ? "the base" : list(current)),
                hints: ["go there with: swiftmig upgrade \(text)"]
            )
        case .overlappingTargets(let ids):
            Diagnostic(
                "overlapping_targets",
                "one of \(list(ids)) contains the other",
                hints: ["stamp only the later one"]
            )
        case .rangeNotAncestor(let text):
            Diagnostic(
                "range_not_ancestor",
                "the start of the range '\(text)' does not come before its end",
                hints: ["name the older revision first: A:B; see swiftmig history"]
            )
        case .badHistoryRange(let text):
            Diagnostic(
                "bad_history_range",
                "'\(text)' is not a range of revisions",
                hints: ["write A:B, A: or :B, as in swiftmig history -r -3:current"],
                exitCode: .usage
            )
        case .rangeNeedsSQL(let text):
            Diagnostic(
                "range_needs_sql",
                "the range '\(text)' can only be written as a script, because a database already has its start",
                hints: ["add --sql, or name the end alone"],
                exitCode: .usage
            )
        case .sqlRangeRequired(let text):
            Diagnostic(
                "sql_range_required",
                "'\(text)' does not say where the downgrade starts, and with --sql no database is asked",
                hints: ["write from:to, as in swiftmig downgrade --sql head:-1"],
                exitCode: .usage
            )
        case .notAHead(let id, let heads):
            Diagnostic(
                "not_a_head",
                "revision \(id) already has a successor, so another one makes a branch",
                hints: ["to branch on purpose add --splice", "the heads are \(list(heads))"]
            )
        case .duplicateHeads(let id):
            Diagnostic("duplicate_heads", "revision \(id) is named twice", hints: ["name it once"], exitCode: .usage)
        case .unknownVersion(let row):
            Diagnostic(
                "no_such_revision",
                "the database is at revision \(row), but no file has that revision",
                hints: [
                    "bring its file back (was it left on another branch?)",
                    "or, if it is gone for good: swiftmig stamp --purge REV",
                ]
            )
        case .replacedVersion(let row, let squash):
            Diagnostic(
                "no_such_revision",
                "the database is at revision \(row), in the middle of what the squash \(squash) replaces, and the old files are gone",
                hints: [
                    "bring them back from an older version of the project, then: swiftmig upgrade \(squash)",
                    "or, if the database has all of it: swiftmig stamp --purge \(squash)",
                ]
            )
        case .replacedRevision(let name, let squash):
            Diagnostic(
                "no_such_revision",
                "\(name) is a part of the squash \(squash)",
                hints: ["name the squash: \(squash)"]
            )
        }
    }

    private func list(_ ids: [String]) -> String { ids.joined(separator: ", ") }
}
