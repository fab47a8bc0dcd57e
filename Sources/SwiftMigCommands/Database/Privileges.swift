internal import SchemaModel
internal import SchemaSQL

extension Session {
    /// The account as the server knows it, quoted: `'app'@'localhost'`.
    var account: String {
        let name = (try? executor.execute("SELECT CURRENT_USER()").rows.first?[0]) ?? nil
        let parts = (name ?? "").split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return "CURRENT_USER()" }
        return parts.map { executor.dialect.quotedLiteral(String($0)) }.joined(separator: "@")
    }

    /// Those of the privileges that no grant on the server or on the database gives. A privilege that comes through a
    /// role counts when the role is active.
    ///
    /// - Throws: `ServerError` when the connection is lost.
    func missingPrivileges(of needed: [String]) throws -> [String] {
        guard let rights = try executor.grantedRights(in: try profile().database) else { return [] }
        return needed.filter { !rights.includes($0) }
    }
}
