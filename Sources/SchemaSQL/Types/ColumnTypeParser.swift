internal import SQLStatements
package import SchemaModel

/// Parses column types as people and servers write them.
package enum ColumnTypeParser {
    /// Parses a type and resolves synonyms as the servers do.
    ///
    /// - Parameter charset: The column's character set if the text names none. It decides what `text(n)` means: the
    ///   smallest TEXT that holds `n` characters (MariaDB 10.11, 11.8 and MySQL 9.7 count bytes).
    package static func parse(_ text: String, charset: String = "utf8mb4") throws(ColumnTypeError) -> ParsedColumnType {
        var scanner = SQLScanner(text)
        let parsed = try read(from: &scanner, charset: charset)
        guard scanner.isAtEnd else { throw .unexpected(scanner.rest, after: scanner.consumed) }
        return parsed
    }

    /// Reads a type and its attributes, and leaves the scanner at the first token after them.
    static func read(from scanner: inout SQLScanner, charset: String) throws(ColumnTypeError) -> ParsedColumnType {
        let start = scanner
        var reader = ColumnTypeReader(scanner: scanner)
        let base = try reader.base()
        try reader.attributes()
        scanner = reader.scanner
        return try reader.finish(base, charset: charset, in: start)
    }
}

/// The state of parsing one type.
struct ColumnTypeReader {
    var scanner: SQLScanner
    private var numeric = ColumnType.NumericAttributes()
    private var parsed = ParsedColumnType(type: .date)
    private var isByte = false

    /// The type according to the words before the attributes. Attributes decide the rest.
    enum Base {
        case integer(ColumnType.IntegerSize, width: Int?)
        case decimal(ColumnType.Precision)
        case float(ColumnType.Precision?)
        case double(ColumnType.Precision?)
        case char(Int)
        case varchar(Int)
        case text(ColumnType.LobSize, length: Int?)
        /// A type without numeric attributes. Of the character types, only ENUM and SET are plain.
        case plain(ColumnType)
    }

    init(scanner: SQLScanner) {
        self.scanner = scanner
    }
}

// MARK: - The type itself

extension ColumnTypeReader {
    mutating func base() throws(ColumnTypeError) -> Base {
        guard let word = scanner.word() else {
            if scanner.rest.isEmpty { throw .empty }
            throw .notAType(scanner.rest)
        }
        if let number = try numericBase(word) { return number }
        if let character = try characterBase(word) { return character }
        if let other = try plainBase(word) { return .plain(other) }
        return .plain(unknown(word))
    }

    private mutating func numericBase(_ word: String) throws(ColumnTypeError) -> Base? {
        switch word {
        case "tinyint", "int1": return .integer(.tinyint, width: try width(word))
        case "smallint", "int2": return .integer(.smallint, width: try width(word))
        case "mediumint", "int3", "middleint": return .integer(.mediumint, width: try width(word))
        case "int", "integer", "int4": return .integer(.int, width: try width(word))
        case "bigint", "int8": return .integer(.bigint, width: try width(word))
        case "bool", "boolean": return .plain(.integer(.tinyint, displayWidth: 1, .init()))
        case "serial":
            parsed.isSerial = true
            return .plain(.integer(.bigint, displayWidth: nil, .init(isUnsigned: true)))
        case "decimal", "dec", "numeric", "fixed": return .decimal(try decimalPrecision(word))
        case "float": return try float()
        case "float4": return .float(nil)
        case "float8": return .double(nil)
        case "double":
            _ = scanner.accept(words: "PRECISION")
            return .double(try precision(word))
        case "real": return .double(try precision(word))
        case "bit":
            let length = try optionalLength(word, in: 0...64) ?? 1
            return .plain(.bit(max(length, 1)))
        default: return nil
        }
    }

    private mutating func characterBase(_ word: String) throws(ColumnTypeError) -> Base? {
        switch word {
        case "char", "character": return try charOrVarchar(word)
        case "varchar", "varcharacter": return .varchar(try length(word, in: 0...65535))
        case "nchar":
            setNational()
            let isVarying = scanner.accept(words: "VARYING") || scanner.accept(words: "VARCHAR")
            return isVarying ? .varchar(try length("nchar varying", in: 0...65535)) : .char(try charLength(word))
        case "nvarchar":
            setNational()
            return .varchar(try length(word, in: 0...65535))
        case "national":
            setNational()
            if scanner.accept(words: "VARCHAR") { return .varchar(try length("national varchar", in: 0...65535)) }
            guard scanner.accept(words: "CHAR") || scanner.accept(words: "CHARACTER") else { throw .notAType(word) }
            return try charOrVarchar("national char")
        case "tinytext": return .text(.tiny, length: nil)
        case "mediumtext": return .text(.medium, length: nil)
        case "longtext": return .text(.long, length: nil)
        case "text": return .text(.regular, length: try optionalLength(word, in: 0...4_294_967_295))
        case "long": return long()
        default: return nil
        }
    }

    private mutating func plainBase(_ word: String) throws(ColumnTypeError) -> ColumnType? {
        switch word {
        case "binary": return .binary(try optionalLength(word, in: 0...255) ?? 1)
        case "varbinary": return .varbinary(try length(word, in: 0...65535))
        case "tinyblob": return .blob(.tiny)
        case "mediumblob": return .blob(.medium)
        case "longblob": return .blob(.long)
        case "blob":
            let length = try optionalLength(word, in: 0...4_294_967_295)
            return .blob(Self.lobSize(bytes: length ?? 0))
        case "enum": return .enumeration(try values(word))
        case "set": return .set(try values(word))
        case "date": return .date
        case "time": return .time(try fraction(word))
        case "datetime": return .datetime(try fraction(word))
        case "timestamp": return .timestamp(try fraction(word))
        case "year": return try year()
        case "json": return .json
        case "geomcollection": return .spatial(.geometrycollection)
        case "uuid": return .uuid
        case "inet4": return .inet4
        case "inet6": return .inet6
        case "vector": return .vector(try optionalLength(word, in: 1...65535) ?? 2048)
        default: return ColumnType.Spatial(rawValue: word).map(ColumnType.spatial)
        }
    }

    /// Keeps the spelling of a type from a newer server or a plugin.
    private mutating func unknown(_ word: String) -> ColumnType {
        guard scanner.isNext("("), let arguments = scanner.parenthesized() else {
            return .other(word)
        }
        return .other("\(word)(\(arguments))")
    }

    /// `LONG VARCHAR` is MEDIUMTEXT and `LONG VARBINARY` is MEDIUMBLOB.
    private mutating func long() -> Base {
        if scanner.accept(words: "VARBINARY") { return .plain(.blob(.medium)) }
        let isCharacter = scanner.accept(words: "CHAR") || scanner.accept(words: "CHARACTER")
        if isCharacter { _ = scanner.accept(words: "VARYING") } else { _ = scanner.accept(words: "VARCHAR") }
        return .text(.medium, length: nil)
    }

    private mutating func charOrVarchar(_ word: String) throws(ColumnTypeError) -> Base {
        scanner.accept(words: "VARYING")
            ? .varchar(try length(word + " varying", in: 0...65535)) : .char(try charLength(word))
    }

    private mutating func charLength(_ word: String) throws(ColumnTypeError) -> Int {
        try optionalLength(word, in: 0...255) ?? 1
    }

    private mutating func setNational() {
        parsed.charset = "utf8mb3"
    }

    /// FLOAT(p) is DOUBLE from 25 bits on. FLOAT(m,d) keeps both numbers.
    private mutating func float() throws(ColumnTypeError) -> Base {
        var ahead = scanner
        if ahead.accept("("), let bits = ahead.integer(), ahead.accept(")") {
            guard bits <= 53 else { throw .badArguments(type: "float", arguments: String(bits)) }
            scanner = ahead
            return bits > 24 ? .double(nil) : .float(nil)
        }
        return .float(try precision("float"))
    }

    /// YEAR(2) exists only on MariaDB, and differs from YEAR(4).
    private mutating func year() throws(ColumnTypeError) -> ColumnType {
        switch try optionalLength("year", in: 2...4) {
        case 2: .other("year(2)")
        case 3: throw .badArguments(type: "year", arguments: "3")
        default: .year
        }
    }
}

// MARK: - Arguments

extension ColumnTypeReader {
    private mutating func optionalLength(
        _ word: String,
        in range: ClosedRange<Int>
    ) throws(ColumnTypeError) -> Int? {
        guard scanner.isNext("(") else { return nil }
        let start = scanner
        guard scanner.accept("("), let value = scanner.integer(), scanner.accept(")"), range.contains(value) else {
            throw badArguments(word, from: start)
        }
        return value
    }

    private mutating func length(_ word: String, in range: ClosedRange<Int>) throws(ColumnTypeError) -> Int {
        guard let length = try optionalLength(word, in: range) else { throw .missingLength(type: word) }
        return length
    }

    /// A width of 0 means no width.
    private mutating func width(_ word: String) throws(ColumnTypeError) -> Int? {
        try optionalLength(word, in: 0...255).flatMap { $0 == 0 ? nil : $0 }
    }

    private mutating func fraction(_ word: String) throws(ColumnTypeError) -> Int {
        try optionalLength(word, in: 0...6) ?? 0
    }

    private mutating func decimalPrecision(_ word: String) throws(ColumnTypeError) -> ColumnType.Precision {
        guard scanner.isNext("(") else { return .init(digits: 10, scale: 0) }
        let start = scanner
        guard scanner.accept("("), let digits = scanner.integer() else { throw badArguments(word, from: start) }
        var scale = 0
        if scanner.accept(",") {
            guard let value = scanner.integer() else { throw badArguments(word, from: start) }
            scale = value
        }
        guard scanner.accept(")") else { throw badArguments(word, from: start) }
        // DECIMAL(0) means DECIMAL(10).
        let precision = ColumnType.Precision(digits: digits == 0 ? 10 : digits, scale: scale)
        guard precision.digits <= 65, scale <= precision.digits else { throw badArguments(word, from: start) }
        return precision
    }

    private mutating func precision(_ word: String) throws(ColumnTypeError) -> ColumnType.Precision? {
        guard scanner.isNext("(") else { return nil }
        let start = scanner
        guard scanner.accept("("), let digits = scanner.integer(), scanner.accept(","), let scale = scanner.integer(),
            scanner.accept(")"), scale <= digits
        else { throw badArguments(word, from: start) }
        return .init(digits: digits, scale: scale)
    }

    /// Reads the values of ENUM and SET. The servers drop trailing spaces in each value.
    private mutating func values(_ word: String) throws(ColumnTypeError) -> [String] {
        guard scanner.accept("(") else { throw .badValues(type: word) }
        var values: [String] = []
        repeat {
            guard var value = scanner.stringLiteral() else { throw .badValues(type: word) }
            while value.hasSuffix(" ") { value.removeLast() }
            values.append(value)
        } while scanner.accept(",")
        guard scanner.accept(")") else { throw .badValues(type: word) }
        return values
    }

    private func badArguments(_ word: String, from start: SQLScanner) -> ColumnTypeError {
        var ahead = start
        return .badArguments(type: word, arguments: ahead.parenthesized() ?? start.rest)
    }

    /// Returns the smallest of the four sizes that holds this many bytes, or the regular size for 0.
    static func lobSize(bytes: Int) -> ColumnType.LobSize {
        switch bytes {
        case 0: .regular
        case ...255: .tiny
        case ...65535: .regular
        case ...16_777_215: .medium
        default: .long
        }
    }
}

// MARK: - Attributes

extension ColumnTypeReader {
    /// Reads the attributes after a type, in any order.
    mutating func attributes() throws(ColumnTypeError) {
        while let word = scanner.peekWord() {
            let start = scanner
            _ = scanner.word()
            switch word {
            case "signed": break
            case "unsigned": numeric.isUnsigned = true
            case "zerofill": numeric = .init(isUnsigned: true, isZerofill: true)
            case "binary": parsed.isBinaryAttribute = true
            case "byte": isByte = true
            case "ascii": parsed.charset = "latin1"
            case "unicode": parsed.charset = "ucs2"
            case "charset": parsed.charset = CharacterSet.canonicalName(try name(after: word))
            case "collate": parsed.collation = CharacterSet.canonicalCollation(try name(after: word))
            case "character" where scanner.accept(words: "SET"), "char" where scanner.accept(words: "SET"):
                parsed.charset = CharacterSet.canonicalName(try name(after: "character set"))
            default:
                scanner = start
                return
            }
        }
    }

    private mutating func name(after word: String) throws(ColumnTypeError) -> String {
        _ = scanner.accept("=")
        guard let name = scanner.identifier() ?? scanner.stringLiteral() else {
            throw .unexpected(scanner.rest, after: word)
        }
        return name
    }

    /// Combines the type and its attributes.
    func finish(_ base: Base, charset: String, in start: SQLScanner) throws(ColumnTypeError) -> ParsedColumnType {
        var result = parsed
        let named = parsed.charset ?? parsed.collation.flatMap(CharacterSet.ofCollation)
        result.type = try type(base, charset: named ?? charset)
        let takesSign =
            switch base {
            case .integer, .decimal, .float, .double: true
            default: false
            }
        if numeric != .init(), !takesSign {
            throw .unexpected(numeric.isZerofill ? "zerofill" : "unsigned", after: start.rest.trimmed)
        }
        if isByte || (result.charset == "binary" && !result.type.isCharacter) {
            result.charset = nil
            result.collation = nil
        }
        return result
    }

    private func type(_ base: Base, charset: String) throws(ColumnTypeError) -> ColumnType {
        let isBinary = isByte || charset == "binary"
        switch base {
        case .integer(let size, let width):
            let width = size.significantWidth(width, numeric)
            return .integer(size, displayWidth: width, numeric)
        case .decimal(let precision): return .decimal(precision, numeric)
        case .float(let precision): return .float(precision, numeric)
        case .double(let precision): return .double(precision, numeric)
        case .char(let length): return isBinary ? .binary(length) : .char(length)
        case .varchar(let length): return isBinary ? .varbinary(length) : .varchar(length)
        case .text(let size, nil): return isBinary ? .blob(size) : .text(size)
        case .text(_, let length?):
            if isBinary { return .blob(Self.lobSize(bytes: length)) }
            return .text(Self.lobSize(bytes: length * CharacterSet.maxBytesPerCharacter(charset)))
        case .plain(let type): return type
        }
    }

}

extension ColumnType.IntegerSize {
    /// Returns the display width that the servers use if none is given.
    package func defaultDisplayWidth(isUnsigned: Bool) -> Int {
        switch self {
        case .tinyint: isUnsigned ? 3 : 4
        case .smallint: isUnsigned ? 5 : 6
        case .mediumint: isUnsigned ? 8 : 9
        case .int: isUnsigned ? 10 : 11
        case .bigint: 20
        }
    }

    /// Returns the width to keep: nil if it is the default, except with zerofill, where it affects output.
    func significantWidth(_ width: Int?, _ attributes: ColumnType.NumericAttributes) -> Int? {
        let standard = defaultDisplayWidth(isUnsigned: attributes.isUnsigned)
        if attributes.isZerofill { return width ?? standard }
        return width == standard ? nil : width
    }
}
