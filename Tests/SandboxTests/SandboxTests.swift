import DatabaseSettings
import Foundation
import MariaDBClient
import Sandbox
import ServerPort
import TestSupport
import Testing

/// A sandbox in a temporary folder. Its server ends with the test.
final class TemporarySandbox {
    let place: String
    let sandbox: Sandbox

    init(subfolder: String = "project", databaseName: String = "shop") throws {
        let memory = "/dev/shm/"
        place =
            (FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory())
            + "swiftmig-sandbox-\(UInt64.random(in: .min ... .max))"
        try LeashedFolders.add(place)
        sandbox = Sandbox(folder: "\(place)/\(subfolder)/.swiftmig/sandbox", databaseName: databaseName)
    }

    deinit {
        _ = try? sandbox.stop()
        try? FileManager.default.removeItem(atPath: place)
    }

    func processID() throws -> Int32 {
        try #require(try sandbox.status().processID)
    }
}

struct SandboxTests {
    @Test func itStartsOnDemandAndStopsCleanly() throws {
        let temporary = try TemporarySandbox()
        let sandbox = temporary.sandbox
        #expect(try sandbox.status().state == .absent)
        #expect(try sandbox.stop() == false)

        let settings = try sandbox.start()
        #expect(settings.database == "shop")
        let connection = try Connection(settings)
        try connection.execute("CREATE TABLE kept (a INT)")
        #expect(try connection.execute("SELECT @@skip_networking").rows[0][0] == "1")
        connection.close()
        let status = try sandbox.status()
        #expect(status.state == .running)
        #expect(status.serverVersion?.isEmpty == false)

        #expect(try sandbox.stop())
        #expect(try sandbox.status().state == .stopped)
        #expect(!FileManager.default.fileExists(atPath: status.socket))
        let again = try Connection(sandbox.start())
        #expect(try again.execute("SHOW TABLES").rows.map { $0[0] } == ["kept"])
    }

    @Test func onlyThisUserCanReachIt() throws {
        let temporary = try TemporarySandbox()
        _ = try temporary.sandbox.start()
        let attributes = try FileManager.default.attributesOfItem(atPath: temporary.sandbox.folder)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
        let socket = try FileManager.default.attributesOfItem(atPath: temporary.sandbox.status().socket)
        #expect(socket[.posixPermissions] as? Int == 0o700)
    }

    @Test func anOpenFolderIsClosed() throws {
        let temporary = try TemporarySandbox()
        let folder = temporary.sandbox.folder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
        _ = try temporary.sandbox.start()
        #expect(try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int == 0o700)
    }

    @Test func itSurvivesBeingKilled() throws {
        let temporary = try TemporarySandbox()
        let connection = try Connection(temporary.sandbox.start())
        try connection.execute("CREATE TABLE t (a INT)")
        try connection.execute("INSERT INTO t VALUES (42)")
        kill(try temporary.processID(), SIGKILL)
        // The socket and the process file still exist, but no server listens.
        let again = try Connection(temporary.sandbox.start())
        #expect(try again.execute("SELECT a FROM t").rows[0][0] == "42")
    }

    @Test func aStaleProcessFileHarmsNobody() throws {
        let temporary = try TemporarySandbox()
        _ = try temporary.sandbox.start()
        try temporary.sandbox.stop()
        let bystander = Process()
        bystander.executableURL = URL(fileURLWithPath: "/bin/sleep")
        bystander.arguments = ["60"]
        try bystander.run()
        defer { bystander.terminate() }
        try "\(bystander.processIdentifier)\n".write(
            toFile: temporary.sandbox.folder + "/server.pid",
            atomically: true,
            encoding: .utf8
        )
        #expect(try temporary.sandbox.stop() == false)
        _ = try temporary.sandbox.start()
        #expect(bystander.isRunning)
    }

    @Test func manyMayStartItAtOnce() async throws {
        let temporary = try TemporarySandbox()
        let sandbox = temporary.sandbox
        let processes = try await withThrowingTaskGroup(of: Int32?.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    _ = try sandbox.start()
                    return try sandbox.status().processID
                }
            }
            return try await group.reduce(into: Set<Int32?>()) { $0.insert($1) }
        }
        #expect(processes.count == 1)
        #expect(!processes.contains(nil))
    }

    @Test func aLongPathGetsAShortSocket() throws {
        let temporary = try TemporarySandbox(subfolder: String(repeating: "long/", count: 30))
        let settings = try temporary.sandbox.start()
        #expect(try Connection(settings).execute("SELECT DATABASE()").rows[0][0] == "shop")
        let socket = try temporary.sandbox.status().socket
        #expect(socket.utf8.count < 104)
        let folder = (socket as NSString).deletingLastPathComponent
        #expect(try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int == 0o700)
        try temporary.sandbox.reset()
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test func resetRemovesTheData() throws {
        let temporary = try TemporarySandbox()
        let connection = try Connection(temporary.sandbox.start())
        try connection.execute("CREATE TABLE gone (a INT)")
        connection.close()
        try temporary.sandbox.reset()
        #expect(try temporary.sandbox.status().state == .absent)
        #expect(try Connection(temporary.sandbox.start()).execute("SHOW TABLES").rows.isEmpty)
    }

    @Test func scratchDatabasesComeAndGo() throws {
        let temporary = try TemporarySandbox()
        let scratch = try temporary.sandbox.makeScratchDatabase()
        #expect(try Connection(scratch.settings).execute("SHOW TABLES").rows.isEmpty)
        try scratch.drop()
        let error = #expect(throws: ConnectionError.self) { try Connection(scratch.settings) }
        #expect(error?.reason == .unknownDatabase)
    }

    @Test func theURLEscapesWhatItMust() throws {
        let temporary = try TemporarySandbox(subfolder: "50% off & more", databaseName: "my shop")
        #expect(temporary.sandbox.url().contains("/my%20shop?socket="))
        #expect(temporary.sandbox.url().contains("/50%25%20off%20%26%20more/"))
        #expect(try Connection(temporary.sandbox.start()).execute("SELECT DATABASE()").rows[0][0] == "my shop")
    }
}
