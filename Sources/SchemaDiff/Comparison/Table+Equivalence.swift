internal import SchemaModel

extension Table {
    /// Returns whether the tables are equal, ignoring the order of indexes, foreign keys and checks.
    func isEquivalent(to other: Table) -> Bool {
        self == other || TableComparator(before: self, after: other, renames: [:]).changes().isEmpty
    }

    /// Whether the table contains SQL expressions, which a server rewrites.
    var hasExpressions: Bool {
        !checks.isEmpty
            || columns.contains { column in
                let hasExpression = if case .expression = column.defaultValue { true } else { false }
                return hasExpression || column.generated != nil || column.check != nil
            }
            || indexes.contains { $0.parts.contains { $0.columnName == nil && !$0.isPeriod } }
    }
}
