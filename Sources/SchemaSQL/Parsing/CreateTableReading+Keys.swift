internal import SQLStatements
package import SchemaModel

extension CreateTableReading {
    mutating func primaryKey() throws(ShowCreateTableError) {
        place = "the primary key"
        var index = Index(name: "PRIMARY", kind: .unique, parts: try parts())
        try indexOptions(&index)
        table.primaryKey = PrimaryKey(parts: index.parts, comment: index.comment, algorithm: index.algorithm)
    }

    mutating func index(_ kind: Index.Kind) throws(ShowCreateTableError) {
        let name = try identifier()
        place = "index \(name)"
        var index = Index(name: name, kind: kind, parts: try parts())
        try indexOptions(&index)
        table.indexes.append(index)
    }

    private mutating func parts() throws(ShowCreateTableError) -> [IndexPart] {
        try expect(scanner.accept("("))
        var parts: [IndexPart] = []
        repeat { parts.append(try part()) } while scanner.accept(",")
        try expect(scanner.accept(")"))
        return parts
    }

    private mutating func part() throws(ShowCreateTableError) -> IndexPart {
        var part: IndexPart
        if let text = scanner.parenthesized() {
            let expression = ExpressionText.withoutOuterParentheses(text)
            spellings.indexExpressions[expression] = text
            part = IndexPart(.expression(expression))
        } else {
            part = IndexPart(column: try identifier())
            if let name = part.columnName, scanner.accept(words: "WITHOUT", "OVERLAPS") {
                return IndexPart(.period(name))
            }
            if scanner.accept("(") {
                part.prefixLength = scanner.integer()
                try expect(part.prefixLength != nil && scanner.accept(")"))
            }
        }
        part.isDescending = scanner.accept(words: "DESC")
        if !part.isDescending { _ = scanner.accept(words: "ASC") }
        return part
    }

    private mutating func indexOptions(_ index: inout Index) throws(ShowCreateTableError) {
        while true {
            if scanner.token?.kind == .quotedIdentifier {
                index.options.append(try engineOption())
                continue
            }
            guard let word = scanner.word() else { break }
            switch word {
            case "using": index.algorithm = try identifier().uppercased()
            case "comment": index.comment = try literal()
            case "key_block_size":
                _ = scanner.accept("=")
                index.keyBlockSize = scanner.integer()
                try expect(index.keyBlockSize != nil)
            case "with":
                try expect(scanner.accept(words: "PARSER"))
                index.parser = try identifier()
            case "ignored", "invisible": index.isInvisible = true
            default: throw unexpected(atLastToken: true)
            }
        }
        try expect(scanner.isNext(",") || scanner.isNext(")"))
    }

    /// Reads an option that an engine defines. MariaDB prints its name in backquotes.
    private mutating func engineOption() throws(ShowCreateTableError) -> TableOption {
        let name = try identifier()
        try expect(scanner.accept("=") && !scanner.isAtEnd)
        let start = scanner.offset
        scanner.advance()
        return TableOption(name: name, value: scanner.text(start..<scanner.previousEnd))
    }

    mutating func period() throws(ShowCreateTableError) {
        place = "a period"
        let isSystem = scanner.peekWord() == "system_time"
        let name = try identifier()
        let columns = try names()
        try expect(columns.count == 2)
        let ends = PeriodColumns(start: columns[0], end: columns[1])
        if isSystem {
            table.systemVersioning = SystemVersioning(columns: ends)
        } else {
            table.period = Period(name: name, columns: ends)
        }
    }

    // MARK: - Constraints

    mutating func constraint() throws(ShowCreateTableError) {
        let name = try identifier()
        place = "constraint \(name)"
        if scanner.accept(words: "FOREIGN", "KEY") { return try foreignKey(name) }
        try expect(scanner.accept(words: "CHECK"))
        let text = try parenthesized()
        let expression = ExpressionText.withoutOuterParentheses(text)
        let isEnforced = !scanner.accept(words: "NOT", "ENFORCED")
        table.checks.append(Check(name: name, expression: expression, isEnforced: isEnforced))
        spellings.checks[name] = .init(value: expression, text: text)
    }

    private mutating func foreignKey(_ name: String) throws(ShowCreateTableError) {
        let columns = try names()
        try expect(scanner.accept(words: "REFERENCES"))
        var key = ForeignKey(name: name, columns: columns, referencedTable: try identifier(), referencedColumns: [])
        if scanner.accept(".") {
            key.referencedDatabase = key.referencedTable
            key.referencedTable = try identifier()
        }
        key.referencedColumns = try names()
        if scanner.accept(words: "ON", "DELETE") { key.onDelete = profile.meaning(of: try rule()) }
        if scanner.accept(words: "ON", "UPDATE") { key.onUpdate = profile.meaning(of: try rule()) }
        table.foreignKeys.append(key)
    }

    private mutating func names() throws(ShowCreateTableError) -> [String] {
        try expect(scanner.accept("("))
        var names: [String] = []
        repeat { names.append(try identifier()) } while scanner.accept(",")
        try expect(scanner.accept(")"))
        return names
    }

    private mutating func rule() throws(ShowCreateTableError) -> ForeignKey.Rule {
        if scanner.accept(words: "CASCADE") { return .cascade }
        if scanner.accept(words: "RESTRICT") { return .restrict }
        if scanner.accept(words: "NO", "ACTION") { return .noAction }
        if scanner.accept(words: "SET", "NULL") { return .setNull }
        if scanner.accept(words: "SET", "DEFAULT") { return .setDefault }
        throw unexpected()
    }
}

extension ServerProfile {
    /// Returns the rule, or nil if a missing clause means the same: RESTRICT on MariaDB, NO ACTION on MySQL. SHOW
    /// CREATE TABLE does not print these rules either (MariaDB 10.11, 11.8; MySQL 9.7).
    package func meaning(of rule: ForeignKey.Rule) -> ForeignKey.Rule? {
        rule == (flavor == .mariadb ? .restrict : .noAction) ? nil : rule
    }
}
