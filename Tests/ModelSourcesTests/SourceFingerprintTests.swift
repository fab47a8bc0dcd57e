import Foundation
import Testing

@testable import ModelSources

/// Which changes to a package make its models program be built again.
struct SourceFingerprintTests {
    private final class Package {
        let path = NSTemporaryDirectory() + "package-\(UUID().uuidString)"

        init() throws {
            for (name, text) in ["Package.swift": "// 1", "Sources/App/Model.swift": "// 1", "README.md": "1"] {
                try write(name, text)
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func write(_ name: String, _ text: String) throws {
            let file = URL(fileURLWithPath: path).appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try text.write(to: file, atomically: true, encoding: .utf8)
        }

        func fingerprint() throws -> SourceFingerprint {
            try #require(SourceFingerprint(packages: [path]))
        }
    }

    @Test(
        arguments: [
            ("Sources/App/Model.swift", true), ("Sources/App/Other.swift", true), ("Sources/C/x.h", true),
            ("Package.resolved", true), ("README.md", false), (".build/debug/x.swift", false),
            ("Sources/App/data.json", false),
        ]
    )
    func changes(_ file: String, _ isNoticed: Bool) throws {
        let package = try Package()
        let before = try package.fingerprint()
        #expect(try package.fingerprint() == before)
        try package.write(file, "// longer than before")
        #expect((try package.fingerprint() != before) == isNoticed)
    }

    @Test func aFolderThatCannotBeReadIsUnknown() {
        #expect(SourceFingerprint(packages: ["/none/such"]) == nil)
    }

    /// Packages that are used in place, from SwiftPM's own record.
    @Test func localPackages() throws {
        let package = try Package()
        try package.write(
            ".build/workspace-state.json",
            """
            {"object": {"dependencies": [
                {"packageRef": {"location": "/src/a"}, "state": {"name": "fileSystem", "path": "/src/a"}},
                {"packageRef": {"location": "/src/b"}, "state": {"name": "edited"}},
                {"packageRef": {"location": "https://x/c"}, "state": {"name": "sourceControlCheckout"}}
            ]}, "version": 7}
            """
        )
        #expect(WorkspaceState.localPackages(scratch: package.path + "/.build") == ["/src/a", "/src/b"])
        #expect(WorkspaceState.localPackages(scratch: package.path) == [])
    }
}
