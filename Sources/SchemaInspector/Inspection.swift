package import SchemaModel
package import SchemaSQL

/// What a database holds.
package struct Inspection: Sendable {
    /// The base tables that were understood, by name, and all other objects, by kind and name.
    package var schema: Schema
    /// Base tables that must be left alone, by name: this version cannot say everything about them.
    package var notUnderstood: [NotUnderstood]
    /// Views, triggers and so on that must be left alone, by kind and name.
    package var objectsNotUnderstood: [ObjectNotUnderstood]
    /// What is no object that this version knows, such as a package, by name.
    package var others: [OtherObject]
    /// Foreign keys that `schema` leaves out, for the table that they refer to is not in it.
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

/// A foreign key to a table that is not there, made or left over under `foreign_key_checks = 0`, or to one that is not
/// understood. Models can say neither.
package struct DanglingKey: Hashable, Sendable {
    package var table: String
    package var key: ForeignKey
    /// Whether the table is there.
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

    /// Puts the foreign keys back that somebody asks about.
    package mutating func restoreDanglingKeys(where isWanted: (DanglingKey) -> Bool) {
        for dangling in danglingKeys where isWanted(dangling) {
            guard let index = schema.tables.firstIndex(where: { $0.name == dangling.table }) else { continue }
            schema.tables[index].foreignKeys.append(dangling.key)
        }
        danglingKeys.removeAll(where: isWanted)
    }
}

/// A view, trigger, routine, event or sequence that the inspector cannot vouch for.
package struct ObjectNotUnderstood: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// The account may not see the definition.
        case hidden
        /// SHOW CREATE prints something that this version cannot read.
        case unknownForm(String)
        /// It was made under a `sql_mode` that gives its text another meaning than it has in this session.
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
    /// The server's word for it in lower case: `package`.
    package var kind: String

    package init(name: String, kind: String) {
        self.name = name
        self.kind = kind
    }
}

/// A table that the inspector cannot vouch for.
package struct NotUnderstood: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// SHOW CREATE TABLE holds a line that this version cannot read.
        case unknownClause(line: String, place: String)
        /// CREATE TABLE rendered from what was read is not what SHOW CREATE TABLE says: the first line that differs.
        case differs(expected: String, actual: String)
        case unknownType(column: String, ColumnTypeError)
        /// An index of a kind that this version does not know, such as VECTOR.
        case unknownIndexKind(index: String, kind: String)
        /// The server itself cannot open the table; its words.
        case unreadable(String)
        /// The server refused SHOW CREATE TABLE.
        case refused(ServerError)
        /// The server shows `?` for characters beyond U+FFFF in the column's members or default, and what they are cannot be
        /// asked: why, where there was a question.
        case hiddenCharacters(column: String, ServerError?)
    }

    package var table: String
    package var reason: Reason

    package init(table: String, reason: Reason) {
        self.table = table
        self.reason = reason
    }
}

/// For which tables the rendered CREATE TABLE is held against SHOW CREATE TABLE on MySQL, where each costs about as
/// much as everything else together. On MariaDB it is cheap, tells what information_schema does not, and always runs.
package enum OracleScope: Hashable, Sendable {
    case all
    /// Only tables of which information_schema cannot say everything.
    case none
    /// Those and the ones named.
    case only(Set<String>)
}

/// Why a server or a database cannot be inspected.
package enum InspectionError: Error, Hashable, Sendable {
    /// Neither MariaDB 10.5 nor MySQL 8.0, nor anything newer.
    case unsupportedServer(name: String, version: String)
    /// The connection has no database, and none was named.
    case noDatabase
    case unknownDatabase(String)
}
