package import DiagnosticModel
package import SQLStatements
package import SwiftMigPlatform
package import YAMLDocument

/// An error in a revision file or its folder.
package enum RevisionFileError: Error, Hashable, Sendable {
    case unreadable(path: String, SystemError)
    /// The path has a revision file's name but is not a file.
    case noFile(path: String, NoFile)
    case folderMissing(path: String)
    /// The file has changed between two reads.
    case changedMeanwhile(path: String)
    /// `offset` is the number of bytes before the first invalid one.
    case notUTF8(SourceLocation, offset: Int)
    case noHeader(path: String)
    /// `--x` is not a comment, because the server requires a space after the hyphens.
    case commentWithoutBlank(SourceLocation)
    case header(YAMLError)
    case headerIsNotMapping(SourceLocation)
    case unknownKey(String, nearest: String?, SourceLocation)
    case missingKey(String, SourceLocation)
    /// `expected` describes a valid value: "a revision id", "a list of revision ids", "a time such as …".
    case badValue(key: String, expected: String, found: String, SourceLocation)
    case illegalRevisionID(String, characters: [Character], SourceLocation)
    case script(SQLScriptError, path: String)
    case unknownDirective(String, nearest: String?, SourceLocation)
    /// `-- swiftmig:` without a valid directive after it.
    case malformedDirective(SourceLocation)
    /// Words after a directive that takes none.
    case unknownParameter(String, of: String, SourceLocation)
    case repeatedSection(String, SourceLocation, first: Int)
    case statementOutsideOfSection(SourceLocation)
    /// A directive without a statement after it.
    case directiveWithoutStatement(String, SourceLocation)
    /// `expected` describes a valid value after the `=`: "whole seconds from 1s to 1h".
    case badDirectiveValue(key: String, expected: String, found: String, SourceLocation)
    /// A required key of a directive is missing.
    case missingDirectiveKey(String, of: String, SourceLocation)
    /// A setting of a statement is given twice.
    case repeatedDirective(String, SourceLocation)
    /// A setting does not apply to the statement after it.
    case directiveNotApplicable(String, NotApplicable, SourceLocation)
    /// `irreversible` together with statements of a downgrade.
    case irreversibleWithStatements(SourceLocation)
    /// `history` together with statements.
    case historyWithStatements(SourceLocation)

    // Errors in writing.
    case unwritable(path: String, SystemError)
    case fileExists(path: String)
    /// A message or label contains control characters, which a terminal would interpret.
    case controlCharacters(key: String, value: String)
    /// The header is in a form that cannot be changed safely.
    case headerNotEditable(path: String)
    /// The location is that of the setting, or nil if the template does not come from a file.
    case badFileTemplate(String, FileNameTemplateError, SourceLocation?)
    case unknownTimeZone(String, SourceLocation?)
    case badTemplate(RevisionTemplateProblem, SourceLocation)

    package enum NotApplicable: Hashable, Sendable {
        /// The statement is not `ALTER TABLE`, `CREATE INDEX` or `DROP INDEX`.
        case noAlteration
        /// The statement already has the clause.
        case saidAlready
        /// A batch without `{range}`.
        case noRange
        /// A batch of a statement other than INSERT, UPDATE, DELETE or REPLACE.
        case noRows
    }

    package enum NoFile: Hashable, Sendable {
        case folder, danglingLink
        /// A pipe or a device.
        case other
    }
}

extension RevisionFileError {
    init(_ error: FileError) {
        self =
            switch (error.reason, error.operation) {
            case (.exists, _): .fileExists(path: error.path)
            case (.danglingLink, _): .noFile(path: error.path, .danglingLink)
            case (.folder, _): .noFile(path: error.path, .folder)
            case (.noRegularFile, _): .noFile(path: error.path, .other)
            case (.notUTF8, _): .notUTF8(SourceLocation(file: error.path), offset: 0)
            case (.tooLarge, _): .unreadable(path: error.path, .tooLarge)
            case (.system(.notFound), .listFolder): .folderMissing(path: error.path)
            case (.system(let system), .read), (.system(let system), .listFolder):
                .unreadable(path: error.path, system)
            case (.system(let system), .write), (.system(let system), .makeFolder), (.system(let system), .remove):
                .unwritable(path: error.path, system)
            }
    }

    /// Runs a file operation, and throws its error as a `RevisionFileError`.
    @discardableResult
    static func wrapping<Result>(
        _ body: @autoclosure () throws(FileError) -> Result
    ) throws(RevisionFileError) -> Result {
        do {
            return try body()
        } catch {
            throw RevisionFileError(error)
        }
    }
}
