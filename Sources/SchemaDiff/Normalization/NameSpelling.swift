internal import SchemaModel

/// Gives the names in models and revisions the spelling of the server, so that later code can compare names exactly.
///
/// With `lower_case_table_names=1`, the server stores the names of tables, views and sequences in lower case; with 2,
/// as written. In both cases it compares them ignoring case. MySQL (9.7) compares trigger names ignoring case on every
/// platform, MariaDB (10.11, 11.8) never does.
struct NameSpelling {
    private let profile: ServerProfile
    /// With `lower_case_table_names=2`: maps lower-case names to the server's spelling, or else to the models'.
    private var relations: [String: String] = [:]
    /// On MySQL: maps lower-case names to the server's spelling.
    private var triggers: [String: String] = [:]

    /// - Parameter unread: Objects on the server that are not in the live schema. Tables count as views here.
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

    /// Whether names need no change.
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
