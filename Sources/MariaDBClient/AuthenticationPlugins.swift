/// The client plugins that a server may ask for.
enum AuthenticationPlugins {
    /// The plugin that a server without plugin support uses.
    static let withoutPlugins = "mysql_native_password"

    /// None of these sends the password itself over a connection that the library knows to be unencrypted.
    private static let safe = [
        "mysql_native_password", "client_ed25519", "parsec", "caching_sha2_password", "sha256_password",
        "auth_gssapi_client",
    ]

    /// These do.
    private static let cleartext = ["mysql_clear_password", "dialog"]

    /// The list for `MARIADB_OPT_RESTRICTED_AUTH`.
    static func allowed(cleartext allowsCleartext: Bool) -> String {
        (safe + (allowsCleartext ? cleartext : [])).joined(separator: ",")
    }
}
