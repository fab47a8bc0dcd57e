internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL
internal import ServerPort

/// Creates columns from rows of COLUMNS.
struct ColumnReader {
    private let profile: ServerProfile
    private let parser: ShowCreateTableParser
    /// The contents of COLUMN_TYPE.
    private struct TypeText {
        var type: ColumnType
        var isCompressed: Bool

        init(_ text: String) throws(ColumnTypeError) {
            // MariaDB appends the attribute COMPRESSED to the type.
            let mark = " /*M!100301 COMPRESSED*/"
            isCompressed = text.hasSuffix(mark)
            type = try ColumnTypeParser.parse(isCompressed ? String(text.dropLast(mark.count)) : text).type
        }
    }

    /// A column, and whether information_schema is incomplete for it.
    struct Reading {
        var column: Column
        var needsShowCreate = false
    }

    /// The positions of the columns in the query.
    private enum Cell {
        static let type = 4, isNullable = 5, defaultValue = 6, charset = 7, collation = 8
        static let extra = 9, generation = 10, srid = 11
    }

    /// The cells that `read` uses.
    static let attributes = Cell.type..<Cell.srid + 1

    init(profile: ServerProfile) {
        self.profile = profile
        parser = ShowCreateTableParser(profile: profile, dialect: ReadingSession.dialect)
    }

    /// Creates a column from the cells in `attributes`, without its name and comment.
    func read(_ row: RowSet.Row) throws(ColumnTypeError) -> Reading {
        guard let text = row[Cell.type] else { throw .empty }
        let parsed = try TypeText(text)
        let type = parsed.type
        var reading = Reading(column: Column(name: "", type: type))
        reading.column.isCompressed = parsed.isCompressed
        if type.isCharacter {
            // ENUM and SET in `binary` have none here (all servers).
            reading.column.charset = row[Cell.charset].map(CharacterSet.canonicalName) ?? "binary"
            reading.column.collation = row[Cell.collation].map(CharacterSet.canonicalCollation) ?? "binary"
        }
        readAttributes(row, &reading)
        return reading
    }

    private func readAttributes(_ row: RowSet.Row, _ reading: inout Reading) {
        reading.column.isNullable = row[Cell.isNullable] == "YES"
        reading.column.srid = row.int(Cell.srid).map { UInt32(clamping: $0) }
        let extra = ColumnExtra(row[Cell.extra] ?? "")
        reading.column.isAutoIncrement = extra.isAutoIncrement
        reading.column.isInvisible = extra.isInvisible
        reading.column.onUpdate = extra.onUpdate
        reading.column.isUnversioned = extra.isUnversioned
        if profile.flavor == .mariadb, let text = row[Cell.generation], ["ROW START", "ROW END"].contains(text) {
            reading.column.rowTime = text == "ROW START" ? .start : .end
            reading.column.isNullable = false
        } else if let isStored = extra.isStored, let text = row[Cell.generation] {
            let expression = ExpressionText.withoutOuterParentheses(text)
            reading.column.generated = Generated(expression: expression, isStored: isStored)
            reading.needsShowCreate = profile.isEscaped(expression: text)
        } else if profile.flavor == .mariadb {
            readMariaDBDefault(row[Cell.defaultValue], &reading)
        } else {
            readMySQLDefault(row[Cell.defaultValue], isExpression: extra.isDefaultGenerated, &reading)
        }
    }

    /// MariaDB's COLUMN_DEFAULT is SQL text: a quoted literal, a bare number, an expression or the word NULL. It is SQL
    /// NULL if there is no default.
    private func readMariaDBDefault(_ text: String?, _ reading: inout Reading) {
        guard let text else {
            if reading.column.isNullable { reading.column.defaultValue = .absent }
            return
        }
        guard text != "NULL" else { return }
        reading.column.defaultValue = parser.defaultValue(text, of: reading.column.type) ?? .expression(text)
    }

    /// MySQL's COLUMN_DEFAULT is the raw value, unless EXTRA says DEFAULT_GENERATED. Binary defaults are cut off at the
    /// first NUL byte, characters beyond the basic plane become question marks, and a CHAR keeps its padding if the
    /// table was created with PAD_CHAR_TO_FULL_LENGTH (9.7).
    private func readMySQLDefault(_ text: String?, isExpression: Bool, _ reading: inout Reading) {
        // DEFAULT (NULL) is an expression without text (9.7).
        guard var text = text ?? (isExpression ? "NULL" : nil) else { return }
        if isExpression {
            reading.column.defaultValue = .expression(ExpressionText.withoutOuterParentheses(text))
            reading.needsShowCreate = profile.isEscaped(expression: text)
            return
        }
        if case .char = reading.column.type {
            while text.last == " " { text.removeLast() }
        }
        reading.column.defaultValue = .literal(text)
        switch reading.column.type {
        case .bit:
            let digits = text.drop { $0 == "b" || $0 == "'" }.prefix { $0 != "'" }
            reading.column.defaultValue = .literal(String(digits))
        case .binary, .varbinary: reading.needsShowCreate = true
        default: reading.needsShowCreate = text.utf8.contains(UInt8(ascii: "?"))
        }
    }
}

extension ServerProfile {
    /// In information_schema, MySQL escapes every quote of an expression and encodes letters beyond ASCII twice (9.7),
    /// so these expressions are read from SHOW CREATE TABLE.
    func isEscaped(expression text: String) -> Bool {
        flavor == .mysql && text.utf8.contains { $0 == UInt8(ascii: "\\") || $0 >= 0x80 }
    }
}

/// The words of COLUMNS.EXTRA, which MariaDB separates by commas and MySQL by spaces.
private struct ColumnExtra {
    var isAutoIncrement = false
    var isInvisible = false
    var isDefaultGenerated = false
    /// nil if the column is not generated.
    var isStored: Bool?
    var onUpdate: String?
    var isUnversioned = false

    init(_ text: String) {
        guard !text.isEmpty else { return }
        let words = text.split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
        for (index, word) in words.enumerated() {
            switch word {
            case "auto_increment": isAutoIncrement = true
            case "INVISIBLE": isInvisible = true
            case "WITHOUT": isUnversioned = true
            case "DEFAULT_GENERATED": isDefaultGenerated = true
            case "GENERATED" where index > 0: isStored = words[index - 1] != "VIRTUAL"
            case "update" where index + 1 < words.count: onUpdate = words[index + 1]
            default: break
            }
        }
    }
}
