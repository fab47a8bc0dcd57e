internal import SwiftMigConfiguration

/// The Swift package that holds models.
struct SwiftPackage {
    /// The target of the models.
    static let models = "AppModels"
    /// The executable target that prints them.
    static let provider = "schema"

    /// Where the library comes from: the address of a repository, or an absolute folder.
    let library: String

    /// - Parameter library: as typed; nil for the folder that this very program was built in.
    /// - Throws: `CommandError.noLibrary` where that is not there any more.
    init(library: String?, in process: ProcessEnvironment) throws(CommandError) {
        guard let library else {
            guard let folder = Self.folderOfThisProgram else { throw .noLibrary }
            self.library = folder
            return
        }
        self.library = library.contains("://") || library.hasPrefix("git@") ? library : process.absolute(library)
    }

    private var isRepository: Bool { !library.hasPrefix("/") }

    /// How SwiftPM calls the package: the last word of where it comes from.
    private var identity: String {
        let name = library.split { $0 == "/" || $0 == ":" }.last ?? ""
        return String(name.hasSuffix(".git") ? name.dropLast(4) : name)
    }

    private var dependency: String {
        isRepository ? ".package(url: \"\(library)\", branch: \"main\")" : ".package(path: \"\(library)\")"
    }

    /// A whole manifest.
    func manifest(name: String) -> String {
        """
        // swift-tools-version: 6.1
        import PackageDescription

        let package = Package(
            name: "\(name)",
            platforms: [.macOS(.v13)],
            products: [
                .library(name: "\(Self.models)", targets: ["\(Self.models)"])
            ],
            dependencies: [
                \(dependency)
            ],
            targets: [
                .target(
                    name: "\(Self.models)",
                    dependencies: [.product(name: "SwiftMigMacros", package: "\(identity)")]
                ),
                .executableTarget(
                    name: "\(Self.provider)",
                    dependencies: ["\(Self.models)", .product(name: "SwiftMig", package: "\(identity)")]
                ),
            ]
        )

        """
    }

    /// What a manifest that is there lacks.
    var lines: String {
        """
        // in dependencies:
        \(dependency),
        // in targets:
        .target(name: "\(Self.models)", dependencies: [.product(name: "SwiftMigMacros", package: "\(identity)")]),
        .executableTarget(name: "\(Self.provider)", dependencies: ["\(Self.models)", .product(name: "SwiftMig", package: "\(identity)")]),

        """
    }

    /// The commands of SwiftPM that put it there.
    var commands: [[String]] {
        [
            ["add-dependency", library] + (isRepository ? ["--branch", "main"] : ["--type", "path"]),
            ["add-target", Self.models],
            ["add-target-dependency", "SwiftMigMacros", Self.models, "--package", identity],
            ["add-target", Self.provider, "--type", "executable", "--dependencies", Self.models],
            ["add-target-dependency", "SwiftMig", Self.provider, "--package", identity],
        ].map { ["swift", "package"] + $0 }
    }

    /// Whether a manifest has one of our products or a target of one of our names.
    static func isMentioned(in manifest: String) -> Bool {
        ["SwiftMig", models, provider].contains { manifest.contains("\"\($0)\"") }
            || manifest.contains("\"SwiftMigMacros\"")
    }

    /// The package that this program was built of, where it still stands.
    private static var folderOfThisProgram: String? {
        // …/Sources/SwiftMigCommands/Init/SwiftPackage.swift
        var folder = #filePath[...]
        for _ in 1...4 { folder = folder.prefix(upTo: folder.lastIndex(of: "/") ?? folder.startIndex) }
        return Files.exists(folder + "/Package.swift") && Files.isFolder(folder + "/Sources/SwiftMig")
            ? String(folder) : nil
    }
}
