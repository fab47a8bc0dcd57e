/// The settings for connecting to a server.
package struct ConnectionSettings: Hashable, Sendable {
    /// The address of a server.
    package enum Address: Hashable, Sendable {
        /// `host` is a name, an IPv4 address, or an IPv6 address without brackets.
        case tcp(host: String, port: UInt16)
        /// The path of a unix socket.
        case socket(String)

        /// `host:port`, or the path.
        package var place: String {
            switch self {
            case .socket(let path): path
            case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
            }
        }
    }

    package var address: Address
    /// Other addresses of the database, such as other nodes of a cluster. They are tried in order if the first is not
    /// available.
    package var alternatives: [Address] = []
    package var user: String?
    package var password: Secret?
    /// The database to use; nil for none.
    package var database: String?
    package var tls: TLSSettings
    package var connectTimeout: Duration
    /// How long one answer may take; nil to wait for as long as the statement runs.
    package var readTimeout: Duration?
    /// Whether the server may ask for the password in clear text (mysql_clear_password, dialog). Off by default.
    package var allowsCleartextPassword: Bool
    /// Parameters of the URL that are meant for an application's driver.
    package var ignoredParameters: [String] = []
    /// The `sql_mode` of the session; nil for the server's.
    package var sqlMode: String?
    /// Whether `LOAD DATA LOCAL` may send files of this machine. Off by default, because a server could ask for other
    /// files than the statement names.
    package var sendsLocalFiles = false

    /// The settings if a URL gives none.
    package static let usual = ConnectionSettings(address: .tcp(host: "localhost", port: 3306))

    package init(
        address: Address,
        user: String? = nil,
        password: Secret? = nil,
        database: String? = nil,
        tls: TLSSettings = TLSSettings(),
        connectTimeout: Duration = .seconds(10),
        readTimeout: Duration? = nil,
        allowsCleartextPassword: Bool = false
    ) {
        self.address = address
        self.user = user
        self.password = password
        self.database = database
        self.tls = tls
        self.connectTimeout = connectTimeout
        self.readTimeout = readTimeout
        self.allowsCleartextPassword = allowsCleartextPassword
    }
}

/// The TLS settings of a connection.
package struct TLSSettings: Hashable, Sendable {
    package enum Mode: String, Hashable, Sendable, CaseIterable {
        case disabled
        /// TLS if the server offers it; the certificate is not verified.
        case preferred
        /// TLS or no connection; the certificate is not verified.
        case required
        /// TLS with a certificate that a trusted CA has signed.
        case verifyCA = "verify-ca"
        /// Like `verifyCA`, and the certificate must name the host.
        case verifyIdentity = "verify-identity"

        /// The mode if none is given. As for `ssl_ca` in a URL, an authority is given to be checked.
        package static func usual(with ca: String?) -> Mode { ca == nil ? .preferred : .verifyCA }
    }

    package var mode: Mode
    /// Paths of PEM files.
    package var ca: String?
    package var certificate: String?
    package var key: String?

    package init(mode: Mode = .preferred, ca: String? = nil, certificate: String? = nil, key: String? = nil) {
        self.mode = mode
        self.ca = ca
        self.certificate = certificate
        self.key = key
    }
}
