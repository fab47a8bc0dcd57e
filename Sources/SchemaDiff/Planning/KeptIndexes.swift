internal import SchemaModel
internal import SchemaSQL

/// The indexes of a table that have to be made again in the ALTER that adds foreign keys, so that they keep their names.
///
/// Where the server made an index for an earlier key, a new key replaces it by one of its own name (MariaDB 10.11 and 11.8,
/// MySQL 9.7); one that somebody named stays. No server tells which is which, and this is right for both.
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
        comments = indexes.map { "index \($0.name) comes again, for the server may give it the name of the new key" }
    }
}

extension Index {
    /// Whether the columns begin with those of the index, as an index that the server makes has them.
    fileprivate func leads(_ columns: [String]) -> Bool {
        parts.count <= columns.count
            && zip(parts, columns).allSatisfy {
                $0 == IndexPart(column: $0.columnName ?? "") && $0.columnName?.lowercased() == $1.lowercased()
            }
    }
}
