import Foundation
import SwiftMigMacrosPlugin
import SwiftSyntaxBuilder
import SwiftSyntaxMacroExpansion
import SwiftSyntaxMacrosGenericTestSupport
import Testing

private let macros: [String: MacroSpec] = [
    "Table": MacroSpec(type: TableMacro.self, conformances: ["TableModel", "RowModel", "RowDecodable", "Sendable"]),
    "Column": MacroSpec(type: ColumnMacro.self),
    "Transient": MacroSpec(type: TransientMacro.self),
]

/// Expands the macros of a source, and compares the result with the expected one.
func expectExpansion(of source: String, _ expanded: String, location: SourceLocation = #_sourceLocation) {
    assertMacroExpansion(source, expandedSource: expanded, macroSpecs: macros) { failure in
        Issue.record(Comment(rawValue: failure.message), sourceLocation: location)
    }
}

/// The macros' diagnostics for a source with a mistake.
struct Mistake {
    let message: String
    /// A note at another place.
    var note: (message: String, line: Int, column: Int)?
    /// The fix-its, each with the corrected source.
    var corrections: [(message: String, source: String)] = []

    init(_ message: String, _ corrections: (message: String, source: String)...) {
        self.message = message
        self.corrections = corrections
    }

    init(
        _ message: String,
        note: (message: String, line: Int, column: Int),
        _ corrections: (message: String, source: String)...
    ) {
        self.message = message
        self.note = note
        self.corrections = corrections
    }
}

/// Expands the macros of a source in which ▸ marks the place of a mistake, and compares the message, the place, the
/// notes and the result of each fix-it.
func expect(_ mistake: Mistake, in marked: String, location: SourceLocation = #_sourceLocation) throws {
    let before = try #require(marked.range(of: "▸"), sourceLocation: location).lowerBound
    let lines = marked[..<before].split(separator: "\n", omittingEmptySubsequences: false)
    let expected = DiagnosticSpec(
        message: mistake.message,
        line: lines.count,
        column: (lines.last?.utf8.count ?? 0) + 1,
        notes: mistake.note.map { [NoteSpec(message: $0.message, line: $0.line, column: $0.column)] } ?? [],
        fixIts: mistake.corrections.map { FixItSpec(message: $0.message) }
    )
    let corrections: [(message: String, source: String)?] = mistake.corrections.isEmpty ? [nil] : mistake.corrections
    for correction in corrections {
        assertMacroExpansion(
            marked.replacing("▸", with: ""),
            expandedSource: "",
            diagnostics: [expected],
            macroSpecs: macros,
            applyFixIts: correction.map { [$0.message] },
            fixedSource: correction?.source
        ) { failure in
            // The expansion of a source with a mistake is not checked.
            if failure.message.hasPrefix("Macro expansion did not produce the expected expanded source") { return }
            Issue.record(Comment(rawValue: failure.message), sourceLocation: location)
        }
    }
}
