import Foundation
import Testing

/// The text of this package's sources, from which tests read which errors exist.
enum SourceText {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources")

    /// The texts of all files by path. The macros run in the compiler, which shows their errors.
    static let files: [String: String] = {
        let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        var files: [String: String] = [:]
        for path in paths where path.hasSuffix(".swift") && !path.hasPrefix("SwiftMigMacros") {
            files[path] = try? String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
        }
        return files
    }()

    /// The names of the cases of an enum that is not nested in another type.
    static func cases(of name: String) throws -> Set<String> {
        let text = try #require(files.values.first { $0.contains("\npackage enum \(name): ") }, "no enum \(name)")
        let start = try #require(text.range(of: "\npackage enum \(name): "))
        let end = try #require(text.range(of: "\n}\n", range: start.upperBound..<text.endIndex))
        let lines = text[start.upperBound..<end.lowerBound].split(separator: "\n")
        let cases = lines.filter { $0.hasPrefix("    case ") }.flatMap { line in
            // Only cases without values share a line.
            let list = line.dropFirst("    case ".count)
            return list.contains("(") ? [list.prefix { $0 != "(" }] : list.split(separator: ",")
        }
        return Set(cases.map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) })
    }
}
