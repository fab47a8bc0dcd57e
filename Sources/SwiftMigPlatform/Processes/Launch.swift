/// A program to start, and what it inherits.
package struct Launch: Sendable {
    package enum Output: Hashable, Sendable {
        /// A descriptor of this process, such as 1, 2 or the end of a pipe.
        case descriptor(Int32)
        /// A file to which stdout and stderr are appended.
        case file(String)
    }

    /// A path, or a name that is looked up in PATH.
    package var program: String
    package var arguments: [String]
    package var environment: [String: String]
    /// The working folder, or nil for that of this process.
    package var folder: String?
    package var output: Output
    /// Whether the program is a background service. A service has no stdin, blocks and ignores no signals, and inherits
    /// no descriptor but `keptDescriptor`: one that a shell or a test runner left open would stay open while the
    /// service runs, and its reader would wait.
    package var isService = false
    /// Whether a service gets its own session, so that signals of the terminal do not reach it.
    package var isDetached = false
    /// A descriptor that a service inherits as its descriptor 3.
    package var keptDescriptor: Int32?

    package init(
        program: String,
        arguments: [String],
        environment: [String: String],
        folder: String? = nil,
        output: Output
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
        self.output = output
    }
}

/// The reason that a program cannot be started.
package struct LaunchError: Error, Hashable, Sendable {
    package var reason: String

    /// The system returns the same error for a missing program and a missing folder.
    init(_ number: Int32, _ launch: Launch) {
        let folder = launch.folder.flatMap { FileSystem.isFolder($0) ? nil : $0 + ": " } ?? ""
        reason = folder + SystemError(number).reason
    }
}
