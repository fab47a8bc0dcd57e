/// A database to work on.
package enum DatabaseTarget: Hashable, Sendable {
    case server(ConnectionSettings)
    /// The embedded server; nil for the database named after the project.
    case sandbox(database: String?)
}
