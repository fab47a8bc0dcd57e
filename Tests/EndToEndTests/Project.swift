import Foundation
import TestSupport

/// A temporary folder in which the built `swiftmig` runs.
final class Project: Sendable {
    /// The result of running the program.
    struct Outcome: Sendable, CustomStringConvertible {
        var command: String
        var code: Int32
        var out: String
        var err: String

        var description: String { "$ swiftmig \(command)\n\(out)\(err)[exit \(code)]" }
    }

    let folder: URL
    private let environment: [String: String]

    /// - Parameter url: The `DATABASE_URL` of every run; nil to leave it unset.
    init(url: String? = nil) throws {
        // The name is short, because the path of the sandbox's unix socket may have only about 100 characters.
        let name = "smig-" + String(UInt64.random(in: .min ... .max), radix: 36)
        folder = URL(fileURLWithPath: "/tmp").appendingPathComponent(name)
        try LeashedFolders.add(folder.path)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var environment = ["LANG": "C.UTF-8"]
        for name in ["PATH", "HOME", "TMPDIR", "USER"] { environment[name] = ProcessInfo.processInfo.environment[name] }
        environment["DATABASE_URL"] = url
        self.environment = environment
    }

    deinit {
        if exists(".swiftmig") { _ = try? swiftmig("sandbox", "stop") }
        try? FileManager.default.removeItem(at: folder)
    }

    // MARK: Files

    private func url(_ path: String) -> URL { folder.appendingPathComponent(path) }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: url(path).path) }

    func read(_ path: String) throws -> String { try String(contentsOf: url(path), encoding: .utf8) }

    func write(_ path: String, _ text: String) throws {
        let file = url(path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func edit(_ path: String, replacing old: String, with new: String) throws {
        let text = try read(path)
        guard text.contains(old) else { throw TestSupportError("\(path) has no \(old)") }
        try write(path, text.replacingOccurrences(of: old, with: new))
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(at: url(path)) }

    func setMode(_ mode: Int, of path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url(path).path)
    }

    /// The names of the files in a folder, sorted; empty if there is no folder.
    func files(in path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: url(path).path)) ?? []).sorted()
    }

    // MARK: The program

    /// The executable is next to the test bundle.
    private static let program: URL = {
        #if os(macOS)
        for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
            return bundle.bundleURL.deletingLastPathComponent().appendingPathComponent("swiftmig")
        }
        #endif
        return URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("swiftmig")
    }()

    @discardableResult
    func swiftmig(_ arguments: String..., environment more: [String: String] = [:]) throws -> Outcome {
        try start(arguments, environment: more).wait()
    }

    /// Runs the program as a user whom file permissions bind, even if the tests run as root.
    func swiftmigAsOrdinaryUser(_ arguments: String...) throws -> Outcome {
        guard geteuid() == 0 else { return try start(arguments).wait() }
        // Uses a copy, because that user may not be able to read the build folder.
        let copy = url("swiftmig.copy")
        try FileManager.default.copyItem(at: Self.program, to: copy)
        defer { try? FileManager.default.removeItem(at: copy) }
        let run = try Run(
            program: URL(fileURLWithPath: "/usr/bin/setpriv"),
            arguments: ["--reuid=65534", "--regid=65534", "--clear-groups", copy.path] + arguments,
            folder: folder,
            environment: environment
        )
        return try run.wait()
    }

    /// Starts the program without waiting for it.
    ///
    /// - Parameters:
    ///   - input: The standard input; nil for none.
    ///   - output: A file for the standard output, instead of the outcome.
    ///   - errors: A file for the standard error, instead of the outcome.
    func start(
        _ arguments: [String],
        environment more: [String: String] = [:],
        input: FileHandle? = nil,
        output: FileHandle? = nil,
        errors: FileHandle? = nil
    ) throws -> Run {
        try Run(
            program: Self.program,
            arguments: arguments,
            folder: folder,
            environment: environment.merging(more) { $1 },
            input: input,
            output: output,
            errors: errors
        )
    }

    /// A running program, whose output goes to files so that no pipe can fill up.
    final class Run: @unchecked Sendable {
        private let process = Process()
        private let command: String
        private let logs: URL

        init(
            program: URL,
            arguments: [String],
            folder: URL,
            environment: [String: String],
            input: FileHandle? = nil,
            output: FileHandle? = nil,
            errors: FileHandle? = nil
        ) throws {
            command = arguments.joined(separator: " ")
            logs = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("smig-" + UUID().uuidString)
            try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
            process.executableURL = program
            process.arguments = arguments
            process.currentDirectoryURL = folder
            process.environment = environment
            process.standardInput = input ?? FileHandle.nullDevice
            let kept = try file("out")
            process.standardOutput = output ?? kept
            let keptErrors = try file("err")
            process.standardError = errors ?? keptErrors
            try process.run()
        }

        private func file(_ name: String) throws -> FileHandle {
            let url = logs.appendingPathComponent(name)
            try Data().write(to: url)
            return try FileHandle(forWritingTo: url)
        }

        private func text(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: logs.appendingPathComponent(name)), as: UTF8.self)
        }

        var isRunning: Bool { process.isRunning }

        /// Sends the signal of Ctrl-C.
        func interrupt() { process.interrupt() }

        func send(_ signal: Int32) { Foundation.kill(process.processIdentifier, signal) }

        /// The text on stderr so far.
        func errorsSoFar() throws -> String { try text("err") }

        /// Ends the program without a chance to clean up, and waits until it is gone.
        func kill() {
            Foundation.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }

        func wait() throws -> Outcome {
            // The queue keeps a cancelled item until its time, and the process has open files.
            let watch = DispatchWorkItem { [id = process.processIdentifier] in Foundation.kill(id, SIGKILL) }
            DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(Patience.seconds), execute: watch)
            process.waitUntilExit()
            watch.cancel()
            defer { try? FileManager.default.removeItem(at: logs) }
            return Outcome(
                command: command,
                code: process.terminationStatus,
                out: try text("out"),
                err: try text("err")
            )
        }
    }
}

extension Project.Outcome {
    /// The JSON document on stdout.
    func document() throws -> [String: Any] {
        guard let document = try JSONSerialization.jsonObject(with: Data(out.utf8)) as? [String: Any] else {
            throw TestSupportError("no JSON object: \(self)")
        }
        return document
    }
}
