internal import SQLStatements
internal import SchemaModel

extension Change {
    /// What can go wrong when the change is applied to a database with rows.
    package var hazards: [Hazard] {
        switch self {
        case .createTable, .renameTable: []
        case .dropTable(let table):
            [
                Hazard(
                    .dataLoss,
                    .danger,
                    "table \(table.name) is dropped with its rows",
                    rows: RowQuery(.all, in: table.name)
                )
            ]
        case .alterTable(let alteration):
            alteration.changes.flatMap { $0.hazards(in: alteration) }
        case .dropObject(.sequence(let sequence)):
            [Hazard(.dataLoss, .danger, "sequence \(sequence.name) is dropped with the value that it reached")]
        case .changeObject(.sequence(let before), .sequence(let after)):
            if before.restarts(as: after) {
                [Hazard(.dataLoss, .danger, "sequence \(after.name) starts again at \(after.start ?? "its start")")]
            } else {
                before.isNarrowed(by: after)
                    ? [Hazard(.mayFail, .warning, "a value of \(after.name) outside the new bounds prevents this")]
                    : []
            }
        case .createObject, .dropObject, .changeObject: []
        }
    }
}

extension NumberSequence {
    fileprivate func isNarrowed(by new: NumberSequence) -> Bool {
        !new.holds(minimum) || !new.holds(maximum)
    }
}

extension TableChange {
    func hazards(in alteration: TableAlteration) -> [Hazard] {
        let table = alteration.after.name
        switch self {
        case .dropColumn(let column):
            if column.generated != nil { return [] }
            let rows = RowQuery(.notNull(column.name), in: table)
            return [Hazard(.dataLoss, .danger, "column \(table).\(column.name) is dropped", rows: rows)]
        case .addColumn(let column, _): return column.addingHazards(to: table)
        case .changeColumn(let column, _) where column.rowTime != nil,
            .renameColumn(_, let column) where column.rowTime != nil:
            // The versioning ends and starts again.
            if alteration.before.systemVersioning != alteration.after.systemVersioning { return [] }
            return [Hazard(.dataLoss, .danger, "the history of table \(table) is dropped")]
        case .changeColumn(let before, let after): return after.hazards(replacing: before, in: alteration)
        case .changePrimaryKey(let before, let after?) where Self.isUnique(after.parts, by: before?.parts): return []
        case .addIndex(let index) where index.kind == .unique && Self.isUnique(index.parts, in: alteration): return []
        case .changeIndex(let before, let after)
        where before.kind == .unique && after.kind == .unique && Self.isUnique(after.parts, by: before.parts):
            return []
        case .changePrimaryKey(_, let after?):
            return [Self.duplicates(after.parts, of: table, prevent: "the primary key")]
        case .addIndex(let index) where index.kind == .unique, .changeIndex(_, let index) where index.kind == .unique:
            return [Self.duplicates(index.parts, of: table, prevent: "the unique index")]
        case .addForeignKey(let key), .changeForeignKey(_, let key):
            return [Hazard.orphans(of: key, in: table)]
        case .addCheck(let check), .changeCheck(_, let check):
            if !check.isEnforced { return [] }
            let rows = RowQuery(.violations(check.expression), in: table)
            return [
                Hazard(.mayFail, .warning, "rows of \(table) that violate \(check.name) prevent the check", rows: rows)
            ]
        case .changeSystemVersioning(.some, _):
            return [Hazard(.dataLoss, .danger, "the history of table \(table) is dropped")]
        case .changePartitioning(let before, let after):
            return PartitionPlan(before: before, after: after, isReverting: alteration.isReverting).hazards(for: table)
        case .changeOptions(let before, let after):
            guard let engine = after.engine, before.engine != engine else { return [] }
            var hazards: [Hazard] = []
            if before.engine == "InnoDB" {
                let loss = "table \(table) loses transactions and foreign keys under engine \(engine)"
                hazards.append(Hazard(.dataLoss, .danger, loss))
            }
            let isVersioned = alteration.before.systemVersioning != nil && alteration.after.systemVersioning != nil
            if isVersioned, [before.engine, engine].contains("InnoDB") {
                hazards.append(Hazard(.dataLoss, .danger, "the history of table \(table) is dropped"))
            }
            return hazards
        case .changeSystemVersioning, .changePeriod: return []
        case .renameColumn, .moveColumn, .changePrimaryKey, .addIndex, .dropIndex, .changeIndex, .renameIndex,
            .dropForeignKey, .dropCheck, .changeComment:
            return []
        }
    }

    private static func duplicates(_ parts: [IndexPart], of table: String, prevent key: String) -> Hazard {
        let columns = parts.compactMap(\.columnName)
        let isWhole = columns.count == parts.count && parts.allSatisfy { $0.prefixLength == nil }
        return Hazard(
            .mayFail,
            .warning,
            "rows of \(table) with the same \(columns.joined(separator: ", ")) prevent \(key)",
            rows: isWhole ? RowQuery(.duplicates(columns), in: table) : nil
        )
    }
}

extension TableChange {
    /// Returns whether the known key makes the new one unique, because the new one contains all its columns.
    fileprivate static func isUnique(_ new: [IndexPart], by known: [IndexPart]?) -> Bool {
        guard let known, !known.isEmpty, (known + new).allSatisfy({ $0.columnName != nil && $0.prefixLength == nil })
        else { return false }
        let names = Set(new.compactMap { $0.columnName?.lowercased() })
        return known.allSatisfy { names.contains($0.columnName?.lowercased() ?? "") }
    }

    /// Returns whether the primary key guarantees it, if the alteration keeps that key.
    fileprivate static func isUnique(_ new: [IndexPart], in alteration: TableAlteration) -> Bool {
        guard let key = alteration.before.primaryKey, key.parts == alteration.after.primaryKey?.parts else {
            return false
        }
        return isUnique(new, by: key.parts)
    }
}

extension Column {
    fileprivate func addingHazards(to table: String) -> [Hazard] {
        guard !isNullable, defaultValue == nil, generated == nil, !isAutoIncrement, rowTime == nil else { return [] }
        let column = "column \(table).\(name) is NOT NULL without a default"
        switch type {
        case .date, .datetime, .timestamp:
            return [Hazard(.mayFail, .warning, "\(column): rows would get a zero date, which NO_ZERO_DATE refuses")]
        default: return [Hazard(.fillsRows, .warning, "\(column): rows get an empty value")]
        }
    }

    fileprivate func hazards(replacing before: Column, in alteration: TableAlteration) -> [Hazard] {
        let place = "column \(alteration.after.name).\(name)"
        switch (before.generated, generated) {
        case (nil, .some):
            return [Hazard(.dataLoss, .danger, "\(place) becomes generated: the values that it has are replaced")]
        case (let old?, nil) where !old.isStored && TypeNarrowing.isOtherKind(before.type, type):
            let lost = Hazard(.dataLoss, .danger, "\(place) is no longer computed, and its values are of another kind")
            return [lost] + addingHazards(to: alteration.after.name)
        case (.some, .some): return constraintHazards(replacing: before, in: alteration)
        case (nil, nil), (.some, nil):
            return lossHazards(replacing: before, of: alteration.after.name)
                + constraintHazards(replacing: before, in: alteration)
        }
    }

    private func lossHazards(replacing before: Column, of table: String) -> [Hazard] {
        let place = "column \(table).\(name)"
        var hazards: [Hazard] = []
        if case .json = type, before.charset != nil {
            let rows = RowQuery(.violations("json_valid(\(SQLDialect().quotedIdentifier(name)))"), in: table)
            hazards.append(
                Hazard(.mayFail, .warning, "rows of \(table) whose \(name) is not JSON prevent the change", rows: rows)
            )
        } else if let loss = TypeNarrowing.loss(from: before.type, to: type) {
            let rows = RowQuery.narrowing(name, of: table, from: before.type, to: type)
            hazards.append(Hazard(.dataLoss, .danger, "\(place) can lose \(loss)", rows: rows))
        }
        if let old = before.charset, let new = charset, old != new, new != "utf8mb4", !before.type.isASCII {
            hazards.append(Hazard(.dataLoss, .danger, "\(place) can lose characters that \(new) does not have"))
        }
        return hazards
    }

    private func constraintHazards(replacing before: Column, in alteration: TableAlteration) -> [Hazard] {
        let table = alteration.after.name
        var hazards: [Hazard] = []
        if before.isNullable, !isNullable {
            let rows = RowQuery(.null(name), in: table)
            hazards.append(
                Hazard(.mayFail, .warning, "rows of \(table) where \(name) is NULL prevent the change", rows: rows)
            )
        }
        if before.collation != nil, before.collation != collation, alteration.after.isUnique(by: name) {
            hazards.append(
                Hazard(
                    .mayFail,
                    .warning,
                    "rows of \(table) whose \(name) is equal under \(collation ?? "it") prevent the change"
                )
            )
        }
        if isAutoIncrement, !before.isAutoIncrement {
            let reason =
                "a row of \(table) with 0 in \(name) would get the next number: this runs under NO_AUTO_VALUE_ON_ZERO"
            hazards.append(Hazard(.fillsRows, .warning, reason, rows: RowQuery(.zero(name), in: table)))
        }
        // MySQL (9.7) does not convert between reference systems (error 3643).
        if let srid, srid != before.srid {
            let reason = "rows of \(table) whose \(name) has another reference system than \(srid) prevent the change"
            hazards.append(Hazard(.mayFail, .warning, reason))
        }
        if let check, check != before.check {
            let reason = "rows of \(table) that violate the check of \(name) prevent the change"
            hazards.append(Hazard(.mayFail, .warning, reason, rows: RowQuery(.violations(check), in: table)))
        }
        return hazards
    }
}

extension Table {
    /// Returns whether the column is part of the primary key or a unique index.
    fileprivate func isUnique(by column: String) -> Bool {
        let keys = (primaryKey.map { [$0.parts] } ?? []) + indexes.filter { $0.kind == .unique }.map(\.parts)
        return keys.contains { $0.contains { $0.columnName?.lowercased() == column.lowercased() } }
    }
}

extension ColumnType {
    /// Whether all values of the type are ASCII.
    fileprivate var isASCII: Bool {
        switch self {
        case .enumeration(let members), .set(let members): members.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
        default: false
        }
    }
}

extension Hazard {
    /// Returns the hazard that a new foreign key meets in existing rows.
    static func orphans(of key: ForeignKey, in table: String) -> Hazard {
        let parent = (key.referencedDatabase.map { $0 + "." } ?? "") + key.referencedTable
        return Hazard(
            .mayFail,
            .warning,
            "rows of \(table) without a matching row in \(parent) prevent the key",
            rows: RowQuery(.orphans(key), in: table)
        )
    }
}
