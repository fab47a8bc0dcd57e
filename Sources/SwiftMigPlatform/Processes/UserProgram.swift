/// A failure of a program of the user.
package struct UserProgramError: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// The system's message.
        case cannotStart(String)
        case exited(Int32)
        case killed(signal: Int32)
        /// The output could not be read to its end. The text is the system's message.
        case outputLost(String)
        /// The program was ended because it exceeded this time limit.
        case timedOut(Duration)
    }

    /// The purpose of the program: `models.command` or `hooks.after_write`.
    package var purpose: String
    package var command: [String]
    package var reason: Reason
}

/// The common time limit of one or more programs.
package struct TimeLimit: Sendable {
    let duration: Duration
    let end: ContinuousClock.Instant

    /// Starts the time limit now.
    package init(_ duration: Duration) {
        self.duration = duration
        end = .now + duration
    }
}

/// A program named by the settings or the environment, such as a hook, an editor, or the program that prints the
/// models.
package struct UserProgram: Sendable {
    package enum Output {
        /// Collects the program's output.
        case collected
        /// Sends the output to stderr, like our own messages. Stdout is for the result of the command.
        case standardError
        /// Does not redirect the output, because the program interacts with the user.
        case inherited
    }

    package var purpose: String
    /// The program, which is searched for in PATH, and its arguments.
    package var command: [String]
    package var folder: String
    package var environment: [String: String]
    /// The time limit; nil for none.
    package var timeLimit: TimeLimit?

    package init(
        purpose: String,
        command: [String],
        folder: String,
        environment: [String: String],
        timeLimit: TimeLimit? = nil
    ) {
        self.purpose = purpose
        self.command = command
        self.folder = folder
        self.environment = environment
        self.timeLimit = timeLimit
    }

    /// Runs the program until it ends.
    ///
    /// - Returns: Its output on stdout, if that is collected.
    @discardableResult
    package func run(output: Output) throws(UserProgramError) -> String {
        switch output {
        case .collected:
            let (text, failure) = collect()
            if let failure { throw failure }
            return text
        case .standardError: try finish(start(.descriptor(2)))
        case .inherited: try finish(start(.descriptor(1)))
        }
        return ""
    }

    /// Runs the program until it ends.
    ///
    /// - Returns: Its output on stdout, even after a failure, and the failure.
    package func collect() -> (output: String, failure: UserProgramError?) {
        var output = ""
        do throws(UserProgramError) {
            try run { output = $0 }
            return (output, nil)
        } catch {
            return (output, error)
        }
    }

    private func run(collecting receive: (String) -> Void) throws(UserProgramError) {
        let pipe: OutputPipe
        do { pipe = try OutputPipe() } catch { throw failure(.cannotStart(error.reason)) }
        let child = try start(.descriptor(pipe.writeEnd))
        // With our copy of the write end open, reading would never end.
        pipe.closeWriteEnd()
        let bytes: [UInt8]?
        do {
            bytes = try pipe.readAll(until: timeLimit?.end)
        } catch {
            child.end()
            throw failure(.outputLost(error.reason))
        }
        guard let bytes else {
            child.end()
            throw failure(.timedOut(timeLimit?.duration ?? .zero))
        }
        receive(String(decoding: bytes, as: UTF8.self))
        try finish(child)
    }

    private func failure(_ reason: UserProgramError.Reason) -> UserProgramError {
        UserProgramError(purpose: purpose, command: command, reason: reason)
    }

    private func start(_ output: Launch.Output) throws(UserProgramError) -> ChildProcess {
        let launch = Launch(
            program: command.first ?? "",
            arguments: Array(command.dropFirst()),
            environment: environment,
            folder: folder,
            output: output
        )
        do {
            return try ChildProcess(launch)
        } catch {
            throw failure(.cannotStart(error.reason))
        }
    }

    private func finish(_ child: ChildProcess) throws(UserProgramError) {
        switch timeLimit.map({ child.waitForEnd(until: $0.end) }) ?? child.waitForEnd() {
        case .exited(0): return
        case .exited(let code): throw failure(.exited(code))
        case .killed(let signal): throw failure(.killed(signal: signal))
        case .lost(let reason): throw failure(.cannotStart(reason))
        case nil:
            child.end()
            throw failure(.timedOut(timeLimit?.duration ?? .zero))
        }
    }
}
