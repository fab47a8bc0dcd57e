internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL

/// Keys, indexes, foreign keys and checks.
extension AlterationPlan {
    func uses(_ columns: Set<String>, _ index: Index) -> Bool { uses(columns, index.parts) }

    func uses(_ columns: Set<String>, _ parts: [IndexPart]) -> Bool {
        parts.contains { $0.columnName.map { columns.contains($0.lowercased()) } ?? false }
    }

    // MARK: - Foreign keys and checks

    private func owned(_ key: ForeignKey) -> OwnedForeignKey { OwnedForeignKey(table: alteration.after.name, key: key) }

    func isDroppedHere(_ key: ForeignKey) -> Bool { foreignKeys.droppedWithTable.contains(owned(key)) }

    func isAddedHere(_ key: ForeignKey) -> Bool { foreignKeys.addedWithTable.contains(owned(key)) }

    func dropping(_ key: ForeignKey) -> [AlterClause] {
        isDroppedHere(key) ? [AlterClause(.dropForeignKey, "DROP FOREIGN KEY \(quoted(key.name))")] : []
    }

    func adding(_ key: ForeignKey) -> [AlterClause] {
        isAddedHere(key) ? [AlterClause(.addConstraint, "ADD " + renderer.foreignKeyDefinition(key))] : []
    }

    func dropping(_ check: Check) -> [AlterClause] {
        if goneChecks.contains(check) { return [] }
        let goesInAdvance = !SQLNames.mentioned(in: check.expression).isDisjoint(with: namesGoingInAdvance)
        let verb = profile.flavor == .mariadb ? "DROP CONSTRAINT" : "DROP CHECK"
        return [AlterClause(.dropCheck, "\(verb) \(quoted(check.name))", in: goesInAdvance ? .renaming : .main)]
    }

    func adding(_ check: Check) -> AlterClause {
        AlterClause(.addConstraint, "ADD " + renderer.checkDefinition(check))
    }

    // MARK: - Indexes

    func adding(_ key: PrimaryKey, in step: AlterClause.Step = .main) -> AlterClause {
        AlterClause(.addKey, "ADD " + renderer.primaryKeyDefinition(key), in: step)
    }

    func adding(_ index: Index, in step: AlterClause.Step = .main) -> AlterClause {
        AlterClause(.addKey, "ADD " + renderer.indexDefinition(index), in: step)
    }

    /// An index over columns of the system period is dropped with them.
    func dropping(_ index: Index, in step: AlterClause.Step = .main) -> [AlterClause] {
        if uses(rowTimes, index) { return [] }
        let step = goesInAdvance(index) ? .droppingIndexes : step
        return [AlterClause(.dropKey, "DROP INDEX \(quoted(index.name))", in: step)]
    }

    /// An index over a column that is dropped and added must be dropped and added too.
    func renaming(_ name: String, to index: Index) -> [AlterClause] {
        if uses(rebuiltColumns.union(shortenedKeyColumns), index) {
            return [AlterClause(.dropKey, "DROP INDEX \(quoted(name))"), adding(index)]
        }
        return [AlterClause(.renameKey, "RENAME INDEX \(quoted(name)) TO \(quoted(index.name))")]
    }

    /// Dropping an index that reads a renamed column requires a copy of the table, but renaming the column forbids one.
    func goesInAdvance(_ index: Index) -> Bool {
        if namesGoingInAdvance.isEmpty { return false }
        let expressions = index.parts.compactMap(\.expression).joined(separator: ", ")
        return !SQLNames.mentioned(in: expressions).isDisjoint(with: namesGoingInAdvance)
    }

    var indexesGoingInAdvance: [Index] {
        alteration.changes.compactMap { change in
            switch change {
            case .dropIndex(let index), .changeIndex(let index, _): goesInAdvance(index) ? index : nil
            default: nil
            }
        }
    }

    var keptIndexes: KeptIndexes {
        let table = alteration.after
        return KeptIndexes(
            under: table.foreignKeys.filter(isAddedHere),
            before: alteration.before,
            after: table,
            renderer: renderer
        )
    }

    // MARK: - Visibility

    func isVisibilityOnly(_ before: Index, _ after: Index) -> Bool {
        var shown = before
        shown.isInvisible = after.isInvisible
        return shown == after && !uses(shortenedKeyColumns, after)
    }

    /// Only these clauses show or hide an index, and they work in place. An index that one ALTER drops and adds keeps
    /// its visibility (MariaDB 10.11 and 11.8, MySQL 9.7).
    var visibilities: [Statement] {
        alteration.changes.compactMap { change in
            guard case .changeIndex(let before, let after) = change, before.isInvisible != after.isInvisible else {
                return nil
            }
            let word =
                profile.flavor == .mariadb
                ? (after.isInvisible ? "IGNORED" : "NOT IGNORED") : (after.isInvisible ? "INVISIBLE" : "VISIBLE")
            let isAll = isVisibilityOnly(before, after)
            return Statement(
                clauses: ["ALTER INDEX \(quoted(after.name)) \(word)"],
                changes: isAll ? [change] : [],
                remarks: isAll ? [] : ["index \(after.name) is \(after.isInvisible ? "hidden" : "shown")"]
            )
        }
    }

    // MARK: - Fulltext

    /// InnoDB builds only one fulltext index in an ALTER (MySQL error 1795; MariaDB too). On MySQL (9.7), one with a
    /// new parser comes later too, because it does not change if one ALTER drops and adds it.
    func findLateFulltext() -> Set<TableChange> {
        var isFirst = true
        var late: Set<TableChange> = []
        for change in alteration.changes {
            switch change {
            case .addIndex(let index) where index.kind == .fulltext:
                if !isFirst { late.insert(change) }
                isFirst = false
            case .changeIndex(let before, let after)
            where after.kind == .fulltext && (!isVisibilityOnly(before, after) || uses(rebuiltColumns, after)):
                let waits = profile.flavor == .mysql && before.kind == .fulltext && before.parser != after.parser
                if waits || !isFirst { late.insert(change) }
                if !waits { isFirst = false }
            default: break
            }
        }
        return late
    }

    /// Creates each late fulltext index in an ALTER.
    var fulltextIndexes: [Statement] {
        alteration.changes.compactMap { change in
            guard lateFulltext.contains(change) else { return nil }
            switch change {
            case .addIndex(let index): return Statement(clauses: [adding(index).text], changes: [change])
            case .changeIndex(_, let index):
                return Statement(
                    clauses: [adding(index).text],
                    remarks: ["fulltext index \(index.name) is added again"]
                )
            default: return nil
            }
        }
    }

    // MARK: - MySQL's prefixes

    /// When an ENUM or SET becomes a string, MySQL takes its few bytes for a prefix length (9.7, in single-byte
    /// character sets, and for a SET of 25 or more members in any character set).
    func findShortenedKeyColumns() -> Set<String> {
        guard profile.flavor == .mysql else { return [] }
        return Set(
            alteration.changes.compactMap { change in
                guard case .changeColumn(let before, let after) = change else { return nil }
                switch (before.type, after.type) {
                case (.enumeration, .char), (.enumeration, .varchar), (.enumeration, .binary),
                    (.enumeration, .varbinary), (.set, .char), (.set, .varchar), (.set, .binary), (.set, .varbinary):
                    return after.name.lowercased()
                default: return nil
                }
            }
        )
    }

    /// The primary key, if it should stay whole but would be shortened.
    var shortenedPrimaryKey: PrimaryKey? {
        guard let key = alteration.after.primaryKey, uses(shortenedKeyColumns, key.parts),
            !alteration.changes.contains(where: { if case .changePrimaryKey = $0 { true } else { false } })
        else { return nil }
        return key
    }
}
