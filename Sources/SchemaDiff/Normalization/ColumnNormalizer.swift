internal import SchemaModel
internal import SchemaSQL

/// Normalises one declared column as far as that needs no server.
struct ColumnNormalizer {
    let profile: ServerProfile
    /// What the table gives to columns that say nothing.
    let tableText: CharsetAndCollation

    func normalize(_ declared: Column) -> Column {
        var column = declared
        column.renamedFrom = nil
        if column.type.isCharacter {
            let text = profile.resolve(charset: column.charset, collation: column.collation, inherited: tableText)
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
        case .bytes, .absent: value
        }
    }

    private func literal(_ text: String, of column: Column) -> DefaultValue {
        switch column.type {
        case .integer: .literal(integerText(text) ?? text)
        case .decimal(let precision, _): .literal(decimalText(text, scale: precision.scale) ?? text)
        case .bit: .literal(bitText(text))
        case .text, .blob, .json, .spatial:
            // MySQL takes no literal default for these, only an expression (8.0 manual, "Data Type Default Values").
            profile.flavor == .mysql ? .expression(profile.dialect.quotedLiteral(text)) : value(text)
        default: value(text)
        }
    }

    private func value(_ text: String) -> DefaultValue { .literal(text) }

    /// An expression that is a plain value becomes that value, as the servers store it.
    private func expression(_ text: String, of column: Column) -> DefaultValue? {
        let trimmed = ExpressionText.withoutOuterParentheses(text)
        if let timestamp = canonicalCurrentTimestamp(trimmed) { return .expression(timestamp) }
        switch trimmed.lowercased() {
        case "null": return nil
        case "true": return literal("1", of: column)
        case "false": return literal("0", of: column)
        default: break
        }
        let isPlainColumn = profile.flavor == .mariadb || !text.trimmed.hasPrefix("(")
        guard isPlainColumn else { return .expression(trimmed) }
        if let number = numberText(trimmed) { return literal(number, of: column) }
        if let string = quotedText(trimmed) { return literal(string, of: column) }
        if let bits = bitLiteral(trimmed), case .bit = column.type { return literal(bits, of: column) }
        return .expression(trimmed)
    }

    /// `now()`, `CURRENT_TIMESTAMP`, `localtime(6)` … are one function, which MariaDB prints as
    /// `current_timestamp(6)` and MySQL as `CURRENT_TIMESTAMP(6)`.
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
        case .mysql: return digits == 0 ? "CURRENT_TIMESTAMP" : "CURRENT_TIMESTAMP(\(digits))"
        }
    }

    // MARK: - Literals

    private func integerText(_ text: String) -> String? {
        let text = text.trimmed
        if let value = Int64(text) { return String(value) }
        return UInt64(text).map { String($0) }
    }

    /// The text with exactly `scale` digits behind the point; nil where the server would have to round.
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

    /// The digits of a bit literal without leading zeros, as both servers print them.
    private func bitText(_ text: String) -> String {
        let bits = bitLiteral(text) ?? text.trimmed
        guard !bits.isEmpty, bits.allSatisfy({ $0 == "0" || $0 == "1" }) else { return text }
        let significant = bits.drop { $0 == "0" }
        return significant.isEmpty ? "0" : String(significant)
    }

    private func bitLiteral(_ text: String) -> String? {
        guard text.lowercased().hasPrefix("b'"), text.hasSuffix("'"), text.count >= 3 else { return nil }
        return String(text.dropFirst(2).dropLast())
    }

    private func numberText(_ text: String) -> String? {
        var digits = text[...]
        if digits.first == "-" || digits.first == "+" { digits = digits.dropFirst() }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        let isNumber =
            (1...2).contains(parts.count) && parts.allSatisfy { $0.allSatisfy(\.isASCIIDigit) }
            && digits.contains(where: \.isASCIIDigit)
        return isNumber ? (text.hasPrefix("+") ? String(digits) : text) : nil
    }

    /// The value of a text that is one single-quoted string and nothing else.
    private func quotedText(_ text: String) -> String? {
        guard text.count >= 2, text.hasPrefix("'"), text.hasSuffix("'") else { return nil }
        var value = ""
        var rest = text.dropFirst().dropLast()
        while let character = rest.popFirst() {
            switch character {
            case "'":
                guard rest.popFirst() == "'" else { return nil }
                value.append("'")
            case "\\" where !profile.dialect.noBackslashEscapes:
                guard let escaped = rest.popFirst() else { return nil }
                value.append(Self.unescaped[escaped] ?? escaped)
            default: value.append(character)
            }
        }
        return value
    }

    private static let unescaped: [Character: Character] = [
        "0": "\0", "n": "\n", "r": "\r", "t": "\t", "b": "\u{8}", "Z": "\u{1A}",
    ]
}

extension Character {
    var isASCIIDigit: Bool { isASCII && isNumber }
}

extension String {
    var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text)
    }
}
