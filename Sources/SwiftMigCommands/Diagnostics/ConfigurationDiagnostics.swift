package import Configuration
package import SchemaModel

extension ConfigurationError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch self {
        case .noFile(let path):
            wrong(
                "no_configuration",
                "There is no \(path) here.",
                hints: ["swiftmig init", "or name a database: --url mysql://user@host/database"]
            )
        case .cannotRead(let error, let source):
            wrong("cannot_read", error.message + source.asked, location: SourceLocation(file: error.path))
        case .yaml(let error):
            error.diagnostic
        case .unknownKey(let key, let parent, let location, let known):
            wrong(
                "unknown_key",
                "There is no setting \(key)\(parent.isEmpty ? "" : " in \(parent)").",
                hints: didYouMean(key, in: known),
                location: location
            )
        case .wrongType(let key, let expected, let found, let location):
            wrong(
                "wrong_type",
                "\(key.isEmpty ? "The file" : key) must be \(expected), and this is \(found).",
                location: location
            )
        case .badValue(let key, let value, let expected, let source):
            wrong("bad_value", "\(key) must be \(expected)\(not(value))\(source.asked).", location: source.location)
        case .unsetVariable(let name, let key, let location):
            wrong(
                "unset_variable",
                "\(key) uses the environment variable \(name), which is not set.",
                hints: ["export \(name)=…", "or give it a default in the file: ${\(name):-…}"],
                location: location
            )
        case .badVariable(let key, let location):
            wrong(
                "bad_variable",
                "\(key) holds a ${ that is neither ${NAME} nor ${NAME:-default}.",
                hints: ["Write $${ for a ${ that is to stay as it is."],
                location: location
            )
        case .unknownEnvironment(let name, let known, let source):
            wrong(
                "unknown_environment",
                "There is no environment \(name)\(source.asked). \(listed(known))",
                hints: nearestName(to: name, in: known).map { ["Did you mean \($0)?"] } ?? [],
                location: source.location
            )
        case .exclusiveKeys(let first, let second, let location):
            wrong(
                "exclusive_keys",
                "Only one of \(first) and \(second) can say where the models come from.",
                hints: ["Remove one of the two."],
                location: location
            )
        case .url(let error, let key, let source):
            wrong(
                "bad_url",
                "\(key)\(source.asked): \(error.message)",
                hints: error.hints,
                location: source.location
            )
        }
    }

    private func wrong(
        _ code: String,
        _ message: String,
        hints: [String] = [],
        location: SourceLocation? = nil
    ) -> Diagnostic {
        Diagnostic(code, message, hints: hints, location: location, exitCode: .configuration)
    }

    private func not(_ value: String?) -> String {
        guard let value else { return "" }
        return value.isEmpty ? ", and is empty" : ", not \"\(value)\""
    }

    private func listed(_ environments: [String]) -> String {
        if environments.isEmpty { return "The configuration has no environments." }
        return "There are: \(environments.joined(separator: ", "))."
    }
}

extension FileError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        Diagnostic("cannot_read", message, location: SourceLocation(file: path), exitCode: .configuration)
    }

    fileprivate var message: String {
        let why =
            switch reason {
            case .system(_, let message): message
            case .notUTF8: "it is not UTF-8 text"
            case .tooLarge(let bytes): "it has more than \(bytes >> 20) MB"
            }
        return "\(path) cannot be read: \(why)"
    }
}

extension DatabaseURLError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        Diagnostic("bad_url", message, hints: hints, exitCode: .configuration)
    }

    fileprivate var message: String {
        switch self {
        case .empty: "The URL is empty."
        case .noScheme: "The URL does not start with mysql://, mariadb:// or sandbox:."
        case .unknownScheme(let scheme): "\(scheme):// is no database that swiftmig knows; it knows MySQL and MariaDB."
        case .badPort: "The port is not a number from 1 to 65535."
        case .badHost: "The host cannot be read."
        case .badEncoding(let part): "The percent-encoded \(part) is not UTF-8."
        case .unknownParameter(let name, _): "The URL has a parameter \(name), which is not known."
        case .badParameter(let name, let expected): "The parameter \(name) must be \(expected)."
        }
    }

    fileprivate var hints: [String] {
        switch self {
        case .empty, .noScheme, .unknownScheme: ["mysql://user:password@host:3306/database"]
        case .badPort:
            ["A password is followed by @; a / @ : or % within it is written %2F %40 %3A %25."]
        case .badHost: ["An IPv6 address stands in brackets: mysql://user@[::1]:3306/database"]
        case .badEncoding: []
        case .unknownParameter(let name, let known): didYouMean(name, in: known)
        case .badParameter: []
        }
    }
}

extension ValueSource {
    /// Behind a value: who said it. Empty where the location tells.
    fileprivate var asked: String {
        switch self {
        case .flag(let name): " (from \(name))"
        case .environment(let name): " (from the environment variable \(name))"
        case .file, .default: ""
        }
    }
}

/// The nearest known name, or all of them where none is near.
func didYouMean(_ name: String, in known: [String]) -> [String] {
    if let nearest = nearestName(to: name, in: known) { return ["Did you mean \(nearest)?"] }
    return known.isEmpty ? [] : ["Known are: \(known.joined(separator: ", "))."]
}
