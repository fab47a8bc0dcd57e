internal import SQLStatements
internal import SchemaModel

/// Finds checks that use no column. The server checks whether the expression is valid.
struct ExpressionChecker {
    let table: Table
    let problems: ProblemList

    func check() {
        if table.checks.isEmpty, !table.columns.contains(where: { $0.check != nil }) { return }
        let columns = Set(table.columns.map { $0.name.lowercased() })
        for check in table.checks {
            require(columns, in: check.expression, .check(check.name, table: table.name), check.origin)
        }
        for column in table.columns {
            guard let expression = column.check else { continue }
            require(columns, in: expression, .column(column.name, table: table.name), column.origin)
        }
    }

    private func require(_ columns: Set<String>, in expression: String, _ place: DocumentPlace, _ origin: Origin) {
        let names = SQLNames.mentioned(in: expression)
        // A text that cannot be read mentions no names.
        if !names.isDisjoint(with: columns) || names.isEmpty && !isReadable(expression) { return }
        problems.add(
            .namesNoColumn(in: place, table: table.name, known: table.columns.map(\.name)),
            at: origin.location
        )
    }

    private func isReadable(_ expression: String) -> Bool {
        var lexer = SQLLexer(expression)
        do {
            while try lexer.next() != nil {}
            return true
        } catch {
            return false
        }
    }
}
