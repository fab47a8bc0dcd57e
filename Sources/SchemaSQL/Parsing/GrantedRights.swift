package import SchemaModel

/// What an account may see in a database, as SHOW GRANTS tells it: that has the rights of active roles too, which
/// information_schema's tables of privileges leave out (MariaDB 10.11, 11.8, MySQL 9.7).
///
/// Both servers list in information_schema only what an account has a right on, and say nothing of the rest.
package struct GrantedRights: Sendable {
    /// In capitals, on every table and routine of the database.
    private var everywhere: Set<String> = []
    private var onTables: [String: Set<String>] = [:]
    private var onRoutines: Set<StoredObject.ID> = []
    private let database: String

    /// Any of these shows a table.
    private static let tableRights: Set<String> = [
        "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "INDEX", "REFERENCES", "TRIGGER",
        "CREATE VIEW", "SHOW VIEW", "DELETE HISTORY", "DELETE VERSIONING ROWS", all,
    ]
    /// Any of these on the database shows its routines.
    private static let routineRights: Set<String> = [
        "EXECUTE", "CREATE ROUTINE", "ALTER ROUTINE", "SHOW_ROUTINE", "SHOW CREATE ROUTINE", all,
    ]
    private static let all = "ALL PRIVILEGES"

    /// - Parameter lines: the rows of SHOW GRANTS.
    package init(_ lines: [String], database: String) {
        self.database = database
        for line in lines { read(line) }
    }

    /// Whether the account has the privilege, in capitals, on all of the database.
    package func includes(_ privilege: String) -> Bool {
        !everywhere.isDisjoint(with: [privilege, Self.all])
    }

    /// The privilege without which the account would not be shown such a table, view or sequence; nil where it would be.
    package func missing(forRelation name: String) -> String? {
        let rights = everywhere.union(onTables[name] ?? [])
        return rights.isDisjoint(with: Self.tableRights) ? "SELECT" : nil
    }

    /// The same for anything that has a definition.
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

    /// Kinds of things of which the account may not see all, with the privilege that it lacks.
    package var unseenKinds: [(kind: String, privilege: String)] {
        var kinds: [(kind: String, privilege: String)] = []
        if everywhere.isDisjoint(with: Self.tableRights) { kinds.append(("tables", "SELECT")) }
        if !includes("TRIGGER") { kinds.append(("triggers", "TRIGGER")) }
        if everywhere.isDisjoint(with: Self.routineRights) { kinds.append(("procedures and functions", "EXECUTE")) }
        if !includes("EVENT") { kinds.append(("events", "EVENT")) }
        return kinds
    }

    // MARK: Reading

    /// `GRANT SELECT, INSERT (a, b) ON d.t TO …`; `GRANT role TO …` names nothing. MySQL's partial revokes stand below as
    /// `REVOKE … ON d.* FROM …`.
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
        // Who may read mysql.proc of MariaDB sees all routines.
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

    /// A database in a grant is a pattern of LIKE: `my\_app`, `app%`.
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
    /// What the account may see in the database; nil where the server does not say, as without its grant tables.
    ///
    /// - Throws: `ServerError` when the connection is lost.
    package func grantedRights(in database: String) throws -> GrantedRights? {
        do {
            return GrantedRights(try execute("SHOW GRANTS").rows.compactMap { $0[0] }, database: database)
        } catch let error as ServerError where !error.isConnectionLost {
            return nil
        }
    }
}
