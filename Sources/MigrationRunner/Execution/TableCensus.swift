internal import SQLStatements
internal import ServerPort

/// The tables that a database had when the run began, and the objects that the run has touched since. A CREATE TABLE
/// with any other name finds no table, so the runner need not ask about each one.
struct TableCensus {
    /// Names in lower case, because some servers treat `A` and `a` as one table; nil once names may mean another
    /// database.
    private var taken: Set<String>?

    /// Asks once for all tables if that is cheaper than asking for each.
    ///
    /// - Throws: `ServerError`.
    init(for plan: MigrationPlan, _ executor: any QueryExecutor) throws {
        let creations = plan.steps.reduce(0) { $0 + $1.creations }
        guard creations > 2 else { return }
        taken = Set(try executor.execute("SHOW TABLES").rows.compactMap { $0[0]?.lowercased() })
    }

    /// The fingerprint of a unit's object, if it is known without asking.
    func fingerprint(for unit: RunUnit) -> Fingerprint? {
        guard let taken, let object = Self.createdTable(unit), !taken.contains(object.name.name.lowercased()) else {
            return nil
        }
        return Fingerprint(absent: [object])
    }

    /// Whether a table is known, without asking, not to exist.
    func isAbsent(_ object: SQLObject) -> Bool {
        guard let taken, object.kind == .table, object.name.database == nil else { return false }
        return !taken.contains(object.name.name.lowercased())
    }

    /// Records what a unit that has run may have changed.
    mutating func ran(_ unit: RunUnit) {
        // `USE` changes the meaning of names, and a procedure may create tables.
        if unit.changesSession { taken = nil }
        switch unit.kind {
        case .ddl(let facts): for object in facts.objects { taken?.insert(object.name.name.lowercased()) }
        case .creations(let objects): for object in objects { taken?.insert(object.name.name.lowercased()) }
        case .session, .other, .transaction, .unprotected, .nothing: break
        }
    }

    /// The table that a unit creates, if it creates exactly one in the selected database.
    static func createdTable(_ unit: RunUnit) -> SQLObject? {
        guard case .ddl(let facts) = unit.kind, facts.createsTable, let object = unit.onlyObject,
            object.name.database == nil
        else { return nil }
        return object
    }
}
