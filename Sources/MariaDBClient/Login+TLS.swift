internal import CMariaDB
internal import DatabaseSettings
internal import ServerPort
internal import SwiftMigPlatform

extension Login {
    /// Sets the TLS mode on the handle.
    ///
    /// - Throws: `ConnectionError` with `.tlsMisconfigured`.
    func setTLS(on handle: UnsafeMutablePointer<MYSQL>) throws {
        let mode = settings.tls.mode
        handle.set(MYSQL_OPT_SSL_VERIFY_SERVER_CERT, to: mode == .verifyIdentity)
        handle.set(
            MARIADB_OPT_RESTRICTED_AUTH,
            to: AuthenticationPlugins.allowed(cleartext: settings.allowsCleartextPassword)
        )
        // A unix socket cannot be eavesdropped on, so TLS would only cost time there.
        if mode == .disabled || (isSocket && mode == .preferred) { return }

        // To libmariadb, "enforce" means "use TLS if the server offers it".
        handle.set(MYSQL_OPT_SSL_ENFORCE, to: true)
        if let path = settings.tls.certificate { handle.set(MYSQL_OPT_SSL_CERT, to: try readable(path)) }
        if let path = settings.tls.key { handle.set(MYSQL_OPT_SSL_KEY, to: try readable(path)) }
        if mode == .verifyCA || mode == .verifyIdentity {
            // The library verifies the chain only if a CA is set.
            handle.set(MYSQL_OPT_SSL_CA, to: try readable(settings.tls.ca ?? Self.systemCertificates()))
        }
        if isSocket && mode == .required { return }
        guard
            TLSGate.close(
                handle,
                isRequired: mode != .preferred,
                allowsCleartext: settings.allowsCleartextPassword
            )
        else {
            throw misconfigured("libmariadb takes no authentication plugin", path: nil)
        }
    }

    private var isSocket: Bool {
        if case .socket = settings.address { true } else { false }
    }

    private func readable(_ path: String?) throws -> String {
        guard let path else {
            throw misconfigured("no file of trusted certificates was found on this system", path: nil)
        }
        if let error = FileSystem.readingError(path) { throw misconfigured(error.reason, path: path) }
        return path
    }

    private func misconfigured(_ message: String, path: String?) -> ConnectionError {
        ConnectionError(
            .tlsMisconfigured(path: path),
            settings: settings,
            server: ServerError(code: .tlsError, sqlState: "HY000", message: message)
        )
    }

    /// The file of trusted certificates on Debian, Fedora, Alpine, macOS and Homebrew.
    private static func systemCertificates() -> String? {
        let places = [
            CurrentProcess.variable("SSL_CERT_FILE"),
            "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem",
            "/opt/homebrew/etc/ca-certificates/cert.pem", "/usr/local/etc/ca-certificates/cert.pem",
        ]
        return places.compactMap { $0 }.first { FileSystem.isReadable($0) }
    }
}
