package import DiagnosticModel
package import Revisions

extension RevisionGraphError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch self {
        case .file(let error): error.diagnostic
        case .duplicateRevision(let id, let location, let first):
            chain(
                "duplicate_revision",
                "the revision \(id) is in two files: \(place(first)) and \(place(location))",
                location,
                ["remove one of the files, or give one a new id: -- revision: \(RevisionID.random())"]
            )
        case .duplicateLabel(let label, let location, let first):
            chain(
                "duplicate_branch_label",
                "the branch label '\(label)' of \(place(location)) is taken by \(place(first))",
                location,
                ["give one of the two another label"]
            )
        case .missingRevision(let id, let key, let neededBy, let location):
            chain(
                "no_such_revision",
                "revision \(neededBy) (\(place(location))) names \(id) as its \(key), but no file has that revision",
                location,
                ["bring the file of \(id) back (was it left on another branch?), or correct \(key)"]
            )
        case .ambiguousDependency(let name, let neededBy, let candidates, let location):
            chain(
                "ambiguous_prefix",
                "revision \(neededBy) depends on '\(name)', but several revisions start like that: \(candidates.joined(separator: ", "))",
                location,
                ["write one of them out: depends_on: \(candidates.first ?? "")"]
            )
        case .selfLoop(let id, let location):
            chain(
                "self_loop",
                "revision \(id) names itself as its down_revision",
                location,
                [
                    "name the revision that it follows, or null: -- down_revision: null"
                ]
            )
        case .dependencySelfLoop(let id, let location):
            chain(
                "dependency_self_loop",
                "revision \(id) depends on itself",
                location,
                ["take \(id) out of its depends_on"]
            )
        case .cycle(let ids, let locations): cycle("cycle", "follow one another in a circle", ids, locations)
        case .dependencyCycle(let ids, let locations):
            cycle("dependency_cycle", "depend on one another in a circle", ids, locations)
        case .badSquash(let id, let problem, let location):
            chain("bad_squash", "revision \(id) is a squash \(problem.message)", location, [problem.hint])
        }
    }

    private func chain(_ code: String, _ message: String, _ location: SourceLocation, _ hints: [String]) -> Diagnostic {
        Diagnostic(code, message, hints: hints, location: location, exitCode: .badData)
    }

    private func cycle(_ code: String, _ what: String, _ ids: [String], _ locations: [SourceLocation]) -> Diagnostic {
        let members = zip(ids, locations).map { "\($0) (\(place($1)))" }.joined(separator: ", ")
        return Diagnostic(
            code,
            "these revisions \(what): \(members)",
            hints: ["correct down_revision or depends_on in one of them"],
            location: locations.first,
            exitCode: .badData
        )
    }

    private func place(_ location: SourceLocation) -> String {
        location.line > 0 ? "\(location.file):\(location.line)" : location.file
    }
}
