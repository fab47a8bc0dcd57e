import DiagnosticModel
import Testing

struct DiagnosticTests {
    static let numbers: [(ExitCode, Int32)] = [
        (.success, 0), (.failed, 1), (.differences, 2), (.refused, 3), (.usage, 64), (.badData, 65),
        (.unavailable, 69), (.writeFailed, 74), (.locked, 75), (.configuration, 78), (.interrupted, 130),
        (.terminated, 143),
    ]

    /// Scripts depend on these numbers.
    @Test(arguments: numbers)
    func exitCodesKeepTheirNumbers(code: ExitCode, number: Int32) {
        #expect(code.rawValue == number)
    }

    @Test func isAnErrorWithExitCode1UnlessItSaysOtherwise() {
        let diagnostic = Diagnostic("no_such_revision", "no revision is called 'x'")
        #expect(diagnostic.severity == .error)
        #expect(diagnostic.exitCode == .failed)
        #expect(diagnostic.hints.isEmpty && diagnostic.location == nil && diagnostic.server == nil)
    }

    @Test func aPlaceWithoutALineIsAFile() {
        #expect(SourceLocation(file: "a.sql") == SourceLocation(file: "a.sql", line: 0, column: 0))
    }

    @Test func theVersionHasThreeNumbers() {
        let parts = swiftMigVersion.split(separator: ".").map { Int($0) }
        #expect(parts.count == 3 && !parts.contains(nil))
    }

    static let texts: [(String, String, String)] = [
        ("plain", "plain", "plain"), ("a\tb", "a\tb", "a\tb"), ("a\nb", "a\nb", #"a\nb"#),
        ("a\rb", #"a\rb"#, #"a\rb"#), ("\u{1B}[31m", #"\u001B[31m"#, #"\u001B[31m"#),
        ("\u{202E}x", #"\u202Ex"#, #"\u202Ex"#), ("é 中 👍🏽", "é 中 👍🏽", "é 中 👍🏽"), ("", "", ""),
    ]

    @Test(arguments: texts)
    func controlCharactersAreShownAsEscapes(text: String, escaped: String, onOneLine: String) {
        #expect(text.escapingControls == escaped)
        #expect(text.onOneLine == onOneLine)
    }
}
