internal import CMariaDB

/// The setup that libmariadb needs once per process.
enum ClientLibrary {
    /// Read this before creating the first handle: `mysql_init` alone is not thread-safe.
    static let isReady: Bool = mysql_server_init(0, nil, nil) == 0
}
