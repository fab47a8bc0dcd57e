internal import SQLStatements
internal import SchemaModel
internal import SwiftMig

/// A statement whose values are written into its text, as literals that the session's `sql_mode` reads.
struct TextStatement {
    private let text: String
    private let dialect: SQLDialect
    /// The texts before, between and after the placeholders.
    private let parts: [String]

    init(_ text: String, dialect: SQLDialect) {
        self.text = text
        self.dialect = dialect
        var lexer = SQLLexer(text, dialect: dialect)
        var parts: [String] = []
        var start = 0
        while let token = lexer.nextReadable() {
            guard token.kind == .symbol, lexer.bytes[token.range].elementsEqual([UInt8(ascii: "?")]) else { continue }
            parts.append(String(decoding: lexer.bytes[start..<token.range.lowerBound], as: UTF8.self))
            start = token.range.upperBound
        }
        parts.append(String(decoding: lexer.bytes[start...], as: UTF8.self))
        self.parts = parts
    }

    /// - Throws: `DriverError.wrongValueCount`.
    func text(with values: [SQLValue]) throws(DriverError) -> String {
        guard values.count == parts.count - 1 else {
            throw .wrongValueCount(statement: text, expected: parts.count - 1, given: values.count)
        }
        var result = parts[0]
        for (value, part) in zip(values, parts.dropFirst()) { result += literal(value) + part }
        return result
    }

    private func literal(_ value: SQLValue) -> String {
        switch value {
        case .null, .invalid: "NULL"
        case .int(let number): "\(number)"
        case .uint(let number): "\(number)"
        // An exponent makes the literal a floating point number. Otherwise it would be a decimal one.
        case .float(let number): exponential(Double("\(number)") ?? Double(number))
        case .double(let number): exponential(number)
        case .decimal(let number): "\(number)"
        case .text(let text): dialect.quotedLiteral(text)
        case .bytes(let bytes): bytes.isEmpty ? "''" : "x'\(hexadecimal(bytes))'"
        case .date(let date): "DATE'\(date)'"
        case .dateTime(let moment): "TIMESTAMP'\(moment)'"
        case .time(let time): "TIME'\(time)'"
        }
    }

    private func exponential(_ number: Double) -> String {
        let text = "\(number)"
        return text.contains("e") ? text : text + "e0"
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
