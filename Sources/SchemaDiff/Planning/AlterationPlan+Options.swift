internal import SQLStatements
internal import SchemaModel

/// The engine, character set, comment and other options of the table.
extension AlterationPlan {
    func optionClauses(from before: TableOptions, to after: TableOptions) -> [AlterClause] {
        var clauses: [AlterClause] = []
        func add(_ text: String, in step: AlterClause.Step = .main) {
            clauses.append(AlterClause(.option, text, in: step))
        }
        if before.engine != after.engine, let engine = after.engine { add("ENGINE = \(engine)") }
        if before.charset != after.charset || before.collation != after.collation,
            let charset = after.charset, let collation = after.collation
        {
            add("DEFAULT CHARACTER SET = \(charset) COLLATE = \(collation)")
        }
        if before.autoIncrement != after.autoIncrement, let start = after.autoIncrement {
            add("AUTO_INCREMENT = \(start)")
        }
        if before.rowFormat != after.rowFormat { add("ROW_FORMAT = \(after.rowFormat ?? "DEFAULT")") }
        for option in after.others where !before.others.contains(option) {
            add("\(option.name) = \(option.value)")
        }
        for option in before.others where !after.others.contains(where: { $0.name == option.name }) {
            // When the engine changes, Aria's option can be removed only in a later ALTER (MariaDB 10.11, 11.8).
            let isLate = option.name.uppercased() == "PAGE_CHECKSUM" && before.engine != after.engine
            add("\(option.name) = \(option.resettingValue)", in: isLate ? .resettingOptions : .main)
        }
        return clauses
    }
}
