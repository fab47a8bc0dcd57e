package import SwiftMigPlatform

/// Why the embedded server cannot be used.
package enum SandboxError: Error, Hashable, Sendable {
    /// mariadbd or mysqld was not found.
    case serverNotInstalled
    /// The program in SWIFTMIG_MARIADBD cannot be run.
    case notExecutable(path: String)
    /// The program that initializes the data folder is missing.
    case initializerMissing(program: String)
    /// The program that initializes the data folder failed. `log` is its output, which is empty if the disk is full.
    case initializationFailed(program: String, folder: String, log: String)
    /// The server ended before it answered. `log` is the part of its error log about this.
    case startFailed(program: String, folder: String, log: String)
    /// The server did not answer, or did not end, within the time limit.
    case timedOut(folder: String, seconds: Int)
    /// A folder that must be private belongs to another user or is open to others.
    case notPrivate(path: String)
    /// A file or folder could not be created, opened or read.
    case file(FileError)
    /// A program could not be started. `reason` is the system's message.
    case cannotStart(program: String, reason: String)
}

extension SandboxError {
    /// Runs a file operation, and throws its error as a `SandboxError`.
    @discardableResult
    static func wrapping<Result>(_ body: @autoclosure () throws(FileError) -> Result) throws(SandboxError) -> Result {
        do {
            return try body()
        } catch {
            throw .file(error)
        }
    }
}
