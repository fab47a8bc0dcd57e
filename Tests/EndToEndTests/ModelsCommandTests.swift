import Foundation
import TestSupport
import Testing

/// Tests `models.command` with a stub of the Swift toolchain, whose product prints a document.
@Suite("Models from a program")
struct ModelsCommandTests {
    /// A project whose `swift build` counts its calls, takes the document from `Sources/Models.swift`, and puts the
    /// program where SwiftPM does.
    private func swiftProject() throws -> (project: Project, environment: [String: String]) {
        let project = try Project()
        try project.write("migrate.yaml", "models: {command: [swift, run, --quiet, schema]}\n")
        try project.write("Package.swift", "")
        try project.write("Sources/Models.swift", document("users"))
        try project.write(
            "bin/swift",
            """
            #!/bin/sh
            if [ "$2" = --show-bin-path ]; then echo "$PWD/.build/debug"; exit; fi
            echo "$@" >> builds
            echo "Compiling Models"
            grep -q tables Sources/Models.swift || { echo "error: no models" >&2; exit 1; }
            mkdir -p .build/debug
            { echo '#!/bin/sh'; echo 'echo chatter >&2'; echo "cat <<'END'"; cat Sources/Models.swift; echo END; } > .build/debug/schema
            chmod +x .build/debug/schema
            """
        )
        try project.setMode(0o755, of: "bin/swift")
        let path = "\(project.folder.path)/bin:\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
        return (project, ["PATH": path])
    }

    private func document(_ table: String) -> String {
        #"{"swiftmig": 1, "tables": {"\#(table)": {"columns": {"id": {"type": "int"}}, "primary_key": ["id"]}}}"# + "\n"
    }

    private func builds(of project: Project) throws -> Int {
        try project.read("builds").split(separator: "\n").count
    }

    @Test("The program is built once, and again when a source has changed")
    func buildsWhenSourcesChange() throws {
        let (project, environment) = try swiftProject()
        let first = try project.swiftmig("models", environment: environment)
        try expect(first, code: 0)
        #expect(first.out.contains("users:"))
        #expect(!first.out.contains("Compiling"))
        #expect(first.err.contains("Building the models: swift build --product schema"))
        #expect(first.err.contains("Compiling Models"))
        #expect(first.err.contains("chatter"))
        #expect(try project.read("builds") == "build --product schema\n")

        let second = try project.swiftmig("models", environment: environment)
        try expect(second, code: 0)
        #expect(second.out == first.out)
        #expect(second.err == "chatter\n")
        #expect(try builds(of: project) == 1)

        try project.write("Sources/Models.swift", document("members"))
        let third = try project.swiftmig("models", environment: environment)
        #expect(third.out.contains("members:"))
        #expect(try builds(of: project) == 2)

        try project.remove(".build/debug/schema")
        try expect(project.swiftmig("models", environment: environment), code: 0)
        #expect(try builds(of: project) == 3)
    }

    @Test("A source of a package that is used where it is counts too")
    func localPackages() throws {
        let (project, environment) = try swiftProject()
        let library = try Project()
        try library.write("Sources/Library.swift", "// 1")
        let path = library.folder.path
        try project.write(
            ".build/workspace-state.json",
            #"{"object": {"dependencies": [{"packageRef": {"location": "\#(path)"}, "state": {"name": "fileSystem", "path": "\#(path)"}}]}}"#
        )
        for expected in [1, 1] {
            try expect(project.swiftmig("models", environment: environment), code: 0)
            #expect(try builds(of: project) == expected)
        }
        try library.write("Sources/Library.swift", "// 1.1")
        try expect(project.swiftmig("models", environment: environment), code: 0)
        #expect(try builds(of: project) == 2)
    }

    @Test("Without SwiftPM's record of the packages, every command builds")
    func unreadableRecord() throws {
        let (project, environment) = try swiftProject()
        try project.write(".build/workspace-state.json", "{broken")
        for expected in 1...3 {
            try expect(project.swiftmig("models", environment: environment), code: 0)
            #expect(try builds(of: project) == expected)
        }
    }

    @Test("A build that fails fails the command, and is tried again")
    func failingBuild() throws {
        let (project, environment) = try swiftProject()
        try expect(project.swiftmig("models", environment: environment), code: 0)
        try project.write("Sources/Models.swift", "nonsense")
        for _ in 1...2 {
            let failed = try project.swiftmig("models", environment: environment)
            try expect(failed, code: 78)
            #expect(failed.out.isEmpty)
            #expect(failed.err.contains("error: no models"))
            #expect(failed.err.contains("swift build --product schema ended with exit code 1"))
        }
    }

    @Test("A program that takes too long is ended")
    func timeLimit() throws {
        let project = try Project()
        try project.write(
            "migrate.yaml",
            "models: {command: [sh, -c, \"echo waiting >&2; exec sleep 3600\"], timeout: \"${LIMIT}\"}\n"
        )
        // On a busy machine, the program may not have begun to print.
        var limit = 0.3
        var late = try project.swiftmig("models", environment: ["LIMIT": "300ms"])
        while !late.err.contains("waiting"), limit < Double(Patience.seconds) {
            limit = limit < 1 ? 2 : limit * 5
            late = try project.swiftmig("models", environment: ["LIMIT": "\(Int(limit))s"])
        }
        try expect(late, code: 78)
        #expect(late.err.contains("waiting"))
        #expect(late.err.contains("models.command took longer than "))
        if limit < 1 { #expect(late.err.contains("longer than 0.3 s and was ended")) }
        #expect(late.err.contains("models.timeout"))
    }

    @Test(
        "What it prints is checked",
        arguments: [
            ("\n", "models.command printed nothing: cat models.json"), ("Building for debugging", "<cat models.json>"),
            (#"{"swiftmig": 1, "tables": {"a": {"columns": {"b": {"typ": "int"}}}}}"#, "typ"),
            (
                #"{"swiftmig": 1, "tables": {"a": {"columns": {"b": {"type": "int", "source": {"file": "Models.swift", "line": 7}}}, "primary_key": ["c"]}}}"#,
                "c"
            ),
        ]
    )
    func badOutput(text: String, message: String) throws {
        let project = try Project()
        try project.write("migrate.yaml", "models: {command: [cat, models.json]}\n")
        try project.write("models.json", text)
        let outcome = try project.swiftmig("models")
        try expect(outcome, code: 78)
        #expect(outcome.err.contains(message), "\(outcome)")
    }

    @Test("Models of any kind are printed as they were understood, without a server")
    func printsModels() throws {
        let project = try Project()
        try project.write("migrate.yaml", "models: {file: models.yaml}\n")
        try project.write(
            "models.yaml",
            "swiftmig: 1\ntables: {t: {columns: {id: {type: integer, primary_key: true}}}}\n"
        )
        let yaml = try project.swiftmig("models")
        try expect(yaml, code: 0)
        #expect(yaml.out == "swiftmig: 1\ntables:\n  t:\n    columns:\n      id: {type: int}\n    primary_key: [id]\n")
        let json = try project.swiftmig("models", "--json")
        try expect(json, code: 0)
        try project.write("models.yaml", json.out)
        #expect(try project.swiftmig("models").out == yaml.out)
    }
}
