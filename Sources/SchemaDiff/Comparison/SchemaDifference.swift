package import SchemaModel

/// The changes that turn one schema into another.
package struct SchemaDifference {
    package let before: Schema
    package let after: Schema
    package let renames: RenameMap
    /// Renames come first, then the other changes in the order of the tables.
    package let changes: [Change]

    package init(from before: Schema, to after: Schema, renames: RenameMap) {
        self.before = before
        self.after = after
        self.renames = renames
        changes = SchemaComparator().changes(from: before, to: after, renames: renames)
    }

    /// The difference in the other direction.
    package var reversed: SchemaDifference {
        SchemaDifference(from: after, to: before, renames: renames.inverted)
    }
}
