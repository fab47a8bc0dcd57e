#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A program that was started without a shell, so its arguments need no quoting.
package struct ChildProcess: Sendable {
    package enum Ending: Hashable, Sendable {
        case exited(Int32)
        case killed(signal: Int32)
        /// The child process no longer exists.
        case lost(reason: String)
    }

    package let processID: Int32

    /// - Throws: `LaunchError`.
    package init(_ launch: Launch) throws(LaunchError) {
        var actions = FileActions()
        defer { actions.destroy() }
        try actions.prepare(launch)
        var attributes = SpawnAttributes(isService: launch.isService, isDetached: launch.isDetached)
        defer { attributes.destroy() }
        let variables = launch.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }

        var child = pid_t()
        let status = withCStrings([launch.program] + launch.arguments) { arguments in
            withCStrings(variables) { variables in
                posix_spawnp(&child, launch.program, &actions.value, &attributes.value, arguments, variables)
            }
        }
        guard status == 0 else { throw LaunchError(status, launch) }
        processID = child
    }

    /// Waits for the end.
    package func waitForEnd() -> Ending {
        var status: Int32 = 0
        while waitpid(processID, &status, 0) < 0 {
            if errno != EINTR { return .lost(reason: String(cString: strerror(errno))) }
        }
        return Ending(status: status)
    }

    /// Waits for the end, but not beyond a deadline.
    ///
    /// - Returns: nil if the process is still running.
    package func waitForEnd(until end: ContinuousClock.Instant) -> Ending? {
        var status: Int32 = 0
        var pause: Duration = .microseconds(500)
        while true {
            switch waitpid(processID, &status, WNOHANG) {
            case 0: break
            case -1 where errno == EINTR: continue
            case -1: return .lost(reason: String(cString: strerror(errno)))
            default: return Ending(status: status)
            }
            if ContinuousClock.now >= end { return nil }
            Pause.rest(pause)
            pause = min(pause * 2, .milliseconds(20))
        }
    }

    /// Sends a signal.
    package func send(_ signal: Int32) { kill(processID, signal) }

    /// Ends the process: sends SIGINT, then SIGTERM, then SIGKILL.
    package func end() {
        for (signal, patience) in [(SIGINT, 2), (SIGTERM, 2), (SIGKILL, 10)] {
            kill(processID, signal)
            if waitForEnd(until: .now + .seconds(patience)) != nil { return }
        }
    }

    /// Whether it is still running. Only for a child of this process.
    package var isRunning: Bool {
        var status: Int32 = 0
        return waitpid(processID, &status, WNOHANG) == 0
    }
}

extension ChildProcess.Ending {
    /// Swift does not import the macros WIFSIGNALED and WEXITSTATUS.
    fileprivate init(status: Int32) {
        let signal = status & 0x7F
        self = signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
    }
}

/// Calls `body` with a NULL-terminated array of C strings, as `exec` expects.
private func withCStrings<Result>(
    _ texts: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    return pointers.withUnsafeMutableBufferPointer { buffer in
        // The array contains at least the terminator, so it has a base address.
        var terminator: UnsafeMutablePointer<CChar>?
        guard let base = buffer.baseAddress else { return body(&terminator) }
        return body(base)
    }
}
