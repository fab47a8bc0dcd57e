internal import SQLStatements
package import SchemaModel

extension CreateTableRenderer {
    /// Returns a column's definition with all attributes, for CREATE TABLE and ALTER TABLE … ADD/MODIFY.
    package func columnDefinition(_ column: Column, in table: Table) -> String {
        var text = TextBuffer(capacity: 64)
        append(columnDefinition: column, in: table, to: &text)
        return text.text
    }

    func append(columnDefinition column: Column, in table: Table, to text: inout TextBuffer) {
        let spelling = spellings?.columns[column.name]
        text += dialect.quotedIdentifier(column.name)
        text += " "
        text += isStatement ? column.type.statementSpelling(dialect) : column.type.sql(for: profile)
        if column.isCompressed { text += isStatement ? " COMPRESSED" : " /*M!100301 COMPRESSED*/" }
        text += characterSet(of: column, in: table, spelling)
        if isStatement, isMariaDB, let srid = column.srid { text += " REF_SYSTEM_ID=\(srid)" }
        if let generated = column.generated { text += clause(generated, spelling) }
        if let rowTime = column.rowTime { text += " GENERATED ALWAYS AS ROW " + rowTime.rawValue }
        text += nullability(of: column)
        if !isMariaDB, let srid = column.srid { text += isStatement ? " SRID \(srid)" : " /*!80003 SRID \(srid) */" }
        if let storage = column.storage { text += versioned("STORAGE " + storage, 50606) }
        if let format = column.format { text += versioned("COLUMN_FORMAT " + format, 50606) }
        let invisible = column.isInvisible ? invisibleClause : ""
        let isInvisibleFirst = isStatement || (isMariaDB && invisibleComesFirst(spelling))
        if isInvisibleFirst { text += invisible }
        text += defaultClause(of: column, spelling)
        if column.isUnversioned { text += " WITHOUT SYSTEM VERSIONING" }
        if let expression = column.onUpdate { text += " ON UPDATE " + expression }
        if column.isAutoIncrement { text += " AUTO_INCREMENT" }
        if !isInvisibleFirst { text += invisible }
        if !column.comment.isEmpty { text += " COMMENT " + dialect.quotedLiteral(column.comment) }
        if let check = check(of: column, spelling) { text += " CHECK (\(check))" }
    }

    /// Returns ALTER TABLE clauses that drop the defaults of columns that must have none but get one from their
    /// definition. On MariaDB (10.11, 11.8), a dropped default becomes NULL.
    package func withdrawnDefaults(of columns: [Column]) -> [String] {
        if isMariaDB { return [] }
        return columns.filter { $0.defaultValue == .absent && $0.isNullable }
            .map { "ALTER COLUMN \(dialect.quotedIdentifier($0.name)) DROP DEFAULT" }
    }

    package static let withdrawalRemark = "an INSERT must name a column that has no default, not even NULL"

    /// MySQL prints newer clauses in comments that older versions skip.
    func versioned(_ clause: String, _ version: Int) -> String {
        isStatement ? " " + clause : " /*!\(version) \(clause) */"
    }

    private var invisibleClause: String {
        isStatement || isMariaDB ? " INVISIBLE" : " /*!80023 INVISIBLE */"
    }

    /// MariaDB 10.11.19 prints INVISIBLE before DEFAULT, 11.8.6 after it.
    private func invisibleComesFirst(_ spelling: PrintedSpellings.ColumnSpelling?) -> Bool {
        spelling?.isInvisibleBeforeDefault ?? (profile.version < ServerProfile.Version(11, 0))
    }

    // MARK: - Character sets

    private func characterSet(
        of column: Column,
        in table: Table,
        _ spelling: PrintedSpellings.ColumnSpelling?
    ) -> String {
        let isStoredJSON = column.type == .json && isMariaDB && !isStatement
        guard column.type.isCharacter || isStoredJSON else { return "" }
        let charset = isStoredJSON ? "utf8mb4" : column.charset
        let collation = isStoredJSON ? "utf8mb4_bin" : column.collation
        guard let charset else { return collation.map { " COLLATE " + spelled(collation: $0) } ?? "" }
        let isInherited = charset == table.options.charset && collation == table.options.collation
        let clause = " CHARACTER SET " + spelled(charset: charset)
        guard let collation else { return isInherited ? "" : clause }
        if isStatement || isMariaDB {
            if isInherited, spelling?.namesCharset != true { return "" }
            let isImplied = collation == charset
            let isLeftAway = spelling?.namesCollation == false && profile.printedCollation(of: charset) == collation
            return isImplied || isLeftAway ? clause : clause + " COLLATE " + spelled(collation: collation)
        }
        return mysqlCharacterSet(charset, collation, isInherited: isInherited, spelling)
    }

    /// MySQL prints what differs from the table, and also any clause written out when the column was created, which
    /// only the text itself reveals. It prints an inherited collation that is not the character set's default.
    private func mysqlCharacterSet(
        _ charset: String,
        _ collation: String,
        isInherited: Bool,
        _ spelling: PrintedSpellings.ColumnSpelling?
    ) -> String {
        var text = ""
        if !isInherited || spelling?.namesCharset == true { text += " CHARACTER SET " + spelled(charset: charset) }
        let isImplied = profile.printedCollation(of: charset) == collation
        let namesCollation = spelling?.namesCollation ?? !(isInherited && isImplied)
        if namesCollation || !isImplied { text += " COLLATE " + spelled(collation: collation) }
        return text
    }

    /// MariaDB before 10.6 and MySQL before 8.0.24 print utf8mb3 as utf8.
    func spelled(charset: String) -> String {
        let isOld = profile.version < (isMariaDB ? ServerProfile.Version(10, 6) : ServerProfile.Version(8, 0, 24))
        return charset == "utf8mb3" && isOld && !isStatement ? "utf8" : charset
    }

    /// MySQL renamed the collations of utf8mb3 in 8.0.30, later than the character set.
    func spelled(collation: String) -> String {
        let isOld = profile.version < (isMariaDB ? ServerProfile.Version(10, 6) : ServerProfile.Version(8, 0, 30))
        guard isOld, !isStatement, collation.hasPrefix("utf8mb3_") else { return collation }
        return "utf8_" + collation.dropFirst("utf8mb3_".count)
    }

    // MARK: - NULL, generated, checks

    /// If explicit_defaults_for_timestamp is off, TIMESTAMP is NOT NULL unless it says NULL, so both servers always
    /// print NULL for it (on generated columns only MySQL does). MariaDB does not allow NOT NULL on generated columns.
    private func nullability(of column: Column) -> String {
        if column.rowTime != nil || isMariaDB && column.generated != nil { return "" }
        if !column.isNullable { return " NOT NULL" }
        if case .timestamp = column.type { return " NULL" }
        return ""
    }

    private func clause(_ generated: Generated, _ spelling: PrintedSpellings.ColumnSpelling?) -> String {
        let expression = printed(generated.expression, spelling?.generated)
        return " GENERATED ALWAYS AS (\(expression)) " + (generated.isStored ? "STORED" : "VIRTUAL")
    }

    private func check(of column: Column, _ spelling: PrintedSpellings.ColumnSpelling?) -> String? {
        if let check = column.check { return printed(check, spelling?.check) }
        // MariaDB stores JSON as LONGTEXT with this check.
        guard column.type == .json, isMariaDB, !isStatement else { return nil }
        return "json_valid(\(dialect.quotedIdentifier(column.name)))"
    }

    /// Returns an expression for use inside its clause's parentheses. MySQL adds another pair around operators.
    func printed(_ expression: String, _ spelling: PrintedSpellings.Spelling<String>?) -> String {
        if let spelling, spelling.value == expression { return spelling.text }
        if isStatement, dialect.noBackslashEscapes { return ExpressionText.requoted(expression, for: dialect) }
        if isStatement || isMariaDB || ExpressionText.isSelfContained(expression) { return expression }
        return "(" + expression + ")"
    }

    // MARK: - DEFAULT

    private func defaultClause(of column: Column, _ spelling: PrintedSpellings.ColumnSpelling?) -> String {
        if let printed = spelling?.defaultValue, printed.value == column.defaultValue {
            return printed.text.isEmpty ? "" : " DEFAULT " + printed.text
        }
        switch column.defaultValue {
        case nil: return printsDefaultNull(column) ? " DEFAULT NULL" : ""
        case .absent?: return ""
        case .literal(let text)?: return " DEFAULT " + literal(text, of: column.type)
        case .bytes(let bytes)?: return " DEFAULT " + binaryLiteral(bytes)
        case .expression(let text)?: return " DEFAULT " + defaultExpression(text)
        }
    }

    /// A nullable column without a default gets NULL. MySQL does not print it for BLOB and TEXT.
    private func printsDefaultNull(_ column: Column) -> Bool {
        guard column.isNullable, column.generated == nil, !column.isAutoIncrement else { return false }
        if isStatement {
            if case .timestamp = column.type { return true }
            return false
        }
        if isMariaDB { return true }
        switch column.type {
        case .text, .blob: return false
        default: return true
        }
    }

    private func literal(_ text: String, of type: ColumnType) -> String {
        switch type {
        case .bit: return "b'" + text + "'"
        case .integer, .decimal, .float, .double, .year:
            let isBare = isMariaDB || (isStatement && Self.isNumber(text))
            return isBare && Self.isNumber(text) ? text : dialect.quotedLiteral(text)
        case .binary, .varbinary: return isStatement ? dialect.quotedLiteral(text) : binaryLiteral(Array(text.utf8))
        case .text, .blob, .json, .spatial:
            // MySQL accepts a default for these types only as an expression.
            return isMariaDB ? dialect.quotedLiteral(text) : "(" + dialect.quotedLiteral(text) + ")"
        default: return dialect.quotedLiteral(text)
        }
    }

    /// MariaDB 11.8 prints every binary default in hexadecimal. MariaDB 10.11 and MySQL print text if it is text.
    private func binaryLiteral(_ bytes: [UInt8]) -> String {
        let printsHex = !isStatement && isMariaDB && profile.version >= ServerProfile.Version(11, 0)
        if !bytes.isEmpty, printsHex || !isText(bytes) {
            let digits = bytes.map { Self.hex[Int($0 >> 4)] + Self.hex[Int($0 & 15)] }.joined()
            return isMariaDB || isStatement ? "x'" + digits + "'" : "0x" + digits.uppercased()
        }
        return dialect.quotedLiteral(String(decoding: bytes, as: UTF8.self))
    }

    private func isText(_ bytes: [UInt8]) -> Bool {
        guard String(valid: bytes, as: UTF8.self) != nil else { return false }
        return !isStatement || !bytes.contains(0)
    }

    private static let hex = "0123456789abcdef".map(String.init)

    private static func isNumber(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0.isASCIIDigit || "+-.eE".utf8.contains($0) }
    }

    /// MariaDB prints parentheses only around operators and CAST. MySQL requires them around everything except
    /// CURRENT_TIMESTAMP.
    private func defaultExpression(_ expression: String) -> String {
        if Self.isCurrentTimestamp(expression) { return expression }
        let text = printed(expression, nil)
        let isBare = isMariaDB && ExpressionText.isSelfContained(expression) && !expression.hasPrefix("cast(")
        return isBare ? text : "(" + text + ")"
    }

    private static func isCurrentTimestamp(_ text: String) -> Bool {
        var scanner = SQLScanner(text)
        guard scanner.accept(words: "CURRENT_TIMESTAMP") else { return false }
        _ = scanner.parenthesized()
        return scanner.isAtEnd
    }
}
