package import SchemaModel
package import YAMLDocument

/// What is wrong with the settings. No case holds a password.
package enum ConfigurationError: Error, Hashable, Sendable {
    /// Neither a configuration file nor a URL.
    case noFile(path: String)
    /// A file that was asked for by name; the source says who asked.
    case cannotRead(FileError, ValueSource)
    case yaml(YAMLError)
    /// `parent` is the dotted path of the mapping, empty for the file itself.
    case unknownKey(String, parent: String, SourceLocation, known: [String])
    case wrongType(key: String, expected: String, found: String, SourceLocation)
    /// `value` is nil where it might hold a secret.
    case badValue(key: String, value: String?, expected: String, ValueSource)
    case unsetVariable(String, key: String, SourceLocation)
    /// `${` that is not `${NAME}` or `${NAME:-default}`.
    case badVariable(key: String, SourceLocation)
    case unknownEnvironment(String, known: [String], ValueSource)
    /// Two keys of which only one may stand there.
    case exclusiveKeys(String, String, SourceLocation)
    case url(DatabaseURLError, key: String, ValueSource)
}

/// A file that cannot be read.
package struct FileError: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        case system(errno: Int32, message: String)
        case notUTF8
        /// A file of this kind is never so large.
        case tooLarge(bytes: Int)
    }

    package let path: String
    package let reason: Reason
}
