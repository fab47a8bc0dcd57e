internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL
internal import ServerPort

/// Normalises a declared column as far as possible without a server.
struct ColumnNormalizer {
    let profile: ServerProfile
    /// What columns inherit from the table.
    let tableText: CharsetAndCollation

    /// - Parameter live: The existing column.
    func normalize(_ declared: Column, live: Column? = nil) -> Column {
        var column = declared
        column.renamedFrom = nil
        if column.type.isCharacter {
            let text = profile.resolve(
                charset: column.charset,
                collation: column.collation,
                inherited: tableText,
                existing: live?.text
            )
            column.charset = text.charset
            column.collation = text.collation
        } else {
            column.charset = nil
            column.collation = nil
        }
        column.defaultValue = declared.defaultValue.flatMap { normalize($0, of: declared) }
        column.onUpdate = declared.onUpdate.map { canonicalCurrentTimestamp($0) ?? $0 }
        return column
    }

    // MARK: - Defaults

    private func normalize(_ value: DefaultValue, of column: Column) -> DefaultValue? {
        switch value {
        case .literal(let text): literal(text, of: column)
        case .expression(let text): expression(text, of: column)
        case .bytes: value
        // For a NOT NULL column, a missing default is the ordinary case.
        case .absent: column.isNullable ? value : nil
        }
    }

    private func literal(_ text: String, of column: Column) -> DefaultValue {
        switch column.type {
        case .integer: .literal(integerText(text) ?? text)
        case .decimal(let precision, _): .literal(decimalText(text, scale: precision.scale) ?? text)
        case .bit: .literal(bitText(text))
        case .text, .blob, .json, .spatial:
            // MySQL accepts only an expression as a default for these (8.0 manual, "Data Type Default Values").
            profile.flavor == .mysql ? .expression(ReadingMode.dialect.quotedLiteral(text)) : .literal(text)
        default: .literal(text)
        }
    }

    /// An expression that is a plain value becomes that value, as on the servers.
    private func expression(_ text: String, of column: Column) -> DefaultValue? {
        let trimmed = ExpressionText.withoutOuterParentheses(text)
        // MySQL keeps anything in parentheses as an expression, even a plain value.
        if profile.flavor == .mysql, trimmed != text.trimmed { return .expression(mysqlExpression(trimmed)) }
        if let timestamp = canonicalCurrentTimestamp(trimmed) {
            return .expression(takesCurrentTimestamp(timestamp, column) ? timestamp : mysqlExpression(trimmed))
        }
        switch trimmed.lowercased() {
        case "null": return nil
        case "true": return literal("1", of: column)
        case "false": return literal("0", of: column)
        default: break
        }
        // Bits are a number: DEFAULT 5 is DEFAULT b'101'.
        if case .bit = column.type, let number = UInt64(trimmed) { return .literal(String(number, radix: 2)) }
        switch ShowCreateTableParser(profile: profile, dialect: ReadingMode.dialect).defaultValue(
            trimmed,
            of: column.type
        ) {
        case .literal(let text): return literal(text, of: column)
        case .bytes(let bytes): return .bytes(bytes)
        case .expression, .absent, nil: break
        }
        return .expression(trimmed)
    }

    /// Returns whether the column accepts the time of the INSERT as a plain default. On MySQL, only DATETIME and
    /// TIMESTAMP with the same number of digits do (error 1067). Other columns take an expression.
    private func takesCurrentTimestamp(_ timestamp: String, _ column: Column) -> Bool {
        if profile.flavor == .mariadb { return true }
        switch column.type {
        case .datetime(let digits), .timestamp(let digits): return timestamp == mysqlCurrentTimestamp(digits)
        default: return false
        }
    }

    /// In an expression, MySQL always calls the time `now()`.
    private func mysqlExpression(_ text: String) -> String {
        guard let timestamp = canonicalCurrentTimestamp(text) else { return text }
        let arguments = timestamp.drop { $0 != "(" }
        return "now" + (arguments.isEmpty ? "()" : arguments)
    }

    private func mysqlCurrentTimestamp(_ digits: Int) -> String {
        digits == 0 ? "CURRENT_TIMESTAMP" : "CURRENT_TIMESTAMP(\(digits))"
    }

    /// `now()`, `CURRENT_TIMESTAMP`, `localtime(6)` and others are the same function. MariaDB prints it as
    /// `current_timestamp(6)`, MySQL as `CURRENT_TIMESTAMP(6)`.
    private func canonicalCurrentTimestamp(_ text: String) -> String? {
        var name = text.trimmed.lowercased()
        var digits = 0
        if name.hasSuffix(")"), let open = name.firstIndex(of: "(") {
            let argument = String(name[name.index(after: open)...].dropLast()).trimmed
            guard argument.isEmpty || Int(argument) != nil else { return nil }
            digits = Int(argument) ?? 0
            name = String(name[..<open]).trimmed
        } else if name == "now" {
            return nil
        }
        guard ["now", "current_timestamp", "localtime", "localtimestamp"].contains(name) else { return nil }
        switch profile.flavor {
        case .mariadb: return digits == 0 ? "current_timestamp()" : "current_timestamp(\(digits))"
        case .mysql: return mysqlCurrentTimestamp(digits)
        }
    }

    // MARK: - Literals

    private func integerText(_ text: String) -> String? {
        let text = text.trimmed
        if let value = Int64(text) { return String(value) }
        return UInt64(text).map { String($0) }
    }

    /// Returns the text with exactly `scale` digits after the point, or nil if the server would have to round.
    private func decimalText(_ text: String, scale: Int) -> String? {
        var digits = text.trimmed[...]
        let isNegative = digits.first == "-"
        if isNegative || digits.first == "+" { digits = digits.dropFirst() }
        let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !digits.isEmpty, parts.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }) else {
            return nil
        }
        var fraction = parts.count == 2 ? String(parts[1]) : ""
        while fraction.count > scale, fraction.last == "0" { fraction.removeLast() }
        guard fraction.count <= scale else { return nil }
        fraction += String(repeating: "0", count: scale - fraction.count)
        let significant = whole.drop { $0 == "0" }
        let body = (significant.isEmpty ? "0" : String(significant)) + (scale > 0 ? "." + fraction : "")
        return isNegative && body.contains(where: { ("1"..."9").contains($0) }) ? "-" + body : body
    }

    /// Returns the digits of a bit literal without leading zeros, as both servers print them.
    private func bitText(_ text: String) -> String {
        let bits = text.trimmed
        guard !bits.isEmpty, bits.allSatisfy({ $0 == "0" || $0 == "1" }) else {
            return UInt64(bits).map { String($0, radix: 2) } ?? text
        }
        let significant = bits.drop { $0 == "0" }
        return significant.isEmpty ? "0" : String(significant)
    }
}

extension Character {
    var isASCIIDigit: Bool { asciiValue.map { (48...57).contains($0) } ?? false }
}

extension String {
    var trimmed: String {
        // Usually there is nothing to trim, which is quick to see in ASCII.
        if let first = utf8.first, let last = utf8.last, (33..<128).contains(first), (33..<128).contains(last) {
            return self
        }
        var text = self[...]
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text)
    }
}
