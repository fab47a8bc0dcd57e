package import SchemaModel

/// The declared schema, both as written and normalised for comparison with an inspected one. Creating it needs no
/// server, so it can happen while the server gathers its answers.
package struct DeclaredSchema: Sendable {
    package internal(set) var schema: Schema
    /// The same tables, normalised, in the same order.
    var normalizedTables: [Table]
    private let normalizer: DeclaredNormalizer

    package init(_ schema: Schema, for profile: ServerProfile) {
        self.schema = schema
        normalizer = DeclaredNormalizer(profile: profile)
        normalizedTables = normalizer.normalize(schema).tables
    }

    /// Returns the tables with the live character sets and collations wherever none are declared.
    ///
    /// - Parameter tables: A subset of `normalizedTables`.
    func keepingTexts(of live: TableIndex, in tables: [Table]) -> [Table] {
        let places = Dictionary(normalizedTables.enumerated().map { ($1.name, $0) }) { first, _ in first }
        return tables.map { table in
            guard let existing = live[table.name], !table.hasSameTexts(as: existing), let place = places[table.name]
            else { return table }
            return normalizer.normalize(schema.tables[place], of: schema, live: existing)
        }
    }
}

extension Table {
    fileprivate func hasSameTexts(as live: Table) -> Bool {
        options.text == live.options.text
            && columns.allSatisfy { $0.text == nil || $0.text == live.column(named: $0.name)?.text }
    }
}
