internal import SchemaModel
internal import SchemaSQL
internal import ServerPort

extension Catalog {
    mutating func readColumns(_ rows: RowSet) {
        var finder = TableFinder(positions)
        let reader = ColumnReader(profile: profile)
        var readings = RowCache<Result<ColumnReader.Reading, ColumnTypeError>>(columns: ColumnReader.attributes)
        for row in 0..<rows.count {
            guard let position = finder.position(rows, row), drafts[position].reason == nil,
                let name = rows.text(row: row, column: 1)
            else { continue }
            let reading = readings.value(rows, row) {
                Result { () throws(ColumnTypeError) in try reader.read(rows[row]) }
            }
            switch reading {
            case .success(var reading):
                reading.column.name = name
                reading.column.comment = rows.text(row: row, column: 3) ?? ""
                drafts[position].table.columns.append(reading.column)
                drafts[position].ordinals.append(rows.text(row: row, column: 2).flatMap { Int($0) } ?? 0)
                if reading.needsShowCreate { drafts[position].needsShowCreate = true }
            case .failure(let error): drafts[position].reason = .unknownType(column: name, error)
            }
        }
        sortColumns()
    }

    /// Every server that we tested returns rows in column order, but none guarantees it.
    private mutating func sortColumns() {
        for position in drafts.indices {
            let ordinals = drafts[position].ordinals
            if zip(ordinals, ordinals.dropFirst()).allSatisfy({ $0 < $1 }) { continue }
            let columns = drafts[position].table.columns
            drafts[position].table.columns = ordinals.indices.sorted { ordinals[$0] < ordinals[$1] }.map { columns[$0] }
        }
    }
}
