package import SchemaModel

/// The choices of one SHOW CREATE TABLE text that say nothing about the table: redundant character set clauses,
/// parentheses, how a literal is written. With them the renderer can reproduce the text to the byte.
///
/// Each expression stands beside the value that was read from it, and is used only for a table that has that value.
package struct PrintedSpellings: Hashable, Sendable {
    /// A piece of text and what it was understood to be.
    package struct Spelling<Value: Hashable & Sendable>: Hashable, Sendable {
        package var value: Value
        package var text: String
    }

    package struct ColumnSpelling: Hashable, Sendable {
        package var namesCharset = false
        package var namesCollation = false
        /// MariaDB 10.x prints INVISIBLE before DEFAULT, later versions behind it.
        package var isInvisibleBeforeDefault = false
        package var defaultValue: Spelling<DefaultValue?>?
        package var generated: Spelling<String>?
        package var check: Spelling<String>?
    }

    /// By column name.
    package var columns: [String: ColumnSpelling] = [:]
    /// By constraint name.
    package var checks: [String: Spelling<String>] = [:]
    /// By expression.
    package var indexExpressions: [String: String] = [:]
    package var namesTableCollation = false
    /// By the expression of a partition scheme, or `COMMENT ` and a partition's comment.
    package var partitionTexts: [String: String] = [:]
    /// Names that stand in backquotes behind PARTITION BY.
    package var quotedPartitionNames: Set<String> = []

    package init() {}
}
