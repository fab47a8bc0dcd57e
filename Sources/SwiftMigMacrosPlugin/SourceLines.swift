internal import SwiftSyntax
internal import SwiftSyntaxMacros

/// The places of nodes in a declaration.
///
/// The context could tell them too, but it searches the whole file for each.
struct SourceLines {
    private let file: String
    private let firstLine: Int
    /// The ends of the declaration's lines, in bytes from its beginning.
    private let ends: [Int]
    private let start: AbsolutePosition

    /// Creates the places; nil if the context does not know the file.
    init?(of declaration: some SyntaxProtocol, in context: some MacroExpansionContext) {
        let location = context.location(of: declaration, at: .beforeLeadingTrivia, filePathMode: .filePath)
        guard let location, let line = location.line.as(IntegerLiteralExprSyntax.self)?.representedLiteralValue else {
            return nil
        }
        file = "\(location.file.trimmed)"
        firstLine = line
        start = declaration.position
        let newline = UInt8(ascii: "\n")
        ends = declaration.syntaxTextBytes.enumerated().filter { $0.element == newline }.map(\.offset)
    }

    /// `file: "…", line: 1`.
    func arguments(for node: some SyntaxProtocol) -> String {
        let offset = node.positionAfterSkippingLeadingTrivia.utf8Offset - start.utf8Offset
        return "file: \(file), line: \(firstLine + ends.count { $0 < offset })"
    }
}
