#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A program of the user's that did not do its job.
package struct ChildProcessError: Error, Hashable, Sendable {
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

/// Runs a program without a shell: words stay words, whatever is in them.
struct ChildProcess {
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
    func run(output: Output) throws(ChildProcessError) -> String {
        var text = ""
        try run(output: output) { text = $0 }
        return text
    }

    private func run(output: Output, _ collected: (String) -> Void) throws(ChildProcessError) {
        var ends: [Int32] = [-1, -1]
        if output == .collected, pipe(&ends) != 0 { throw failure(.cannotStart(String(cString: strerror(errno)))) }
        let child: pid_t
        do {
            defer { if ends[1] >= 0 { close(ends[1]) } }
            child = try spawn(standardOutput: ends[1] >= 0 ? ends[1] : output == .inherited ? 1 : 2, closing: ends[0])
        } catch {
            if ends[0] >= 0 { close(ends[0]) }
            throw error
        }
        if ends[0] >= 0 {
            collected(readAll(ends[0]))
            close(ends[0])
        }
        try wait(for: child)
    }

    /// Waits for the program to end.
    ///
    /// - Returns: what it printed on stdout, also where it failed, and why it did.
    func collect() -> (output: String, failure: ChildProcessError?) {
        var output = ""
        do throws(ChildProcessError) {
            try run(output: .collected) { output = $0 }
            return (output, nil)
        } catch {
            return (output, error)
        }
    }

    private func failure(_ reason: ChildProcessError.Reason) -> ChildProcessError {
        ChildProcessError(purpose: purpose, command: command, reason: reason)
    }

    private func spawn(standardOutput: Int32, closing other: Int32) throws(ChildProcessError) -> pid_t {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        #else
        var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, standardOutput, 1)
        if standardOutput > 2 { posix_spawn_file_actions_addclose(&actions, standardOutput) }
        if other > 2 { posix_spawn_file_actions_addclose(&actions, other) }
        // There is no portable way to give a child its folder, and no other thread that would mind.
        let here = open(".", O_RDONLY | O_CLOEXEC)
        defer {
            if here >= 0 {
                _ = fchdir(here)
                close(here)
            }
        }
        guard chdir(folder) == 0 else { throw failure(.cannotStart("\(folder): \(String(cString: strerror(errno)))")) }

        var child = pid_t()
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let status = withCStrings(command) { arguments in
            withCStrings(variables) { variables in
                posix_spawnp(&child, command[0], &actions, nil, arguments, variables)
            }
        }
        guard status == 0 else { throw failure(.cannotStart(String(cString: strerror(status)))) }
        return child
    }

    private func wait(for child: pid_t) throws(ChildProcessError) {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { throw failure(.cannotStart(String(cString: strerror(errno)))) }
        }
        // The macros WIFSIGNALED and WEXITSTATUS do not reach Swift.
        let signal = status & 0x7f
        if signal != 0 { throw failure(.killed(signal: signal)) }
        let code = (status >> 8) & 0xff
        if code != 0 { throw failure(.exited(code)) }
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

/// A NULL-terminated array of C strings, as `exec` wants it.
private func withCStrings<Result>(
    _ texts: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    return pointers.withUnsafeMutableBufferPointer { buffer in
        // The array has at least its terminator, so it has a base address.
        var terminator: UnsafeMutablePointer<CChar>?
        guard let base = buffer.baseAddress else { return body(&terminator) }
        return body(base)
    }
}
