package import SchemaModel
package import SchemaSQL
package import ServerPort

/// The contents of a database.
package struct Inspection: Sendable {
    /// The base tables that were understood, by name, and all other objects, by kind and name.
    package var schema: Schema
    /// Base tables that must be left alone because swiftmig cannot read them completely, by name.
    package var notUnderstood: [NotUnderstood]
    /// Views, triggers and other objects that must be left alone, by kind and name.
    package var objectsNotUnderstood: [ObjectNotUnderstood]
    /// Objects of a kind that swiftmig does not know, such as packages, by name.
    package var others: [OtherObject]
    /// Foreign keys left out of `schema` because it does not contain the referenced table.
    package var danglingKeys: [DanglingKey] = []

    package init(
        schema: Schema,
        notUnderstood: [NotUnderstood] = [],
        objectsNotUnderstood: [ObjectNotUnderstood] = [],
        others: [OtherObject] = []
    ) {
        self.schema = schema
        self.notUnderstood = notUnderstood
        self.objectsNotUnderstood = objectsNotUnderstood
        self.others = others
    }
}

/// A foreign key to a missing table, created or left over with `foreign_key_checks = 0`, or to one that is not
/// understood. Models cannot declare either.
package struct DanglingKey: Hashable, Sendable {
    package var table: String
    package var key: ForeignKey
    /// Whether the referenced table exists.
    package var isParentThere: Bool
}

extension Inspection {
    /// Moves the foreign keys whose parent is missing out of the schema.
    mutating func setDanglingKeysAside(ignoresCase: Bool) {
        func spelled(_ name: String) -> String { ignoresCase ? name.lowercased() : name }
        let known = Set(schema.tables.map { spelled($0.name) })
        let others = Set(notUnderstood.map { spelled($0.table) })
        for index in schema.tables.indices {
            let table = schema.tables[index]
            let dangling = table.foreignKeys.filter {
                $0.referencedDatabase == nil && !known.contains(spelled($0.referencedTable))
            }
            if dangling.isEmpty { continue }
            danglingKeys += dangling.map { key in
                let isThere = others.contains(spelled(key.referencedTable))
                return DanglingKey(table: table.name, key: key, isParentThere: isThere)
            }
            schema.tables[index].foreignKeys.removeAll { dangling.contains($0) }
        }
    }

    /// Restores the foreign keys that match the predicate.
    package mutating func restoreDanglingKeys(where isWanted: (DanglingKey) -> Bool) {
        for dangling in danglingKeys where isWanted(dangling) {
            guard let index = schema.tables.firstIndex(where: { $0.name == dangling.table }) else { continue }
            schema.tables[index].foreignKeys.append(dangling.key)
        }
        danglingKeys.removeAll(where: isWanted)
    }
}

/// A view, trigger, routine, event or sequence that could not be read reliably.
package struct ObjectNotUnderstood: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// The account may not see the definition.
        case hidden
        /// SHOW CREATE prints something that swiftmig cannot read.
        case unknownForm(String)
        /// The object was created with a `sql_mode` in which its text has a different meaning than in this session.
        case mode(String)
        case refused(ServerError)
    }

    package var id: StoredObject.ID
    package var reason: Reason

    package init(id: StoredObject.ID, reason: Reason) {
        self.id = id
        self.reason = reason
    }
}

/// An object that is listed but not read.
package struct OtherObject: Hashable, Sendable {
    package var name: String
    /// The server's word for the kind, in lower case: `package`.
    package var kind: String

    package init(name: String, kind: String) {
        self.name = name
        self.kind = kind
    }
}

/// A table that could not be read reliably.
package struct NotUnderstood: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// SHOW CREATE TABLE contains a line that swiftmig cannot read.
        case unknownClause(line: String, place: String)
        /// The CREATE TABLE rendered from the table differs from SHOW CREATE TABLE, first in these lines.
        case differs(expected: String, actual: String)
        case unknownType(column: String, ColumnTypeError)
        /// An index of a kind that swiftmig does not know, such as VECTOR.
        case unknownIndexKind(index: String, kind: String)
        /// The server cannot open the table. The value is the server's message.
        case unreadable(String)
        /// The server refused SHOW CREATE TABLE.
        case refused(ServerError)
        /// The server shows `?` for characters beyond U+FFFF in the column's members or default, and the real ones
        /// cannot be found out. The error says why, if the server was asked.
        case hiddenCharacters(column: String, ServerError?)
    }

    package var table: String
    package var reason: Reason

    package init(table: String, reason: Reason) {
        self.table = table
        self.reason = reason
    }
}

/// The tables on MySQL whose rendered CREATE TABLE is compared with SHOW CREATE TABLE, which costs about as much per
/// table as everything else together. On MariaDB it is cheap, shows what information_schema does not, and always runs.
package enum OracleScope: Hashable, Sendable {
    case all
    /// Only tables for which information_schema is incomplete.
    case none
    /// Those tables and the named ones.
    case only(Set<String>)
}

/// Why a server or a database cannot be inspected.
package enum InspectionError: Error, Hashable, Sendable {
    /// The server is neither MariaDB 10.5 or later nor MySQL 8.0 or later.
    case unsupportedServer(name: String, version: String)
    /// The connection has no current database, and none was named.
    case noDatabase
    case unknownDatabase(String)
}
