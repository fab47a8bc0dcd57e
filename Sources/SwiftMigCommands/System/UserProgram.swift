internal import SwiftMigPlatform

/// A program of the user's that did not do its job.
package struct UserProgramError: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// The system's own words.
        case cannotStart(String)
        case exited(Int32)
        case killed(signal: Int32)
        /// It was ended because it took longer than this.
        case timedOut(Duration)
    }

    /// What the program was run for: `models.command` or `hooks.after_write`.
    package var purpose: String
    package var command: [String]
    package var reason: Reason
}

/// The time that one or more programs have together.
struct TimeLimit {
    let duration: Duration
    let end: ContinuousClock.Instant

    /// The time runs from now on.
    init(_ duration: Duration) {
        self.duration = duration
        end = .now + duration
    }
}

/// A program that the settings or the environment name: a hook, an editor, the one that prints the models.
struct UserProgram {
    enum Output {
        /// Collect what the program prints.
        case collected
        /// Send it where our own messages go: stdout belongs to the result of the command.
        case standardError
        /// Leave it alone: the program talks to the person.
        case inherited
    }

    var purpose: String
    /// The program, looked up in PATH, and its arguments.
    var command: [String]
    var folder: String
    var environment: [String: String]
    /// How long the program may take; nil for as long as it likes.
    var timeLimit: TimeLimit?

    /// Waits for the program to end.
    ///
    /// - Returns: what it printed on stdout, where that is collected.
    @discardableResult
    func run(output: Output) throws(UserProgramError) -> String {
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

    /// Waits for the program to end.
    ///
    /// - Returns: what it printed on stdout, also where it failed, and why it did.
    func collect() -> (output: String, failure: UserProgramError?) {
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
        let child = try start(.descriptor(pipe.writeEnd), closing: pipe.readEnd)
        // Our copy of its end would keep us waiting for more.
        pipe.closeWriteEnd()
        guard let bytes = pipe.readAll(until: timeLimit?.end) else {
            child.end()
            throw failure(.timedOut(timeLimit?.duration ?? .zero))
        }
        let text = String(decoding: bytes, as: UTF8.self)
        receive(text)
        try finish(child)
    }

    private func failure(_ reason: UserProgramError.Reason) -> UserProgramError {
        UserProgramError(purpose: purpose, command: command, reason: reason)
    }

    private func start(_ output: Launch.Output, closing other: Int32? = nil) throws(UserProgramError) -> ChildProcess {
        var launch = Launch(
            program: command.first ?? "",
            arguments: Array(command.dropFirst()),
            environment: environment,
            folder: folder,
            output: output
        )
        launch.closedDescriptor = other
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
