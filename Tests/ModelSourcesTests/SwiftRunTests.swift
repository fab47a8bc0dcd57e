import Testing

@testable import ModelSources

@Suite("Commands that run a product of a Swift package")
struct SwiftRunTests {
    @Test(
        "What builds it and what runs it",
        arguments: [
            (["swift", "run", "schema"], ["swift", "build", "--product", "schema"], "/app/.build/debug/schema", []),
            (
                ["swift", "run", "--quiet", "schema"], ["swift", "build", "--product", "schema"],
                "/app/.build/debug/schema", []
            ),
            (
                ["/usr/bin/swift", "run", "-c", "release", "schema", "--tenant", "a b"],
                ["/usr/bin/swift", "build", "--product", "schema", "-c", "release"],
                "/app/.build/release/schema",
                ["--tenant", "a b"]
            ),
            (
                ["swift", "run", "--package-path", "models", "schema"],
                ["swift", "build", "--product", "schema", "--package-path", "models"],
                "/app/models/.build/debug/schema",
                []
            ),
            (
                ["swift", "run", "--scratch-path", "/tmp/b", "schema"],
                ["swift", "build", "--product", "schema", "--scratch-path", "/tmp/b"],
                "/tmp/b/debug/schema",
                []
            ),
        ]
    )
    func isUnderstood(command: [String], build: [String], executable: String, arguments: [String]) throws {
        let run = try #require(SwiftRun(command: command, folder: "/app"))
        #expect(run.build == build)
        #expect(run.executable == executable)
        #expect(run.arguments == arguments)
    }

    @Test(
        "Any other command is run as it stands",
        arguments: [
            ["swift", "run"], ["swift", "schema.swift"], ["python3", "run", "schema"],
            ["swift", "run", "--sanitize", "address", "schema"],
            ["swift", "run", "--quiet"], ["swift", "run", "--package-path"],
        ]
    )
    func isNot(command: [String]) {
        #expect(SwiftRun(command: command, folder: "/app") == nil)
    }
}
