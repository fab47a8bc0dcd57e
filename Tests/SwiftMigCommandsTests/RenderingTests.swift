import DiagnosticModel
import Foundation
import SwiftMigCommands
import SwiftMigPlatform
import Testing

@Suite struct TextStyleTests {
    struct Case: Sendable {
        var choice: GlobalOptions.Color
        var isTerminal: Bool
        var environment: [String: String]
        var isColored: Bool
    }

    @Test(arguments: [
        Case(choice: .auto, isTerminal: true, environment: [:], isColored: true),
        Case(choice: .auto, isTerminal: false, environment: [:], isColored: false),
        Case(choice: .auto, isTerminal: true, environment: ["NO_COLOR": "1"], isColored: false),
        Case(choice: .auto, isTerminal: true, environment: ["NO_COLOR": ""], isColored: true),
        Case(choice: .auto, isTerminal: true, environment: ["TERM": "dumb"], isColored: false),
        Case(choice: .auto, isTerminal: false, environment: ["CLICOLOR_FORCE": "1"], isColored: true),
        Case(choice: .auto, isTerminal: false, environment: ["CLICOLOR_FORCE": "0"], isColored: false),
        Case(
            choice: .auto,
            isTerminal: false,
            environment: ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"],
            isColored: false
        ),
        Case(choice: .always, isTerminal: false, environment: ["NO_COLOR": "1"], isColored: true),
        Case(choice: .never, isTerminal: true, environment: ["CLICOLOR_FORCE": "1"], isColored: false),
    ])
    func colours(_ testCase: Case) {
        let style = TextStyle(testCase.choice, isTerminal: testCase.isTerminal, environment: testCase.environment)
        #expect(style.isColored == testCase.isColored)
        #expect(style.shown(style(.error, "x")) == (testCase.isColored ? "\u{1B}[31mx\u{1B}[0m" : "x"))
    }

    /// The characters that marks consist of.
    private static let noncharacters = String(
        String.UnicodeScalarView((0xFDD0...0xFDEF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init))
    )

    /// Texts with terminal sequences, and what is shown instead.
    static let hostile = [
        ("\u{1B}[2J\u{1B}]0;x\u{7}", #"\u001B[2J\u001B]0;x\u0007"#), ("a\rb\u{8}", #"a\rb\u0008"#),
        ("\u{9B}31m\u{7F}", #"\u009B31m\u007F"#), ("\u{202E}lqs\u{2066}\u{2069}", #"\u202Elqs\u2066\u2069"#),
        ("\u{2028}\u{2029}\u{85}\0", #"\u2028\u2029\u0085\u0000"#), ("é\t中 👍🏽 \\u001B", "é\t中 👍🏽 \\u001B"),
        ("\r\n", "\\r\n"), (noncharacters, noncharacters), ("\u{301}e", "\u{301}e"),
    ]

    @Test(arguments: hostile)
    func nothingIsObeyed(text: String, shown: String) {
        for isColored in [false, true] {
            let style = TextStyle(isColored: isColored)
            #expect(style.shown(text) == shown)
            #expect(style.shown(style(.strong, text)) == (isColored ? "\u{1B}[1m\(shown)\u{1B}[0m" : shown))
        }
        #expect(text.onOneLine == shown.replacingOccurrences(of: "\n", with: "\\n"))
    }
}

@Suite struct RendererTests {
    private struct Greeting: Report {
        var greeting = "hello/there"
        func text(_: TextStyle) -> String { greeting + "\n" }
        var exitCode: ExitCode { .differences }
    }

    private struct Script: Report {
        var isForPrograms: Bool { true }
        func text(_: TextStyle) -> String { "SELECT '\u{1B}';\n" }
    }

    private struct Riddle: Error {}

    private static let complete = Diagnostic(
        "no_such_thing",
        "there is no thing",
        hints: ["swiftmig things", "swiftmig more"],
        location: SourceLocation(file: "a.yaml", line: 3, column: 5),
        server: Diagnostic.ServerReply(errno: 1146, sqlState: "42S02", message: "no table", statement: "SELECT 1"),
        exitCode: .badData
    )

    /// Runs a command with its two streams redirected to files.
    private func run(json: Bool, _ command: () throws -> any Report) throws -> (ExitCode, out: String, err: String) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func stream(_ name: String) throws -> FileHandle {
            let url = folder.appendingPathComponent(name)
            try Data().write(to: url)
            return try FileHandle(forWritingTo: url)
        }
        let (out, err) = (try stream("out"), try stream("err"))
        let renderer = Renderer(
            options: GlobalOptions(isJSON: json),
            environment: [:],
            output: TextStream(descriptor: out.fileDescriptor),
            errors: TextStream(descriptor: err.fileDescriptor)
        )
        let code = renderer.run(command)
        func text(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
        }
        return (code, try text("out"), try text("err"))
    }

    @Test func textOfAReport() throws {
        let (code, out, err) = try run(json: false) { Greeting() }
        #expect(code == .differences)
        #expect(out == "hello/there\n")
        #expect(err.isEmpty)
    }

    @Test func documentOfAReport() throws {
        let (code, out, err) = try run(json: true) { Greeting() }
        #expect(code == .differences)
        #expect(out == "{\"greeting\":\"hello/there\",\"swiftmig\":1}\n")
        #expect(err.isEmpty)
    }

    @Test func textOfAnError() throws {
        let (code, out, err) = try run(json: false) { throw Self.complete }
        #expect(code == .badData)
        #expect(out.isEmpty)
        #expect(
            err == """
                error: there is no thing
                  at a.yaml:3:5
                  server: 1146 (42S02) no table
                  statement: SELECT 1
                  next: swiftmig things
                        swiftmig more

                """
        )
    }

    @Test func documentOfAnError() throws {
        let (code, out, err) = try run(json: true) { throw Self.complete }
        #expect(code == .badData)
        #expect(err.isEmpty)
        let document = try #require(try JSONSerialization.jsonObject(with: Data(out.utf8)) as? [String: Any])
        #expect(document["swiftmig"] as? Int == 1)
        let error = try #require(document["error"] as? [String: Any])
        #expect(Set(error.keys) == ["code", "message", "hints", "location", "server"])
        #expect(error["code"] as? String == "no_such_thing")
        #expect((error["location"] as? [String: Any])?["column"] as? Int == 5)
        let server = try #require(error["server"] as? [String: Any])
        #expect(server["sqlstate"] as? String == "42S02")
        #expect(Set(server.keys) == ["errno", "sqlstate", "message", "statement"])
    }

    @Test func whatIsSaidHasNoControlCharacters() throws {
        let hostile = "\u{1B}[2J\rerror: \u{202E}x\nsecond"
        var report = Greeting()
        report.greeting = hostile
        #expect(try run(json: false) { report }.out == #"\u001B[2J\rerror: \u202Ex"# + "\nsecond\n")
        var diagnostic = Self.complete
        diagnostic.message = hostile
        diagnostic.hints = [hostile]
        diagnostic.location = SourceLocation(file: hostile)
        diagnostic.server?.message = hostile
        diagnostic.server?.statement = hostile
        let (_, _, err) = try run(json: false) { throw diagnostic }
        #expect(err.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isControl })
        #expect(!err.contains("\nsecond") && err.contains(#"\u001B[2J\rerror: \u202Ex"#))
        let document = try run(json: true) { throw diagnostic }.out
        let parsed = try JSONSerialization.jsonObject(with: Data(document.utf8)) as? [String: Any]
        #expect((parsed?["error"] as? [String: Any])?["message"] as? String == hostile)
    }

    @Test func scriptsAreWrittenAsTheyAre() throws {
        #expect(try run(json: false) { Script() }.out == "SELECT '\u{1B}';\n")
    }

    /// A full disk, and a stream that cannot be written.
    @Test(arguments: ["/dev/full", "/dev/null"], [false, true])
    func outputThatCannotBeWrittenIsAnError(path: String, json: Bool) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        let full = path == "/dev/full"
        let out = try #require(full ? FileHandle(forWritingAtPath: path) : FileHandle(forReadingAtPath: path))
        let errors = Pipe()
        let renderer = Renderer(
            options: GlobalOptions(isJSON: json),
            environment: [:],
            output: TextStream(descriptor: out.fileDescriptor),
            errors: TextStream(descriptor: errors.fileHandleForWriting.fileDescriptor)
        )
        #expect(renderer.run { Greeting() } == .writeFailed)
        let text = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
        #expect(text.hasPrefix("error: write failed: "))
    }

    @Test func aProcessWithoutArgumentsDoesNothing() throws {
        #expect(throws: MissingArguments.self) { try typedArguments([]) }
        #expect(try typedArguments(["swiftmig"]).isEmpty)
        #expect(try typedArguments(["swiftmig", "current"]) == ["current"])
        #expect(MissingArguments().diagnostic.exitCode != .success)
    }

    @Test func errorsWithoutWordsAreStillShown() throws {
        let (code, _, err) = try run(json: false) { throw Riddle() }
        #expect(code == .failed)
        #expect(err.hasPrefix("error: Riddle"))
        let document = try run(json: true) { throw Riddle() }.out
        #expect(document.contains(#""server":null"#))
        #expect(document.contains(#""location":null"#))
    }
}
