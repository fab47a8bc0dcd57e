package import SchemaModel

extension CommandError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch self {
        case .unknownTemplate(let name, let known):
            let nearest = nearestName(to: name, in: known).map { "; did you mean '\($0)'?" } ?? ""
            return Diagnostic(
                "usage",
                "there is no template '\(name)'\(nearest)",
                hints: ["swiftmig list-templates"],
                exitCode: .usage
            )
        case .emptyArgument(let name):
            return Diagnostic("usage", "\(name) is empty", exitCode: .usage)
        }
    }
}
