package import DiagnosticModel

extension ChainError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch self {
        case .notAtHeads(let current, let heads):
            Diagnostic(
                "not_at_heads",
                "the database is at \(current.isEmpty ? "base" : current.joined(separator: ", ")), "
                    + "but the revisions go on to \(heads.joined(separator: ", "))",
                hints: [heads.count > 1 ? "swiftmig upgrade heads" : "swiftmig upgrade head"]
            )
        case .severalParents(let heads):
            Diagnostic(
                "multiple_heads",
                "the chain has \(heads.count) heads, so the new revision does not know which to follow: "
                    + heads.joined(separator: ", "),
                hints: [
                    "name it, as in: --head \(heads.first ?? "")",
                    "or make them one first: swiftmig merge heads -m \"…\"",
                ]
            )
        case .illegalID(let id, let characters):
            Diagnostic(
                "illegal_revision_id",
                "'\(id)' cannot be a revision id" + reason(characters),
                hints: ["use letters, digits and underscores, or leave --rev-id out to get a new one"],
                exitCode: .usage
            )
        case .idTaken(let id, let location):
            Diagnostic(
                "duplicate_revision",
                "revision \(id) already exists",
                hints: ["leave --rev-id out to get a new one"],
                location: location,
                exitCode: .usage
            )
        case .illegalLabel(let label, let characters):
            Diagnostic(
                "illegal_revision_id",
                "'\(label)' cannot be a branch label" + reason(characters),
                hints: ["use letters, digits and underscores"],
                exitCode: .usage
            )
        case .labelTaken(let label, let location):
            Diagnostic(
                "duplicate_branch_label",
                location == nil
                    ? "the branch label '\(label)' is given twice"
                    : "'\(label)' is already a revision or a branch label; nothing was written",
                hints: ["choose another label; see the ones there are: swiftmig history --verbose"],
                location: location,
                exitCode: .usage
            )
        case .alreadyApplied(let ids):
            Diagnostic(
                "already_applied",
                "\(ids.joined(separator: ", ")) \(ids.count == 1 ? "is" : "are") applied to the database, and an applied "
                    + "revision keeps its parents; nothing was written",
                hints: [
                    "take it back first: swiftmig downgrade", "or join the lines: swiftmig merge heads -m \"…\"",
                ]
            )
        case .nothingToRebase(let revision, let target):
            Diagnostic(
                "nothing_to_rebase",
                "\(revision) is already on the line of \(target)",
                hints: ["name the head to put on top: swiftmig heads"],
                exitCode: .usage
            )
        case .notASquash(let id):
            Diagnostic(
                "not_a_squash",
                "\(id) is not a squash with old files to remove",
                hints: ["name a range to make one of: swiftmig squash A:B"],
                exitCode: .usage
            )
        case .squashNotFaithful(let ids):
            Diagnostic(
                "squash_not_faithful",
                "the statements of \(ids.joined(separator: ", ")) would not be the same in one file; nothing was written",
                hints: ["put the statements that need their own DELIMITER into a separate range"]
            )
        case .folderIsRead(let folder):
            Diagnostic(
                "folder_is_read",
                "\(folder) is itself a folder of revisions, so the old files would stay in the chain; nothing was written",
                hints: ["name another folder, or remove the files: --remove"],
                exitCode: .usage
            )
        case .squashNotUsed(let id):
            Diagnostic(
                "branches_off",
                "another revision follows one inside the squash \(id), so its old files are needed; nothing was removed",
                hints: ["see what: swiftmig branches", "and put it on top: swiftmig rebase REV --onto REV"]
            )
        case .withinSquash(let id, let rows):
            Diagnostic(
                "within_squash",
                "the database is at \(rows.joined(separator: ", ")), in the middle of the squash \(id), and needs its old files; "
                    + "nothing was removed",
                hints: ["swiftmig upgrade \(id)"]
            )
        case .nothingToMerge(let heads):
            Diagnostic(
                "nothing_to_merge",
                heads.isEmpty
                    ? "there is nothing to merge" : "there is nothing to merge with \(heads.joined(separator: ", "))",
                hints: ["name two revisions or more: swiftmig merge REV REV", "see the heads: swiftmig heads"],
                exitCode: .usage
            )
        }
    }

    private func reason(_ characters: [Character]) -> String {
        if characters.isEmpty { return ": it is empty, too long or a reserved word" }
        return ": it cannot contain "
            + characters.map { $0.isWhitespace ? "a blank" : "'\($0)'" }.joined(separator: ", ")
    }
}
