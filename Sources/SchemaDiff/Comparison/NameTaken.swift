package import DiagnosticModel
internal import SchemaModel

/// A declared table, view or sequence has the name of an existing unmanaged object of another kind. The three kinds
/// share one namespace.
package struct NameTaken: Error, Hashable, Sendable {
    /// For example `table t` or `view v`.
    package var declared: String
    /// For example `a view`.
    package var taker: String
    package var location: SourceLocation?
}

/// Finds declared tables, views and sequences whose names are taken by unmanaged objects.
struct NameCheck {
    let live: Schema
    let notUnderstoodTables: Set<String>
    let notUnderstoodObjects: Set<StoredObject.ID>
    let ownTables: () throws -> Set<String>
    let ownObjects: () throws -> Set<StoredObject.ID>

    /// - Throws: `NameTaken`, and errors from reading the revisions.
    func check(_ declared: Schema) throws {
        let named = live.objects.map(\.id) + notUnderstoodObjects
        let relations = Dictionary(named.filter(\.isRelation).map { ($0.name, $0) }) { first, _ in first }
        for table in declared.tables {
            guard let taker = relations[table.name], try !ownObjects().contains(taker) else { continue }
            throw NameTaken(
                declared: "table \(table.name)",
                taker: "a \(taker.kind.rawValue)",
                location: table.origin.location
            )
        }
        let tables = notUnderstoodTables.union(live.tables.map(\.name))
        for object in declared.objects where object.id.isRelation && tables.contains(object.name) {
            if try ownTables().contains(object.name) { continue }
            throw NameTaken(declared: object.id.description, taker: "a table", location: object.origin.location)
        }
    }
}

extension StoredObject.ID {
    /// Whether the object shares its namespace with tables.
    var isRelation: Bool { kind == .view || kind == .sequence }
}
