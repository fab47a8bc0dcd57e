internal import SchemaModel

/// Gives what models and revisions name the spelling that it has on the server, so that from here on names are the same
/// where they are equal.
///
/// Tables, views and sequences: with `lower_case_table_names=1` the server keeps them in lower case, with 2 as they were
/// written, and in both cases compares them without regard to case. MySQL (9.7) compares the names of triggers so on every
/// platform, MariaDB (10.11, 11.8) never.
struct NameSpelling {
    private let profile: ServerProfile
    /// With `lower_case_table_names=2`: name in lower case → its spelling, on the server or else where it is declared.
    private var relations: [String: String] = [:]
    /// On MySQL: name in lower case → its spelling on the server.
    private var triggers: [String: String] = [:]

    /// - Parameter unread: what is on the server and not in the live schema; a table counts as a view.
    init(profile: ServerProfile, live: Schema, unread: [StoredObject.ID], declared: Schema) {
        self.profile = profile
        let there = live.objects.map(\.id) + unread
        if profile.lowerCaseTableNames == 2 {
            let names = live.tables.map(\.name) + there.filter(\.isRelation).map(\.name)
            let models = declared.tables.map(\.name) + declared.objects.map(\.id).filter(\.isRelation).map(\.name)
            for name in names + models where relations[name.lowercased()] == nil {
                relations[name.lowercased()] = name
            }
        }
        if profile.flavor == .mysql {
            for id in there where id.kind == .trigger { triggers[id.name.lowercased()] = id.name }
        }
    }

    /// Whether every name is what it is called.
    private var isExact: Bool { profile.lowerCaseTableNames == 0 && triggers.isEmpty }

    func relation(_ name: String) -> String {
        switch profile.lowerCaseTableNames {
        case 0: name
        case 1: name.lowercased()
        default: relations[name.lowercased()] ?? name
        }
    }

    private func trigger(_ name: String) -> String { triggers[name.lowercased()] ?? name }

    func id(_ id: StoredObject.ID) -> StoredObject.ID {
        switch id.kind {
        case .view, .sequence: StoredObject.ID(id.kind, relation(id.name))
        case .trigger: StoredObject.ID(id.kind, trigger(id.name))
        case .procedure, .function, .event: id
        }
    }

    func rename(_ rename: Rename) -> Rename {
        guard let table = rename.table else { return Rename(from: relation(rename.from), to: relation(rename.to)) }
        return Rename(table: relation(table), from: rename.from, to: rename.to)
    }

    func table(_ table: Table) -> Table {
        if profile.lowerCaseTableNames == 0 { return table }
        var table = table
        table.name = relation(table.name)
        table.renamedFrom = table.renamedFrom.map(relation)
        for index in table.foreignKeys.indices {
            guard let database = table.foreignKeys[index].referencedDatabase else {
                table.foreignKeys[index].referencedTable = relation(table.foreignKeys[index].referencedTable)
                continue
            }
            if profile.lowerCaseTableNames != 1 { continue }
            table.foreignKeys[index].referencedDatabase = database.lowercased()
            table.foreignKeys[index].referencedTable = table.foreignKeys[index].referencedTable.lowercased()
        }
        return table
    }

    func object(_ object: StoredObject) -> StoredObject {
        switch object {
        case .view(var view):
            view.name = relation(view.name)
            return .view(view)
        case .sequence(var sequence):
            sequence.name = relation(sequence.name)
            return .sequence(sequence)
        case .trigger(var trigger):
            trigger.name = self.trigger(trigger.name)
            trigger.table = relation(trigger.table)
            switch trigger.order {
            case .follows(let other): trigger.order = .follows(self.trigger(other))
            case .precedes(let other): trigger.order = .precedes(self.trigger(other))
            case nil: break
            }
            return .trigger(trigger)
        case .routine, .event: return object
        }
    }

    func models(_ models: DeclaredSchema) -> DeclaredSchema {
        if isExact { return models }
        var spelled = models
        spelled.schema.tables = models.schema.tables.map(table)
        spelled.schema.objects = models.schema.objects.map(object)
        spelled.normalizedTables = models.normalizedTables.map(table)
        return spelled
    }
}
