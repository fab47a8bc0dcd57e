internal import CMariaDB

/// What libmariadb needs once in a process.
enum ClientLibrary {
    /// Touch it before the first handle is made: `mysql_init` alone is not safe from several threads at once.
    static let isReady: Bool = mysql_server_init(0, nil, nil) == 0
}
