internal import SQLStatements
package import SchemaModel

/// The rights of an account in a database according to SHOW GRANTS. That includes the rights of active roles, which
/// information_schema's privilege tables leave out (MariaDB 10.11, 11.8, MySQL 9.7).
///
/// In information_schema, both servers list only objects that the account has a right on and hide the others.
package struct GrantedRights: Sendable {
    /// Rights on every table and routine of the database, in capitals.
    private var everywhere: Set<String> = []
    private var onTables: [String: Set<String>] = [:]
    private var onRoutines: Set<StoredObject.ID> = []
    private let database: String

    /// Any of these rights makes a table visible.
    private static let tableRights: Set<String> = [
        "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "INDEX", "REFERENCES", "TRIGGER",
        "CREATE VIEW", "SHOW VIEW", "DELETE HISTORY", "DELETE VERSIONING ROWS", all,
    ]
    /// Any of these rights on the database makes its routines visible.
    private static let routineRights: Set<String> = [
        "EXECUTE", "CREATE ROUTINE", "ALTER ROUTINE", "SHOW_ROUTINE", "SHOW CREATE ROUTINE", all,
    ]
    private static let all = "ALL PRIVILEGES"

    /// - Parameter lines: The rows of SHOW GRANTS.
    package init(_ lines: [String], database: String) {
        self.database = database
        for line in lines { read(line) }
    }

    /// Returns whether the account has the privilege, given in capitals, on the whole database.
    package func includes(_ privilege: String) -> Bool {
        !everywhere.isDisjoint(with: [privilege, Self.all])
    }

    /// Returns the privilege that the account needs to see a table, view or sequence of this name, or nil if it can.
    package func missing(forRelation name: String) -> String? {
        let rights = everywhere.union(onTables[name] ?? [])
        return rights.isDisjoint(with: Self.tableRights) ? "SELECT" : nil
    }

    /// Returns the same for any stored object.
    package func missing(for object: StoredObject) -> String? {
        switch object {
        case .view, .sequence: return missing(forRelation: object.name)
        case .event: return includes("EVENT") ? nil : "EVENT"
        case .trigger(let trigger):
            let rights = everywhere.union(onTables[trigger.table] ?? [])
            return rights.isDisjoint(with: ["TRIGGER", Self.all]) ? "TRIGGER" : nil
        case .routine:
            let isShown = !everywhere.isDisjoint(with: Self.routineRights) || onRoutines.contains(object.id.key)
            return isShown ? nil : "EXECUTE"
        }
    }

    /// The kinds of objects that the account may not see in full, with the missing privilege.
    package var unseenKinds: [(kind: String, privilege: String)] {
        var kinds: [(kind: String, privilege: String)] = []
        if everywhere.isDisjoint(with: Self.tableRights) { kinds.append(("tables", "SELECT")) }
        if !includes("TRIGGER") { kinds.append(("triggers", "TRIGGER")) }
        if everywhere.isDisjoint(with: Self.routineRights) { kinds.append(("procedures and functions", "EXECUTE")) }
        if !includes("EVENT") { kinds.append(("events", "EVENT")) }
        return kinds
    }

    // MARK: Reading

    /// Reads `GRANT SELECT, INSERT (a, b) ON d.t TO …`. `GRANT role TO …` names no rights. MySQL's partial revokes
    /// follow as `REVOKE … ON d.* FROM …`.
    private mutating func read(_ line: String) {
        var scanner = SQLScanner(line)
        let isRevoked = scanner.accept(words: "REVOKE")
        guard isRevoked || scanner.accept(words: "GRANT") else { return }
        var rights: Set<String> = []
        while !scanner.accept(words: "ON") {
            var words: [String] = []
            while scanner.peekWord()?.uppercased() != "ON", let word = scanner.word() {
                words.append(word.uppercased())
            }
            _ = scanner.parenthesized()
            if words.isEmpty { return }
            rights.insert(words.joined(separator: " "))
            if scanner.accept(",") { continue }
            guard scanner.peekWord()?.uppercased() == "ON" else { return }
        }
        var routine: StoredObject.Kind?
        if scanner.accept(words: "PROCEDURE") { routine = .procedure }
        if scanner.accept(words: "FUNCTION") { routine = .function }
        guard let place = Self.part(&scanner), scanner.accept("."), let name = Self.part(&scanner) else { return }
        // An account that may read MariaDB's mysql.proc sees all routines.
        let readsRoutines = place == "mysql" && (name == "*" || name == "proc") && rights.contains("SELECT")
        if readsRoutines || place == "*" && rights.contains("SELECT") { everywhere.insert("SHOW CREATE ROUTINE") }
        guard place == "*" || Self.matches(place, database) else { return }
        if let routine {
            onRoutines.insert(StoredObject.ID(routine, name).key)
        } else if name != "*" {
            onTables[name, default: []].formUnion(rights)
        } else if isRevoked {
            everywhere.subtract(rights)
        } else {
            everywhere.formUnion(rights)
        }
    }

    private static func part(_ scanner: inout SQLScanner) -> String? {
        scanner.accept("*") ? "*" : scanner.identifier()
    }

    /// The database in a grant is a LIKE pattern: `my\_app`, `app%`.
    private static func matches(_ pattern: String, _ database: String) -> Bool {
        func matches(_ pattern: Substring, _ text: Substring) -> Bool {
            guard let first = pattern.first else { return text.isEmpty }
            let rest = pattern.dropFirst()
            switch first {
            case "%": return matches(rest, text) || (!text.isEmpty && matches(pattern, text.dropFirst()))
            case "_": return !text.isEmpty && matches(rest, text.dropFirst())
            case "\\" where !rest.isEmpty:
                return text.first == rest.first && matches(rest.dropFirst(), text.dropFirst())
            default: return text.first == first && matches(rest, text.dropFirst())
            }
        }
        return matches(pattern[...], database[...])
    }
}

extension QueryExecutor {
    /// Returns the account's rights in the database, or nil if the server does not report them, as without grant
    /// tables.
    ///
    /// - Throws: `ServerError` if the connection is lost.
    package func grantedRights(in database: String) throws -> GrantedRights? {
        do {
            return GrantedRights(try execute("SHOW GRANTS").rows.compactMap { $0[0] }, database: database)
        } catch let error as ServerError where !error.isConnectionLost {
            return nil
        }
    }
}
