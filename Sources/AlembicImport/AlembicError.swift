/// Why nothing can be taken over from Alembic.
package enum AlembicError: Error, Hashable, Sendable {
    case noSuchFolder(String)
    /// There are neither settings nor env.py.
    case noEnvironment(String)
    case noScriptLocation(String)
    case noScriptFolder(String, settings: String)
    /// A file has a value that only Python can evaluate.
    case computed(String, path: String, line: Int)
    /// The folders contain no revisions.
    case noRevisions([String])
    /// The output exists already.
    case inTheWay(String)
    /// Alembic cannot print the revisions.
    case notRun(String)
}
