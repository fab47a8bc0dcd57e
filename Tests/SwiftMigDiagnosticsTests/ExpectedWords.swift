import DiagnosticModel
import SwiftMigDiagnostics
import Testing

/// An error, and what scripts see of it.
struct ExpectedWords: Sendable, CustomTestStringConvertible {
    var error: any Error
    var code: String
    var exitCode: ExitCode
    /// Whether the message alone says what to do.
    var hasHints = true

    init(_ error: any Error, _ code: String, _ exitCode: ExitCode = .failed, hasHints: Bool = true) {
        self.error = error
        self.code = code
        self.exitCode = exitCode
        self.hasHints = hasHints
    }

    var testDescription: String { "\(type(of: error)).\(kind)" }

    /// The name of the enum's case.
    var kind: String { Mirror(reflecting: error).children.first?.label ?? "\(error)" }

    /// A text that a diagnostic must never show.
    static let secret = "open sesame"

    func check() {
        let diagnostic = Diagnostic(of: error)
        #expect(diagnostic.code == code)
        #expect(diagnostic.exitCode == exitCode)
        #expect(code.allSatisfy { $0.isLowercase || $0 == "_" || $0.isNumber })
        #expect(diagnostic.hints.isEmpty != hasHints, "\(diagnostic.hints)")
        let texts = [diagnostic.message] + diagnostic.hints
        #expect(texts.allSatisfy { !$0.isEmpty && !$0.contains("Optional(") })
        #expect(!String(reflecting: diagnostic).contains(Self.secret))
    }

    /// Checks that a table has every case of an enum.
    static func expectAll(of name: String, in table: [ExpectedWords]) throws {
        #expect(try SourceText.cases(of: name).subtracting(table.map(\.kind)) == [])
    }
}
