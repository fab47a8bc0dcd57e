internal import SchemaModel
internal import SchemaSQL

extension Catalog {
    /// The places of COLUMNS' columns in its query.
    private enum Cell {
        static let name = 1, ordinal = 2, type = 3, isNullable = 4, defaultValue = 5, charset = 6, collation = 7
        static let extra = 8, comment = 9, generation = 10, srid = 11
    }

    mutating func readColumns(_ rows: RowSet) {
        var finder = TableFinder(positions)
        var types = ByteCache<Result<ColumnType, ColumnTypeError>>()
        var names = ByteCache<String>()
        for row in 0..<rows.count {
            guard let position = finder.position(rows, row), drafts[position].reason == nil else { continue }
            guard let name = rows[row][Cell.name] else { continue }
            let type = types.value(rows, row, Cell.type) { Self.type($0) }
            switch type {
            case .failure(let error)?: drafts[position].reason = .unknownType(column: name, error)
            case .success(let type)?:
                var column = Column(name: name, type: type)
                if type.isCharacter {
                    // ENUM and SET in `binary` have none here (all servers).
                    column.charset =
                        names.value(rows, row, Cell.charset) { CharacterSet.canonicalName($0) } ?? "binary"
                    column.collation =
                        names.value(rows, row, Cell.collation) { CharacterSet.canonicalCollation($0) } ?? "binary"
                }
                read(rows[row], into: &column, of: &drafts[position])
                drafts[position].table.columns.append(column)
                drafts[position].ordinals.append(rows[row].int(Cell.ordinal) ?? 0)
            case nil: continue
            }
        }
        sortColumns()
    }

    private static func type(_ text: String) -> Result<ColumnType, ColumnTypeError> {
        Result { () throws(ColumnTypeError) in try ColumnTypeParser.parse(text).type }
    }

    private func read(_ row: RowSet.Row, into column: inout Column, of draft: inout Draft) {
        column.isNullable = row[Cell.isNullable] == "YES"
        column.comment = row[Cell.comment] ?? ""
        column.srid = row.int(Cell.srid).map { UInt32(clamping: $0) }
        let extra = ColumnExtra(row[Cell.extra] ?? "")
        column.isAutoIncrement = extra.isAutoIncrement
        column.isInvisible = extra.isInvisible
        column.onUpdate = extra.onUpdate
        if let isStored = extra.isStored, let expression = row[Cell.generation] {
            column.generated = Generated(
                expression: ExpressionText.withoutOuterParentheses(expression),
                isStored: isStored
            )
            noteExpression(expression, of: &draft)
        } else if isMariaDB {
            readMariaDBDefault(row[Cell.defaultValue], of: &column)
        } else {
            readMySQLDefault(row[Cell.defaultValue], isExpression: extra.isDefaultGenerated, of: &column, &draft)
        }
    }

    /// MySQL prints expressions in information_schema with every quote escaped and other letters than ASCII twice
    /// encoded (9.7): those are read from SHOW CREATE TABLE.
    func noteExpression(_ text: String, of draft: inout Draft) {
        guard !isMariaDB else { return }
        if text.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 >= 0x80 }) { draft.needsShowCreate = true }
    }

    // MARK: - Defaults

    /// MariaDB's COLUMN_DEFAULT is SQL text: a quoted literal, a bare number, an expression or the word NULL. SQL NULL
    /// stands where a NOT NULL column has no default.
    private func readMariaDBDefault(_ text: String?, of column: inout Column) {
        guard let text else {
            if column.isNullable { column.defaultValue = .absent }
            return
        }
        guard text != "NULL" else { return }
        let parser = ShowCreateTableParser(profile: profile, dialect: ReadingSession.dialect)
        column.defaultValue = parser.defaultValue(text, of: column.type) ?? .expression(text)
    }

    /// MySQL's COLUMN_DEFAULT is the raw value, unless EXTRA says DEFAULT_GENERATED. Binary defaults are cut at the
    /// first NUL byte, so they are read from SHOW CREATE TABLE.
    private func readMySQLDefault(
        _ text: String?,
        isExpression: Bool,
        of column: inout Column,
        _ draft: inout Draft
    ) {
        guard let text else { return }
        if isExpression {
            column.defaultValue = .expression(ExpressionText.withoutOuterParentheses(text))
            noteExpression(text, of: &draft)
            return
        }
        switch column.type {
        case .bit:
            column.defaultValue = .literal(String(text.drop { $0 == "b" || $0 == "'" }.prefix { $0 != "'" }))
        case .binary, .varbinary:
            column.defaultValue = .literal(text)
            draft.needsShowCreate = true
        default:
            column.defaultValue = .literal(text)
            // Characters beyond the basic plane come as question marks.
            if text.utf8.contains(UInt8(ascii: "?")) { draft.needsShowCreate = true }
        }
    }

    // MARK: - Order

    /// Rows come in column order on every server that was looked at, but none promises it.
    private mutating func sortColumns() {
        for position in drafts.indices {
            let ordinals = drafts[position].ordinals
            if zip(ordinals, ordinals.dropFirst()).allSatisfy({ $0 < $1 }) { continue }
            let order = ordinals.indices.sorted { ordinals[$0] < ordinals[$1] }
            drafts[position].table.columns = order.map { drafts[position].table.columns[$0] }
        }
    }
}

/// The words of COLUMNS.EXTRA. MariaDB puts commas between them, MySQL spaces.
private struct ColumnExtra {
    var isAutoIncrement = false
    var isInvisible = false
    var isDefaultGenerated = false
    /// Of a generated column.
    var isStored: Bool?
    var onUpdate: String?

    init(_ text: String) {
        guard !text.isEmpty else { return }
        let words = text.split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
        for (index, word) in words.enumerated() {
            switch word {
            case "auto_increment": isAutoIncrement = true
            case "INVISIBLE": isInvisible = true
            case "DEFAULT_GENERATED": isDefaultGenerated = true
            case "GENERATED" where index > 0: isStored = words[index - 1] != "VIRTUAL"
            case "update" where index + 1 < words.count: onUpdate = words[index + 1]
            default: break
            }
        }
    }
}
