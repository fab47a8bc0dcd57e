internal import SchemaModel
internal import ServerPort

/// Decides which views, triggers, routines, events and sequences the database should have.
///
/// If a declared object matches the live one, the live value is used, so that only real differences become changes.
struct ObjectComparison {
    let profile: ServerProfile
    let executor: any QueryExecutor
    let options: AutogenerateOptions
    let sources: ObjectSources

    /// Fills in the objects of `desired`, which already has its tables.
    ///
    /// - Parameter live: The live objects with the new names of renamed tables.
    /// - Returns: The declared events that the database lacks because their time is over.
    func settle(
        _ desired: inout Schema,
        declared: [StoredObject],
        live: [StoredObject],
        undecided: inout [Undecided],
        unmanaged: inout [String]
    ) throws -> [String] {
        if declared.isEmpty, live.isEmpty { return [] }
        let existing = Dictionary(live.map { ($0.id.key, $0) }) { first, _ in first }
        let normalizer = ObjectNormalizer(profile: profile, keepsDefiners: options.keepsDefiners)
        var objects = declared.map { object -> StoredObject in
            let other = existing[object.id.key]
            let normalized = normalizer.normalize(object, live: other)
            return other.flatMap { ObjectComparator.isSame($0, normalized) ? keepingPlace($0, of: normalized) : nil }
                ?? normalized
        }
        let finished = try FinishedEvents(executor: executor, own: sources.own)
            .settle(&objects, existing: existing)
        let strangers = try others(than: declared, in: live, desired: desired)
        objects += strangers
        unmanaged += strangers.map(\.id.description)
        desired.objects = objects
        try settleViews(&desired, existing: existing, undecided: &undecided)
        desired.objects = TriggerOrder.settle(desired.objects, live: live)
        return finished
    }

    /// Returns the live object with the declared position.
    private func keepingPlace(_ live: StoredObject, of declared: StoredObject) -> StoredObject {
        guard case .trigger(var trigger) = live, case .trigger(let own) = declared else { return live }
        trigger.order = own.order
        return .trigger(trigger)
    }

    /// Returns the live objects that are not declared and stay because no revision has made them.
    private func others(
        than declared: [StoredObject],
        in live: [StoredObject],
        desired: Schema
    ) throws -> [StoredObject] {
        let known = Set(declared.map(\.id.key))
        let tables = Set(desired.tables.map(\.name))
        var taken = tables
        for object in declared where [.view, .sequence].contains(object.kind) { taken.insert(object.name) }
        let others = live.filter { object in
            if known.contains(object.id.key) { return false }
            return switch object {
            // A trigger is dropped with its table.
            case .trigger(let trigger): tables.contains(trigger.table)
            case .view, .sequence: !taken.contains(object.name)
            case .routine, .event: true
            }
        }
        if others.isEmpty || options.dropsUnmanaged { return [] }
        let own = Set(try sources.own().map(\.key))
        return others.filter { !own.contains($0.id.key) }
    }

    // MARK: Views

    /// Asks a scratch database about the views whose text differs from the server's.
    private func settleViews(
        _ desired: inout Schema,
        existing: [StoredObject.ID: StoredObject],
        undecided: inout [Undecided]
    ) throws {
        let pending = desired.objects.compactMap { object -> String? in
            guard case .view(let view) = object, case .view(var live) = existing[object.id.key] else { return nil }
            if view == live { return nil }
            live.query = view.query
            live.columns = view.columns
            // If more than the text differs, the view has changed in any case.
            return view == live ? view.name : nil
        }
        if pending.isEmpty { return }
        let outcomes = try outcomes(of: pending, desired)
        for index in desired.objects.indices {
            guard let outcome = outcomes[desired.objects[index].name], case .view = desired.objects[index],
                let live = existing[desired.objects[index].id.key]
            else { continue }
            switch outcome {
            case .stored(let view):
                if live == .view(view) { desired.objects[index] = live }
            case .undecided(let reason):
                undecided.append(Undecided(object: live.id.description, reason: reason))
                desired.objects[index] = live
            }
        }
    }

    private func outcomes(of names: [String], _ desired: Schema) throws -> [String: ViewNormalizer.Outcome] {
        let scratch: any ScratchSpace
        do {
            scratch = try sources.makeScratch()
        } catch let error as ScratchUnavailable {
            let reason = "its text can be compared only by a server like this one: \(error.reason)"
            return Dictionary(uniqueKeysWithValues: names.map { ($0, .undecided(reason)) })
        }
        defer { scratch.drop() }
        let mode = try executor.execute("SELECT @@SESSION.sql_mode").rows.first?[0] ?? ""
        return try ViewNormalizer(profile: profile, desired: desired).normalize(names, sqlMode: mode, in: scratch)
    }
}
