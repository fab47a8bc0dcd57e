package import Foundation

/// Swift text that is compiled like a models package, but against the modules and objects of this build. That takes a
/// second or two, while a separate package would build everything again.
///
/// ```swift
/// let models = try CompiledModels(text)
/// let document = try models.document()
/// ```
///
/// The program and its folder are removed when the value is released.
package final class CompiledModels: Sendable {
    /// The output of the compiler or the program, and its exit code.
    package struct Output: Sendable {
        package var code: Int32
        package var out: String
        package var err: String
    }

    /// The compiler refused a text.
    package struct CompilationFailed: Error, CustomStringConvertible {
        package var messages: String
        package var description: String { messages }
    }

    /// The folder with the source and the program.
    package let folder: URL
    /// The compiler's messages on success: warnings.
    package let messages: String

    /// The program's path, for `models.command`.
    package var program: String { folder.appendingPathComponent("schema").path }

    /// - Parameters:
    ///   - text: A complete file, with a `@main` type.
    ///   - file: The name of the file, which appears in messages and in the document.
    /// - Throws: `CompilationFailed` with the compiler's messages.
    package init(_ text: String, file: String = "Schema.swift") throws {
        folder = try Self.makeFolder()
        try Data(text.utf8).write(to: folder.appendingPathComponent(file))
        let objects =
            try Self.modules.flatMap(Self.objects)
            + [Self.cModule.appendingPathComponent("CSwiftMigPlatform.c.o").path]
        let output = try Self.compile([file] + objects + ["-o", "schema"], in: folder)
        guard output.code == 0 else {
            try? FileManager.default.removeItem(at: folder)
            throw CompilationFailed(messages: output.err)
        }
        messages = output.err
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Runs the program.
    package func run() throws -> Output {
        try Self.run(URL(fileURLWithPath: program), [], in: folder)
    }

    /// Returns the program's output if it succeeds.
    package func document() throws -> String {
        let output = try run()
        guard output.code == 0 else { throw TestSupportError(output.err) }
        return output.out
    }

    /// The kind of a text, which decides what it may import.
    package enum Kind: Sendable {
        /// A program that uses the products of this package.
        case program
        /// The same, and what tasks may share is checked too, which takes more than types.
        case concurrentProgram
        /// A `Package.swift`.
        case manifest
    }

    /// Returns the compiler's messages about a text without building a program: errors, warnings and notes, or nothing.
    package static func messages(
        for text: String,
        as kind: Kind = .program,
        file: String = "Models.swift"
    ) throws -> String {
        let folder = try makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(text.utf8).write(to: folder.appendingPathComponent(file))
        switch kind {
        case .program: return try compile(["-typecheck", file] + cModules(in: folder), in: folder).err
        case .concurrentProgram:
            return try compile(["-emit-sil", "-o", "/dev/null", file] + cModules(in: folder), in: folder).err
        case .manifest:
            let arguments = try ["swiftc", "-typecheck", file] + manifestOptions(in: folder)
            return try run(URL(fileURLWithPath: "/usr/bin/env"), arguments, in: folder).err
        }
    }

    // MARK: The compiler

    /// The modules that a models package links.
    private static let modules = ["DocumentTree", "SwiftMig", "SwiftMigMacros", "SwiftMigPlatform"]
    /// The folder in the build of the part that is written in C.
    private static let cModule = BuildFolder.url.appendingPathComponent("CSwiftMigPlatform.build")

    private static func makeFolder() throws -> URL {
        let name = "smig-models-" + String(UInt64.random(in: .min ... .max), radix: 36)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private static func compile(_ arguments: [String], in folder: URL) throws -> Output {
        let build = BuildFolder.url
        let plugin = build.appendingPathComponent("SwiftMigMacrosPlugin-tool").path
        let options = [
            "swiftc", "-swift-version", "6", "-parse-as-library", "-module-name", "Models", "-Onone",
            "-I", build.appendingPathComponent("Modules").path,
            "-Xcc", "-fmodule-map-file=" + cModule.appendingPathComponent("module.modulemap").path,
            "-load-plugin-executable", plugin + "#SwiftMigMacrosPlugin",
            "-diagnostic-style", "llvm", "-no-color-diagnostics",
        ]
        return try run(URL(fileURLWithPath: "/usr/bin/env"), options + arguments, in: folder)
    }

    /// The options for the modules of the C libraries, as SwiftPM finds them.
    private static func cModules(in folder: URL) throws -> [String] {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources")
        let modules = ["CLibYAML", "CMariaDB"].flatMap { ["-I", sources.appendingPathComponent($0).path] }
        let arguments = ["pkg-config", "--cflags", "libmariadb", "yaml-0.1"]
        let flags = try run(URL(fileURLWithPath: "/usr/bin/env"), arguments, in: folder).out
        return modules + flags.split(whereSeparator: \.isWhitespace).flatMap { ["-Xcc", String($0)] }
    }

    /// The options that SwiftPM passes to the compiler for a manifest.
    private static func manifestOptions(in folder: URL) throws -> [String] {
        struct Toolchain: Decodable {
            struct Paths: Decodable { var runtimeResourcePath: String }
            var paths: Paths
        }
        let arguments = ["swiftc", "-print-target-info"]
        let output = try run(URL(fileURLWithPath: "/usr/bin/env"), arguments, in: folder)
        let toolchain = try JSONDecoder().decode(Toolchain.self, from: Data(output.out.utf8))
        return [
            "-I", toolchain.paths.runtimeResourcePath + "/pm/ManifestAPI", "-package-description-version", "6.1.0",
            "-swift-version", "6",
        ]
    }

    /// The objects of a module's current sources. Those of deleted sources stay in its folder.
    private static func objects(of module: String) throws -> [String] {
        let map = BuildFolder.url.appendingPathComponent("\(module).build/output-file-map.json")
        let files = try JSONDecoder().decode([String: [String: String]].self, from: Data(contentsOf: map))
        return files.filter { !$0.key.isEmpty }.compactMap { $0.value["object"] }.sorted()
    }

    /// Runs a program. Its output goes to files, so that no pipe can fill up.
    private static func run(_ program: URL, _ arguments: [String], in folder: URL) throws -> Output {
        let process = Process()
        let logs = try ["out", "err"].map { name in
            let url = folder.appendingPathComponent(".\(name)-" + UUID().uuidString)
            try Data().write(to: url)
            return url
        }
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: logs[0])
        process.standardError = try FileHandle(forWritingTo: logs[1])
        try process.run()
        process.waitUntilExit()
        let texts = try logs.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return Output(code: process.terminationStatus, out: texts[0], err: texts[1])
    }
}

/// The folder of the build products, which also contains the test bundle.
package enum BuildFolder {
    package static let url: URL = {
        #if os(macOS)
        for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
            return bundle.bundleURL.deletingLastPathComponent()
        }
        #endif
        return URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    }()
}
