package import SwiftMigPlatform

/// Why the embedded server cannot be used.
package enum SandboxError: Error, Hashable, Sendable {
    /// No mariadbd or mysqld where such programs are.
    case serverNotInstalled
    /// SWIFTMIG_MARIADBD names something that cannot be run.
    case notExecutable(path: String)
    /// The program that makes the first data folder is not there.
    case initializerMissing(program: String)
    /// The program that makes the first data folder failed; `log` is what it said of it, empty where the disk is full.
    case initializationFailed(program: String, folder: String, log: String)
    /// The server ended before it answered; `log` is what its error log says of it.
    case startFailed(program: String, log: String)
    /// The server is there and did not answer, or did not end, within the time.
    case timedOut(folder: String, seconds: Int)
    /// A folder that must be private belongs to somebody else or is open to others.
    case notPrivate(path: String)
    /// A file or folder could not be made, opened or read.
    case file(FileError)
    /// A program could not be started; `reason` is the system's.
    case cannotStart(program: String, reason: String)
}

extension SandboxError {
    /// Does something with files, and throws its error as one of the sandbox.
    @discardableResult
    static func wrapping<Result>(_ body: @autoclosure () throws(FileError) -> Result) throws(SandboxError) -> Result {
        do {
            return try body()
        } catch {
            throw .file(error)
        }
    }
}
