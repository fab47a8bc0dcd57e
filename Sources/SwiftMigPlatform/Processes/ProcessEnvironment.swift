/// The environment of the process.
package struct ProcessEnvironment: Sendable {
    package let variables: [String: String]
    package let workingDirectory: String

    package init(variables: [String: String], workingDirectory: String) {
        self.variables = variables
        self.workingDirectory = workingDirectory
    }

    package static func current() -> ProcessEnvironment {
        ProcessEnvironment(
            variables: CurrentProcess.variables,
            workingDirectory: CurrentProcess.workingFolder ?? ""
        )
    }

    /// Returns the absolute form of a path. A relative path starts at the working directory.
    package func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : "\(workingDirectory)/\(path)"
    }

    /// Returns a path as the user would type it here.
    package func displayPath(_ path: String) -> String {
        let prefix = workingDirectory + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }
}
