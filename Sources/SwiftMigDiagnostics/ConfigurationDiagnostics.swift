package import DatabaseSettings
package import DiagnosticModel
package import SwiftMigConfiguration
internal import SwiftMigPlatform

extension ConfigurationError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch self {
        case .noFile(let path):
            wrong(
                "no_configuration",
                "there is no \(path) here",
                hints: ["swiftmig init", "or name a database: --url mysql://user@host/database"]
            )
        case .cannotRead(let error, let source):
            wrong("cannot_read", error.message + source.asked, location: SourceLocation(file: error.path))
        case .yaml(let error):
            error.diagnostic
        case .unknownKey(let key, let parent, let location, let known):
            wrong(
                "unknown_key",
                "there is no setting '\(key)'\(parent.isEmpty ? "" : " in \(parent)")\(suggestion(for: key, in: known))",
                hints: ["rename or remove it; known are \(known.joined(separator: ", "))"],
                location: location
            )
        case .wrongType(let key, let expected, let found, let location):
            wrong(
                "wrong_type",
                "\(key.isEmpty ? "the file" : key) must be \(expected), but this is \(found)",
                hints: [example(of: key, expected: expected)],
                location: location
            )
        case .badValue(let key, let value, let expected, let source):
            wrong(
                "bad_value",
                "\(key) must be \(expected)\(not(value))\(source.asked)",
                hints: [example(of: key, expected: expected)],
                location: source.location
            )
        case .unsetVariable(let name, let key, let location):
            wrong(
                "unset_variable",
                "\(key) uses the environment variable \(name), which is not set",
                hints: ["export \(name)=…", "or give it a default in the file: ${\(name):-…}"],
                location: location
            )
        case .badVariable(let key, let location):
            wrong(
                "bad_variable",
                "\(key) holds a ${ that is neither ${NAME} nor ${NAME:-default}",
                hints: ["write $${ for a literal ${"],
                location: location
            )
        case .unknownEnvironment(let name, let known, let source):
            wrong(
                "unknown_environment",
                "there is no environment '\(name)'\(source.asked)\(suggestion(for: name, in: known))",
                hints: [environments(known)],
                location: source.location
            )
        case .exclusiveKeys(let first, let second, let location):
            wrong(
                "exclusive_keys",
                "only one of \(first) and \(second) can say where the models come from",
                hints: ["remove one of the two"],
                location: location
            )
        case .url(let error, let key, let source):
            wrong("bad_url", "\(key)\(source.asked): \(error.message)", hints: error.hints, location: source.location)
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
        return value.isEmpty ? ", and is empty" : ", not '\(value)'"
    }

    private func environments(_ known: [String]) -> String {
        if known.isEmpty { return "add it under the key environments of migrate.yaml" }
        return known.map { "--env \($0)" }.joined(separator: " or ")
    }
}

/// A line for the settings file with an example value.
private func example(of key: String, expected: String) -> String {
    let examples = [
        "": "swiftmig init   # in another folder shows a file that works",
        "database": "database: {url: mysql://user@host/database}",
        "database.connect_timeout": "database: {connect_timeout: 10s}",
        "database.read_timeout": "database: {read_timeout: 10m}",
        "database.tls": "database: {tls: {mode: required}}",
        "database.tls.mode": "database: {tls: {mode: required}}",
        "models": "models: {file: models/*.yaml}",
        "models.command": "models: {command: [python3, schema.py]}",
        "lock": "lock: {timeout: 60s}",
        "lock.timeout": "lock: {timeout: 60s}",
        "ignore": "ignore: {tables: [\"tmp_*\"]}",
        "hooks": "hooks: {after_write: [\"git add {path}\"]}",
        "hooks.after_write": "hooks: {after_write: [\"git add {path}\"]}",
        "version_table": "version_table: swiftmig_version",
        "journal_table": "journal_table: swiftmig_journal",
        "environments": "environments: {production: {database: {url: \"${PRODUCTION_DATABASE_URL}\"}}}",
    ]
    return examples[key] ?? "make \(key) \(expected)"
}

extension DatabaseURLError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        Diagnostic("bad_url", message, hints: hints, exitCode: .configuration)
    }

    fileprivate var message: String {
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

    fileprivate var hints: [String] {
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

extension ValueSource {
    /// The source of a value, to append to it; empty if the location tells.
    fileprivate var asked: String {
        switch self {
        case .flag(let name): " (from \(name))"
        case .environment(let name): " (from the environment variable \(name))"
        case .file, .default: ""
        }
    }
}

/// Returns `; did you mean 'x'?` if a known name is similar enough.
package func suggestion(for name: String, in known: [String]) -> String {
    nearestName(to: name, in: known).map { "; did you mean '\($0)'?" } ?? ""
}
