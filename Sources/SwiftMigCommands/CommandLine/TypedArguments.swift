package import SchemaModel

/// What was typed after the program's name.
///
/// - Parameter arguments: the process's, as the system tells them.
/// - Throws: `MissingArguments`, for without them every command line would count as an empty one.
package func typedArguments(_ arguments: [String]) throws(MissingArguments) -> [String] {
    guard !arguments.isEmpty else { throw MissingArguments() }
    return Array(arguments.dropFirst())
}

/// The system does not tell a process its arguments. On Linux they are read from /proc.
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
