/// What to start, and what it gets of ours.
package struct Launch: Sendable {
    package enum Output: Hashable, Sendable {
        /// A descriptor of ours, such as 1, 2 or the end of a pipe.
        case descriptor(Int32)
        /// A file that stdout and stderr are appended to.
        case file(String)
    }

    /// A path, or a name that is looked up in PATH.
    package var program: String
    package var arguments: [String]
    package var environment: [String: String]
    /// Where it runs; nil is where we are.
    package var folder: String?
    package var output: Output
    /// A program that serves and is not talked to: no stdin, no signal of ours blocked or ignored, and no descriptor but
    /// `keptDescriptor`: one that a shell or a test runner left open would stay open for as long as it runs, and somebody may wait
    /// for its end.
    package var isService = false
    /// Whether a service gets a session of its own, so that no signal of our terminal reaches it.
    package var isDetached = false
    /// A descriptor that a service keeps, as its descriptor 3.
    package var keptDescriptor: Int32?
    /// An end of a pipe of ours that is not the program's.
    package var closedDescriptor: Int32?

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

/// The system's own words for why a program cannot be started.
package struct LaunchError: Error, Hashable, Sendable {
    package var reason: String

    /// The system gives one number for a program and a folder that are not there.
    init(_ number: Int32, _ launch: Launch) {
        let folder = launch.folder.flatMap { FileSystem.isFolder($0) ? nil : $0 + ": " } ?? ""
        reason = folder + SystemError(number).reason
    }
}
