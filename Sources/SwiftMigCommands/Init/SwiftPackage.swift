internal import SwiftMigConfiguration
internal import SwiftMigPlatform

/// The Swift package that contains the models.
struct SwiftPackage {
    /// What the package consists of.
    enum Contents {
        /// The program that prints the models, which are in the same target.
        case provider
        /// A library of models, for applications to import, and the program that prints them.
        case models
        /// The same, and a server that uses them.
        case application
    }

    /// The target of the models.
    static let models = "AppModels"
    /// The executable target that prints them.
    static let provider = "schema"
    /// The file of the executable target.
    static let providerPath = "Sources/\(provider)/\(provider).swift"

    /// The location of the library: the URL of a repository, or an absolute folder.
    let library: String
    let contents: Contents

    /// - Parameter library: The location as typed; nil for the folder that this program was built in.
    /// - Throws: `CommandError.noLibrary` if that folder no longer exists.
    init(library: String?, contents: Contents, in process: ProcessEnvironment) throws(CommandError) {
        self.contents = contents
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

    private var dependencies: [String] {
        let place = isRepository ? "url: \"\(library)\", branch: \"main\"" : "path: \"\(library)\""
        guard contents == .application else { return [".package(\(place))"] }
        return [
            ".package(\(place), traits: [\"Hummingbird\"])",
            #".package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.0.0")"#,
            #".package(url: "https://github.com/apple/swift-log", from: "1.6.0")"#,
        ]
    }

    private func product(_ name: String) -> String { ".product(name: \"\(name)\", package: \"\(identity)\")" }

    private var targets: [String] {
        let models = [
            #".target(name: "\#(Self.models)", dependencies: [\#(product("SwiftMigMacros"))]),"#,
            #".executableTarget(name: "\#(Self.provider)", dependencies: ["\#(Self.models)", \#(product("SwiftMig"))]),"#,
        ]
        switch contents {
        case .provider:
            return [#".executableTarget(name: "\#(Self.provider)", dependencies: [\#(product("SwiftMigMacros"))]),"#]
        case .models: return models
        case .application:
            let products = ["SwiftMigData", "SwiftMigHummingbird", "SwiftMigQueries", "SwiftMigRunner"].map(product)
            let server =
                [#"    name: "App","#, "    dependencies: ["]
                + ([
                    #""\#(Self.models)""#, #".product(name: "Hummingbird", package: "hummingbird")"#,
                    #".product(name: "Logging", package: "swift-log")"#,
                ] + products)
                .map { "        \($0)," } + [
                    "    ],", "    // A function that takes a session runs where its caller does.",
                    #"    swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]"#,
                ]
            return models + [".executableTarget("] + server + ["),"]
        }
    }

    /// A complete manifest.
    func manifest(name: String) -> String {
        let products =
            contents == .models
            ? "\n    products: [\n        .library(name: \"\(Self.models)\", targets: [\"\(Self.models)\"])\n    ],"
            : ""
        return """
            // swift-tools-version: 6.1
            import PackageDescription

            let package = Package(
                name: "\(name)",
                platforms: [.macOS(.\(contents == .application ? "v14" : "v13"))],\(products)
                dependencies: [
                    \(dependencies.joined(separator: ",\n        "))
                ],
                targets: [
                    \(targets.joined(separator: "\n        "))
                ]
            )

            """
    }

    /// The lines that an existing manifest lacks.
    var lines: String {
        (["// in dependencies:"] + dependencies.map { $0 + "," } + ["// in targets:"] + targets)
            .map { $0 + "\n" }.joined()
    }

    /// The SwiftPM commands that add these lines; empty for a server, which has files of its own.
    var commands: [[String]] {
        guard contents != .application else { return [] }
        let provider = ["add-target", Self.provider, "--type", "executable"]
        let commands =
            contents == .models
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
