internal import MigrationSession
internal import SQLStatements
internal import SchemaModel
internal import ServerPort

extension Session {
    /// The account in the server's spelling, quoted: `'app'@'localhost'`.
    var account: String {
        // Without an answer, the GRANT that users are shown names CURRENT_USER().
        let name = (try? executor.execute("SELECT CURRENT_USER()").rows.first?[0]) ?? nil
        let parts = (name ?? "").split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return "CURRENT_USER()" }
        return parts.map { executor.dialect.quotedLiteral(String($0)) }.joined(separator: "@")
    }

    /// Returns the privileges that no grant on the server or the database contains. Privileges from a role count if the
    /// role is active.
    ///
    /// - Throws: `ServerError` when the connection is lost.
    func missingPrivileges(of needed: [String]) throws -> [String] {
        guard let rights = try executor.grantedRights(in: try profile().database) else { return [] }
        return needed.filter { !rights.includes($0) }
    }
}
