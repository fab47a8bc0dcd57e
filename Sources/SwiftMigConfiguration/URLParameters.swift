internal import SchemaModel

/// What stands behind the `?` of a database URL, in the spellings of SQLAlchemy's drivers and of MySQL's own tools.
/// `-` and `_` mean the same, and case does not matter.
struct URLParameters {
    /// In the spelling that an error offers, with the other spellings behind it.
    private static let known: [(name: String, aliases: [String])] = [
        ("socket", ["unix_socket"]),
        ("charset", []), ("collation", []), ("use_unicode", []), ("autocommit", []), ("local_infile", []),
        ("ssl-mode", ["sslmode", "tls"]), ("ssl", ["use_ssl"]), ("ssl_disabled", []),
        ("ssl_ca", ["sslca"]), ("ssl_cert", ["sslcert"]), ("ssl_key", ["sslkey"]),
        ("ssl_verify_cert", []), ("ssl_verify_identity", ["ssl_check_hostname"]),
        ("connect_timeout", ["connection_timeout"]), ("read_timeout", []),
        ("allow_cleartext_password", ["allow_cleartext_passwords", "enable_cleartext_plugin"]),
    ]

    private let values: [(name: String, value: String)]

    init(_ query: Substring) throws(DatabaseURLError) {
        var values: [(name: String, value: String)] = []
        for pair in query.split(separator: "&") {
            let equals = pair.firstIndex(of: "=")
            let name = try decoded(pair[..<(equals ?? pair.endIndex)], part: "query")
            let value = equals.map { pair[pair.index(after: $0)...] } ?? ""
            let canonical = Self.canonical(name)
            guard
                let entry = Self.known.first(where: { known in
                    ([known.name] + known.aliases).contains { Self.canonical($0) == canonical }
                })
            else { throw .unknownParameter(name, known: Self.known.map(\.name)) }
            values.append((entry.name, try decoded(value, part: entry.name)))
        }
        self.values = values
    }

    private static func canonical(_ name: String) -> String {
        String(name.lowercased().map { $0 == "-" ? "_" : $0 })
    }

    /// `charset` and its kin change an application's session, not ours, so they are read and left alone.
    func apply(to settings: inout ConnectionSettings) throws(DatabaseURLError) {
        var mode: TLSSettings.Mode?
        for (name, value) in values {
            switch name {
            case "socket":
                guard !value.isEmpty else { throw .badParameter(name, expected: "the path of a socket") }
                settings.address = .socket(value)
                settings.alternatives = []
            case "ssl-mode": mode = try tlsMode(value, name)
            case "ssl": mode = try isTrue(value, name) ? .required : .disabled
            case "ssl_disabled": if try isTrue(value, name) { mode = .disabled }
            case "ssl_verify_cert": if try isTrue(value, name), mode != .verifyIdentity { mode = .verifyCA }
            case "ssl_verify_identity": if try isTrue(value, name) { mode = .verifyIdentity }
            case "ssl_ca": settings.tls.ca = value
            case "ssl_cert": settings.tls.certificate = value
            case "ssl_key": settings.tls.key = value
            case "connect_timeout": settings.connectTimeout = try duration(value, name)
            case "read_timeout": settings.readTimeout = try duration(value, name)
            case "allow_cleartext_password": settings.allowsCleartextPassword = try isTrue(value, name)
            default: break
            }
        }
        if let mode {
            settings.tls.mode = mode
        } else if values.contains(where: { $0.name == "ssl_ca" }), [.preferred, .required].contains(settings.tls.mode) {
            // Who names a CA wants the server checked against it; MySQL's own tools read it so too.
            settings.tls.mode = .verifyCA
        }
    }

    private func tlsMode(_ value: String, _ name: String) throws(DatabaseURLError) -> TLSSettings.Mode {
        guard let mode = TLSSettings.Mode(text: value) else {
            throw .badParameter(name, expected: TLSSettings.Mode.choices)
        }
        return mode
    }

    private func isTrue(_ value: String, _ name: String) throws(DatabaseURLError) -> Bool {
        switch value.lowercased() {
        case "true", "1", "yes", "on", "": true
        case "false", "0", "no", "off": false
        default: throw .badParameter(name, expected: "true or false")
        }
    }

    /// The drivers write bare seconds.
    private func duration(_ value: String, _ name: String) throws(DatabaseURLError) -> Duration {
        guard let duration = Duration(text: value) ?? Duration(text: value + "s") else {
            throw .badParameter(name, expected: "a duration such as 10s")
        }
        return duration
    }
}

extension TLSSettings.Mode {
    /// Reads MySQL's spelling (`VERIFY_CA`) too.
    init?(text: String) {
        self.init(rawValue: String(text.lowercased().map { $0 == "_" ? "-" : $0 }))
    }

    /// The values in words, for an error.
    static let choices = allCases.map(\.rawValue).dropLast().joined(separator: ", ") + " or verify-identity"
}
