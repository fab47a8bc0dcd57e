public import SwiftMig

/// The text of a statement with its values.
///
/// A value in an interpolation never becomes part of the text. It is sent beside the statement, so that no value can
/// change what the statement does:
///
/// ```swift
/// let statement: SQL = """
///     SELECT \(User.columns.id), username FROM \(User.self)
///     WHERE age >= \(18) AND role IN \([Role.member, .admin])
///     """
/// // SELECT `id`, username FROM `users` WHERE age >= ? AND role IN (?, ?)
/// ```
///
/// | interpolation | in the statement |
/// |---|---|
/// | `\(value)` of a ``/SwiftMig/ColumnValue`` | a placeholder |
/// | `\([a, b])` | a list in parentheses, for `IN` |
/// | `\(User.self)` of a model | the name of its table |
/// | `\(User.columns.id)` | the name of a column |
/// | `\(u)` of an ``Alias`` | the table under its other name |
/// | `\(u.age)`, or any other expression | the column or expression |
/// | `\(query)` | the query in parentheses |
/// | `\(other)` of another `SQL` | its text and values |
/// | `\(raw: text)` | the text as it is |
///
/// To send an array or a set as one value, such as bytes or a VECTOR, interpolate its `sqlValue`.
public struct SQL: Hashable, Sendable {
    /// The text without the parts of ``variants``.
    private var fixedText: String
    /// The values without those of ``variants``.
    private var fixedValues: [SQLValue]
    /// The parts that the servers spell differently, in the order of the text. Most statements have none.
    private var variants: [Variant] = []

    /// A part that the servers spell differently, and its place.
    private struct Variant: Hashable, Sendable {
        var textOffset: Int
        var valueOffset: Int
        let mariaDB: SQL
        let mySQL: SQL
    }

    /// Creates a statement from a text as it is, and the values of its placeholders.
    ///
    /// Never pass text from outside. There is no initialiser without a label, so that `SQL("… \(name)")` binds the
    /// name.
    public init(raw text: String, _ values: [SQLValue] = []) {
        fixedText = text
        fixedValues = values
    }

    /// Creates a statement, or a part of one, that the servers spell differently. It is chosen when it is sent.
    ///
    /// ```swift
    /// let pretty = SQL(mariaDB: "JSON_DETAILED(\(u.settings))", mySQL: "JSON_PRETTY(\(u.settings))")
    /// User.from().select { _ in sql(pretty, as: String.self) }
    /// ```
    public init(mariaDB: SQL, mySQL: SQL) {
        self.init(raw: "")
        variants = [Variant(textOffset: 0, valueOffset: 0, mariaDB: mariaDB, mySQL: mySQL)]
    }

    /// The text, with a `?` for each value. Parts that the servers spell differently are MariaDB's.
    public var text: String { variants.isEmpty ? fixedText : resolved(for: .mariaDB).fixedText }

    /// The values of the placeholders, in their order. Parts that the servers spell differently are MariaDB's.
    public var values: [SQLValue] { variants.isEmpty ? fixedValues : resolved(for: .mariaDB).fixedValues }

    /// Returns the statement as a server takes it.
    public func resolved(for dialect: Dialect) -> SQL {
        if variants.isEmpty { return self }
        var whole = SQL()
        var text = fixedText.utf8.startIndex, value = 0
        for variant in variants {
            let end = fixedText.utf8.index(fixedText.utf8.startIndex, offsetBy: variant.textOffset)
            whole.fixedText += fixedText[text..<end]
            whole.fixedValues += fixedValues[value..<variant.valueOffset]
            whole += (dialect.server == .mariaDB ? variant.mariaDB : variant.mySQL).resolved(for: dialect)
            text = end
            value = variant.valueOffset
        }
        whole.fixedText += fixedText[text...]
        whole.fixedValues += fixedValues[value...]
        return whole
    }

    /// Appends a statement.
    public static func += (left: inout SQL, right: SQL) {
        for var variant in right.variants {
            variant.textOffset += left.fixedText.utf8.count
            variant.valueOffset += left.fixedValues.count
            left.variants.append(variant)
        }
        left.fixedText += right.fixedText
        left.fixedValues += right.fixedValues
    }

    /// Joins two statements.
    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum += right
        return sum
    }

    // MARK: Building

    /// Creates an empty statement.
    package init() { self.init(raw: "") }

    /// Whether there is no text.
    package var isEmpty: Bool { fixedText.isEmpty && variants.isEmpty }

    /// Makes room for a text.
    package mutating func reserve(text: Int, values: Int = 0) {
        fixedText.reserveCapacity(text)
        fixedValues.reserveCapacity(values)
    }

    /// Appends text as it is.
    package mutating func append(_ text: String) { fixedText += text }

    /// Appends a name in backticks.
    package mutating func append(name: String) { fixedText += Self.quoted([name]) }

    /// Appends a column of a table; the column alone if the table has no name.
    package mutating func append(column: String, of table: String) {
        fixedText += Self.quoted(table.isEmpty ? [column] : [table, column])
    }

    /// Names in backticks, with points between them. Every column of every statement is one of them, so the bytes are
    /// written at once.
    private static func quoted(_ names: [String]) -> String {
        let backtick = UInt8(ascii: "`")
        let capacity = names.reduce(0) { $0 + 2 * $1.utf8.count + 3 }
        return String(unsafeUninitializedCapacity: capacity) { bytes in
            var count = 0
            func write(_ byte: UInt8) {
                bytes[count] = byte
                count += 1
            }
            for name in names {
                if count > 0 { write(UInt8(ascii: ".")) }
                write(backtick)
                for byte in name.utf8 {
                    if byte == backtick { write(backtick) }
                    write(byte)
                }
                write(backtick)
            }
            return count
        }
    }

    /// Appends a placeholder for a value.
    package mutating func bind(_ value: SQLValue) {
        fixedText += "?"
        fixedValues.append(value)
    }

    /// Appends a list in parentheses, which `IN` and `NOT IN` take.
    ///
    /// The last value is repeated until there are 1, 2, 4 … 512 placeholders, or a multiple of 512, so that the server
    /// prepares few different statements. An empty list is a query without rows.
    package mutating func bind(list values: [SQLValue]) {
        guard let last = values.last else {
            fixedText += "(SELECT NULL FROM DUAL WHERE FALSE)"
            return
        }
        let count = Self.paddedCount(values.count)
        fixedText += "(?" + String(repeating: ", ?", count: count - 1) + ")"
        fixedValues += values
        fixedValues += repeatElement(last, count: count - values.count)
    }

    /// Appends a row of placeholders in parentheses.
    package mutating func bind(row values: [SQLValue]) {
        fixedText += "(?" + String(repeating: ", ?", count: max(0, values.count - 1)) + ")"
        fixedValues += values
    }

    /// Appends a query in parentheses.
    mutating func append(subquery: some Subquery) {
        fixedText += "("
        subquery._append(to: &self)
        fixedText += ")"
    }

    /// The number of values that a list of some values has.
    package static func paddedCount(_ count: Int) -> Int {
        if count > 512 {
            // No statement has more placeholders than that.
            let limit = 65_535
            return max(count, min((count + 511) / 512 * 512, limit))
        }
        var padded = 1
        while padded < count { padded *= 2 }
        return padded
    }
}

extension Sequence<SQL> {
    /// Joins statements, for example conditions: `conditions.joined(separator: " AND ")`.
    public func joined(separator: SQL = "") -> SQL {
        var whole = SQL()
        for (index, part) in enumerated() {
            if index > 0 { whole += separator }
            whole += part
        }
        return whole
    }
}

extension SQL: CustomStringConvertible {
    /// The text, without the values.
    public var description: String { text }
}

extension SQL {
    /// A text as a literal, for the few places where no placeholder is allowed.
    ///
    /// A backslash in quotes depends on `NO_BACKSLASH_ESCAPES`; one in hexadecimal digits does not.
    static func literal(_ text: String) -> String {
        if !text.utf8.contains(UInt8(ascii: "\\")) { return "'" + text.replacing("'", with: "''") + "'" }
        let digits = Array("0123456789abcdef".unicodeScalars)
        var literal = "x'"
        for byte in text.utf8 {
            literal.unicodeScalars.append(digits[Int(byte >> 4)])
            literal.unicodeScalars.append(digits[Int(byte & 15)])
        }
        return literal + "'"
    }
}
