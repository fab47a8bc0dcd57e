internal import SQLStatements
package import SchemaModel

/// Renders CREATE TABLE and its parts for one server, from normalised tables with character sets and engine filled in.
package struct CreateTableRenderer: Sendable {
    package enum Style: Hashable, Sendable {
        /// For people and revision files: valid on the server and without redundant clauses.
        case statement
        /// What SHOW CREATE TABLE prints, with the spellings of an actual text if given.
        case asServerPrints(PrintedSpellings? = nil)
    }

    package let profile: ServerProfile
    package let style: Style
    let spellings: PrintedSpellings?
    let isStatement: Bool

    package init(profile: ServerProfile, style: Style = .statement) {
        self.profile = profile
        self.style = style
        if case .asServerPrints(let spellings) = style {
            self.spellings = spellings
            isStatement = false
        } else {
            spellings = nil
            isStatement = true
        }
    }

    var isMariaDB: Bool { profile.flavor == .mariadb }
    var dialect: SQLDialect { profile.dialect }

    /// Returns the whole statement, without a semicolon and, in either style, without the server's AUTO_INCREMENT=n.
    package func createTable(_ table: Table) -> String {
        var text = TextBuffer(capacity: 64 * (table.columns.count + table.indexes.count + 4))
        text += "CREATE TABLE "
        text += dialect.quotedIdentifier(table.name)
        text += " (\n"
        var separator = "  "
        func separate() {
            text += separator
            separator = ",\n  "
        }
        func add(_ definition: String) {
            separate()
            text += definition
        }
        // Iterating over indices avoids copying columns.
        for index in table.columns.indices {
            separate()
            append(columnDefinition: table.columns[index], in: table, to: &text)
        }
        if let period = table.period { add(periodDefinition(period.name, period.columns)) }
        if let key = table.primaryKey { add(primaryKeyDefinition(key)) }
        for index in table.indexes { add(indexDefinition(index)) }
        if let columns = table.systemVersioning?.columns { add(periodDefinition(nil, columns)) }
        for key in table.foreignKeys { add(foreignKeyDefinition(key)) }
        for check in table.checks { add(checkDefinition(check)) }
        text += "\n)"
        let options = tableOptions(table)
        if !options.isEmpty { text += " " + options }
        if table.systemVersioning != nil { text += " WITH SYSTEM VERSIONING" }
        if let partitioning = table.partitioning {
            text += printedPartitioning(partitioning, engine: table.options.engine)
        }
        return text.text
    }

    /// Returns what follows the closing parenthesis: engine, character set, comment and so on.
    package func tableOptions(_ table: Table) -> String {
        let options = table.options
        var parts: [String] = []
        for option in options.others where OptionPlace(option.name) == .beforeEngine { parts.append(spelled(option)) }
        if let engine = options.engine { parts.append("ENGINE=" + engine) }
        if isStatement, let start = options.autoIncrement { parts.append("AUTO_INCREMENT=\(start)") }
        if let charset = options.charset {
            parts.append("DEFAULT CHARSET=" + spelled(charset: charset))
            if let collation = options.collation, printsTableCollation(charset, collation) {
                parts.append("COLLATE=" + spelled(collation: collation))
            }
        } else if let collation = options.collation {
            parts.append("COLLATE=" + spelled(collation: collation))
        }
        var rowFormat = options.rowFormat.map { "ROW_FORMAT=" + $0 }
        var comment = table.comment.isEmpty ? nil : "COMMENT=" + dialect.quotedLiteral(table.comment)
        for option in options.others {
            let place = OptionPlace(option.name)
            if place == .beforeEngine { continue }
            if place > .beforeRowFormat, let text = rowFormat.take() { parts.append(text) }
            if place > .beforeComment, let text = comment.take() { parts.append(text) }
            parts.append(spelled(option))
        }
        if let rowFormat { parts.append(rowFormat) }
        if let comment { parts.append(comment) }
        return parts.joined(separator: " ")
    }

    /// The servers omit COLLATE if the character set implies it: MariaDB for `binary`, MySQL for every default
    /// collation except that of utf8mb4, which changed in 8.0.
    private func printsTableCollation(_ charset: String, _ collation: String) -> Bool {
        if collation != profile.printedCollation(of: charset) { return true }
        if let spellings { return spellings.namesTableCollation }
        if charset == "binary" { return false }
        return isStatement || isMariaDB || charset == "utf8mb4"
    }

    /// MariaDB prints engine-defined options in backquotes.
    private func spelled(_ option: TableOption) -> String {
        let isQuoted = !isStatement && isMariaDB && OptionPlace(option.name) == .engineDefined
        if !isStatement, option.name == "AUTOEXTEND_SIZE" { return "/*!80023 AUTOEXTEND_SIZE=\(option.value) */" }
        if option.name == "TABLESPACE" {
            return isStatement ? "TABLESPACE \(option.value)" : "/*!50100 TABLESPACE \(option.value) */"
        }
        let name = isQuoted ? dialect.quotedIdentifier(option.name) : option.name
        return name + "=" + option.value
    }
}

/// Where the servers print an option, relative to ROW_FORMAT and COMMENT.
private enum OptionPlace: Int, Comparable {
    case beforeEngine, beforeRowFormat, beforeComment, afterComment, engineDefined

    init(_ name: String) {
        switch name.uppercased() {
        case "AUTOEXTEND_SIZE", "TABLESPACE": self = .beforeEngine
        case "MIN_ROWS", "MAX_ROWS", "AVG_ROW_LENGTH", "PACK_KEYS", "STATS_PERSISTENT", "STATS_AUTO_RECALC",
            "STATS_SAMPLE_PAGES", "CHECKSUM", "PAGE_CHECKSUM", "DELAY_KEY_WRITE":
            self = .beforeRowFormat
        case "TRANSACTIONAL", "KEY_BLOCK_SIZE", "COMPRESSION", "ENCRYPTION": self = .beforeComment
        case "CONNECTION", "UNION", "INSERT_METHOD", "DATA DIRECTORY", "INDEX DIRECTORY": self = .afterComment
        default: self = .engineDefined
        }
    }

    static func < (left: OptionPlace, right: OptionPlace) -> Bool { left.rawValue < right.rawValue }
}

extension Optional {
    /// Returns the value and sets it to nil.
    fileprivate mutating func take() -> Wrapped? {
        defer { self = nil }
        return self
    }
}
