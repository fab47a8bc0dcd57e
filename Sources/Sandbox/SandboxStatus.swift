/// The state of the embedded server.
package struct SandboxStatus: Hashable, Sendable {
    package enum State: String, Hashable, Sendable {
        /// No data folder exists yet.
        case absent
        case stopped
        case running
        /// A server holds the folder but does not answer, because it is starting, stopping or hanging.
        case unresponsive
    }

    package var state: State
    /// The folder of the data, the socket and the log.
    package var folder: String
    package var socket: String
    /// The URL of the project's database.
    package var url: String
    /// The server's version text, such as `10.11.6-MariaDB`; nil if it does not run.
    package var serverVersion: String?
    package var processID: Int32?
}
