import Foundation
import Testing

@testable import SwiftMigPlatform

struct FileSystemTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/swiftmig-platform-\(UUID().uuidString)"

    private func inFolder(_ body: () throws -> Void) throws {
        try FileSystem.makeFolder(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body()
    }

    @Test func aNewFileIsNeverPutOverAnother() throws {
        try inFolder {
            let path = folder + "/a"
            try FileSystem.create(path, "first")
            #expect(throws: FileError(.write, path, .exists)) { try FileSystem.create(path, "second") }
            #expect(try FileSystem.createUnlessThere(path, "third") == false)
            #expect(try TextFile.read(path) == "first")
            #expect(try FileSystem.entries(in: folder).map(\.name) == ["a"])
        }
    }

    @Test func withoutHardLinksItIsNotEither() throws {
        try inFolder {
            let (draft, path) = (folder + "/draft", folder + "/a")
            try FileSystem.create(draft, "first")
            try FileSystem.moveWithoutReplacing(draft, to: path)
            #expect(try TextFile.read(path) == "first")
            #expect(!FileSystem.exists(draft))
            try FileSystem.create(draft, "second")
            #expect(throws: FileError(.write, path, .exists)) { try FileSystem.moveWithoutReplacing(draft, to: path) }
            #expect(try TextFile.read(path) == "first")
        }
    }

    /// In a container each process may have the id of the one that was killed before.
    @Test func theDraftOfAKilledProcessIsNotInTheWay() throws {
        try inFolder {
            let path = folder + "/a"
            try FileSystem.create("\(path).\(CurrentProcess.id).tmp", "killed")
            try FileSystem.create(path, "first")
            try FileSystem.write(path, "second")
            try FileSystem.replace(path, Array("third".utf8))
            #expect(try TextFile.read(path) == "third")
            #expect(try FileSystem.entries(in: folder).count == 2)
        }
    }

    @Test func aFlushFailsUnlessTheFileCannotBeFlushed() throws {
        let pipe = try OutputPipe()
        #expect(FileSystem.flush(pipe.writeEnd) == nil)
        pipe.closeWriteEnd()
        #expect(FileSystem.flush(pipe.writeEnd) == SystemError(EBADF))
    }

    @Test func aFolderWithAHiddenFileIsNotEmpty() throws {
        try inFolder {
            #expect(FileSystem.isEmpty(folder))
            try FileSystem.create(folder + "/.a", "")
            #expect(!FileSystem.isEmpty(folder))
            #expect(!FileSystem.isEmpty(folder + "/nowhere"))
        }
    }

    #if os(Linux)
    /// A read of this file returns a few lines, whatever the size of the buffer.
    @Test func aFileIsReadToItsEnd() throws {
        var text: String?
        try FileSystem.readFiles(in: "/proc/self", suffix: "maps") { name, read in
            guard name == "maps" else { return }
            text = (try? read("/proc/self/maps")).map { String(decoding: $0, as: UTF8.self) }
        }
        // The last mappings are the kernel's and never change.
        let lines = try TextFile.read("/proc/self/maps").split(separator: "\n")
        #expect(text?.split(separator: "\n").last == lines.last)
    }
    #endif

    @Test func aReplacedFileKeepsItsMode() throws {
        try inFolder {
            let path = folder + "/a"
            try FileSystem.create(path, "first")
            try FileSystem.setMode(0o640, of: path)
            try FileSystem.replace(path, Array("second".utf8))
            #expect(try TextFile.read(path) == "second")
            #expect(FileFacts(path)?.isClosedToOthers == false)
            #expect(FileFacts(path)?.mode == 0o640)
        }
    }

    @Test func aFileIsWrittenWhetherItIsThereOrNot() throws {
        try inFolder {
            let path = folder + "/b/a"
            try FileSystem.write(path, "first")
            try FileSystem.write(path, "second")
            #expect(try TextFile.read(path) == "second")
            #expect(try FileSystem.entries(in: folder + "/b").map(\.name) == ["a"])
        }
    }

    @Test func aTreeIsRemovedAndWhatItsLinksLeadToIsNot() throws {
        try inFolder {
            let (tree, other) = (folder + "/tree", folder + "/other")
            try FileSystem.makeFolder(tree + "/a/b")
            for path in [tree + "/a/.hidden", tree + "/a/b/c", other] { try FileSystem.create(path, "") }
            try FileManager.default.createSymbolicLink(atPath: tree + "/link", withDestinationPath: other)
            try FileManager.default.createSymbolicLink(atPath: tree + "/folder", withDestinationPath: folder)
            try FileSystem.removeTree(tree)
            #expect(try FileSystem.entries(in: folder).map(\.name) == ["other"])
            #expect(throws: FileError(.remove, tree, .system(.notFound))) { try FileSystem.removeTree(tree) }
        }
    }

    @Test func theEnvironmentIsThatOfFoundation() {
        #expect(CurrentProcess.variables == ProcessInfo.processInfo.environment)
    }

    @Test func whatIsNoFileIsSaid() throws {
        try inFolder {
            try FileSystem.makeFolder(folder + "/d/e")
            #expect(throws: FileError(.read, folder + "/d", .folder)) { try FileSystem.contents(of: folder + "/d") }
            try FileManager.default.createSymbolicLink(atPath: folder + "/l", withDestinationPath: "nowhere")
            #expect(throws: FileError(.read, folder + "/l", .danglingLink)) {
                try FileSystem.contents(of: folder + "/l")
            }
            #expect(throws: FileError(.read, folder + "/x", .system(.notFound))) { try TextFile.read(folder + "/x") }
            #expect(throws: FileError(.listFolder, folder + "/x", .system(.notFound))) {
                try FileSystem.entries(in: folder + "/x")
            }
            try Data([0x61, 0xFF]).write(to: URL(fileURLWithPath: folder + "/n"))
            #expect(throws: FileError(.read, folder + "/n", .notUTF8)) { try TextFile.read(folder + "/n") }
            #expect(throws: FileError(.read, folder + "/n", .tooLarge(bytes: 2))) {
                try FileSystem.contents(of: folder + "/n", upTo: 1)
            }
            #expect(try FileSystem.folders(in: folder) == [folder + "/d"])
        }
    }
}
