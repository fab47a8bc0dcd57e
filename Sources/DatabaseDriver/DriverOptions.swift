/// How an engine's connections work.
package struct DriverOptions: Sendable, Hashable {
    /// How statements with values are sent.
    package enum StatementProtocol: Sendable, Hashable {
        /// As prepared statements, with binary values.
        case prepared
        /// As text with literals, for proxies that do not support prepared statements.
        case text
    }

    package var statements = StatementProtocol.prepared
    /// How many prepared statements a connection keeps.
    package var statementCacheSize = 256
    /// Whether a session begins with each statement being a transaction of its own.
    package var autocommits = true
    /// The isolation level of the session's transactions, as SQL; nil for the server's.
    package var isolationLevel: String?
    /// Whether to give each connection a thread, even if the library can work without.
    package var usesThreads = false

    package init() {}
}
