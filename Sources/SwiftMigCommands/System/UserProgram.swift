internal import ChildProcesses

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A program of the user's that did not do its job.
package struct UserProgramError: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// The system's own words.
        case cannotStart(String)
        case exited(Int32)
        case killed(signal: Int32)
    }

    /// What the program was run for: `models.command` or `hooks.after_write`.
    package var purpose: String
    package var command: [String]
    package var reason: Reason
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
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw failure(.cannotStart(String(cString: strerror(errno)))) }
        defer { close(ends[0]) }
        let child: ChildProcess
        do {
            // Our copy of its end would keep us waiting for more.
            defer { close(ends[1]) }
            child = try start(.descriptor(ends[1]), closing: ends[0])
        }
        receive(readAll(ends[0]))
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
        switch child.waitForEnd() {
        case .exited(0): return
        case .exited(let code): throw failure(.exited(code))
        case .killed(let signal): throw failure(.killed(signal: signal))
        case .lost(let reason): throw failure(.cannotStart(reason))
        }
    }

    private func readAll(_ descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(contentsOf: chunk[..<count])
        }
    }
}
