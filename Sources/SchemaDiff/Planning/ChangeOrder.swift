internal import SchemaModel

/// Sorts changes into the order of the script, so that a reader of both finds them in the same order.
struct ChangeOrder {
    private enum Phase: Int {
        case drops, renames, sequences, creations, alterations, tableDropsBeforeObjects, objects, tableDrops, lastDrops
    }

    private var places: [String: Int] = [:]
    private let dropsTablesEarly: Bool
    private let takenNames: Set<String>

    /// - Parameter after: The schema that the script leads to.
    static func sorted(_ changes: [Change], to after: Schema) -> [Change] {
        let order = ChangeOrder(changes, to: after)
        return changes.enumerated()
            .map { (key: order.key(of: $1, at: $0), change: $1) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map(\.change)
    }

    private init(_ changes: [Change], to after: Schema) {
        var created: [Table] = []
        var dropped: [Table] = []
        var newViews: [View] = []
        var oldViews: [View] = []
        var newNames: Set<String> = []
        for change in changes {
            switch change {
            case .createTable(let table): created.append(table)
            case .dropTable(let table): dropped.append(table)
            case .createObject(.view(let view)), .changeObject(_, .view(let view)): newViews.append(view)
            case .dropObject(.view(let view)): oldViews.append(view)
            default: break
            }
            if case .createObject(let object) = change, [.view, .sequence].contains(object.kind) {
                newNames.insert(object.name)
            }
        }
        dropsTablesEarly = dropped.contains { newNames.contains($0.name) }
        takenNames = Set(after.tables.map(\.name)).union(after.objects.filter { $0.kind == .view }.map(\.name))
        let orders = [
            ("+", DependencyOrder.parentsFirst(created).map(\.name)),
            ("-", DependencyOrder.parentsFirst(dropped).reversed().map(\.name)),
            ("+view ", DependencyOrder.usedFirst(newViews).map(\.name)),
            ("+trigger ", Self.triggers(of: after)),
            ("-view ", DependencyOrder.usedFirst(oldViews).reversed().map(\.name)),
        ]
        for (mark, names) in orders {
            for (place, name) in names.enumerated() { places[mark + name] = place }
        }
    }

    /// Returns the trigger names in the order of their groups, in which they are created.
    private static func triggers(of schema: Schema) -> [String] {
        let groups = TriggerOrder.sequences(of: schema.objects)
        var seen: Set<TriggerOrder.Group> = []
        return schema.objects.flatMap { object -> [String] in
            guard case .trigger(let member) = object else { return [] }
            let group = TriggerOrder.Group(member)
            return seen.insert(group).inserted ? groups[group]?.map(\.name) ?? [] : []
        }
    }

    /// Returns the phase, the kind, the position within it, and the original index to break ties.
    private func key(of change: Change, at index: Int) -> [Int] {
        switch change {
        case .renameTable: [Phase.renames.rawValue, 0, 0, index]
        case .createTable(let table): [Phase.creations.rawValue, 0, places["+" + table.name] ?? 0, index]
        case .alterTable: [Phase.alterations.rawValue, 0, 0, index]
        case .dropTable(let table):
            [
                dropsTablesEarly ? Phase.tableDropsBeforeObjects.rawValue : Phase.tableDrops.rawValue, 0,
                places["-" + table.name] ?? 0, index,
            ]
        case .dropObject(let object):
            [
                phase(ofDropping: object).rawValue, Self.dropPlace(of: object.kind),
                places["-view " + object.name] ?? 0, index,
            ]
        case .createObject(let object), .changeObject(_, let object):
            [
                object.kind == .sequence ? Phase.sequences.rawValue : Phase.objects.rawValue,
                Self.creationPlace(of: object.kind), places["+\(object.kind.rawValue) \(object.name)"] ?? 0, index,
            ]
        }
    }

    private func phase(ofDropping object: StoredObject) -> Phase {
        switch object.kind {
        case .event, .trigger, .view: .drops
        case .sequence: takenNames.contains(object.name) ? .drops : .lastDrops
        case .procedure, .function: .lastDrops
        }
    }

    private static func dropPlace(of kind: StoredObject.Kind) -> Int {
        switch kind {
        case .event: 0
        case .trigger: 1
        case .view: 2
        case .sequence, .procedure, .function: 3
        }
    }

    private static func creationPlace(of kind: StoredObject.Kind) -> Int {
        switch kind {
        case .sequence, .procedure, .function: 0
        case .view: 1
        case .trigger: 2
        case .event: 3
        }
    }
}
