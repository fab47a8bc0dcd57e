internal import CMariaDB
internal import Configuration

extension Login {
    /// Makes the handle keep what the TLS mode says.
    func setTLS(on handle: UnsafeMutablePointer<MYSQL>) throws {
        handle.set(MYSQL_OPT_SSL_VERIFY_SERVER_CERT, to: settings.tls.mode == .verifyIdentity)
        // "Enforce" means "use it when offered" to libmariadb.
        handle.set(MYSQL_OPT_SSL_ENFORCE, to: settings.tls.mode != .disabled)
    }
}
