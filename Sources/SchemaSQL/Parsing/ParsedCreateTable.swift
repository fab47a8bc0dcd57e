package import SchemaModel

/// What one SHOW CREATE TABLE text says.
package struct ParsedCreateTable: Hashable, Sendable {
    /// Normalised: character sets filled in, rules that the server does not print nil, JSON recognised on MariaDB.
    package var table: Table
    package var isTemporary: Bool
    package var spellings: PrintedSpellings
    /// AUTO_INCREMENT=n: the next value.
    package var autoIncrement: Int?

    /// Columns by name.
    package var columns: [String: Column] {
        Dictionary(table.columns.map { ($0.name, $0) }) { first, _ in first }
    }
    package var checks: [Check] { table.checks }
    package var indexes: [Index] { table.indexes }
}

/// A SHOW CREATE TABLE text holds something that this version does not know.
package struct ShowCreateTableError: Error, Hashable, Sendable {
    /// The line that could not be read, without the spaces around it.
    package var line: String
    /// What the reader was about when it stopped, such as `column b`.
    package var place: String
}
