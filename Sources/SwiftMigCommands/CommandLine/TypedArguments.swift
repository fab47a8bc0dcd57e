package import DiagnosticModel

/// Returns the arguments after the program's name.
///
/// - Parameter arguments: The arguments of the process, from the system.
/// - Throws: `MissingArguments`, because without them every command line would look empty.
package func typedArguments(_ arguments: [String]) throws(MissingArguments) -> [String] {
    guard !arguments.isEmpty else { throw MissingArguments() }
    return Array(arguments.dropFirst())
}

/// The system does not provide the arguments of the process. On Linux they are read from /proc.
package struct MissingArguments: Error, DiagnosticConvertible {
    package init() {}

    package var diagnostic: Diagnostic {
        Diagnostic(
            "no_arguments",
            "the system does not tell what was typed, so nothing was done",
            hints: ["mount /proc: mount -t proc proc /proc"]
        )
    }
}
