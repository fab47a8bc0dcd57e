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
    /// - Throws: `ServerError`.
    func missingPrivileges(of needed: [String]) throws -> [String] {
        let rows = try executor.execute(
            """
            SELECT PRIVILEGE_TYPE FROM information_schema.USER_PRIVILEGES
            UNION SELECT PRIVILEGE_TYPE FROM information_schema.SCHEMA_PRIVILEGES
            WHERE DATABASE() LIKE TABLE_SCHEMA
            """
        ).rows
        let granted = Set(rows.compactMap { $0[0]?.uppercased() })
        return needed.filter { !granted.contains($0) }
    }
}
