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
        let connection = DriverConnection(session, settings: chosen, options: options, loop: loop)
        if let error = await connection.attached() {
            throw .cannotConnect(
                ConnectionError(
                    .other,
                    settings: chosen,
                    server: .library(error.reason)
                )
            )
        }
        return connection
    }

    /// Lets the loop watch the socket. Returns what keeps it from doing so.
    private func attached() async -> SystemError? {
        let error: SystemError? = await withUnsafeContinuation { continuation in
            loop.run {
                let error = self.attachOnLoop()
                self.handOver.give { continuation.resume(returning: error) }
            }
        }
        handOver.take()
        return error
    }

    private func attachOnLoop() -> SystemError? {
        do throws(SystemError) {
            // The library leaves the sockets of TLS blocking (CONC-594).
            if thread == nil { try SocketControl.makeNonblocking(socket) }
            try attach()
            return nil
        } catch {
            return error
        }
    }
}

extension ServerError {
    /// An error of neither the server nor the library.
    fileprivate static func library(_ message: String) -> ServerError {
        ServerError(errno: 0, sqlState: "HY000", message: message)
    }
}
