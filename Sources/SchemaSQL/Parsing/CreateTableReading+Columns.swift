internal import SQLStatements
package import SchemaModel

extension CreateTableReading {
    mutating func column() throws(ShowCreateTableError) {
        let name = try identifier()
        place = "column \(name)"
        var column = Column(name: name, type: .date, isNullable: true)
        var spelling = PrintedSpellings.ColumnSpelling()
        do {
            let type = try ColumnTypeParser.read(from: &scanner, charset: "utf8mb4")
            column.type = type.type
            column.charset = type.charset
            column.collation = type.collation
            spelling.namesCharset = type.charset != nil
            spelling.namesCollation = type.collation != nil
        } catch {
            throw unexpected()
        }
        column.isCompressed = scanner.accept(words: "COMPRESSED")
        while try attribute(&column, &spelling) {}
        if spelling.defaultValue == nil, isDefaultMissing(column) { column.defaultValue = .absent }
        table.columns.append(column)
        spellings.columns[name] = spelling
    }

    /// Both servers print DEFAULT NULL, except MySQL for BLOB and TEXT. If it is missing, the default was dropped,
    /// which MySQL 8.0 and later distinguish from NULL.
    private func isDefaultMissing(_ column: Column) -> Bool {
        guard column.isNullable, column.generated == nil, column.rowTime == nil, !column.isAutoIncrement else {
            return false
        }
        switch column.type {
        case .text, .blob: return isMariaDB
        default: return true
        }
    }

    /// Reads one attribute. Returns false at the end of the column.
    private mutating func attribute(
        _ column: inout Column,
        _ spelling: inout PrintedSpellings.ColumnSpelling
    ) throws(ShowCreateTableError) -> Bool {
        if scanner.isNext(",") || scanner.isNext(")") { return false }
        guard let word = scanner.word() else { throw unexpected() }
        switch word {
        case "not":
            try expect(scanner.accept(words: "NULL"))
            column.isNullable = false
        case "null": column.isNullable = true
        case "generated": try generated(&column, &spelling)
        case "default":
            spelling.isInvisibleBeforeDefault = column.isInvisible
            spelling.defaultValue = try defaultValue(&column)
        case "on":
            try expect(scanner.accept(words: "UPDATE"))
            column.onUpdate = try expression()
        case "auto_increment": column.isAutoIncrement = true
        case "invisible": column.isInvisible = true
        case "comment": column.comment = try literal()
        case "character":
            try expect(scanner.accept(words: "SET"))
            column.charset = CharacterSet.canonicalName(try identifier())
            spelling.namesCharset = true
        case "collate":
            column.collation = CharacterSet.canonicalCollation(try identifier())
            spelling.namesCollation = true
        case "without":
            try expect(scanner.accept(words: "SYSTEM", "VERSIONING"))
            column.isUnversioned = true
        case "column_format": column.format = try identifier().uppercased()
        case "storage": column.storage = try identifier().uppercased()
        case "srid":
            guard let srid = scanner.integer() else { throw unexpected() }
            column.srid = UInt32(clamping: srid)
        case "check":
            let text = try parenthesized()
            column.check = ExpressionText.withoutOuterParentheses(text)
            spelling.check = .init(value: column.check ?? "", text: text)
        default: throw unexpected(atLastToken: true)
        }
        return true
    }

    private mutating func generated(
        _ column: inout Column,
        _ spelling: inout PrintedSpellings.ColumnSpelling
    ) throws(ShowCreateTableError) {
        try expect(scanner.accept(words: "ALWAYS", "AS"))
        if scanner.accept(words: "ROW") {
            column.rowTime = scanner.accept(words: "START") ? .start : .end
            if column.rowTime == .end { try expect(scanner.accept(words: "END")) }
            column.isNullable = false
            return
        }
        let text = try parenthesized()
        let isStored = scanner.accept(words: "STORED") || scanner.accept(words: "PERSISTENT")
        if !isStored { try expect(scanner.accept(words: "VIRTUAL")) }
        let expression = ExpressionText.withoutOuterParentheses(text)
        column.generated = Generated(expression: expression, isStored: isStored)
        spelling.generated = .init(value: expression, text: text)
    }

    // MARK: - DEFAULT

    private mutating func defaultValue(
        _ column: inout Column
    ) throws(ShowCreateTableError) -> PrintedSpellings.Spelling<DefaultValue?> {
        let start = scanner.offset
        column.defaultValue = try defaultValue(of: column.type)
        return .init(value: column.defaultValue, text: scanner.text(start..<scanner.previousEnd))
    }

    /// Reads the value after DEFAULT. Returns nil for NULL.
    mutating func defaultValue(of type: ColumnType) throws(ShowCreateTableError) -> DefaultValue? {
        if scanner.accept(words: "NULL") { return nil }
        if let bytes = scanner.literalBytes() { return DefaultValue(bytes, of: type) }
        if let digits = scanner.prefixedLiteral("b") { return .literal(digits) }
        if let digits = scanner.prefixedLiteral("x") {
            guard let bytes = DefaultValue.bytes(ofHex: digits) else { throw unexpected() }
            return DefaultValue(bytes, of: type)
        }
        let isNegative = scanner.accept("-")
        if let number = scanner.number() {
            // MySQL prints a binary default that is not text as 0x…. On MariaDB, 0x… is an expression.
            if number.hasPrefix("0x"), !isMariaDB, let bytes = DefaultValue.bytes(ofHex: String(number.dropFirst(2))) {
                return DefaultValue(bytes, of: type)
            }
            if number.hasPrefix("0x") { return .expression(number) }
            let text = (isNegative ? "-" : "") + number
            // MariaDB keeps the default of a TEXT column as it was written, as a number or a string.
            switch type {
            case .text, .blob: return isMariaDB ? .expression(text) : .literal(text)
            default: return .literal(text)
            }
        }
        if isNegative { throw unexpected() }
        return .expression(try expression())
    }

    /// Reads a parenthesised expression, or a bare name or call.
    private mutating func expression() throws(ShowCreateTableError) -> String {
        if let text = scanner.parenthesized() { return unqualified(ExpressionText.withoutOuterParentheses(text)) }
        let start = scanner.offset
        // MariaDB keeps the introducer of a literal in a TEXT default: _utf8mb4'{}'.
        if scanner.token?.kind == .string {
            scanner.advance()
            return scanner.text(start..<scanner.previousEnd)
        }
        _ = try identifier()
        while scanner.accept(".") { _ = try identifier() }
        _ = scanner.parenthesized()
        return unqualified(scanner.text(start..<scanner.previousEnd))
    }

    /// MariaDB always prints the database of a sequence: nextval(`shop`.`orders`).
    private func unqualified(_ text: String) -> String {
        isMariaDB && !profile.database.isEmpty ? SQLNames.withoutQualifier(profile.database, in: text) : text
    }
}

extension DefaultValue {
    /// Creates the value of a literal: bytes if a binary column's value contains a NUL or is not UTF-8, otherwise text.
    package init(_ bytes: [UInt8], of type: ColumnType) {
        let isBinary =
            switch type {
            case .binary, .varbinary, .blob: true
            default: false
            }
        if isBinary, bytes.contains(0) || String(valid: bytes, as: UTF8.self) == nil {
            self = .bytes(bytes)
        } else {
            self = .literal(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Returns the bytes for an even number of hexadecimal digits.
    package static func bytes(ofHex digits: String) -> [UInt8]? {
        let digits = Array(digits.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }
}
