package import SchemaInspector
package import SchemaModel
package import SchemaSQL

/// Why there are no models to compare with. What a document says wrongly is the schema document's own error.
package enum ModelError: Error, Hashable, Sendable {
    case notConfigured(file: String?)
    /// No file matches any of the patterns.
    case noFiles(patterns: [String], SourceLocation?)
    /// A program of models that ends well and says nothing.
    case printedNothing(command: [String])
    /// All files together create nothing.
    case noTables(files: [String])
    /// A table of the models has the name of one that swiftmig keeps for itself.
    case ownTable(String, SourceLocation?)
    /// A statement of `models.sql` that cannot be cut from its file.
    case brokenScript(SQLScriptError, file: String)
    /// A statement of `models.sql` that the scratch server refused.
    case rejected(ServerError, SourceLocation)
    /// A statement that does more than define something in the scratch database, or might.
    case leavesScratch(statement: String, SourceLocation)
    /// A statement that has the session read text in an encoding in which no statement can be judged.
    case unreadableCharset(String, SourceLocation)
    /// The statements make a table or an object that swiftmig cannot read: without it, the models would mean to drop it.
    case tableNotUnderstood(NotUnderstood)
    case objectNotUnderstood(ObjectNotUnderstood)
    /// The scratch server is not what the target is, so what it makes of CREATE statements proves nothing.
    case scratchDiffers(scratch: String, target: String, SourceLocation?)
}
