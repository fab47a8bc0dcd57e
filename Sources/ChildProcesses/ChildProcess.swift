#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A program that was started, without a shell: words stay words, whatever is in them.
package struct ChildProcess: Sendable {
    package enum Ending: Hashable, Sendable {
        case exited(Int32)
        case killed(signal: Int32)
        /// There is no such child any more.
        case lost(reason: String)
    }

    package let processID: Int32

    /// - Throws: `LaunchError`.
    package init(_ launch: Launch) throws(LaunchError) {
        var actions = FileActions()
        defer { actions.destroy() }
        actions.prepare(launch)
        var attributes = SpawnAttributes(isService: launch.isService, isDetached: launch.isDetached)
        defer { attributes.destroy() }
        let variables = launch.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }

        let home = try Self.enter(launch.folder)
        defer { Self.leave(to: home) }
        var child = pid_t()
        let status = withCStrings([launch.program] + launch.arguments) { arguments in
            withCStrings(variables) { variables in
                posix_spawnp(&child, launch.program, &actions.value, &attributes.value, arguments, variables)
            }
        }
        guard status == 0 else { throw LaunchError(status) }
        processID = child
    }

    /// There is no portable way to give a child its folder, and no other thread that would mind.
    ///
    /// - Returns: the folder that we were in, open.
    private static func enter(_ folder: String?) throws(LaunchError) -> Int32? {
        guard let folder else { return nil }
        let home = open(".", O_RDONLY | O_CLOEXEC)
        guard chdir(folder) == 0 else {
            let error = LaunchError(errno, at: folder)
            if home >= 0 { close(home) }
            throw error
        }
        return home
    }

    private static func leave(to home: Int32?) {
        guard let home, home >= 0 else { return }
        _ = fchdir(home)
        close(home)
    }

    /// Waits for the end.
    package func waitForEnd() -> Ending {
        var status: Int32 = 0
        while waitpid(processID, &status, 0) < 0 {
            if errno != EINTR { return .lost(reason: String(cString: strerror(errno))) }
        }
        // The macros WIFSIGNALED and WEXITSTATUS do not reach Swift.
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
    }

    /// Whether it still runs. Only for a child of this very process.
    package var isRunning: Bool {
        var status: Int32 = 0
        return waitpid(processID, &status, WNOHANG) == 0
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
