package import SchemaModel

/// The details of a SHOW CREATE TABLE text that carry no meaning: redundant character set clauses, parentheses, the
/// form of literals. With them, the renderer reproduces the text byte for byte.
///
/// Each spelling keeps the value that was read from it, and is used only for a table with the same value.
package struct PrintedSpellings: Hashable, Sendable {
    /// A piece of text and the value read from it.
    package struct Spelling<Value: Hashable & Sendable>: Hashable, Sendable {
        package var value: Value
        package var text: String
    }

    package struct ColumnSpelling: Hashable, Sendable {
        package var namesCharset = false
        package var namesCollation = false
        /// MariaDB 10.x prints INVISIBLE before DEFAULT, later versions after it.
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
    /// By the expression of a partition scheme, or by `COMMENT ` and a partition's comment.
    package var partitionTexts: [String: String] = [:]
    /// Names in backquotes after PARTITION BY.
    package var quotedPartitionNames: Set<String> = []

    package init() {}
}
