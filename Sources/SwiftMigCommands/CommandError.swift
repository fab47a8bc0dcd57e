/// What is wrong with a request, as far as no other module says it.
package enum CommandError: Error, Hashable, Sendable {
    case unknownTemplate(String, known: [String])
    case emptyArgument(String)
    /// The package has a single target whose files stand in `Sources` itself, where there is no room for another.
    case singleTarget(path: String)
    /// A file or folder that `init --from-database` would write is there.
    case inTheWay(String)
    /// The database is at revisions already.
    case alreadyVersioned([String], table: String)
    /// There is nothing to make models of.
    case emptyDatabase
    /// Nobody says where models in Swift get the library from.
    case noLibrary
    /// Two options that cannot stand together.
    case excludes(String, String)
    /// The value of --rename.
    case badRename(String)
    case notAMigrationsFolder(String, known: [String])
    /// The revision file is there nevertheless.
    case hookFailed(UserProgramError, path: String)
    case editorFailed(UserProgramError)
}
