package import MariaDBClient
internal import ServerPort

extension Connection {
    /// Waits until the server has released everything that a session held.
    ///
    /// On MySQL, lists of sessions leave out one whose connection is closed while it still holds its locks.
    package func waitForEnd(of session: UInt64) throws {
        do {
            while true { try execute("KILL \(session)") }
        } catch let error as ServerError where error.errno == 1094 {
            // ER_NO_SUCH_THREAD
        }
    }
}
