internal import SchemaModel

extension Change {
    /// What can go wrong when it is applied to a filled database.
    package var hazards: [Hazard] {
        switch self {
        case .createTable, .renameTable: []
        case .dropTable(let table): [Hazard(.dataLoss, .danger, "table \(table.name) is dropped with its rows")]
        case .alterTable(let alteration):
            alteration.changes.flatMap { $0.hazards(in: alteration) }
        case .dropObject(.sequence(let sequence)):
            [Hazard(.dataLoss, .danger, "sequence \(sequence.name) is dropped with the value that it reached")]
        case .changeObject(.sequence(let before), .sequence(let after)):
            if before.restarts(as: after) {
                [Hazard(.dataLoss, .danger, "sequence \(after.name) starts again at \(after.start ?? "its start")")]
            } else {
                before.isNarrowed(by: after)
                    ? [Hazard(.mayFail, .warning, "a value of \(after.name) outside of the new bounds refuses them")]
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
            return column.generated != nil
                ? [] : [Hazard(.dataLoss, .danger, "column \(table).\(column.name) is dropped")]
        case .addColumn(let column, _): return column.addingHazards(to: table)
        case .changeColumn(let before, let after): return after.hazards(replacing: before, in: table)
        case .changePrimaryKey(_, let after?):
            let columns = after.parts.compactMap(\.columnName).joined(separator: ", ")
            return [Hazard(.mayFail, .warning, "rows of \(table) that agree in \(columns) refuse the primary key")]
        case .addIndex(let index) where index.kind == .unique, .changeIndex(_, let index) where index.kind == .unique:
            let columns = index.parts.compactMap(\.columnName).joined(separator: ", ")
            return [Hazard(.mayFail, .warning, "rows of \(table) that agree in \(columns) refuse the unique index")]
        case .addForeignKey(let key), .changeForeignKey(_, let key):
            return [
                Hazard(
                    .mayFail,
                    .warning,
                    "rows of \(table) without a partner in \(key.referencedTable) refuse the key"
                )
            ]
        case .addCheck(let check), .changeCheck(_, let check):
            return check.isEnforced
                ? [Hazard(.mayFail, .warning, "rows of \(table) that violate \(check.name) refuse the check")] : []
        case .changePartitioning(let before, let after):
            return PartitionPlan(before: before, after: after, isReverting: alteration.isReverting).hazards(for: table)
        case .renameColumn, .moveColumn, .changePrimaryKey, .addIndex, .dropIndex, .changeIndex, .renameIndex,
            .dropForeignKey, .dropCheck, .changeOptions, .changeComment:
            return []
        }
    }
}

extension Column {
    fileprivate func addingHazards(to table: String) -> [Hazard] {
        guard !isNullable, defaultValue == nil, generated == nil, !isAutoIncrement else { return [] }
        return [
            Hazard(
                .fillsRows,
                .warning,
                "column \(table).\(name) is NOT NULL without a default: rows get an empty value"
            )
        ]
    }

    fileprivate func hazards(replacing before: Column, in table: String) -> [Hazard] {
        var hazards: [Hazard] = []
        let isComputed = generated != nil && before.generated != nil
        if !isComputed, let loss = TypeNarrowing.loss(from: before.type, to: type) {
            hazards.append(Hazard(.dataLoss, .danger, "column \(table).\(name) can lose \(loss)"))
        }
        if let old = before.charset, let new = charset, old != new, new != "utf8mb4" {
            hazards.append(
                Hazard(.dataLoss, .danger, "column \(table).\(name) can lose characters that \(new) does not have")
            )
        }
        if before.isNullable, !isNullable {
            hazards.append(Hazard(.mayFail, .warning, "rows of \(table) where \(name) is NULL refuse the change"))
        }
        if let check, check != before.check {
            hazards.append(Hazard(.mayFail, .warning, "rows of \(table) that violate the check of \(name) refuse it"))
        }
        return hazards
    }
}
