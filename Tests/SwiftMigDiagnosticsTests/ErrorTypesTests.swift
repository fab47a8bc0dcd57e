import Foundation
import Testing

/// Tests that every error that can reach a user has words.
struct ErrorTypesTests {
    /// Errors that never reach a user, and why.
    static let inner: [String: String] = [
        "BatchProblem": "becomes MigrationError.batch",
        "ConnectionFailure": "is what applications get, and describes itself",
        "DatabaseError": "is what applications get, and describes itself",
        "DriverError": "becomes DatabaseError",
        "Failure": "the private errors of the splitter and of the expansion of variables, which become those of a file",
        "FileNameTemplateError": "becomes RevisionFileError.badFileTemplate",
        "LaunchError": "becomes UserProgramError.cannotStart or SandboxError.cannotStart",
        "MetadataError": "is printed by the program of the models",
        "MigratorError": "is what applications get, made from a diagnostic",
        "ManyFailure": "becomes DatabaseError",
        "NotUnderstood": "becomes a warning about a table",
        "ObjectNotUnderstood": "becomes a warning about an object",
        "PartitioningError": "becomes ShowCreateTableError",
        "PoolError": "is what applications get",
        "PoolOptionsError": "is what applications get, and describes itself",
        "RequestSessionError": "is what applications get, and describes itself",
        "SQLLexerError": "becomes SQLScriptError",
        "SQLScriptError": "becomes RevisionFileError.script or ModelError.brokenScript, which know the file",
        "ScratchUnavailable": "becomes a warning about views",
        "ServerFailure": "is what applications get, and describes itself",
        "SystemError": "becomes FileError or OutputError, which know the file",
        "ValueError": "is what applications get, and describes itself",
    ]

    @Test func everyErrorOfTheSourcesHasADiagnosticOrIsInner() throws {
        let declaration = try Regex<(Substring, Substring, Substring)>(
            #"(?m)^\s*(?:(?:public|package|private|fileprivate|final|indirect) )*(?:enum|struct|class) (\w+)(?:<[^>]*>)?: ([^{\n]*)\{"#
        )
        let conformance = try Regex<(Substring, Substring)>(#"(?m)^extension (\w+): DiagnosticConvertible"#)
        var errors: Set<String> = []
        var shown: Set<String> = ["Diagnostic"]
        for text in SourceText.files.values {
            for match in text.matches(of: declaration) {
                let parents = match.output.2.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
                if parents.contains("Error") { errors.insert(String(match.output.1)) }
                if parents.contains("DiagnosticConvertible") { shown.insert(String(match.output.1)) }
            }
            for match in text.matches(of: conformance) { shown.insert(String(match.output.1)) }
        }
        #expect(errors.count > 40)
        #expect(errors.subtracting(shown).sorted() == Self.inner.keys.sorted())
    }
}
