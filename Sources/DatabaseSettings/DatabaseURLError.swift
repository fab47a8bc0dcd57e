/// An error in a database URL. No case contains a part that might be the password.
package enum DatabaseURLError: Error, Hashable, Sendable {
    case empty
    /// There is no `scheme://`.
    case noScheme
    case unknownScheme(String)
    /// The port is not 1 to 65535. Its text is not kept, because it is the password if the `@` is missing.
    case badPort
    /// There are several colons without brackets, or a bracket is not closed.
    case badHost
    /// The password ends at one of two `@`, with a `/` between them.
    case ambiguousAt
    /// Percent-encoded bytes are not UTF-8.
    case badEncoding(part: String)
    /// The name is nil if it might be part of the password.
    case unknownParameter(String?, known: [String])
    case badParameter(String, expected: String)
    /// Two parameters contradict each other. Each is given as `name=value` if the value is not secret.
    case contradiction(String, String)
}
