internal import SchemaModel

extension Table {
    /// Equal but for the order of indexes, foreign keys and checks, which means nothing.
    func isEquivalent(to other: Table) -> Bool {
        self == other || TableComparator(before: self, after: other, renames: [:]).changes().isEmpty
    }

    /// Whether something in the table is SQL text that a server rewrites in its own way.
    var hasExpressions: Bool {
        !checks.isEmpty
            || columns.contains { column in
                let hasExpression = if case .expression = column.defaultValue { true } else { false }
                return hasExpression || column.generated != nil || column.check != nil
            }
            || indexes.contains { $0.parts.contains { $0.columnName == nil && !$0.isPeriod } }
    }
}
