internal import SchemaModel
internal import SchemaSQL

extension Catalog {
    mutating func readColumns(_ rows: RowSet) {
        var finder = TableFinder(positions)
        var reader = ColumnReader(profile: profile)
        for row in 0..<rows.count {
            guard let position = finder.position(rows, row), drafts[position].reason == nil,
                let name = rows[row][1]
            else { continue }
            do {
                let reading = try reader.read(rows, row, name: name)
                drafts[position].table.columns.append(reading.column)
                drafts[position].ordinals.append(rows[row].int(2) ?? 0)
                if reading.needsShowCreate { drafts[position].needsShowCreate = true }
            } catch {
                drafts[position].reason = .unknownType(column: name, error)
            }
        }
        sortColumns()
    }

    /// Rows come in column order on every server that was looked at, but none promises it.
    private mutating func sortColumns() {
        for position in drafts.indices {
            let ordinals = drafts[position].ordinals
            if zip(ordinals, ordinals.dropFirst()).allSatisfy({ $0 < $1 }) { continue }
            let columns = drafts[position].table.columns
            drafts[position].table.columns = ordinals.indices.sorted { ordinals[$0] < ordinals[$1] }.map { columns[$0] }
        }
    }
}
