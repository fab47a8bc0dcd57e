import Foundation
import SchemaModel
import SwiftMigCommands
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
        #expect(style(.error, "x") == (testCase.isColored ? "\u{1B}[31mx\u{1B}[0m" : "x"))
    }
}

@Suite struct RendererTests {
    private struct Greeting: Report {
        var greeting = "hello/there"
        func text(_: TextStyle) -> String { greeting + "\n" }
        var exitCode: ExitCode { .differences }
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

    /// Runs a command with its two streams going to files.
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

    @Test func errorsWithoutWordsAreStillShown() throws {
        let (code, _, err) = try run(json: false) { throw Riddle() }
        #expect(code == .failed)
        #expect(err.hasPrefix("error: Riddle"))
        let document = try run(json: true) { throw Riddle() }.out
        #expect(document.contains(#""server":null"#))
        #expect(document.contains(#""location":null"#))
    }
}
