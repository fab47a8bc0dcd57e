internal import SQLStatements
internal import SchemaModel

/// The engine, character set, comment and other options of the table.
extension AlterClauses {
    var optionClauses: [String] {
        alteration.changes.flatMap { change -> [String] in
            switch change {
            case .changeOptions(let before, let after): optionClauses(from: before, to: after)
            case .changeComment(_, let comment): ["COMMENT = \(profile.dialect.quotedLiteral(comment))"]
            default: []
            }
        }
    }

    func optionClauses(from before: TableOptions, to after: TableOptions) -> [String] {
        var clauses: [String] = []
        if before.engine != after.engine, let engine = after.engine { clauses.append("ENGINE = \(engine)") }
        if before.charset != after.charset || before.collation != after.collation,
            let charset = after.charset, let collation = after.collation
        {
            clauses.append("DEFAULT CHARACTER SET = \(charset) COLLATE = \(collation)")
        }
        if before.autoIncrement != after.autoIncrement, let start = after.autoIncrement {
            clauses.append("AUTO_INCREMENT = \(start)")
        }
        if before.rowFormat != after.rowFormat { clauses.append("ROW_FORMAT = \(after.rowFormat ?? "DEFAULT")") }
        for option in after.others where !before.others.contains(option) {
            clauses.append("\(option.name) = \(option.value)")
        }
        for option in before.others where !after.others.contains(where: { $0.name == option.name }) {
            if !isResetLate(option, from: before, to: after) {
                clauses.append("\(option.name) = \(option.resettingValue)")
            }
        }
        return clauses
    }

    /// When the engine changes, Aria's option can be removed only in a later ALTER (MariaDB 10.11, 11.8).
    func isResetLate(_ option: TableOption, from before: TableOptions, to after: TableOptions) -> Bool {
        option.name.uppercased() == "PAGE_CHECKSUM" && before.engine != after.engine
    }

    var lateOptionClauses: [String] {
        alteration.changes.flatMap { change -> [String] in
            guard case .changeOptions(let before, let after) = change else { return [] }
            return before.others.filter { option in
                isResetLate(option, from: before, to: after) && !after.others.contains { $0.name == option.name }
            }
            .map { "\($0.name) = \($0.resettingValue)" }
        }
    }
}
