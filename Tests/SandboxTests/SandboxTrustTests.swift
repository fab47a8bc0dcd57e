import DatabaseSettings
import Foundation
import MariaDBClient
import Sandbox
import ServerPort
import TestSupport
import Testing

/// Tests which existing folders a sandbox trusts, and what happens to its server without the folder.
struct SandboxTrustTests {
    private func makeFolder(_ path: String, mode: Int = 0o700) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private func expectRefusal(_ sandbox: Sandbox, at path: String) {
        for body: () throws -> Void in [
            { _ = try sandbox.start() }, { try sandbox.stop() }, { _ = try sandbox.status() }, { try sandbox.reset() },
        ] {
            #expect(throws: SandboxError.notPrivate(path: path)) { try body() }
        }
    }

    /// Another server, and its location.
    private static let other = Result { try PrivateServer.start() }

    private func socketOfAnother() throws -> String {
        guard case .socket(let path) = try Self.other.get().settings.address else {
            throw TestSupportError("the server has no socket")
        }
        return path
    }

    /// Connects to the sandbox, and checks that the server uses the sandbox's own data.
    private func expectOwnServer(_ sandbox: Sandbox) throws {
        let data = try Connection(sandbox.start()).execute("SELECT @@datadir").rows[0][0] ?? ""
        #expect(data.hasPrefix(URL(fileURLWithPath: sandbox.folder).resolvingSymlinksInPath().path))
    }

    @Test func aRecordOfAnotherServersSocketIsNotBelieved() throws {
        let temporary = try TemporarySandbox()
        try makeFolder(temporary.sandbox.folder)
        try socketOfAnother().write(toFile: temporary.sandbox.folder + "/socket", atomically: true, encoding: .utf8)
        #expect(try temporary.sandbox.status().state == .absent)
        try expectOwnServer(temporary.sandbox)
    }

    @Test func aLinkInTheSocketsPlaceIsNotFollowed() throws {
        let temporary = try TemporarySandbox()
        try makeFolder(temporary.sandbox.folder)
        try FileManager.default.createSymbolicLink(
            atPath: temporary.sandbox.folder + "/s.sock",
            withDestinationPath: socketOfAnother()
        )
        #expect(try temporary.sandbox.status().state == .absent)
        try expectOwnServer(temporary.sandbox)
    }

    @Test(arguments: ["data", "data.new", "tmp", "server.log", "install.log", "server.pid", "control.lock", "socket"])
    func aLinkAmongItsFilesIsRefused(name: String) throws {
        let temporary = try TemporarySandbox()
        let folder = temporary.sandbox.folder
        try makeFolder(folder)
        let target = temporary.place + "/elsewhere"
        try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(name)", withDestinationPath: target)
        expectRefusal(temporary.sandbox, at: "\(folder)/\(name)")
        #expect(!FileManager.default.fileExists(atPath: target))
    }

    @Test func aLinkInThePlaceOfItsFolderIsRefused() throws {
        let temporary = try TemporarySandbox()
        let folder = temporary.sandbox.folder
        let parent = (folder as NSString).deletingLastPathComponent
        let project = (parent as NSString).deletingLastPathComponent
        try makeFolder(temporary.place + "/elsewhere/sandbox")
        try makeFolder(project)
        try FileManager.default.createSymbolicLink(
            atPath: parent,
            withDestinationPath: temporary.place + "/elsewhere"
        )
        expectRefusal(temporary.sandbox, at: parent)
        try FileManager.default.removeItem(atPath: parent)
        try makeFolder(parent)
        try FileManager.default.createSymbolicLink(
            atPath: folder,
            withDestinationPath: temporary.place + "/elsewhere/sandbox"
        )
        expectRefusal(temporary.sandbox, at: folder)
    }

    @Test func anOpenFolderWithSomethingInItIsRefused() throws {
        let temporary = try TemporarySandbox()
        let folder = temporary.sandbox.folder
        try makeFolder(folder + "/data", mode: 0o755)
        try makeFolder(folder, mode: 0o755)
        expectRefusal(temporary.sandbox, at: folder)
        try makeFolder(folder, mode: 0o700)
        #expect(try temporary.sandbox.status().state == .stopped)
    }

    @Test func aServerWhoseFolderIsGoneEndsItself() throws {
        let temporary = try TemporarySandbox()
        _ = try temporary.sandbox.start()
        let process = try temporary.processID()
        try FileManager.default.removeItem(atPath: temporary.place)
        // The server is a child of the tests, so it remains as a zombie until it is waited for.
        var status: Int32 = 0
        try waitUntil { waitpid(process, &status, WNOHANG) != 0 }
        #expect(kill(process, 0) != 0)
    }

    @Test func aMovedSandboxStaysReachable() throws {
        let temporary = try TemporarySandbox()
        try Connection(temporary.sandbox.start()).execute("CREATE TABLE kept (a INT)")
        let process = try temporary.processID()
        try FileManager.default.moveItem(atPath: temporary.place + "/project", toPath: temporary.place + "/moved")
        let moved = Sandbox(folder: temporary.place + "/moved/.swiftmig/sandbox", databaseName: "shop")
        defer { _ = try? moved.stop() }
        #expect(try moved.status().processID == process)
        #expect(try Connection(moved.start()).execute("SHOW TABLES").rows.map { $0[0] } == ["kept"])
    }
}
