package import DiagnosticModel

/// The source of a setting, strongest first.
package enum ValueSource: Hashable, Sendable {
    /// An option of the command line, such as `--url`.
    case flag(String)
    /// An environment variable.
    case environment(String)
    case file(SourceLocation)
    case `default`

    package var location: SourceLocation? {
        if case .file(let location) = self { location } else { nil }
    }
}
