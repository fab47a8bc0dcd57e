internal import SchemaModel

/// Compares views, triggers, routines, events and sequences.
enum ObjectComparator {
    /// Returns the changes in the order of `after`, with drops last.
    static func changes(from before: [StoredObject], to after: [StoredObject]) -> [Change] {
        if before == after { return [] }
        let old = Dictionary(before.map { ($0.id.key, $0) }) { first, _ in first }
        let kept = Set(after.map(\.id.key))
        let moved = TriggerOrder.moved(from: before, to: after)
        let changes = after.compactMap { object -> Change? in
            guard let existing = old[object.id.key] else { return .createObject(object) }
            let isMoved = object.kind == .trigger && moved.contains(object.name)
            return isMoved || !isSame(existing, object) ? .changeObject(before: existing, after: object) : nil
        }
        return changes + before.filter { !kept.contains($0.id.key) }.map { .dropObject($0) }
    }

    /// Returns whether two objects of the same name are equal, ignoring the position of a trigger.
    static func isSame(_ before: StoredObject, _ after: StoredObject) -> Bool {
        if case .trigger(var left) = before, case .trigger(var right) = after {
            left.order = nil
            right.order = nil
            return left == right
        }
        return before == after
    }
}
