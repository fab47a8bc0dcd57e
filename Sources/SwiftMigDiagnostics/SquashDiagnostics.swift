package import DiagnosticModel
package import Revisions

extension SquashError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch self {
        case .severalEnds(let ids):
            Diagnostic(
                "multiple_heads",
                ids.isEmpty
                    ? "the range ends at the base, before every revision" : "the range has several ends: \(list(ids))",
                hints: ["name one: A:B"],
                exitCode: .usage
            )
        case .tooShort(let ids):
            Diagnostic(
                "nothing_to_squash",
                ids.isEmpty
                    ? "the range is empty; a squash needs two revisions or more"
                    : "the range has only \(list(ids)); a squash needs two revisions or more",
                hints: ["name the older revision first: A:B; see swiftmig history"],
                exitCode: .usage
            )
        case .branchesOff(let id, let inner):
            Diagnostic(
                "branches_off",
                "revision \(id) follows \(inner), which would be inside the squash; nothing was written",
                hints: ["end the range before it, or put it on top: swiftmig rebase \(id) --onto REV"]
            )
        case .containsOpenSquash(let id):
            Diagnostic(
                "open_squash",
                "\(id) is a squash whose old files are still there; nothing was written",
                hints: ["once every database has it: swiftmig squash \(id) --remove"]
            )
        }
    }
}

extension SquashProblem {
    /// The text after "revision X is a squash".
    var message: String {
        switch self {
        case .itself: "that replaces itself"
        case .overlaps(let id, let other): "that replaces \(id), as \(other) does"
        case .incomplete(let missing, let present):
            "of which some old files are gone (\(list(missing))) and others are not (\(list(present)))"
        case .lastIsNotTheEnd(let id): "that names \(id) last, which is not the only end of what it replaces"
        case .otherParents(let ids):
            "that does not follow what its old files follow: \(ids.isEmpty ? "nothing" : list(ids))"
        }
    }

    var hint: String {
        switch self {
        case .itself: "take its id out of replaces"
        case .overlaps: "remove one of the two squashes"
        case .incomplete: "bring the missing files back, or remove the others"
        case .lastIsNotTheEnd: "list what it replaces in the order of swiftmig history, the newest last"
        case .otherParents(let ids):
            "down_revision: \(ids.count == 1 ? ids[0] : ids.isEmpty ? "null" : "[\(list(ids))]")"
        }
    }
}

private func list(_ ids: [String]) -> String { ids.joined(separator: ", ") }
