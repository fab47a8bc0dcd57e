/// Everything needed to reach one server.
package struct ConnectionSettings: Hashable, Sendable {
    /// Where the server listens.
    package enum Address: Hashable, Sendable {
        /// `host` is a name, an IPv4 or an IPv6 address without brackets.
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
    /// Where else the database is to be had, as on the other nodes of a cluster: asked in their order when the first is not there.
    package var alternatives: [Address] = []
    package var user: String?
    package var password: Secret?
    /// The database to use; nil connects to none.
    package var database: String?
    package var tls: TLSSettings
    package var connectTimeout: Duration
    /// How long one answer may take; nil waits for as long as the statement runs.
    package var readTimeout: Duration?
    /// Lets the server ask for the password as it is (mysql_clear_password, dialog). Off unless asked for.
    package var allowsCleartextPassword: Bool
    /// Parameters of the URL that are meant for the driver of an application.
    package var ignoredParameters: [String] = []
    /// The `sql_mode` of the session; nil leaves the server's.
    package var sqlMode: String?
    /// Lets `LOAD DATA LOCAL` send files of this machine. Off unless asked for: a server could ask for others than the
    /// statement names.
    package var sendsLocalFiles = false

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

/// How the connection is protected.
package struct TLSSettings: Hashable, Sendable {
    package enum Mode: String, Hashable, Sendable, CaseIterable {
        case disabled
        /// TLS where the server offers it, unverified.
        case preferred
        /// TLS or no connection; the certificate is not verified.
        case required
        /// TLS, and the certificate's chain leads to a trusted CA.
        case verifyCA = "verify-ca"
        /// `verifyCA`, and the certificate names the host.
        case verifyIdentity = "verify-identity"
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
