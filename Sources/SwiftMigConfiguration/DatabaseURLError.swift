/// What is wrong with a database URL. No case holds a part that might be the password.
package enum DatabaseURLError: Error, Hashable, Sendable {
    case empty
    /// No `scheme://` at all.
    case noScheme
    case unknownScheme(String)
    /// The port is not 1 to 65535. Its text is not kept: with a forgotten `@` it is the password.
    case badPort
    /// Several colons without brackets, or an unclosed bracket.
    case badHost
    /// Percent-encoded bytes that are no UTF-8.
    case badEncoding(part: String)
    /// The name is nil where it might be a part of the password.
    case unknownParameter(String?, known: [String])
    case badParameter(String, expected: String)
    /// Two that cannot both be meant, as `name=value` where the value is no secret.
    case contradiction(String, String)
}
