internal import CMariaDB

/// Holds back the login until it is known whether the connection is encrypted.
///
/// With libmariadb's `MYSQL_OPT_SSL_ENFORCE`, the login continues in clear text if the server offers no TLS, unless the
/// certificate is verified. If TLS is only preferred, the plugins take "requested" to mean "encrypted", and
/// caching_sha2_password then sends the password itself. So our own authentication plugin runs first. It has no
/// password. It lets the handshake happen, checks whether the connection is encrypted, and only then admits the plugins
/// that have the password: the server asks for the account's plugin in its next packet.
///
/// If TLS is required, a server that cannot ask this way is rejected, because until then the gate is the only admitted
/// plugin of the handle. Otherwise such a server may use mysql_native_password, which never sends the password.
enum TLSGate {
    private static let isRegistered: Bool =
        register(name(isRequired: true, allowsCleartext: false)) {
            admit($0, $1, isRequired: true, AuthenticationPlugins.allowed(cleartext: false))
        }
        && register(name(isRequired: true, allowsCleartext: true)) {
            admit($0, $1, isRequired: true, AuthenticationPlugins.allowed(cleartext: true))
        }
        && register(name(isRequired: false, allowsCleartext: false)) {
            admit($0, $1, isRequired: false, AuthenticationPlugins.allowed(cleartext: false))
        }
        && register(name(isRequired: false, allowsCleartext: true)) {
            admit($0, $1, isRequired: false, AuthenticationPlugins.allowed(cleartext: true))
        }

    /// Installs the gate for the login of a handle.
    ///
    /// - Parameter isRequired: Whether a connection without TLS is refused.
    /// - Returns: Whether the gate is installed. If not, the login must not continue.
    static func close(_ handle: UnsafeMutablePointer<MYSQL>, isRequired: Bool, allowsCleartext: Bool) -> Bool {
        guard isRegistered else { return false }
        let name = name(isRequired: isRequired, allowsCleartext: allowsCleartext)
        handle.set(MYSQL_DEFAULT_AUTH, to: name)
        handle.set(
            MARIADB_OPT_RESTRICTED_AUTH,
            to: isRequired ? name : "\(name),\(AuthenticationPlugins.withoutPlugins)"
        )
        return true
    }

    private static func name(isRequired: Bool, allowsCleartext: Bool) -> String {
        (isRequired ? "swiftmig_tls_gate" : "swiftmig_login_gate") + (allowsCleartext ? "_cleartext" : "")
    }

    private typealias Authenticate =
        @convention(c) (
            UnsafeMutablePointer<MYSQL_PLUGIN_VIO>?, UnsafeMutablePointer<MYSQL>?
        ) -> Int32

    private static func register(_ name: String, _ authenticate: Authenticate) -> Bool {
        guard let handle = mysql_init(nil) else { return false }
        defer { mysql_close(handle) }
        // The library keeps the pointers for the lifetime of the process.
        let plugin = UnsafeMutablePointer<swiftmig_authentication_plugin>.allocate(capacity: 1)
        var value = swiftmig_authentication_plugin()
        value.type = Int32(SWIFTMIG_AUTHENTICATION_PLUGIN)
        value.interface_version = UInt32(SWIFTMIG_AUTHENTICATION_PLUGIN_INTERFACE)
        let text = UnsafeMutableBufferPointer<CChar>.allocate(capacity: name.utf8.count + 1)
        _ = text.initialize(from: name.utf8CString)
        value.name = UnsafePointer(text.baseAddress)
        value.author = value.name
        value.description = value.name
        value.license = value.name
        value.authenticate_user = authenticate
        plugin.initialize(to: value)
        return mysql_client_register_plugin(
            handle,
            UnsafeMutableRawPointer(plugin).assumingMemoryBound(to: st_mysql_client_plugin.self)
        ) != nil
    }

    /// The plugin's part of the login: an empty answer to the greeting. If the server offers TLS, the library performs
    /// the handshake first.
    private static func admit(
        _ channel: UnsafeMutablePointer<MYSQL_PLUGIN_VIO>?,
        _ handle: UnsafeMutablePointer<MYSQL>?,
        isRequired: Bool,
        _ plugins: String
    ) -> Int32 {
        guard let channel, let handle, let write = channel.pointee.write_packet else { return CR_ERROR }
        let offersTLS = handle.pointee.server_capabilities & UInt(CLIENT_SSL) != 0
        guard offersTLS || !isRequired else { return refuse(handle) }
        guard write(channel, nil, 0) == 0 else { return CR_ERROR }
        if mysql_get_ssl_cipher(handle) == nil {
            guard !isRequired else { return refuse(handle) }
            // The plugins check this option to learn whether the connection is encrypted.
            handle.pointee.options.use_ssl = 0
        }
        handle.set(MARIADB_OPT_RESTRICTED_AUTH, to: plugins)
        return CR_OK
    }

    /// Reports the error as plugins do, in the handle itself.
    private static func refuse(_ handle: UnsafeMutablePointer<MYSQL>) -> Int32 {
        handle.pointee.net.last_errno = UInt32(CR_SSL_CONNECTION_ERROR)
        withUnsafeMutableBytes(of: &handle.pointee.net.last_error) { buffer in
            let text = Array("TLS is required, but the server does not support it".utf8) + [0]
            buffer.copyBytes(from: text.prefix(buffer.count))
        }
        return CR_ERROR
    }
}
