internal import CMariaDB
package import DatabaseSettings
internal import MariaDBClient
internal import ServerPort
internal import SwiftMigPlatform

extension DriverConnection {
    /// Opens a session at the address or, if that fails, at the first alternative that works. Prefers a server that
    /// takes changes. Blocks no thread of the caller's.
    ///
    /// - Throws: `DriverError.cannotConnect`.
    package static func open(
        _ settings: ConnectionSettings,
        options: DriverOptions = DriverOptions(),
        on loop: EventLoop
    ) async throws(DriverError) -> DriverConnection {
        let opened = await onOwnThread {
            Result { () throws -> (OpenedSession, ConnectionSettings) in
                try settings.openFirst { settings in
                    let session = try OpenedSession(settings, options)
                    return ((session, settings), session.isReadOnly)
                }
            }
            .mapError { error in
                error as? ConnectionError
                    ?? ConnectionError(.other, settings: settings, server: .library("\(error)"))
            }
        }
        let (session, chosen) = try opened.mapError(DriverError.cannotConnect).get()
        do throws(SystemError) {
            let connection = try DriverConnection(session, settings: chosen, options: options, loop: loop)
            try await connection.attached().get()
            return connection
        } catch {
            throw .cannotConnect(ConnectionError(.other, settings: chosen, server: .library(error.reason)))
        }
    }

    /// Lets the loop watch the socket.
    private func attached() async -> Result<Void, SystemError> {
        let result = await withUnsafeContinuation { continuation in
            loop.run {
                let result = Result { () throws(SystemError) in try self.attach() }
                self.handOver.give { continuation.resume(returning: result) }
            }
        }
        handOver.take()
        return result
    }
}

extension ServerError {
    /// An error of neither the server nor the library.
    fileprivate static func library(_ message: String) -> ServerError {
        ServerError(errno: 0, sqlState: "HY000", message: message)
    }
}
