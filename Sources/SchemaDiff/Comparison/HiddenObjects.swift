internal import SchemaModel
internal import ServerPort

/// Declared objects that seem to be missing but may only be invisible to the account.
struct HiddenObjects {
    let profile: ServerProfile
    let executor: any QueryExecutor

    /// Removes these objects from the models.
    ///
    /// - Parameter live: The live schema with the new names of renamed tables.
    /// - Throws: `ServerError` if the connection is lost.
    func remove(from declared: inout Schema, live: Schema, undecided: inout [Undecided]) throws {
        let tables = Set(live.tables.map(\.name))
        let objects = Set(live.objects.map(\.id.key))
        func isThere(_ object: StoredObject) -> Bool { objects.contains(object.id.key) }
        if declared.tables.allSatisfy({ tables.contains($0.name) }), declared.objects.allSatisfy(isThere) { return }
        guard let rights = try executor.grantedRights(in: profile.database) else { return }
        declared.tables.removeAll { table in
            guard !tables.contains(table.name), let missing = rights.missing(forRelation: table.name) else {
                return false
            }
            undecided.append(Undecided(object: table.name, reason: reason(missing)))
            return true
        }
        declared.objects.removeAll { object in
            guard !isThere(object), let missing = rights.missing(for: object) else { return false }
            undecided.append(Undecided(object: object.id.description, reason: reason(missing)))
            return true
        }
    }

    private func reason(_ privilege: String) -> String {
        "whether it exists cannot be seen without the privilege \(privilege) on \(profile.database)"
    }
}
