import Foundation
import SchemaDocument
import SwiftMigConfiguration
import TestSupport
import Testing

/// The code on the pages is compiled, read, and compared with the actual output.
@Suite("Documentation")
struct DocumentationTests {
    @Test("The pages are there, and their marks are about blocks")
    func pages() throws {
        let swift = DocumentationPage.all.filter { $0.swift != nil }.map(\.path)
        for page in ["docs/in-your-app.md", "Sources/SwiftMig/SwiftMig.docc/ModellingRelations.md"] {
            #expect(swift.contains(page))
        }
        for page in DocumentationPage.all {
            let text = try String(contentsOf: DocumentationPage.root.appending(path: page.path), encoding: .utf8)
            let marks = text.components(separatedBy: "<!-- snippet: ").count - 1
            #expect(page.blocks.count { $0.marker != nil } == marks, "\(page.path)")
        }
    }

    @Test("Swift compiles", arguments: DocumentationPage.all.filter { $0.swift != nil })
    func swift(_ page: DocumentationPage) throws {
        let messages = try CompiledModels.messages(for: page.swift ?? "", file: page.name)
        #expect(!messages.contains("error: "), "\(messages)")
    }

    @Test("Manifests compile", arguments: DocumentationPage.all.flatMap(\.manifests))
    func manifest(_ text: String) throws {
        let messages = try CompiledModels.messages(for: text, as: .manifest)
        #expect(!messages.contains("error: "), "\(messages)")
    }

    @Test("The SQL of a page is what its models lead to", arguments: DocumentationPage.all.filter(\.showsSQLOfModels))
    func sql(_ page: DocumentationPage) throws {
        let models = try CompiledModels(page.models ?? "")
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try project.write("migrate.yaml", "models:\n  command: [\"\(models.program)\"]\n")
        let outcome = try project.swiftmig("revision", "--autogenerate", "--sql", "-m", "all")
        try expect(outcome, code: 0)
        let made = Set(outcome.out.split(separator: "\n").map(Self.normalized))
        for block in page.blocks(of: "sql") {
            for line in block.text.split(separator: "\n") {
                #expect(made.contains(Self.normalized(line)), "\(page.path):\(block.line): \(line)\n\(outcome.out)")
            }
        }
    }

    @Test("YAML and JSON are documents or settings", arguments: DocumentationPage.all.filter { !$0.documents.isEmpty })
    func documents(_ page: DocumentationPage) throws {
        for block in page.documents {
            let text = block.whole
            if text.contains(#/"?swiftmig"?: 1\b/#) {
                #expect(throws: Never.self, "\(page.path):\(block.line)") {
                    try SchemaDocument.read(texts: [(text, page.path)])
                }
            } else {
                let project = try Project()
                try project.write("migrate.yaml", text)
                #expect(throws: Never.self, "\(page.path):\(block.line)") {
                    try Configuration.load(
                        flags: ConfigurationFlags(environmentName: text.contains("environments:") ? "ci" : nil),
                        environment: [:],
                        currentDirectory: project.folder.path,
                        requiresFile: true
                    )
                }
            }
        }
    }

    /// A line of an excerpt may lack the comma that it has in the whole.
    private static func normalized(_ line: Substring) -> String {
        // MySQL prints some words in capitals, and the character set of a literal in a check.
        let text = line.trimmingCharacters(in: .whitespaces).lowercased().replacing("_utf8mb4'", with: "'")
        return text.hasSuffix(",") ? String(text.dropLast()) : text
    }
}

extension DocumentationPage {
    fileprivate var showsSQLOfModels: Bool { models?.contains("@main") == true && !blocks(of: "sql").isEmpty }

    /// The file name for the compiler, which accepts only this extension.
    fileprivate var name: String { (path.split(separator: "/").last ?? "") + ".swift" }

    fileprivate var documents: [Block] { blocks(of: "yaml") + blocks(of: "json") }
}
