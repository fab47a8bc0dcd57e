internal import SQLStatements
internal import SchemaModel

/// The tables, views, routines and so on that revisions have made and not removed, by their present names.
///
/// A revision makes what it creates, and what it renames if that was made by a revision. All else in the database
/// belongs to somebody else, even if revisions change it.
struct OwnObjects {
    private let profile: ServerProfile
    private var objects: Set<SQLObject> = []

    init(profile: ServerProfile) {
        self.profile = profile
    }

    var tables: Set<String> { Set(objects.filter { $0.kind == .table }.map(\.name.name)) }

    var storedObjects: Set<StoredObject.ID> {
        Set(
            objects.compactMap { object in
                StoredObject.Kind(rawValue: object.kind.rawValue).map { StoredObject.ID($0, object.name.name) }
            }
        )
    }

    /// Adds what the statements of a revision make, and removes what they remove.
    mutating func follow(_ statements: [SQLStatement]) {
        var database = profile.database
        for statement in statements {
            let facts = StatementClassifier.facts(of: statement.text, dialect: profile.dialect)
            if let used = facts.usedDatabase { database = used }
            follow(facts, in: database)
        }
    }

    private mutating func follow(_ facts: StatementFacts, in database: String) {
        func object(_ kind: SQLObject.Kind, _ name: SQLName) -> SQLObject? {
            let isHere = profile.relationKey(name.database ?? database) == profile.relationKey(profile.database)
            return isHere ? SQLObject(kind, SQLName(key(of: name.name, kind))) : nil
        }
        let named = facts.objects.map { object($0.kind, $0.name) }
        if facts.isCreation { objects.formUnion(named.compactMap(\.self)) }
        if facts.isRemoval { objects.subtract(named.compactMap(\.self)) }
        for rename in facts.renames {
            // RENAME TABLE also renames views and, on MariaDB, sequences.
            for kind in [SQLObject.Kind.table, .view, .sequence] {
                move(object(kind, rename.from), to: object(kind, rename.to))
            }
        }
        // ALTER EVENT … RENAME TO
        if !facts.isRemoval, facts.objects.count == 2, facts.objects[0].kind == .event { move(named[0], to: named[1]) }
    }

    private mutating func move(_ old: SQLObject?, to new: SQLObject?) {
        guard let old, objects.remove(old) != nil, let new else { return }
        objects.insert(new)
    }

    /// The same key for two names that the server treats as equal.
    private func key(of name: String, _ kind: SQLObject.Kind) -> String {
        switch kind {
        case .table, .view, .sequence, .database: profile.relationKey(name)
        case .procedure, .function, .event: name.lowercased()
        // MySQL (9.7) ignores the case of trigger names, MariaDB (10.11, 11.8) does not.
        case .trigger: profile.flavor == .mysql ? name.lowercased() : name
        }
    }
}
