package import SchemaModel

/// The contents of a SHOW CREATE TABLE text.
package struct ParsedCreateTable: Hashable, Sendable {
    /// The normalised table: character sets are filled in, default rules are nil, and MariaDB's JSON is recognised.
    package var table: Table
    package var isTemporary: Bool
    package var spellings: PrintedSpellings
    /// AUTO_INCREMENT=n, the next value.
    package var autoIncrement: Int?

    /// Columns by name.
    package var columns: [String: Column] {
        Dictionary(table.columns.map { ($0.name, $0) }) { first, _ in first }
    }
    package var checks: [Check] { table.checks }
    package var indexes: [Index] { table.indexes }
}

/// A SHOW CREATE TABLE text contains something that swiftmig does not know.
package struct ShowCreateTableError: Error, Hashable, Sendable {
    /// The line that could not be read, without surrounding spaces.
    package var line: String
    /// What was being read, such as `column b`.
    package var place: String
}
