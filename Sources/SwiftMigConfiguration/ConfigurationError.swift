package import DatabaseSettings
package import DiagnosticModel
package import SwiftMigPlatform
package import YAMLDocument

/// An error in the settings. No case contains a password.
package enum ConfigurationError: Error, Hashable, Sendable {
    /// There is neither a configuration file nor a URL.
    case noFile(path: String)
    /// A file that was given by name cannot be read. The source tells where the name came from.
    case cannotRead(FileError, ValueSource)
    case yaml(YAMLError)
    /// `parent` is the dotted path of the mapping, empty for the file itself.
    case unknownKey(String, parent: String, SourceLocation, known: [String])
    case wrongType(key: String, expected: String, found: String, SourceLocation)
    /// `value` is nil if it might contain a secret.
    case badValue(key: String, value: String?, expected: String, ValueSource)
    case unsetVariable(String, key: String, SourceLocation)
    /// `${` that does not begin `${NAME}` or `${NAME:-default}`.
    case badVariable(key: String, SourceLocation)
    case unknownEnvironment(String, known: [String], ValueSource)
    /// Two keys that exclude each other.
    case exclusiveKeys(String, String, SourceLocation)
    case url(DatabaseURLError, key: String, ValueSource)
}
