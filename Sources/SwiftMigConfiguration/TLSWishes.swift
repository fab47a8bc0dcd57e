/// What the parameters of a URL say about TLS. Each leaves a range of modes, and what is common to all of them is meant.
struct TLSWishes {
    typealias Mode = TLSSettings.Mode

    private var wishes: [(parameter: String, modes: ClosedRange<Mode>)] = []
    private var namesAuthority = false

    /// Takes note of a parameter. One that is not about TLS means nothing here.
    mutating func read(_ name: String, _ value: String) throws(DatabaseURLError) {
        switch name {
        case "ssl-mode": add(name, value, try Self.modes(named: value, name))
        case "ssl": add(name, value, try Self.modes(ofSwitch: value, name))
        case "ssl_disabled":
            add(name, value, try isTrue(value, name) ? .disabled ... .disabled : .preferred ... .verifyIdentity)
        // Connector/J's way to say that TLS is an attempt; `useSSL=true` next to it still asks for TLS.
        case "require_ssl": if try isTrue(value, name) { add(name, value, .required ... .verifyIdentity) }
        case "ssl_verify_cert":
            add(name, value, try isTrue(value, name) ? .verifyCA ... .verifyIdentity : .disabled ... .required)
        case "ssl_verify_identity":
            add(name, value, try isTrue(value, name) ? .verifyIdentity ... .verifyIdentity : .disabled ... .verifyCA)
        case "trust_server_certificate": if try isTrue(value, name) { add(name, value, .required ... .required) }
        // Prisma's.
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

    /// The mode that all of them mean: the one that was set elsewhere, or the nearest to it.
    func mode(from mode: Mode) throws(DatabaseURLError) -> Mode {
        for (index, wish) in wishes.enumerated() {
            if let other = wishes[..<index].first(where: { !$0.modes.overlaps(wish.modes) }) {
                throw .contradiction(other.parameter, wish.parameter)
            }
        }
        let least = wishes.map(\.modes.lowerBound).max() ?? .disabled
        let most = wishes.map(\.modes.upperBound).min() ?? .verifyIdentity
        // Who names a CA wants the server checked against it; MySQL's own tools read it so too.
        let wanted = namesAuthority ? max(mode, .verifyCA) : mode
        return min(max(wanted, least), most)
    }

    /// The words of MySQL, of libpq, of MariaDB's Connector/J and of Go's driver.
    private static func modes(named value: String, _ name: String) throws(DatabaseURLError) -> ClosedRange<Mode> {
        if let mode = Mode(text: value) { return mode...mode }
        switch value.lowercased() {
        case "disable": return .disabled ... .disabled
        case "allow", "prefer": return .preferred ... .preferred
        case "require", "trust", "skip-verify": return .required ... .required
        case "verify-full": return .verifyIdentity ... .verifyIdentity
        // Go's driver verifies the name, and it is the only one that writes `tls=true`.
        case "true": return .verifyIdentity ... .verifyIdentity
        case "false": return .disabled ... .disabled
        default: throw .badParameter(name, expected: Mode.choices)
        }
    }

    /// Node's drivers write the options of its TLS module in place of a yes.
    private static func modes(ofSwitch value: String, _ name: String) throws(DatabaseURLError) -> ClosedRange<Mode> {
        switch String(value.filter { !$0.isWhitespace }) {
        case "{}", #"{"rejectUnauthorized":true}"#: .verifyIdentity ... .verifyIdentity
        case #"{"rejectUnauthorized":false}"#: .required ... .required
        default: try isTrue(value, name) ? .required ... .verifyIdentity : .disabled ... .disabled
        }
    }
}

/// From the least protection to the most.
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
