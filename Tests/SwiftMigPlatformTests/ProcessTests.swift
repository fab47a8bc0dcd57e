import Foundation
import Testing

@testable import SwiftMigPlatform

struct ProcessTests {
    private let folder = FileManager.default.temporaryDirectory.path

    private func launch(_ command: String, output: Int32) -> Launch {
        Launch(
            program: "sh",
            arguments: ["-c", command],
            environment: CurrentProcess.variables,
            folder: folder,
            output: .descriptor(output)
        )
    }

    @Test func aProgramRunsInItsFolder() throws {
        let before = CurrentProcess.workingFolder
        let output = try OutputPipe()
        var launch = launch("pwd -P", output: output.writeEnd)
        let child = try ChildProcess(launch)
        output.closeWriteEnd()
        let text = try output.readAll(until: nil).map { String(decoding: $0, as: UTF8.self) }
        #expect(text == FileSystem.resolved(folder) + "\n")
        #expect(child.waitForEnd() == .exited(0))
        #expect(CurrentProcess.workingFolder == before)
        launch.folder = folder + "/nowhere"
        #expect(throws: LaunchError.self) { try ChildProcess(launch) }
    }

    @Test func aProgramDoesNotInheritThePipeOfAnother() throws {
        let pipe = try OutputPipe()
        let child = try ChildProcess(launch("exec sleep 600", output: 2))
        defer { child.end() }
        pipe.closeWriteEnd()
        #expect(try pipe.readAll(until: .now + .seconds(30)) == [])
        #expect(child.isRunning)
    }

    @Test func aProgramDoesNotStartWithoutItsOutput() {
        #expect(throws: LaunchError.self) {
            let child = try ChildProcess(launch("true", output: -1))
            _ = child.waitForEnd()
        }
    }

    /// Otherwise the part that was read looks like the whole output.
    @Test func aReadErrorIsNotTheEndOfTheOutput() throws {
        let pipe = try OutputPipe()
        // A folder can be opened, but a read fails.
        let unreadable = open(folder, O_RDONLY | O_CLOEXEC)
        defer { close(unreadable) }
        try #require(dup2(unreadable, pipe.readEnd) >= 0)
        #expect(throws: SystemError(EISDIR)) { try pipe.readAll(until: nil) }
    }

    @Test func onlyAUnixSocketHasAPeer() throws {
        #if canImport(Darwin)
        let kind = SOCK_STREAM
        #else
        let kind = Int32(SOCK_STREAM.rawValue)
        #endif
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, kind, 0, &ends) == 0)
        let tcp = socket(AF_INET, kind, 0)
        defer { for descriptor in ends + [tcp] { close(descriptor) } }
        let peer = try #require(SocketPeer(descriptor: ends[0]))
        #expect(peer.user == CurrentProcess.user)
        #if os(Linux)
        #expect(peer.process == CurrentProcess.id)
        #endif
        try #require(tcp >= 0)
        #expect(SocketPeer(descriptor: tcp)?.user == nil)
    }
}
