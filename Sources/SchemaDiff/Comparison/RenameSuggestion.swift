internal import SchemaModel

/// A drop and an add that look like a rename. It is only a suggestion and is never applied automatically.
package struct RenameSuggestion: Hashable, Sendable {
    package var rename: Rename

    /// The argument for `--rename`.
    package var argument: String {
        rename.table.map { "\($0).\(rename.from):\(rename.to)" } ?? "\(rename.from):\(rename.to)"
    }

    /// Returns the pairs that differ only in their names, if there is exactly one candidate on each side.
    static func suggestions(in changes: [Change]) -> [RenameSuggestion] {
        var suggestions: [RenameSuggestion] = []
        let created = changes.compactMap { if case .createTable(let table) = $0 { table } else { nil } }
        let dropped = changes.compactMap { if case .dropTable(let table) = $0 { table } else { nil } }
        for table in dropped {
            let twins = created.filter { $0.columns == table.columns }
            let rivals = dropped.filter { $0.columns == table.columns }
            if twins.count == 1, rivals.count == 1 {
                suggestions.append(RenameSuggestion(rename: Rename(from: table.name, to: twins[0].name)))
            }
        }
        for case .alterTable(let alteration) in changes { suggestions += Self.columns(in: alteration) }
        return suggestions
    }

    private static func columns(in alteration: TableAlteration) -> [RenameSuggestion] {
        let added = alteration.changes.compactMap { if case .addColumn(let column, _) = $0 { column } else { nil } }
        let dropped = alteration.changes.compactMap { if case .dropColumn(let column) = $0 { column } else { nil } }
        func isTwin(_ one: Column, _ other: Column) -> Bool {
            var renamed = one
            renamed.name = other.name
            return renamed == other
        }
        return dropped.compactMap { column in
            let twins = added.filter { isTwin(column, $0) }
            let rivals = dropped.filter { isTwin($0, column) }
            guard twins.count == 1, rivals.count == 1 else { return nil }
            return RenameSuggestion(
                rename: Rename(table: alteration.after.name, from: column.name, to: twins[0].name)
            )
        }
    }
}
