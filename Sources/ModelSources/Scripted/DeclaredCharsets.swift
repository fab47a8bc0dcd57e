internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL

/// The character sets that SQL models declare for their tables. The scratch database fills in what they leave out,
/// which should be the target's choice.
struct DeclaredCharsets {
    /// The clauses by lower-case table name; nil if the statements are too complex to tell.
    private var clauses: [String: CharsetClauses?] = [:]

    mutating func read(_ statement: String, dialect: SQLDialect) {
        let facts = StatementClassifier.facts(of: statement, dialect: dialect)
        for object in facts.objects where object.kind == .table {
            let name = object.name.name.lowercased()
            if let made = CharsetClauses(createTable: statement, dialect: dialect) {
                clauses[name] = made
            } else if CharsetClauses.areMentioned(in: statement, dialect: dialect) {
                clauses[name] = .some(nil)
            }
        }
    }

    /// Removes from the schema what the statements leave out.
    func leaveOut(of schema: inout Schema) {
        // These defaults come from the scratch server.
        schema.defaults.charset = nil
        schema.defaults.collation = nil
        for index in schema.tables.indices {
            guard let clauses = clauses[schema.tables[index].name.lowercased()] ?? nil, !clauses.namesCollation else {
                continue
            }
            schema.tables[index].leaveOutCollation(andCharset: !clauses.namesCharset)
        }
    }
}

extension Table {
    fileprivate mutating func leaveOutCollation(andCharset leavesCharset: Bool) {
        let (charset, collation) = (options.charset, options.collation)
        options.collation = nil
        if leavesCharset { options.charset = nil }
        for index in columns.indices where columns[index].charset == charset && columns[index].collation == collation {
            columns[index].charset = nil
            columns[index].collation = nil
        }
    }
}
