import DatabaseSettings
import Foundation
import MariaDBClient
import Sandbox
import SwiftMigData
import TestSupport
import Testing

/// Where an engine connects to.
@Suite struct AddressTests {
    private func url(_ hosts: [UInt16], _ database: String) -> String {
        let places = hosts.map { "127.0.0.1:\($0)" }.joined(separator: ",")
        return "mysql://visitor:open%20sesame@\(places)/\(database)?ssl-mode=REQUIRED"
    }

    /// A host that does not answer is passed over, wherever it is in the URL.
    @Test(.timeLimit(.minutes(Patience.minutes)), arguments: [0, 1])
    func theNextHostIsUsed(place: Int) async throws {
        let server = try ChaosPlace.tlsServer.get()
        let database = try server.database()
        var ports = [try FreePort.find()]
        ports.insert(try #require(server.port), at: place)
        let engine = try Engine(url(ports, database.name))
        #expect(try await engine.fetch("SELECT DATABASE()", as: String.self) == [database.name])
        await engine.shutDown()
    }

    /// If no host answers, the error is that of the first.
    @Test func noHostAnswers() async throws {
        let ports = [try FreePort.find(), try FreePort.find()]
        let engine = try Engine(url(ports, "shop"))
        let error = await #expect(throws: DatabaseError.self) { try await engine.execute("SELECT 1") }
        guard case .cannotConnect(let failure) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(failure.reason == .cannotReach && failure.address == "127.0.0.1:\(ports[0])")
        await engine.shutDown()
    }

    /// The sandbox of a project is started by the first connection.
    @Test(arguments: [("sandbox:", "project"), ("sandbox:shop", "shop")])
    func aSandboxIsStarted(url: String, name: String) async throws {
        let place = "\(NSTemporaryDirectory())/swiftmig-engine-\(UInt64.random(in: .min ... .max))"
        try LeashedFolders.add(place)
        let folder = place + "/project"
        let target = try DatabaseTarget.parse(url: url)
        let engine = try Engine(DatabaseAddress { try target.connectionSettings(projectIn: folder) })
        let sandbox = Sandbox(ofProjectIn: folder, database: nil)
        #expect(try sandbox.status().state == .absent)
        #expect(try await engine.fetch("SELECT DATABASE()", as: String.self) == [name])
        #expect(try sandbox.status().state == .running)
        await engine.shutDown()
        #expect(try sandbox.stop())
        try FileManager.default.removeItem(atPath: place)
    }

    /// If it cannot be started, the error says so.
    @Test func aSandboxThatCannotBeStartedIsReported() async throws {
        let target = try DatabaseTarget.parse(url: "sandbox:")
        // A file is no folder.
        let engine = try Engine(DatabaseAddress { try target.connectionSettings(projectIn: "/dev/null") })
        let error = await #expect(throws: DatabaseError.self) { try await engine.execute("SELECT 1") }
        guard case .cannotConnect(let failure) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(failure.address == "the sandbox" && !failure.message.isEmpty)
        await engine.shutDown()
    }
}
