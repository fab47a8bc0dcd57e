internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL

/// The indexes that the ALTER which adds foreign keys must recreate, so that they keep their names.
///
/// A new key replaces an index that the server created for an earlier key with one named after itself (MariaDB 10.11
/// and 11.8, MySQL 9.7), but keeps an index that a person named. No server tells which is which, and recreating the
/// index works for both.
struct KeptIndexes {
    let clauses: [String]
    let comments: [String]

    init(under keys: [ForeignKey], before: Table?, after: Table?, renderer: CreateTableRenderer) {
        let known = before?.indexes ?? []
        let indexes = (after?.indexes ?? []).filter { index in
            index.kind == .plain && known.contains(index)
                && keys.contains { $0.name.lowercased() != index.name.lowercased() && index.leads($0.columns) }
        }
        clauses = indexes.flatMap {
            ["DROP INDEX \(renderer.profile.dialect.quotedIdentifier($0.name))", "ADD " + renderer.indexDefinition($0)]
        }
        comments = indexes.map { "index \($0.name) is recreated, because the server may rename it after the new key" }
    }
}

extension Index {
    /// Returns whether the columns start with those of the index, as for an index that the server creates.
    fileprivate func leads(_ columns: [String]) -> Bool {
        parts.count <= columns.count
            && zip(parts, columns).allSatisfy {
                $0 == IndexPart(column: $0.columnName ?? "") && $0.columnName?.lowercased() == $1.lowercased()
            }
    }
}
