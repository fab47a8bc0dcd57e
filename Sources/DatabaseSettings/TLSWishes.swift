/// The TLS parameters of a URL. Each allows a range of modes, and the result lies in all of these ranges.
struct TLSWishes {
    typealias Mode = TLSSettings.Mode

    private var wishes: [(parameter: String, modes: ClosedRange<Mode>)] = []
    private var namesAuthority = false

    /// Reads a parameter. Ignores one that is not about TLS.
    mutating func read(_ name: String, _ value: String) throws(DatabaseURLError) {
        switch name {
        case "ssl-mode": add(name, value, try Self.modes(named: value, name))
        case "ssl": add(name, value, try Self.modes(ofSwitch: value, name))
        case "ssl_disabled":
            add(name, value, try isTrue(value, name) ? .disabled ... .disabled : .preferred ... .verifyIdentity)
        // In Connector/J this makes TLS optional, but `useSSL=true` next to it still requests TLS.
        case "require_ssl": if try isTrue(value, name) { add(name, value, .required ... .verifyIdentity) }
        case "ssl_verify_cert":
            add(name, value, try isTrue(value, name) ? .verifyCA ... .verifyIdentity : .disabled ... .required)
        case "ssl_verify_identity":
            add(name, value, try isTrue(value, name) ? .verifyIdentity ... .verifyIdentity : .disabled ... .verifyCA)
        case "trust_server_certificate": if try isTrue(value, name) { add(name, value, .required ... .required) }
        // Prisma's parameter.
        case "sslaccept":
            switch value {
            case "strict": add(name, value, .verifyIdentity ... .verifyIdentity)
            case "accept_invalid_certs": add(name, value, .disabled ... .required)
            default: throw .badParameter(name, expected: "strict or accept_invalid_certs")
            }
        case "ssl_ca", "ssl_cert", "ssl_key":
            add(name, value, .preferred ... .verifyIdentity)
            if name == "ssl_ca" { namesAuthority = true }
        default: break
        }
    }

    private mutating func add(_ name: String, _ value: String, _ modes: ClosedRange<Mode>) {
        wishes.append((value.isEmpty ? name : "\(name)=\(value)", modes))
    }

    /// Returns the mode that was set elsewhere or, if the parameters do not allow it, the nearest one.
    func mode(from mode: Mode) throws(DatabaseURLError) -> Mode {
        for (index, wish) in wishes.enumerated() {
            if let other = wishes[..<index].first(where: { !$0.modes.overlaps(wish.modes) }) {
                throw .contradiction(other.parameter, wish.parameter)
            }
        }
        let least = wishes.map(\.modes.lowerBound).max() ?? .disabled
        let most = wishes.map(\.modes.upperBound).min() ?? .verifyIdentity
        // A CA implies that the server should be verified against it. MySQL's own tools do the same.
        let wanted = namesAuthority ? max(mode, .verifyCA) : mode
        return min(max(wanted, least), most)
    }

    /// Reads the values of MySQL, libpq, MariaDB's Connector/J, and Go's driver.
    private static func modes(named value: String, _ name: String) throws(DatabaseURLError) -> ClosedRange<Mode> {
        if let mode = Mode(text: value) { return mode...mode }
        switch value.lowercased() {
        case "disable": return .disabled ... .disabled
        case "allow", "prefer": return .preferred ... .preferred
        case "require", "trust", "skip-verify": return .required ... .required
        case "verify-full": return .verifyIdentity ... .verifyIdentity
        // Only Go's driver uses `tls=true`, and it verifies the name.
        case "true": return .verifyIdentity ... .verifyIdentity
        case "false": return .disabled ... .disabled
        default: throw .badParameter(name, expected: Mode.choices)
        }
    }

    /// Reads a switch. For Node's drivers, it may be the options of Node's TLS module.
    private static func modes(ofSwitch value: String, _ name: String) throws(DatabaseURLError) -> ClosedRange<Mode> {
        switch String(value.filter { !$0.isWhitespace }) {
        case "{}", #"{"rejectUnauthorized":true}"#: .verifyIdentity ... .verifyIdentity
        case #"{"rejectUnauthorized":false}"#: .required ... .required
        default: try isTrue(value, name) ? .required ... .verifyIdentity : .disabled ... .disabled
        }
    }
}

/// Orders the modes from the least protection to the most.
extension TLSSettings.Mode: Comparable {
    package static func < (one: Self, other: Self) -> Bool { one.strictness < other.strictness }

    private var strictness: Int {
        switch self {
        case .disabled: 0
        case .preferred: 1
        case .required: 2
        case .verifyCA: 3
        case .verifyIdentity: 4
        }
    }
}
