internal import CMariaDB
internal import ServerPort

extension Connection {
    package func resetSession() throws {
        guard let handle else { throw closed() }
        if mysql_reset_connection(handle) != 0 { throw ServerError(lastOf: handle) }
        // The reset has restored the server's default character set.
        let answers = try execute(all: ["SET NAMES utf8mb4", "SELECT @@GLOBAL.init_connect"])
        let initial = answers.last?.rows.first?[0] ?? ""
        if !initial.isEmpty, try getsInitialStatements() { try execute(initial) }
        try beginSession()
    }

    /// Whether the server runs `init_connect` when this account connects. It does not when a session is reset.
    private func getsInitialStatements() throws -> Bool {
        try !execute("SHOW GRANTS").rows.contains { row in
            // Only grants on all databases count: on a single one, ALL PRIVILEGES contains none of these.
            guard let grant = row[0], let end = grant.firstRange(of: " ON *.* TO ")?.lowerBound else { return false }
            let privileges = grant[..<end].split { $0 == "," }.map { $0.drop { $0 == " " } }
            return privileges.contains { Self.exempting.contains(String($0)) || $0.hasPrefix("GRANT ALL ") }
        }
    }

    /// MariaDB has CONNECTION ADMIN since 10.5, MySQL CONNECTION_ADMIN since 8.0. SUPER includes either.
    private static let exempting = Set(
        ["SUPER", "CONNECTION ADMIN", "CONNECTION_ADMIN"].flatMap { [$0, "GRANT " + $0] }
    )
}
