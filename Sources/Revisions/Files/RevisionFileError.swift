package import SchemaModel
package import SchemaSQL
package import YAMLDocument

/// What is wrong with a revision file, or with the folder of them.
package enum RevisionFileError: Error, Hashable, Sendable {
    /// The system's own words, such as "Permission denied".
    case unreadable(path: String, reason: String)
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
    case unwritable(path: String, reason: String)
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
