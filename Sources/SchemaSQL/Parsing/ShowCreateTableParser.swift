internal import SQLStatements
package import SchemaModel

/// Parses what SHOW CREATE TABLE prints on MariaDB and MySQL, including temporary tables.
///
/// The parser knows a fixed set of clauses. Any other clause is an error and is never skipped, so that no part of a
/// table is missed.
package struct ShowCreateTableParser: Sendable {
    package let profile: ServerProfile
    /// How the text is quoted: the `sql_mode` of the session that ran SHOW CREATE TABLE.
    package let dialect: SQLDialect

    package init(profile: ServerProfile, dialect: SQLDialect? = nil) {
        self.profile = profile
        self.dialect = dialect ?? profile.dialect
    }

    package func parse(_ text: String) throws(ShowCreateTableError) -> ParsedCreateTable {
        try parse(Array(text.utf8))
    }

    /// - Parameter bytes: The text as the server sent it. A binary default of MariaDB 10 is not valid UTF-8.
    package func parse(_ bytes: [UInt8]) throws(ShowCreateTableError) -> ParsedCreateTable {
        var reading = CreateTableReading(scanner: SQLScanner(bytes, dialect: dialect), profile: profile)
        return try reading.read()
    }

    /// Parses the text after DEFAULT, such as MariaDB's COLUMN_DEFAULT. Returns nil for NULL and unreadable text.
    package func defaultValue(_ text: String, of type: ColumnType) -> DefaultValue? {
        var reading = CreateTableReading(scanner: SQLScanner(text, dialect: dialect), profile: profile)
        guard let value = try? reading.defaultValue(of: type), reading.scanner.isAtEnd else { return nil }
        return value
    }
}

/// The state of parsing one text.
struct CreateTableReading {
    var scanner: SQLScanner
    let profile: ServerProfile
    var table = Table(name: "")
    var spellings = PrintedSpellings()
    var autoIncrement: Int?
    /// What is being read, for error messages.
    var place = "CREATE TABLE"

    init(scanner: SQLScanner, profile: ServerProfile) {
        self.scanner = scanner
        self.profile = profile
    }

    var isMariaDB: Bool { profile.flavor == .mariadb }

    mutating func read() throws(ShowCreateTableError) -> ParsedCreateTable {
        try expect(scanner.accept(words: "CREATE"))
        let isTemporary = scanner.accept(words: "TEMPORARY")
        try expect(scanner.accept(words: "TABLE"))
        table.name = try identifier()
        try expect(scanner.accept("("))
        repeat { try item() } while scanner.accept(",")
        try expect(scanner.accept(")"))
        try options()
        try finish()
        return ParsedCreateTable(
            table: table,
            isTemporary: isTemporary,
            spellings: spellings,
            autoIncrement: autoIncrement
        )
    }

    private mutating func item() throws(ShowCreateTableError) {
        let isName = scanner.token?.kind == .quotedIdentifier
        if isName { return try column() }
        place = "an index or a constraint"
        if scanner.accept(words: "PRIMARY", "KEY") { return try primaryKey() }
        if scanner.accept(words: "UNIQUE", "KEY") { return try index(.unique) }
        if scanner.accept(words: "FULLTEXT", "KEY") { return try index(.fulltext) }
        if scanner.accept(words: "SPATIAL", "KEY") { return try index(.spatial) }
        if scanner.accept(words: "VECTOR", "KEY") { return try index(.vector) }
        if scanner.accept(words: "PERIOD", "FOR") { return try period() }
        if scanner.accept(words: "KEY") { return try index(.plain) }
        if scanner.accept(words: "CONSTRAINT") { return try constraint() }
        throw unexpected()
    }

    /// A column without a character set has the table's, which comes later in the text.
    private mutating func finish() throws(ShowCreateTableError) {
        for position in table.columns.indices where table.columns[position].type.isCharacter {
            resolveCharset(&table.columns[position])
            try decodeDefault(at: position)
        }
        if isMariaDB { recognizeJSON() }
    }

    /// MySQL prints a default with characters beyond U+FFFF as 0x…, in the column's encoding.
    private mutating func decodeDefault(at position: Int) throws(ShowCreateTableError) {
        let column = table.columns[position]
        guard !isMariaDB, let text = spellings.columns[column.name]?.defaultValue?.text, text.hasPrefix("0x"),
            let charset = column.charset
        else { return }
        guard let bytes = DefaultValue.bytes(ofHex: String(text.dropFirst(2))),
            let value = CharacterSet.text(of: bytes, in: charset)
        else { throw ShowCreateTableError(line: "DEFAULT " + text, place: "column \(column.name)") }
        table.columns[position].defaultValue = .literal(value)
        spellings.columns[column.name]?.defaultValue?.value = .literal(value)
    }

    private func resolveCharset(_ column: inout Column) {
        if column.charset == nil, column.collation == nil {
            column.charset = table.options.charset
            column.collation = table.options.collation
        } else if let charset = column.charset {
            column.collation = column.collation ?? profile.printedCollation(of: charset)
        } else if let collation = column.collation {
            column.charset = profile.charsetOfCollation[collation] ?? CharacterSet.ofCollation(collation)
        }
    }

    /// MariaDB's JSON is LONGTEXT in utf8mb4_bin with the check `json_valid(column)` (10.2.7 and later).
    private mutating func recognizeJSON() {
        for position in table.columns.indices where table.columns[position].isMariaDBJSON {
            table.columns[position].type = .json
            table.columns[position].charset = nil
            table.columns[position].collation = nil
            table.columns[position].check = nil
        }
    }
}

extension Column {
    /// Whether the column is what MariaDB stores for the type JSON.
    package var isMariaDBJSON: Bool {
        type == .text(.long) && collation == "utf8mb4_bin"
            && check == "json_valid(\(SQLDialect().quotedIdentifier(name)))"
    }
}

extension ServerProfile {
    /// Returns the collation that the server means when it prints only a character set: `binary` for `binary`,
    /// otherwise the built-in default, which `default_collation_for_utf8mb4` does not change (MySQL 8.0.11 and later).
    func printedCollation(of charset: String) -> String {
        if charset == "binary" { return charset }
        if flavor == .mysql, charset == "utf8mb4" { return "utf8mb4_0900_ai_ci" }
        return defaultCollations[charset] ?? charset + "_general_ci"
    }
}

// MARK: - Steps

extension CreateTableReading {
    mutating func identifier() throws(ShowCreateTableError) -> String {
        guard let name = scanner.identifier() else { throw unexpected() }
        return name
    }

    mutating func literal() throws(ShowCreateTableError) -> String {
        guard let text = scanner.stringLiteral() else { throw unexpected() }
        return text
    }

    mutating func parenthesized() throws(ShowCreateTableError) -> String {
        guard let text = scanner.parenthesized() else { throw unexpected() }
        return text
    }

    func expect(_ condition: Bool) throws(ShowCreateTableError) {
        if !condition { throw unexpected() }
    }

    /// An error with the line of the next token, or of the last token read.
    func unexpected(atLastToken isLast: Bool = false) -> ShowCreateTableError {
        let bytes = scanner.bytes
        let offset = isLast ? max(scanner.previousEnd - 1, 0) : min(scanner.offset, bytes.count)
        let start = bytes[..<offset].lastIndex(of: 10).map { $0 + 1 } ?? 0
        let end = bytes[offset...].firstIndex(of: 10) ?? bytes.count
        return ShowCreateTableError(line: scanner.text(start..<end).trimmed, place: place)
    }
}
