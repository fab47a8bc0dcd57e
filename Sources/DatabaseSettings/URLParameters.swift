internal import SchemaModel

/// The parameters after the `?` of a database URL, in the spellings of applications' drivers and of MySQL's own tools.
/// `-` and `_` mean the same, and case does not matter.
struct URLParameters {
    /// The names as they appear in errors, each with its other spellings.
    private static let known: [(name: String, aliases: [String])] = [
        ("socket", ["unix_socket", "socketpath", "localsocket"]),
        ("user", ["username"]), ("password", []),
        ("charset", []), ("collation", []), ("use_unicode", ["useunicode"]), ("autocommit", []), ("local_infile", []),
        ("ssl-mode", ["sslmode", "tls"]), ("ssl", ["use_ssl", "usessl"]), ("ssl_disabled", []),
        ("require_ssl", ["requiressl"]), ("trust_server_certificate", ["trustservercertificate"]), ("sslaccept", []),
        ("ssl_ca", ["sslca"]), ("ssl_cert", ["sslcert"]), ("ssl_key", ["sslkey"]),
        ("ssl_verify_cert", ["verifyservercertificate"]), ("ssl_verify_identity", ["ssl_check_hostname"]),
        ("connect_timeout", ["connection_timeout"]), ("read_timeout", []),
        (
            "allow_cleartext_password",
            ["allow_cleartext_passwords", "enable_cleartext_plugin", "allowcleartextpasswords"]
        ),
    ]

    private var values: [(name: String, value: String)] = []
    private var ignored: [String] = []

    init(_ query: Substring) throws(DatabaseURLError) {
        for pair in query.split(separator: "&") {
            let equals = pair.firstIndex(of: "=")
            let name = try decoded(pair[..<(equals ?? pair.endIndex)], part: "query")
            let value = equals.map { pair[pair.index(after: $0)...] } ?? ""
            if let known = Self.knownName(name) {
                try add(known, try decoded(value, part: known))
            } else if ForeignParameters.contains(name) || ForeignParameters.isOfAnotherTool(name) {
                ignored.append(name)
            } else {
                // If an @ follows, this may be the rest of a password that contains a ?.
                throw .unknownParameter(query.contains("@") ? nil : name, known: Self.known.map(\.name))
            }
        }
    }

    private mutating func add(_ name: String, _ value: String) throws(DatabaseURLError) {
        if let other = values.first(where: { $0.name == name && $0.value != value }) {
            let isSecret = name == "password"
            throw .contradiction(isSecret ? name : "\(name)=\(other.value)", isSecret ? name : "\(name)=\(value)")
        }
        values.append((name, value))
    }

    private static func knownName(_ name: String) -> String? {
        let canonical = canonical(name)
        return known.first { known in
            ([known.name] + known.aliases).contains { Self.canonical($0) == canonical }
        }?.name
    }

    private static func canonical(_ name: String) -> String {
        String(name.lowercased().map { $0 == "-" ? "_" : $0 })
    }

    /// Applies the parameters. `charset` and similar ones concern an application's session, so they are read and
    /// ignored.
    func apply(to settings: inout ConnectionSettings) throws(DatabaseURLError) {
        var wishes = TLSWishes()
        for (name, value) in values {
            try wishes.read(name, value)
            switch name {
            case "socket":
                guard !value.isEmpty else { throw .badParameter(name, expected: "the path of a socket") }
                settings.address = .socket(value)
                settings.alternatives = []
            // A JDBC URL has the user and the password as parameters.
            case "user":
                guard settings.user ?? value == value else {
                    throw .contradiction("one user before the @", "another as a parameter")
                }
                settings.user = value
            case "password":
                guard settings.password?.revealed ?? value == value else {
                    throw .contradiction("one password before the @", "another as a parameter")
                }
                settings.password = Secret(value)
            case "ssl_ca": settings.tls.ca = value
            case "ssl_cert": settings.tls.certificate = value
            case "ssl_key": settings.tls.key = value
            case "connect_timeout": settings.connectTimeout = try duration(value, name)
            case "read_timeout": settings.readTimeout = try duration(value, name)
            case "allow_cleartext_password": settings.allowsCleartextPassword = try isTrue(value, name)
            default: break
            }
        }
        settings.tls.mode = try wishes.mode(from: settings.tls.mode)
        settings.ignoredParameters = ignored
    }

    /// Reads a duration. The drivers write seconds without a unit.
    private func duration(_ value: String, _ name: String) throws(DatabaseURLError) -> Duration {
        guard let duration = Duration(text: value) ?? Duration(text: value + "s") else {
            throw .badParameter(name, expected: "a duration such as 10s")
        }
        return duration
    }
}

func isTrue(_ value: String, _ name: String) throws(DatabaseURLError) -> Bool {
    switch value.lowercased() {
    case "true", "1", "yes", "on", "": true
    case "false", "0", "no", "off": false
    default: throw .badParameter(name, expected: "true or false")
    }
}

extension TLSSettings.Mode {
    /// Reads a mode, also in MySQL's spelling (`VERIFY_CA`).
    package init?(text: String) {
        self.init(rawValue: String(text.lowercased().map { $0 == "_" ? "-" : $0 }))
    }

    /// The values in words, for an error.
    package static let choices = allCases.map(\.rawValue).dropLast().joined(separator: ", ") + " or verify-identity"
}
