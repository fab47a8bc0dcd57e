import Foundation
import Testing

/// A documentation page, and the parts that can be compiled or read.
///
/// A block that is not a complete text has a comment above it, which pages do not show:
///
/// ```
/// <!-- snippet: func start(logger: Logger) async throws { … } -->
/// ```
///
/// The block replaces the `…`. Without one, the text is put before the block. `<!-- snippet: not read: the reason -->`
/// excludes a block.
struct DocumentationPage: Sendable, CustomTestStringConvertible {
    struct Block: Sendable {
        var language: String
        /// The number of the block's first line of text, starting at 1.
        var line: Int
        var text: String
        /// The text of the comment above.
        var marker: String?
    }

    /// The path from the root of the repository.
    let path: String
    let blocks: [Block]

    var testDescription: String { path }

    static let all: [DocumentationPage] = {
        let catalogs = ["SwiftMig", "SwiftMigData", "SwiftMigQueries"].map { "Sources/\($0)/\($0).docc" }
        let pages = ["README.md"] + (["docs"] + catalogs).flatMap(markdown)
        return pages.compactMap { path in
            let text = try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
            return text.map { DocumentationPage(path: path, text: $0) }
        }
    }()

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func markdown(in folder: String) -> [String] {
        let files = try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)
        return (files ?? []).filter { $0.hasSuffix(".md") }.sorted().map { folder + "/" + $0 }
    }

    init(path: String, text: String) {
        self.path = path
        var blocks: [Block] = []
        var marker: String?
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst() {
            if line.hasPrefix("<!-- snippet: ") {
                var comment = [line]
                while comment.last?.hasSuffix("-->") == false, let next = lines.popFirst() { comment.append(next) }
                marker = String(
                    comment.joined(separator: "\n").dropFirst("<!-- snippet: ".count).dropLast(" -->".count)
                )
            } else if line.hasPrefix("```") {
                let start = lines.startIndex
                while let next = lines.first, next != "```" { lines.removeFirst() }
                let body = text.split(separator: "\n", omittingEmptySubsequences: false)[start..<lines.startIndex]
                lines = lines.dropFirst()
                blocks.append(
                    Block(
                        language: String(line.dropFirst(3)),
                        line: start + 1,
                        text: body.joined(separator: "\n"),
                        marker: marker
                    )
                )
                marker = nil
            }
        }
        self.blocks = blocks
    }

    /// The blocks of a language that are read.
    func blocks(of language: String) -> [Block] {
        blocks.filter { $0.language == language && $0.marker?.hasPrefix("not read: ") != true }
    }

    /// All Swift of the page except manifests, as one file.
    var swift: String? {
        let blocks = blocks(of: "swift").filter { !$0.isManifest }
        return blocks.isEmpty ? nil : file(of: blocks)
    }

    /// The same without code that runs migrations, so that it links with only the library of models.
    var models: String? {
        let blocks = blocks(of: "swift").filter { !$0.isManifest && !$0.whole.contains("Migrator") }
        return blocks.isEmpty ? nil : file(of: blocks)
    }

    /// Each manifest as a separate file.
    var manifests: [String] { blocks(of: "swift").filter(\.isManifest).map { file(of: [$0]) } }

    /// A file with the line numbers of the page, so that the compiler reports them. Lines that are not Swift are blank.
    private func file(of blocks: [Block]) -> String {
        var lines = [String](repeating: "", count: (blocks.last?.endLine ?? 0) + 1)
        for block in blocks {
            let (before, after) = block.surroundings
            let context = before.components(separatedBy: "\n")
            for (offset, line) in context.enumerated() {
                lines[max(block.line - 2 - context.count + offset, 0)] += line
            }
            for (offset, line) in block.text.components(separatedBy: "\n").enumerated() {
                // An import cannot be in a function. The first line of the page is the title, so it is free.
                let place = line.hasPrefix("import ") ? 0 : block.line - 1 + offset
                lines[place] += line + (place == 0 ? "; " : "")
            }
            lines[block.endLine - 1] += after.replacingOccurrences(of: "\n", with: " ")
        }
        return lines.joined(separator: "\n")
    }
}

extension DocumentationPage.Block {
    var isManifest: Bool { whole.contains("import PackageDescription") }

    /// The block with its surroundings.
    var whole: String {
        let (before, after) = surroundings
        return [before, text, after].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The texts before and after the block.
    var surroundings: (before: String, after: String) {
        guard let marker else { return ("", "") }
        guard let place = marker.range(of: "…") else { return (marker, "") }
        return (String(marker[..<place.lowerBound]), String(marker[place.upperBound...]))
    }

    /// The line of the fence after the block.
    var endLine: Int { line + text.components(separatedBy: "\n").count }
}
