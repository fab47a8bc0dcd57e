internal import SQLStatements
package import SchemaModel

/// The text after PARTITION BY cannot be read.
package struct PartitioningError: Error, Hashable, Sendable {
    /// The text from the point where reading stopped.
    package var rest: String
}

extension Partitioning {
    /// Reads the text after PARTITION BY. It may start with those words.
    package init(parsing text: String, dialect: SQLDialect = SQLDialect()) throws(PartitioningError) {
        var reader = PartitioningReader(scanner: SQLScanner(text, dialect: dialect))
        _ = reader.scanner.accept(words: "PARTITION", "BY")
        self = try reader.read()
        if !reader.scanner.isAtEnd { throw reader.unexpected }
    }
}

/// Reads what follows PARTITION BY, as written by hand or printed by either server.
struct PartitioningReader {
    var scanner: SQLScanner
    var spellings = PrintedSpellings()

    mutating func read() throws(PartitioningError) -> Partitioning {
        var result = Partitioning(scheme: try scheme())
        if scanner.accept(words: "PARTITIONS") { result.count = try integer() }
        if scanner.accept(words: "SUBPARTITION", "BY") {
            result.subscheme = try scheme()
            if scanner.accept(words: "SUBPARTITIONS") { result.subcount = try integer() }
        }
        if scanner.isNext("(") {
            let scheme = result.scheme
            result.partitions = try list { (reader) throws(PartitioningError) in try reader.partition(of: scheme) }
            result.count = nil
        }
        return result
    }

    var unexpected: PartitioningError { PartitioningError(rest: scanner.rest) }

    private func expect(_ condition: Bool) throws(PartitioningError) {
        if !condition { throw unexpected }
    }

    // MARK: - Schemes

    private mutating func scheme() throws(PartitioningError) -> PartitionScheme {
        let isLinear = scanner.accept(words: "LINEAR")
        guard let word = scanner.word() else { throw unexpected }
        switch word {
        case "hash": return .hash(try expression(), isLinear: isLinear)
        case "key":
            var algorithm: Int?
            if scanner.accept(words: "ALGORITHM") {
                _ = scanner.accept("=")
                algorithm = try integer()
            }
            return .key(try names(), isLinear: isLinear, algorithm: algorithm)
        case "range" where !isLinear:
            return scanner.accept(words: "COLUMNS") ? .rangeColumns(try names()) : .range(try expression())
        case "list" where !isLinear:
            return scanner.accept(words: "COLUMNS") ? .listColumns(try names()) : .list(try expression())
        case "system_time" where !isLinear: return .systemTime(try rotation())
        default: throw unexpected
        }
    }

    private mutating func rotation() throws(PartitioningError) -> SystemTimeRotation {
        var rotation = SystemTimeRotation()
        if scanner.accept(words: "INTERVAL") {
            let start = scanner.offset
            scanner.advance()
            try expect(scanner.peekWord() != nil)
            scanner.advance()
            rotation.interval = scanner.text(start..<scanner.previousEnd)
        }
        if scanner.accept(words: "LIMIT") { rotation.limit = try integer() }
        if scanner.accept(words: "STARTS") {
            let start = scanner.offset
            _ = scanner.accept(words: "TIMESTAMP")
            try expect(!scanner.isAtEnd)
            scanner.advance()
            rotation.starts = scanner.text(start..<scanner.previousEnd)
        }
        rotation.isAutomatic = scanner.accept(words: "AUTO")
        return rotation
    }

    private mutating func expression() throws(PartitioningError) -> String {
        guard let text = scanner.parenthesized() else { throw unexpected }
        let expression = ExpressionText.withoutOuterParentheses(text)
        spellings.partitionTexts[expression] = text
        return expression
    }

    private mutating func names() throws(PartitioningError) -> [String] {
        try expect(scanner.accept("("))
        if scanner.accept(")") { return [] }
        var names: [String] = []
        repeat { names.append(try name()) } while scanner.accept(",")
        try expect(scanner.accept(")"))
        return names
    }

    // MARK: - Partitions

    private mutating func list(
        of element: (inout Self) throws(PartitioningError) -> Partition
    ) throws(PartitioningError) -> [Partition] {
        try expect(scanner.accept("("))
        var partitions: [Partition] = []
        repeat { partitions.append(try element(&self)) } while scanner.accept(",")
        try expect(scanner.accept(")"))
        return partitions
    }

    private mutating func partition(of scheme: PartitionScheme) throws(PartitioningError) -> Partition {
        try expect(scanner.accept(words: "PARTITION"))
        var partition = Partition(name: try name())
        partition.bound = try bound(of: scheme)
        try options(&partition)
        if scanner.isNext("(") {
            partition.subpartitions = try list { (reader) throws(PartitioningError) in try reader.subpartition() }
        }
        return partition
    }

    private mutating func subpartition() throws(PartitioningError) -> Partition {
        try expect(scanner.accept(words: "SUBPARTITION"))
        var partition = Partition(name: try name())
        try options(&partition)
        return partition
    }

    private mutating func bound(of scheme: PartitionScheme) throws(PartitioningError) -> Partition.Bound? {
        if scanner.accept(words: "VALUES", "LESS", "THAN") {
            return scanner.accept(words: "MAXVALUE") ? .lessThan(["MAXVALUE"]) : .lessThan(try values())
        }
        if scanner.accept(words: "VALUES", "IN") { return .values(try rows(of: scheme)) }
        if scanner.accept(words: "DEFAULT") { return .remainder }
        if scanner.accept(words: "HISTORY") { return .history }
        if scanner.accept(words: "CURRENT") { return .current }
        return nil
    }

    /// Reads `(1, 2)` as rows of one value, and `((1, 'a'), (2, 'b'))` as rows of two. The servers print NULL first for
    /// LIST, but not for LIST COLUMNS.
    private mutating func rows(of scheme: PartitionScheme) throws(PartitioningError) -> [[String]] {
        guard scheme.width > 1 else {
            if scanner.accept(words: "DEFAULT") { return [["DEFAULT"]] }
            let values = try values()
            guard case .list = scheme else { return values.map { [$0] } }
            return (values.filter { $0 == "NULL" } + values.filter { $0 != "NULL" }).map { [$0] }
        }
        try expect(scanner.accept("("))
        var rows: [[String]] = []
        repeat { rows.append(try values()) } while scanner.accept(",")
        try expect(scanner.accept(")"))
        return rows
    }

    /// Reads the comma-separated texts in a pair of parentheses.
    private mutating func values() throws(PartitioningError) -> [String] {
        try expect(scanner.accept("("))
        var values: [String] = []
        while true {
            let start = scanner.offset
            var depth = 0
            while !scanner.isAtEnd, depth > 0 || !(scanner.isNext(",") || scanner.isNext(")")) {
                if scanner.isNext("(") { depth += 1 }
                if scanner.isNext(")") { depth -= 1 }
                scanner.advance()
            }
            try expect(!scanner.isAtEnd && scanner.offset > start)
            let text = scanner.text(start..<scanner.previousEnd)
            values.append(["MAXVALUE", "NULL"].first { $0 == text.uppercased() } ?? text)
            if !scanner.accept(",") { break }
        }
        try expect(scanner.accept(")"))
        return values
    }

    private mutating func options(_ partition: inout Partition) throws(PartitioningError) {
        while var word = scanner.word() {
            if word == "storage" { word = scanner.word() ?? "" }
            if word == "data" || word == "index" {
                try expect(scanner.accept(words: "DIRECTORY"))
                word += " directory"
            }
            _ = scanner.accept("=")
            let start = scanner.offset
            if word == "comment" {
                guard let comment = scanner.stringLiteral() else { throw unexpected }
                partition.comment = comment
                spellings.partitionTexts["COMMENT " + comment] = scanner.text(start..<scanner.previousEnd)
                continue
            }
            let known = [
                "engine", "max_rows", "min_rows", "data directory", "index directory", "tablespace", "nodegroup",
            ]
            try expect(known.contains(word) && !scanner.isAtEnd)
            scanner.advance()
            // All partitions have the table's engine.
            if word == "engine" { continue }
            let value = scanner.text(start..<scanner.previousEnd)
            partition.options.append(TableOption(name: word.uppercased(), value: value))
        }
    }

    // MARK: - Steps

    private mutating func name() throws(PartitioningError) -> String {
        let isQuoted = scanner.token?.kind == .quotedIdentifier
        guard let name = scanner.identifier() else { throw unexpected }
        if isQuoted { spellings.quotedPartitionNames.insert(name) }
        return name
    }

    private mutating func integer() throws(PartitioningError) -> Int {
        guard let value = scanner.integer() else { throw unexpected }
        return value
    }
}

extension PartitionScheme {
    /// The number of values in each row of a VALUES list.
    package var width: Int {
        switch self {
        case .listColumns(let columns), .rangeColumns(let columns): columns.count
        case .range, .list, .hash, .key, .systemTime: 1
        }
    }
}
