internal import SwiftMig

extension RelationPath {
    /// Loads the rows that belong to each owner, in the order of the query, each with what it includes.
    func load<Owner: RowModel, Target: RowModel, Output>(
        _ query: Query<Target, Output>,
        of owners: [Owner],
        by loader: any _RelationLoader
    ) async throws -> [[Output]] {
        let places = Owner.places(of: ownerColumns)
        let keys = owners.map { owner in
            let values = owner.rowValues
            return places.map { values[$0] }
        }
        let related = try await rows(query.rows, keys: keys, by: loader)
        let outputs = try await query.load(related.map(\.row), loader)
        var groups: [[SQLValue]: [Output]] = [:]
        for (row, output) in zip(related, outputs) { groups[row.key, default: []].append(output) }
        return keys.map { groups[$0] ?? [] }
    }

    /// Loads at most one row for each owner.
    func loadOne<Owner: RowModel, Target: RowModel, Output>(
        _ query: Query<Target, Output>,
        of owners: [Owner],
        by loader: any _RelationLoader
    ) async throws -> [Output?] {
        let places = Owner.places(of: ownerColumns)
        return try await zip(owners, load(query, of: owners, by: loader)).map { owner, outputs in
            if outputs.count > 1 {
                let values = owner.rowValues
                throw loader._tooManyRows(table: Target.tableName, key: places.map { values[$0] })
            }
            return outputs.first
        }
    }

    /// Loads the rows that belong to owners with some keys. NULL belongs to nobody.
    func rows<Target: RowModel>(
        _ query: Query<Target, Target>,
        keys: [[SQLValue]],
        by loader: any _RelationLoader
    ) async throws -> [RelatedRows<Target>.Output] {
        var seen: Set<[SQLValue]> = []
        let asked = keys.filter { !$0.contains(.null) && seen.insert($0).inserted }
        var rows: [RelatedRows<Target>.Output] = []
        for start in stride(from: 0, to: asked.count, by: RelatedRows<Target>.keyLimit) {
            let end = min(start + RelatedRows<Target>.keyLimit, asked.count)
            let request = RelatedRows(path: self, query: query, keys: Array(asked[start..<end]))
            rows += try await loader._load(request)
        }
        return rows
    }
}

extension ForeignKey {
    /// The columns that it refers to.
    func referenced<Target: RowModel>(in _: Target.Type) -> [String] {
        referencedColumns.isEmpty ? Target.keyColumns : referencedColumns
    }
}
