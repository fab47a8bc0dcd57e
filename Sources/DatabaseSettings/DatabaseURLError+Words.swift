internal import DiagnosticModel

extension DatabaseURLError {
    /// What is wrong. It shows nothing that might be the password.
    package var message: String {
        switch self {
        case .empty: "the URL is empty"
        case .noScheme: "the URL does not start with mysql://, mariadb:// or sandbox:"
        case .unknownScheme(let scheme): "swiftmig does not know the database '\(scheme)'; it knows mysql and mariadb"
        case .badPort: "the port is not a number from 1 to 65535"
        case .badHost: "the host cannot be read"
        case .ambiguousAt: "it is unclear which @ ends the password"
        case .badEncoding(let part): "the percent-encoded \(part) is not UTF-8"
        case .unknownParameter(nil, _): "the URL has a parameter that is not known"
        case .unknownParameter(let name?, let known):
            "the URL has a parameter '\(name)', which is not known\(suggestion(for: name, in: known))"
        case .badParameter(let name, let expected): "the parameter \(name) must be \(expected)"
        case .contradiction(let first, let second):
            "the URL says both \(first) and \(second), which contradict each other"
        }
    }

    /// What to write instead.
    package var hints: [String] {
        switch self {
        case .empty, .noScheme, .unknownScheme: ["mysql://user:password@host:3306/database"]
        case .ambiguousAt: ["in a password, write %40 for @ and %2F for /; in the name of a database, write %40 for @"]
        case .badPort: ["an @ ends the password; / @ : and % inside it are written %2F %40 %3A %25"]
        case .badHost: ["write an IPv6 address in brackets: mysql://user@[::1]:3306/database"]
        case .badEncoding: ["encode the bytes of the UTF-8 text: é is %C3%A9"]
        case .unknownParameter(nil, let known):
            ["a ? in a password is written %3F", "known are \(known.joined(separator: ", "))"]
        case .unknownParameter(_, let known): ["known are \(known.joined(separator: ", "))"]
        case .badParameter: []
        case .contradiction: ["remove one of the two"]
        }
    }
}
