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
