/// What is wrong with a request, as far as no other module says it.
package enum CommandError: Error, Hashable, Sendable {
    case unknownTemplate(String, known: [String])
    case emptyArgument(String)
    /// Two options that cannot stand together.
    case excludes(String, String)
    /// The value of --rename.
    case badRename(String)
    case notAMigrationsFolder(String, known: [String])
    /// The revision file is there nevertheless.
    case hookFailed(UserProgramError, path: String)
    case editorFailed(UserProgramError)
}
