package import DatabaseSettings
internal import Foundation
package import MariaDBClient

/// A server for this test process only, in a temporary folder. It ends with the process, however that ends.
///
/// `SWIFTMIG_TEST_SERVER_URL` (such as `mysql://root@localhost/?socket=/run/x.sock`) replaces the shared server by a
/// running one.
package final class PrivateServer: Sendable {
    /// The settings for logging in as root.
    package let settings: ConnectionSettings
    /// The TCP port on 127.0.0.1; nil if the server does not listen on TCP.
    package let port: UInt16?
    /// nil for a server that was started elsewhere.
    let process: WatchedProcess?

    private init(settings: ConnectionSettings, port: UInt16?, process: WatchedProcess?) {
        self.settings = settings
        self.port = port
        self.process = process
    }

    private static let sharedResult = Result<PrivateServer, any Error> {
        if let url = ProcessInfo.processInfo.environment["SWIFTMIG_TEST_SERVER_URL"], !url.isEmpty {
            return PrivateServer(settings: try ConnectionSettings(testURL: url), port: nil, process: nil)
        }
        return try start()
    }

    /// The server that tests share, started on first use.
    package static var shared: PrivateServer {
        get throws { try sharedResult.get() }
    }

    private static let isMariaDBResult = Result { try shared.connect().isMariaDB }

    /// Whether the shared server is MariaDB. It decides before a test runs whether the test is for that server.
    package static var isMariaDB: Bool {
        get throws { try isMariaDBResult.get() }
    }

    private static let sharedInLowerCaseResult = Result<PrivateServer?, any Error> {
        let environment = ProcessInfo.processInfo.environment
        if let url = environment["SWIFTMIG_TEST_LOWER_CASE_SERVER_URL"], !url.isEmpty {
            return PrivateServer(settings: try ConnectionSettings(testURL: url), port: nil, process: nil)
        }
        let isGiven = environment["SWIFTMIG_TEST_SERVER_URL"].map { !$0.isEmpty } ?? false
        return isGiven ? nil : try start(options: ["--lower-case-table-names=1"])
    }

    /// A shared server with `lower_case_table_names=1`. With a running server, it is nil unless
    /// `SWIFTMIG_TEST_LOWER_CASE_SERVER_URL` names another one.
    package static var sharedInLowerCase: PrivateServer? {
        get throws { try sharedInLowerCaseResult.get() }
    }

    /// Starts another server for a test that needs special options.
    ///
    /// - Parameters:
    ///   - options: More arguments of mariadbd, such as `--require-secure-transport=ON`.
    ///   - listensOnTCP: Whether it also listens on a free port of 127.0.0.1.
    package static func start(options: [String] = [], listensOnTCP: Bool = false) throws -> PrivateServer {
        let folder = try ServerFolder.make()
        let port = listensOnTCP ? try FreePort.find() : nil
        let network = port.map { ["--bind-address=127.0.0.1", "--port=\($0)"] } ?? ["--skip-networking"]
        let process = try WatchedProcess(
            program: try ServerFolder.program("mariadbd"),
            arguments: ["--no-defaults"] + folder.arguments + network + fastOptions + options,
            folder: folder.path,
            log: folder.path + "/output.log"
        )
        let settings = ConnectionSettings(address: .socket(folder.socket), user: "root")
        let server = PrivateServer(settings: settings, port: port, process: process)
        try server.waitUntilItAnswers()
        return server
    }

    /// Ends the server at once, like a crash, and removes its folder.
    package func stop() {
        process?.stop()
    }

    /// Returns a new, empty database that is dropped when the value is released.
    package func database() throws -> TestDatabase {
        try TestDatabase(server: self)
    }

    /// Returns a root session without a database.
    package func connect() throws -> Connection {
        try Connection(settings)
    }

    /// Speed is more important than durability, because nothing here outlives the test.
    private static let fastOptions = [
        "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--innodb-buffer-pool-size=64M",
        "--innodb-log-file-size=16M", "--aria-pagecache-buffer-size=8M", "--key-buffer-size=1M",
        "--skip-innodb-buffer-pool-load-at-startup", "--skip-innodb-buffer-pool-dump-at-shutdown",
        "--skip-performance-schema", "--skip-log-bin", "--skip-name-resolve", "--skip-slave-start",
        // All tests run at the same time, and those of the engine open several connections each.
        "--max-connections=1000",
    ]

    private func waitUntilItAnswers() throws {
        let deadline = ContinuousClock.now + Patience.limit
        while true {
            do {
                try connect().close()
                return
            } catch {
                guard let process, process.isRunning, ContinuousClock.now < deadline else {
                    let log = process?.output ?? ""
                    process?.stop()
                    throw TestSupportError("mariadbd did not start: \(error)\n\(log)")
                }
                usleep(10_000)
            }
        }
    }
}

/// An error of the test support code.
package struct TestSupportError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
