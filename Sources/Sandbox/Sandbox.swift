package import DatabaseSettings
internal import MariaDBClient
internal import SQLStatements
internal import SchemaModel
internal import SwiftMigPlatform

/// The embedded server of a project, with its own data and a unix socket that only this user can use.
///
/// It outlives the process that starts it. Several processes may start and stop it at the same time.
package struct Sandbox {
    package let databaseName: String
    private let layout: SandboxLayout
    private static let patience: Duration = .seconds(60)

    /// - Parameters:
    ///   - folder: The folder for all its files, which is created with mode 0700 if it does not exist.
    ///   - databaseName: The name of the project's database.
    package init(folder: String, databaseName: String) {
        layout = SandboxLayout(
            folder: folder.hasPrefix("/") ? folder : (CurrentProcess.workingFolder ?? "") + "/" + folder
        )
        self.databaseName = databaseName
    }

    package var folder: String { layout.folder }

    /// Starts the server if it does not run, creates the project's database if it does not exist, and returns the
    /// connection settings.
    ///
    /// - Throws: `SandboxError`, `ConnectionError`, `ServerError`.
    package func start() throws -> ConnectionSettings {
        try layout.requireOwnFiles()
        // Usually the server runs, and no lock is needed.
        if let connection = try connectToRunningServer() { return try settings(makingDatabaseOver: connection) }
        try PrivateFolder.make(folder)
        let control = try layout.waitForControl()
        defer { withExtendedLifetime(control) {} }
        let deadline = ContinuousClock.now + Self.patience
        while true {
            if let connection = try connectToRunningServer() { return try settings(makingDatabaseOver: connection) }
            // Another process may be starting the server, or a killed server may not be gone yet.
            if let serverLock = try layout.attemptServerLock() { try launch(holding: serverLock) }
            guard ContinuousClock.now < deadline else { throw timeout }
            Pause.rest(.milliseconds(10))
        }
    }

    /// Stops the server cleanly.
    ///
    /// - Returns: Whether a server was running.
    @discardableResult
    package func stop() throws -> Bool {
        try layout.requireOwnFiles()
        guard FileFacts(folder) != nil else { return false }
        let control = try layout.waitForControl()
        defer { withExtendedLifetime(control) {} }
        return try end()
    }

    package func status() throws -> SandboxStatus {
        try layout.requireOwnFiles()
        let hasData = FileFacts(layout.data) != nil
        var status = SandboxStatus(
            state: hasData ? .stopped : .absent,
            folder: folder,
            socket: socket,
            url: url(),
            serverVersion: nil,
            processID: nil
        )
        if let connection = try connectToRunningServer() {
            status.state = .running
            status.serverVersion = connection.serverVersionText
            status.processID = layout.processID
            connection.close()
        } else if hasData, try layout.attemptServerLock() == nil {
            status.state = .unresponsive
            status.processID = layout.processID
        }
        return status
    }

    /// Returns the URL of the project's database for `--url`, whether the server runs or not.
    package func url() -> String {
        "mysql://root@localhost/\(Self.percentEncoded(databaseName))?socket=\(Self.percentEncoded(socket, keeping: "/"))"
    }

    /// Stops the server and removes all its data.
    package func reset() throws {
        try layout.requireOwnFiles()
        guard FileFacts(folder) != nil else { return }
        let control = try layout.waitForControl()
        defer { withExtendedLifetime(control) {} }
        try end()
        for path in [layout.data, layout.unfinishedData, layout.temporary, layout.log, layout.installationLog] {
            try Self.remove(path)
        }
        // A socket folder outside the sandbox contains only the socket.
        if let outside = layout.outsideSocketFolder { try Self.remove(outside) }
    }

    /// Starts the server if it does not run, and creates an empty database.
    package func makeScratchDatabase() throws -> ScratchDatabase {
        try ScratchDatabase(on: try start())
    }

    // MARK: - Starting

    /// Creates the data folder if it does not exist, and starts the server with it.
    private func launch(holding serverLock: FileLock) throws {
        let program = try ServerProgram.find()
        try PrivateFolder.make(layout.temporary)
        if FileFacts(layout.data) == nil { try makeData(with: program) }
        let socket = try layout.prepareSocket()
        let log = layout.log
        try Self.remove(log)
        var launch = layout.launch(program.path, program.arguments(layout, socket: socket), log: log)
        launch.isDetached = true
        launch.keptDescriptor = serverLock.descriptor
        let server = try launch.start()
        try layout.watch(server).start()
        try waitUntilAnswering(server, program)
    }

    private func makeData(with program: ServerProgram) throws {
        try Self.remove(layout.unfinishedData)
        try PrivateFolder.make(layout.unfinishedData)
        let log = layout.installationLog
        try Self.remove(log)
        let (installer, arguments) = program.initialization(data: layout.unfinishedData)
        guard FileSystem.isExecutable(installer) else { throw SandboxError.initializerMissing(program: installer) }
        let ending = try layout.launch(installer, arguments, log: log).start().waitForEnd()
        guard ending == .exited(0) else {
            // What it has written may be what fills the disk. If this fails, the next start removes it.
            _ = try? Self.remove(layout.unfinishedData)
            throw SandboxError.initializationFailed(program: installer, folder: folder, log: layout.failure(in: log))
        }
        try SandboxError.wrapping(FileSystem.move(layout.unfinishedData, to: layout.data))
    }

    private func waitUntilAnswering(_ server: ChildProcess, _ program: ServerProgram) throws {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            if let connection = try connectToRunningServer() {
                connection.close()
                // The servers open their socket to everyone. The folder is closed, and this closes the socket too.
                try SandboxError.wrapping(FileSystem.setMode(0o700, of: socket))
                return
            }
            guard server.isRunning else {
                let log = layout.failure(in: layout.log)
                throw SandboxError.startFailed(program: program.path, folder: folder, log: log)
            }
            guard ContinuousClock.now < deadline else { throw timeout }
            Pause.rest(.milliseconds(10))
        }
    }

    // MARK: - Stopping

    /// - Returns: Whether a server was running.
    @discardableResult
    private func end() throws -> Bool {
        if try layout.attemptServerLock() != nil { return false }
        if let connection = try connectToRunningServer() {
            // MySQL closes the connection before it answers. If the server refuses, the wait for its end times out.
            _ = try? connection.execute("SHUTDOWN")
            connection.close()
        } else if let processID = layout.processID, layout.isOwnProcess(processID) {
            // The lock shows that the server is alive, so the process id in its file is its own.
            CurrentProcess.send(Signals.terminate, to: processID)
        }
        let deadline = ContinuousClock.now + Self.patience
        while try layout.attemptServerLock() == nil {
            guard ContinuousClock.now < deadline else { throw timeout }
            Pause.rest(.milliseconds(10))
        }
        FileSystem.removeIfThere(socket)
        return true
    }

    // MARK: - Connecting

    private var socket: String { layout.recordedSocket ?? layout.preferredSocket }

    private var rootSettings: ConnectionSettings {
        ConnectionSettings(address: .socket(socket), user: "root", tls: TLSSettings(mode: .disabled))
    }

    /// Returns nil if no server answers, or if it is not the sandbox's.
    private func connectToRunningServer() throws -> Connection? {
        guard let facts = FileFacts(socket), facts.isSocket, facts.isOwn else { return nil }
        guard let connection = try? Connection(rootSettings) else { return nil }
        if try layout.isOwn(connection) { return connection }
        connection.close()
        return nil
    }

    private func settings(makingDatabaseOver connection: Connection) throws -> ConnectionSettings {
        defer { connection.close() }
        let name = SQLDialect().quotedIdentifier(databaseName)
        try connection.execute("CREATE DATABASE IF NOT EXISTS \(name) CHARACTER SET utf8mb4")
        var settings = rootSettings
        settings.database = databaseName
        return settings
    }

    private var timeout: SandboxError {
        .timedOut(folder: folder, seconds: Int(Self.patience.components.seconds))
    }

    private static func remove(_ path: String) throws(SandboxError) {
        if FileFacts(path) != nil { try SandboxError.wrapping(FileSystem.removeTree(path)) }
    }

    private static func percentEncoded(_ text: String, keeping kept: String = "") -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            case _ where "-._~".utf8.contains(byte) || kept.utf8.contains(byte):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }
}
