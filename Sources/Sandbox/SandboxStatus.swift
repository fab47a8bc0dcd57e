/// What is known of the embedded server.
package struct SandboxStatus: Hashable, Sendable {
    package enum State: String, Hashable, Sendable {
        /// No data folder was made yet.
        case absent
        case stopped
        case running
        /// A server holds the folder and does not answer: it starts, stops, or hangs.
        case unresponsive
    }

    package var state: State
    /// Where data, socket and log are.
    package var folder: String
    package var socket: String
    /// The URL of the project's database in it.
    package var url: String
    /// The server's own words, such as `10.11.6-MariaDB`; nil unless it runs.
    package var serverVersion: String?
    package var processID: Int32?
}
