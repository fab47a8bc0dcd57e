package import DiagnosticModel
package import SQLStatements
package import SchemaInspector
package import ServerPort

/// Why there are no models to compare. Errors within a document are `SchemaDocumentError`s.
package enum ModelError: Error, Hashable, Sendable {
    case notConfigured(file: String?)
    /// No file matches any of the patterns.
    case noFiles(patterns: [String], SourceLocation?)
    /// The models program succeeded but printed nothing.
    case printedNothing(command: [String])
    /// The files create no table or other object.
    case noTables(files: [String])
    /// A table of the models has the name of one of swiftmig's own tables.
    case ownTable(String, SourceLocation?)
    /// A file of `models.sql` cannot be split into statements.
    case brokenScript(SQLScriptError, file: String)
    /// The scratch server refused a statement of `models.sql`.
    case rejected(ServerError, SourceLocation)
    /// A statement does more than define objects in the scratch database, or might do so.
    case leavesScratch(statement: String, SourceLocation)
    /// A statement sets an encoding in which statements cannot be judged.
    case unreadableCharset(String, SourceLocation)
    /// The statements create a table or object that swiftmig cannot read. Without it, the models would seem to drop it.
    case tableNotUnderstood(NotUnderstood)
    case objectNotUnderstood(ObjectNotUnderstood)
}
