import SwiftMigMacrosPlugin
import SwiftSyntaxMacroExpansion
import SwiftSyntaxMacrosGenericTestSupport
import Testing

private let macros: [String: MacroSpec] = [
    "Table": MacroSpec(type: TableMacro.self, conformances: ["TableModel"]),
    "Column": MacroSpec(type: ColumnMacro.self),
    "Transient": MacroSpec(type: TransientMacro.self),
]

/// Expands the macros of a source and compares it with what is expected.
func expectExpansion(of source: String, _ expanded: String, location: SourceLocation = #_sourceLocation) {
    assertMacroExpansion(source, expandedSource: expanded, macroSpecs: macros) { failure in
        Issue.record(Comment(rawValue: failure.message), sourceLocation: location)
    }
}

/// What the macros say of a source with a mistake in it.
struct Mistake {
    let message: String
    /// Where else the message points.
    var note: (message: String, line: Int, column: Int)?
    /// Fix-its to choose from, with what each makes of the source.
    var corrections: [(message: String, source: String)] = []

    init(_ message: String, _ corrections: (message: String, source: String)...) {
        self.message = message
        self.corrections = corrections
    }

    init(_ message: String, note: (message: String, line: Int, column: Int)) {
        self.message = message
        self.note = note
    }
}

/// Expands the macros of a source in which ▸ marks the place of a mistake, and compares message, place, notes and what each
/// fix-it makes of it.
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
            // What the macros make of a source with a mistake is not looked at.
            if failure.message.hasPrefix("Macro expansion did not produce the expected expanded source") { return }
            Issue.record(Comment(rawValue: failure.message), sourceLocation: location)
        }
    }
}
