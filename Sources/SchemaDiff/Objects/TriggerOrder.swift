internal import SchemaModel

/// The order of triggers with the same table, timing and event.
enum TriggerOrder {
    struct Group: Hashable {
        var table: String
        var timing: Trigger.Timing
        var event: Trigger.Event

        init(_ trigger: Trigger) {
            table = trigger.table
            timing = trigger.timing
            event = trigger.event
        }
    }

    /// Returns the triggers of every group in their order, according to `order`.
    static func sequences(of objects: [StoredObject]) -> [Group: [Trigger]] {
        var groups: [Group: [Trigger]] = [:]
        for case .trigger(let trigger) in objects { groups[Group(trigger), default: []].append(trigger) }
        return groups.mapValues { sorted($0, base: $0.map(\.name)) }
    }

    /// Gives each declared trigger its position: as FOLLOWS and PRECEDES say, else as on the server, else as declared.
    static func settle(_ objects: [StoredObject], live: [StoredObject]) -> [StoredObject] {
        let existing = sequences(of: live)
        var orders: [String: Trigger.Order?] = [:]
        var groups: [Group: [Trigger]] = [:]
        for case .trigger(let trigger) in objects { groups[Group(trigger), default: []].append(trigger) }
        for (group, triggers) in groups {
            let names = triggers.map(\.name)
            let known = (existing[group] ?? []).map(\.name).filter(names.contains)
            let settled = sorted(triggers, base: known + names.filter { !known.contains($0) })
            for (index, trigger) in settled.enumerated() {
                orders[trigger.name] = .some(index == 0 ? nil : .follows(settled[index - 1].name))
            }
        }
        return objects.map { object in
            guard case .trigger(var trigger) = object, let order = orders[trigger.name] else { return object }
            trigger.order = order
            return .trigger(trigger)
        }
    }

    /// Keeps `base` as far as FOLLOWS and PRECEDES allow. Triggers that contradict each other keep their order.
    private static func sorted(_ triggers: [Trigger], base: [String]) -> [Trigger] {
        let byName = Dictionary(triggers.map { ($0.name, $0) }) { first, _ in first }
        var before: [String: Set<String>] = [:]
        for trigger in triggers {
            switch trigger.order {
            case .follows(let other) where byName[other] != nil: before[trigger.name, default: []].insert(other)
            case .precedes(let other) where byName[other] != nil: before[other, default: []].insert(trigger.name)
            default: break
            }
        }
        var result: [Trigger] = []
        var seen: Set<String> = []
        /// Places the predecessors of a trigger directly before it. All others keep their positions.
        func place(_ name: String) {
            guard seen.insert(name).inserted else { return }
            let needed = before[name, default: []]
            for other in base where needed.contains(other) { place(other) }
            if let trigger = byName[name] { result.append(trigger) }
        }
        for name in base { place(name) }
        return result
    }

    /// Returns the triggers that must be recreated to get the right order in every group.
    static func moved(from before: [StoredObject], to after: [StoredObject]) -> Set<String> {
        let old = sequences(of: before)
        var moved: Set<String> = []
        for (group, triggers) in sequences(of: after) {
            let wanted = triggers.map(\.name)
            let current = (old[group] ?? []).map(\.name).filter(wanted.contains)
            moved.formUnion(ColumnOrder.moves(from: current, to: wanted.filter(current.contains)))
        }
        return moved
    }
}
