package import SwiftMigPlatform

/// An error in a request that no other module reports.
package enum CommandError: Error, Hashable, Sendable {
    case unknownTemplate(String, known: [String])
    case emptyArgument(String)
    /// The package has a single target whose files are directly in `Sources`, so there is no room for another.
    case singleTarget(path: String)
    /// A file or folder that `init --from-database` would write exists.
    case inTheWay(String)
    /// The database already has revisions.
    case alreadyVersioned([String], table: String)
    /// The database has no tables to create models from.
    case emptyDatabase
    /// Nothing tells where models in Swift get the library from.
    case noLibrary
    /// Two options that exclude each other.
    case excludes(String, String)
    /// The value of --rename is invalid.
    case badRename(String)
    case notAMigrationsFolder(String, known: [String])
    /// The hook failed after the revision file was written.
    case hookFailed(UserProgramError, path: String)
    case editorFailed(UserProgramError)
}
