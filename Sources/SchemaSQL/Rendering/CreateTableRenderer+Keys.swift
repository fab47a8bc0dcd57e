internal import SQLStatements
package import SchemaModel

extension CreateTableRenderer {
    package func primaryKeyDefinition(_ key: PrimaryKey) -> String {
        var text = "PRIMARY KEY " + list(key.parts)
        if let algorithm = key.algorithm { text += " USING " + algorithm }
        if !key.comment.isEmpty { text += " COMMENT " + dialect.quotedLiteral(key.comment) }
        return text
    }

    package func indexDefinition(_ index: Index) -> String {
        var text = index.kind.keyword + " " + dialect.quotedIdentifier(index.name) + " " + list(index.parts)
        if let algorithm = index.algorithm { text += " USING " + algorithm }
        if let size = index.keyBlockSize { text += " KEY_BLOCK_SIZE=\(size)" }
        if !index.comment.isEmpty { text += " COMMENT " + dialect.quotedLiteral(index.comment) }
        if index.isInvisible { text += isMariaDB ? " IGNORED" : isStatement ? " INVISIBLE" : " /*!80000 INVISIBLE */" }
        for option in index.options {
            let name = isStatement ? option.name : dialect.quotedIdentifier(option.name)
            text += " \(name)=\(option.value)"
        }
        if let parser = index.parser {
            let clause = "WITH PARSER " + dialect.quotedIdentifier(parser)
            // Both servers print a space after the comment.
            text += isStatement ? " " + clause : " /*!50100 \(clause) */ "
        }
        return text
    }

    private func list(_ parts: [IndexPart]) -> String {
        "(" + parts.map(part).joined(separator: ",") + ")"
    }

    private func part(_ part: IndexPart) -> String {
        var text =
            switch part.value {
            case .column(let name): dialect.quotedIdentifier(name)
            case .expression(let expression): "(" + indexExpression(expression) + ")"
            case .period(let name): dialect.quotedIdentifier(name) + " WITHOUT OVERLAPS"
            }
        if let length = part.prefixLength { text += "(\(length))" }
        if part.isDescending { text += " DESC" }
        return text
    }

    private func indexExpression(_ expression: String) -> String {
        let text = spellings?.indexExpressions[expression]
        return printed(expression, text.map { PrintedSpellings.Spelling(value: expression, text: $0) })
    }

    /// Returns `PERIOD FOR name (start, end)`; without a name, the system period.
    package func periodDefinition(_ name: String?, _ columns: PeriodColumns) -> String {
        "PERIOD FOR " + (name.map(dialect.quotedIdentifier) ?? "SYSTEM_TIME") + " "
            + names([columns.start, columns.end])
    }

    package func foreignKeyDefinition(_ key: ForeignKey) -> String {
        let database = key.referencedDatabase.map { dialect.quotedIdentifier($0) + "." } ?? ""
        var text = "CONSTRAINT " + dialect.quotedIdentifier(key.name)
        text += " FOREIGN KEY " + names(key.columns)
        text += " REFERENCES " + database + dialect.quotedIdentifier(key.referencedTable)
        text += " " + names(key.referencedColumns)
        if let rule = key.onDelete { text += " ON DELETE " + rule.rawValue }
        if let rule = key.onUpdate { text += " ON UPDATE " + rule.rawValue }
        return text
    }

    private func names(_ columns: [String]) -> String {
        "(" + columns.map(dialect.quotedIdentifier).joined(separator: ", ") + ")"
    }

    package func checkDefinition(_ check: Check) -> String {
        let expression = printed(check.expression, spellings?.checks[check.name])
        let text = "CONSTRAINT " + dialect.quotedIdentifier(check.name) + " CHECK (\(expression))"
        if check.isEnforced { return text }
        return text + (isStatement ? " NOT ENFORCED" : " /*!80016 NOT ENFORCED */")
    }
}

extension Index.Kind {
    fileprivate var keyword: String {
        switch self {
        case .plain: "KEY"
        case .unique: "UNIQUE KEY"
        case .fulltext: "FULLTEXT KEY"
        case .spatial: "SPATIAL KEY"
        case .vector: "VECTOR KEY"
        }
    }
}
