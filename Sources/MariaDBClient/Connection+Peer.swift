internal import CMariaDB
internal import DatabaseSettings
package import SwiftMigPlatform

extension Connection {
    /// The process and the user at the other end of a unix socket; nil for TCP.
    package var peer: SocketPeer? {
        guard case .socket = settings.address, let handle else { return nil }
        return SocketPeer(descriptor: mysql_get_socket(handle))
    }
}
