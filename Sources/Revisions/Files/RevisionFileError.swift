package import SchemaModel
package import SchemaSQL
package import SwiftMigPlatform
package import YAMLDocument

/// What is wrong with a revision file, or with the folder of them.
package enum RevisionFileError: Error, Hashable, Sendable {
    case unreadable(path: String, SystemError)
    /// What bears a revision file's name and is none.
    case noFile(path: String, NoFile)
    case folderMissing(path: String)
    /// It was read twice, and says something else now.
    case changedMeanwhile(path: String)
    /// `offset` counts the bytes before the first that is wrong.
    case notUTF8(SourceLocation, offset: Int)
    case noHeader(path: String)
    /// `--x`: no comment, for the server wants a blank behind the hyphens.
    case commentWithoutBlank(SourceLocation)
    case header(YAMLError)
    case headerIsNotMapping(SourceLocation)
    case unknownKey(String, nearest: String?, SourceLocation)
    case missingKey(String, SourceLocation)
    /// `expected` says what should stand there: "a revision id", "a list of revision ids", "a time such as …".
    case badValue(key: String, expected: String, found: String, SourceLocation)
    case illegalRevisionID(String, characters: [Character], SourceLocation)
    case script(SQLScriptError, path: String)
    case unknownDirective(String, nearest: String?, SourceLocation)
    /// `-- swiftmig:` with nothing, or something that is no directive, behind it.
    case malformedDirective(SourceLocation)
    /// Words behind a directive that takes none.
    case unknownParameter(String, of: String, SourceLocation)
    case repeatedSection(String, SourceLocation, first: Int)
    case statementOutsideOfSection(SourceLocation)
    /// A directive that has no statement below it.
    case directiveWithoutStatement(String, SourceLocation)
    /// `expected` says what should stand behind the `=`: "whole seconds from 1s to 1h".
    case badDirectiveValue(key: String, expected: String, found: String, SourceLocation)
    /// What a directive needs and does not say.
    case missingDirectiveKey(String, of: String, SourceLocation)
    /// The same setting of one statement a second time.
    case repeatedDirective(String, SourceLocation)
    /// A setting that the statement below it cannot have.
    case directiveNotApplicable(String, NotApplicable, SourceLocation)
    /// `irreversible` beside statements of a downgrade.
    case irreversibleWithStatements(SourceLocation)
    /// `history` and statements all the same.
    case historyWithStatements(SourceLocation)

    // Writing.
    case unwritable(path: String, SystemError)
    case fileExists(path: String)
    /// A message or label that a terminal would obey in place of showing it.
    case controlCharacters(key: String, value: String)
    /// Its header is written in a way that cannot be changed safely.
    case headerNotEditable(path: String)
    /// The location is that of the setting, or nil if it does not come from a file.
    case badFileTemplate(String, FileNameTemplateError, SourceLocation?)
    case unknownTimeZone(String, SourceLocation?)
    case badTemplate(RevisionTemplateProblem, SourceLocation)

    package enum NotApplicable: Hashable, Sendable {
        /// Neither `ALTER TABLE` nor `CREATE INDEX` nor `DROP INDEX`.
        case noAlteration
        /// The statement has the clause.
        case saidAlready
        /// A batch without `{range}`.
        case noRange
        /// A batch of something else than INSERT, UPDATE, DELETE or REPLACE.
        case noRows
    }

    package enum NoFile: Hashable, Sendable {
        case folder, danglingLink
        /// A pipe, a device.
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
            case (.system(let system), .write), (.system(let system), .makeFolder):
                .unwritable(path: error.path, system)
            }
    }

    /// Does something with files, and throws its error as that of a revision.
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
