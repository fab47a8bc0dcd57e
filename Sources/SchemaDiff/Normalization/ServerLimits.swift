package import DiagnosticModel
package import SchemaModel

/// A declaration that the server does not support, and that would fail halfway through the script.
package struct BeyondTheServer: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// The feature exists only on MariaDB, and the server is MySQL.
        case ofMariaDB(feature: String)
        /// On this server, names of such constraints are unique in a database.
        case nameTaken(by: String, first: SourceLocation?)
        /// The server treats two names as equal, such as `Users` and `users`.
        case sameName(as: String, first: SourceLocation?)
    }

    /// For example `sequence s`, `table t` or `foreign key f of t`.
    package var object: String
    package var reason: Reason
    package var server: ServerProfile
    package var location: SourceLocation?
}

/// Finds errors that checking declarations with temporary tables does not reveal.
struct ServerLimits {
    let profile: ServerProfile

    /// - Throws: `BeyondTheServer`.
    func check(_ schema: Schema) throws(BeyondTheServer) {
        if profile.flavor == .mysql { try checkForMariaDB(schema) }
        // Since MariaDB 12.1, they only need to be unique within a table.
        if profile.flavor == .mysql || profile.version < ServerProfile.Version(12, 1) {
            let keys = schema.tables.filter(isInnoDB).flatMap { table in
                table.foreignKeys.map { (name: $0.name, table: table.name, origin: $0.origin) }
            }
            try checkUnique("foreign key", keys)
        }
        if profile.flavor == .mysql {
            let checks = schema.tables.flatMap { table in
                table.checks.map { (name: $0.name, table: table.name, origin: $0.origin) }
            }
            try checkUnique("check", checks)
        }
    }

    /// Refuses two tables, views, sequences or triggers whose names the server treats as equal.
    ///
    /// - Throws: `BeyondTheServer`.
    func checkNames(of schema: Schema) throws(BeyondTheServer) {
        var seen: [StoredObject.ID: (object: String, origin: Origin)] = [:]
        func check(_ object: String, _ key: StoredObject.ID, _ origin: Origin) throws(BeyondTheServer) {
            if let first = seen[key] {
                throw error(object, .sameName(as: first.object, first: first.origin.location), origin)
            }
            seen[key] = (object, origin)
        }
        for table in schema.tables {
            try check("table \(table.name)", StoredObject.ID(.view, profile.relationKey(table.name)), table.origin)
        }
        for object in schema.objects {
            let key =
                switch object.kind {
                case .view, .sequence: StoredObject.ID(.view, profile.relationKey(object.name))
                case .trigger where profile.flavor == .mysql: StoredObject.ID(.trigger, object.name.lowercased())
                default: object.id.key
                }
            try check(object.id.description, key, object.origin)
        }
    }

    private func checkForMariaDB(_ schema: Schema) throws(BeyondTheServer) {
        for table in schema.tables {
            let feature =
                table.systemVersioning != nil
                ? "system versioning" : table.period != nil ? "periods" : nil
            if let feature {
                throw error("table \(table.name)", .ofMariaDB(feature: feature), table.origin)
            }
        }
        for case .sequence(let sequence) in schema.objects {
            throw error("sequence \(sequence.name)", .ofMariaDB(feature: "sequences"), sequence.origin)
        }
    }

    private func checkUnique(
        _ kind: String,
        _ constraints: [(name: String, table: String, origin: Origin)]
    ) throws(BeyondTheServer) {
        var seen: [String: (table: String, origin: Origin)] = [:]
        for constraint in constraints {
            let key = constraint.name.lowercased()
            if let first = seen[key], first.table != constraint.table {
                let reason = BeyondTheServer.Reason.nameTaken(by: first.table, first: first.origin.location)
                throw error("\(kind) \(constraint.name) of \(constraint.table)", reason, constraint.origin)
            }
            seen[key] = (constraint.table, constraint.origin)
        }
    }

    /// Other engines ignore foreign keys.
    private func isInnoDB(_ table: Table) -> Bool {
        (table.options.engine ?? profile.defaultEngine).lowercased() == "innodb"
    }

    private func error(_ object: String, _ reason: BeyondTheServer.Reason, _ origin: Origin) -> BeyondTheServer {
        BeyondTheServer(object: object, reason: reason, server: profile, location: origin.location)
    }
}
