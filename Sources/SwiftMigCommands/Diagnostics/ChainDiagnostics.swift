package import SchemaModel

extension ChainError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch self {
        case .notAtHeads(let current, let heads):
            Diagnostic(
                "not_at_heads",
                "the database is at \(current.isEmpty ? "base" : current.joined(separator: ", ")), "
                    + "the revisions go on to \(heads.joined(separator: ", "))",
                hints: [heads.count > 1 ? "swiftmig upgrade heads" : "swiftmig upgrade head"]
            )
        case .illegalID(let id, let characters):
            Diagnostic(
                "illegal_revision_id",
                "'\(id)' cannot be a revision id" + reason(characters),
                hints: ["leave --rev-id out to get a new one"],
                exitCode: .usage
            )
        case .idTaken(let id, let location):
            Diagnostic(
                "duplicate_revision",
                "there is a revision \(id) already",
                hints: ["leave --rev-id out to get a new one"],
                location: location,
                exitCode: .usage
            )
        }
    }

    private func reason(_ characters: [Character]) -> String {
        characters.isEmpty ? "" : ": it may not hold " + characters.map { "'\($0)'" }.joined(separator: " ")
    }
}
