package import SchemaModel

/// What models declare, as they say it and as it can stand beside an inspected schema. Making it asks no server, so that
/// can be done while the server gathers its answers.
package struct DeclaredSchema: Sendable {
    package let schema: Schema
    /// The same tables, normalised, in the same order.
    let normalizedTables: [Table]

    package init(_ schema: Schema, for profile: ServerProfile) {
        self.schema = schema
        normalizedTables = DeclaredNormalizer(profile: profile).normalize(schema).tables
    }

    init(schema: Schema, normalizedTables: [Table]) {
        self.schema = schema
        self.normalizedTables = normalizedTables
    }
}
