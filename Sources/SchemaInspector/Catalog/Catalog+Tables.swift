internal import SchemaModel
internal import SchemaSQL
internal import ServerPort

extension Catalog {
    /// The columns are name, type, engine, collation, comment and, on MySQL, create options.
    mutating func readTables(_ rows: RowSet, ignoring isIgnored: (String) -> Bool) {
        drafts.reserveCapacity(rows.count)
        for row in rows {
            guard let name = row[0], let type = row[1], !isIgnored(name) else { continue }
            switch type {
            case "BASE TABLE", "SYSTEM VERSIONED": append(baseTable(row, name))
            // MariaDB 11 lists this session's temporary tables, which are not part of the schema.
            case "TEMPORARY", "LOCAL TEMPORARY": continue
            case "VIEW": objects.append(StoredObject.ID(.view, name))
            case "SEQUENCE": objects.append(StoredObject.ID(.sequence, name))
            default: others.append(OtherObject(name: name, kind: type.lowercased()))
            }
        }
    }

    private mutating func append(_ draft: Draft) {
        positions[draft.table.name] = drafts.count
        drafts.append(draft)
    }

    private func baseTable(_ row: RowSet.Row, _ name: String) -> Draft {
        var draft = Draft(table: Table(name: name))
        // A table with a broken or missing file has no engine, and its comment holds the server's message.
        guard let engine = row[2] else {
            draft.reason = .unreadable(row[4] ?? "")
            return draft
        }
        let collation = row[3].map(CharacterSet.canonicalCollation)
        draft.table.options.engine = engine
        draft.table.options.collation = collation
        draft.table.options.charset = collation.flatMap { profile.charsetOfCollation[$0] }
        draft.table.comment = row[4] ?? ""
        if let options = row[5], !options.isEmpty {
            draft.needsShowCreate = true
        }
        return draft
    }
}
