import Dispatch

/// A small client that uses the C library, so this example builds without another package. An application uses its
/// usual driver instead, such as MySQLNIO or Fluent. swiftmig does not depend on the driver.
///
/// The client has one connection. It opens the connection when it first needs it, and again after it was lost.
///
/// The actor runs on a separate thread, because the C library blocks and Swift's pool must not.
package actor Database {
    /// The address of the database, and the account.
    package struct Settings: Sendable {
        package var host: String?
        package var port: Int
        /// The path of a unix socket, instead of host and port.
        package var socket: String?
        package var user: String?
        package var password: String?
        package var name: String

        package init(host: String?, port: Int, socket: String?, user: String?, password: String?, name: String) {
            self.host = host
            self.port = port
            self.socket = socket
            self.user = user
            self.password = password
            self.name = name
        }
    }

    private let settings: Settings
    private let thread = OwnThread()
    private var connection: Connection?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    package init(_ settings: Settings) {
        self.settings = settings
    }

    /// Runs one statement.
    package func query(_ sql: SQL) throws -> [Row] {
        try using { try $0.query(sql) }
    }

    /// Runs several statements in a transaction: all of them count, or none.
    package func transaction<Value: Sendable>(_ body: @Sendable (Connection) throws -> Value) throws -> Value {
        try using { connection in
            try connection.begin()
            do {
                let value = try body(connection)
                try connection.commit()
                return value
            } catch {
                connection.rollBack()
                throw error
            }
        }
    }

    private func using<Value>(_ body: (Connection) throws -> Value) throws -> Value {
        let connection = try connection ?? Connection(to: settings)
        self.connection = connection
        do {
            return try body(connection)
        } catch let error as DatabaseError where error.isConnectionLost {
            self.connection = nil
            throw error
        }
    }
}

/// Runs an actor's jobs one after the other, on a thread where blocking delays nobody else.
private final class OwnThread: SerialExecutor {
    private let queue = DispatchQueue(label: "database")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
