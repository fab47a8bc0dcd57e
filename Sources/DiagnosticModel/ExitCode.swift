/// The process exit codes that scripts rely on.
package enum ExitCode: Int32, Hashable, Sendable {
    /// The work is done, or there was nothing to do.
    case success = 0
    case failed = 1
    /// `check`, `diff`, `lint`, `verify` or `current --check-heads` found differences, pending revisions or problems.
    case differences = 2
    /// The operation would lose data and was not allowed to.
    case refused = 3
    case usage = 64
    /// A revision file or the revision chain is broken.
    case badData = 65
    /// The server cannot be reached or rejects the login.
    case unavailable = 69
    /// The output or a file cannot be written.
    case writeFailed = 74
    /// Another run holds the lock.
    case locked = 75
    /// The configuration is wrong; this includes the models.
    case configuration = 78
    /// Stopped by Ctrl-C or SIGTERM: the exit codes that a shell reports for a program killed by the signal.
    case interrupted = 130
    case terminated = 143
}
