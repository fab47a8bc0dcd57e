import Dispatch

/// A small client over the C library, so that this example builds without another package. An application has its usual
/// driver in its place, such as MySQLNIO or Fluent: swiftmig does not depend on it.
///
/// It has one connection, opened when it is first needed, and again when it was lost.
///
/// The actor's work is done on a thread of its own, because the C library blocks and Swift's pool must not.
package actor Database {
    /// Where the database is, and who logs in.
    package struct Settings: Sendable {
        package var host: String?
        package var port: Int
        /// The path of a unix socket, in place of host and port.
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

    /// Runs several statements; all of them count, or none.
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

/// Does an actor's work, one job after the other, where blocking holds up nobody else.
private final class OwnThread: SerialExecutor {
    private let queue = DispatchQueue(label: "database")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
