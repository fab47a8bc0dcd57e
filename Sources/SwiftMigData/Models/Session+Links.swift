public import SwiftMig
internal import SwiftMigQueries

extension Session {
    /// Links two rows of a many-to-many relation at the next flush.
    ///
    /// ```swift
    /// session.link(article, Article.tags, red)    // INSERT INTO article_tags …
    /// ```
    ///
    /// If they are linked already, the flush throws ``DatabaseError/uniqueViolation(key:_:)``.
    public func link<Model: RowModel, Target: RowModel>(
        _ row: Model,
        _ relation: ManyToMany<Model, Target>,
        _ target: Target,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) {
        let table = JoinTable(relation)
        changes.append(table.insertion(row, [target], Origin("link", fileID, line)))
    }

    /// Ends the link of two rows of a many-to-many relation at the next flush. Nothing happens if they are not linked.
    public func unlink<Model: RowModel, Target: RowModel>(
        _ row: Model,
        _ relation: ManyToMany<Model, Target>,
        _ target: Target,
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) {
        let table = JoinTable(relation)
        let deletion = table.deletion(row, [ModelTable(Target.self).key(of: target.rowValues)])
        changes.append(.statement(deletion, origin: Origin("unlink", fileID, line)))
    }

    /// Makes rows the only ones that a row is linked to. It reads the links that there are, and sends the difference at
    /// the next flush.
    ///
    /// - Throws: ``DatabaseError``; `CancellationError` if the task is cancelled.
    public func replace<Model: RowModel, Target: RowModel>(
        _ row: Model,
        _ relation: ManyToMany<Model, Target>,
        with targets: [Target],
        fileID: StaticString = #fileID,
        line: UInt = #line
    ) async throws {
        let table = JoinTable(relation)
        let origin = Origin("replace", fileID, line)
        var linked: Set<RowKey> = []
        try await read(table.selection(row)) { (row: inout RowReader) throws(ValueError) in
            var key: [SQLValue] = []
            while row.remaining > 0 { key.append(try row.next()) }
            linked.insert(RowKey(values: key).comparable)
        }
        let target = ModelTable(Target.self)
        let wanted = targets.map { (row: $0, key: target.key(of: $0.rowValues).comparable) }
        let obsolete = linked.subtracting(wanted.map(\.key))
        for keys in Array(obsolete).pieces(of: KeyList.limit) {
            changes.append(.statement(table.deletion(row, keys), origin: origin))
        }
        var added = linked
        let missing = wanted.filter { added.insert($0.key).inserted }.map(\.row)
        if !missing.isEmpty { changes.append(table.insertion(row, missing, origin)) }
    }
}

/// The join table of a many-to-many relation.
private struct JoinTable<Model: RowModel, Target: RowModel> {
    let name: String
    let own: [String]
    let other: [String]

    init(_ relation: ManyToMany<Model, Target>) {
        name = relation.through
        own = relation.foreignKeys.model.columns
        other = relation.foreignKeys.target.columns
    }

    func insertion(_ row: Model, _ targets: [Target], _ origin: Origin) -> Insertion {
        let key = ownKey(row)
        let table = ModelTable(Target.self)
        let rows = targets.map { key + table.key(of: $0.rowValues).values }
        return Insertion(table: name, columns: own + other, rows: rows, origin: origin)
    }

    func selection(_ row: Model) -> SQL {
        let columns = other.map(quoted).joined(separator: ", ")
        return SQL(raw: "SELECT \(columns) FROM \(quoted(name)) WHERE ") + condition(row)
    }

    func deletion(_ row: Model, _ targets: [RowKey]) -> SQL {
        SQL(raw: "DELETE FROM \(quoted(name)) WHERE ") + condition(row) + " AND "
            + KeyList(columns: other.map(quoted), keys: targets).condition
    }

    private func ownKey(_ row: Model) -> [SQLValue] { ModelTable(Model.self).key(of: row.rowValues).values }

    private func condition(_ row: Model) -> SQL {
        SQL(raw: own.map { quoted($0) + " = ?" }.joined(separator: " AND "), ownKey(row))
    }
}
