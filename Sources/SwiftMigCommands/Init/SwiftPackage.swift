internal import SwiftMigConfiguration
internal import SwiftMigPlatform

/// The Swift package that contains the models.
struct SwiftPackage {
    /// The target of the models.
    static let models = "AppModels"
    /// The executable target that prints them.
    static let provider = "schema"
    /// The file of the executable target.
    static let providerPath = "Sources/\(provider)/\(provider).swift"

    /// The location of the library: the URL of a repository, or an absolute folder.
    let library: String
    /// Whether the models have a separate target, for applications to import. Otherwise they are next to the provider.
    let hasModels: Bool

    /// - Parameter library: The location as typed; nil for the folder that this program was built in.
    /// - Throws: `CommandError.noLibrary` if that folder no longer exists.
    init(library: String?, hasModels: Bool, in process: ProcessEnvironment) throws(CommandError) {
        self.hasModels = hasModels
        guard let library else {
            guard let folder = Self.folderOfThisProgram else { throw .noLibrary }
            self.library = folder
            return
        }
        self.library = library.contains("://") || library.hasPrefix("git@") ? library : process.absolute(library)
    }

    private var isRepository: Bool { !library.hasPrefix("/") }

    /// SwiftPM's name for the package: the last component of its location.
    private var identity: String {
        let name = library.split { $0 == "/" || $0 == ":" }.last ?? ""
        return String(name.hasSuffix(".git") ? name.dropLast(4) : name)
    }

    private var dependency: String {
        isRepository ? ".package(url: \"\(library)\", branch: \"main\")" : ".package(path: \"\(library)\")"
    }

    private func product(_ name: String) -> String { ".product(name: \"\(name)\", package: \"\(identity)\")" }

    private var targets: [String] {
        guard hasModels else {
            return [#".executableTarget(name: "\#(Self.provider)", dependencies: [\#(product("SwiftMigMacros"))]),"#]
        }
        return [
            #".target(name: "\#(Self.models)", dependencies: [\#(product("SwiftMigMacros"))]),"#,
            #".executableTarget(name: "\#(Self.provider)", dependencies: ["\#(Self.models)", \#(product("SwiftMig"))]),"#,
        ]
    }

    /// A complete manifest.
    func manifest(name: String) -> String {
        let products =
            hasModels
            ? "\n    products: [\n        .library(name: \"\(Self.models)\", targets: [\"\(Self.models)\"])\n    ],"
            : ""
        return """
            // swift-tools-version: 6.1
            import PackageDescription

            let package = Package(
                name: "\(name)",
                platforms: [.macOS(.v13)],\(products)
                dependencies: [
                    \(dependency)
                ],
                targets: [
                    \(targets.joined(separator: "\n        "))
                ]
            )

            """
    }

    /// The lines that an existing manifest lacks.
    var lines: String {
        "// in dependencies:\n\(dependency),\n// in targets:\n" + targets.joined(separator: "\n") + "\n"
    }

    /// The SwiftPM commands that add these lines.
    var commands: [[String]] {
        let provider = ["add-target", Self.provider, "--type", "executable"]
        let commands =
            hasModels
            ? [
                ["add-target", Self.models],
                ["add-target-dependency", "SwiftMigMacros", Self.models, "--package", identity],
                provider + ["--dependencies", Self.models],
                ["add-target-dependency", "SwiftMig", Self.provider, "--package", identity],
            ]
            : [provider, ["add-target-dependency", "SwiftMigMacros", Self.provider, "--package", identity]]
        let dependency = ["add-dependency", library] + (isRepository ? ["--branch", "main"] : ["--type", "path"])
        return ([dependency] + commands).map { ["swift", "package"] + $0 }
    }

    /// Whether a manifest already uses the library.
    static func isMentioned(in manifest: String) -> Bool {
        manifest.contains(#".product(name: "SwiftMig"#)
    }

    /// The package that this program was built from, if it still exists.
    private static var folderOfThisProgram: String? {
        // …/Sources/SwiftMigCommands/Init/SwiftPackage.swift
        var folder = #filePath[...]
        for _ in 1...4 { folder = folder.prefix(upTo: folder.lastIndex(of: "/") ?? folder.startIndex) }
        return FileSystem.exists(folder + "/Package.swift") && FileSystem.isFolder(folder + "/Sources/SwiftMig")
            ? String(folder) : nil
    }
}
