internal import SchemaModel
internal import SchemaSQL

extension Catalog {
    /// name, type, engine, collation, comment, create options (MySQL).
    mutating func readTables(_ rows: RowSet, ignoring isIgnored: (String) -> Bool) {
        drafts.reserveCapacity(rows.count)
        for row in rows {
            guard let name = row[0], let type = row[1], !isIgnored(name) else { continue }
            switch type {
            case "BASE TABLE", "SYSTEM VERSIONED": append(baseTable(row, name))
            // A temporary table of this session, which MariaDB 11 lists, is no part of the schema.
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
        // A table whose file is broken or gone has no engine, and the server's words stand in the comment.
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
