internal import CMariaDB

/// The setup that libmariadb needs once per process.
package enum ClientLibrary {
    /// Read this before creating the first handle: `mysql_init` alone is not thread-safe.
    package static let isReady: Bool = mysql_server_init(0, nil, nil) == 0
}
