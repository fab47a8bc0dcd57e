package import DiagnosticModel

extension UsageError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        guard let word = command.first, !knownCommands.contains(word) else {
            let help = (["swiftmig"] + command + ["--help"]).joined(separator: " ")
            return Diagnostic("usage", message, hints: [help], exitCode: .usage)
        }
        let nearest = nearestName(to: word, in: knownCommands)
        return Diagnostic(
            "usage",
            "there is no command '\(word)'" + (nearest.map { "; did you mean '\($0)'?" } ?? ""),
            hints: [nearest.map { "swiftmig \($0) --help" } ?? "swiftmig --help"],
            exitCode: .usage
        )
    }
}
