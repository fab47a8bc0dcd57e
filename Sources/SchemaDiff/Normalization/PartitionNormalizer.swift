internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL
internal import ServerPort

/// Converts a declared PARTITION BY to the server's spelling.
///
/// Temporary tables cannot have partitions (MariaDB 1506, MySQL 1562), but they can have generated columns, whose
/// expressions the servers print in the same way (MariaDB 10.11 and 11.8, MySQL 9.7). Bounds are constants, which
/// SELECT computes.
struct PartitionNormalizer {
    let profile: ServerProfile
    let executor: any QueryExecutor

    /// - Parameter live: The partitioning of the existing table. Its spelling wins if both mean the same.
    func normalize(_ partitioning: Partitioning, of table: Table, live: Partitioning?) throws -> Partitioning {
        var result = partitioning
        result.policy = .managed
        result.scheme = try normalize(partitioning.scheme, of: table, live: live?.scheme)
        result.subscheme = try partitioning.subscheme.map { try normalize($0, of: table, live: live?.subscheme) }
        if result == live { return result }
        if partitioning.policy == .ignore, let live, live.scheme == result.scheme, live.subscheme == result.subscheme {
            return live
        }
        result.partitions = try computed(result, of: table)
        return result
    }

    // MARK: - Schemes

    private func normalize(
        _ scheme: PartitionScheme,
        of table: Table,
        live: PartitionScheme?
    ) throws -> PartitionScheme {
        func names(_ names: [String]) -> [String] { names.map { table.column(named: $0)?.name ?? $0 } }
        switch scheme {
        case .rangeColumns(let columns): return .rangeColumns(names(columns))
        case .listColumns(let columns): return .listColumns(names(columns))
        case .key(let columns, let isLinear, let algorithm):
            // 2 is the default, which the servers do not print.
            return .key(names(columns), isLinear: isLinear, algorithm: algorithm == 2 ? nil : algorithm)
        case .range(let text): return .range(try expression(text, of: table, live: live?.expression))
        case .list(let text): return .list(try expression(text, of: table, live: live?.expression))
        case .hash(let text, let isLinear):
            return .hash(try expression(text, of: table, live: live?.expression), isLinear: isLinear)
        case .systemTime(var rotation):
            guard case .systemTime(let other)? = live else { return scheme }
            // Without STARTS, an interval starts at the time of CREATE TABLE.
            guard rotation.interval != nil else { return .systemTime(rotation) }
            if rotation.interval?.lowercased() == other.interval?.lowercased() { rotation.interval = other.interval }
            if rotation.starts == nil || rotation.interval == other.interval && Self.isSameTime(rotation, other) {
                rotation.starts = other.starts
            }
            return .systemTime(rotation)
        }
    }

    /// Compares times such as `'2020-01-01'` and `TIMESTAMP'2020-01-01 00:00:00'`.
    private static func isSameTime(_ declared: SystemTimeRotation, _ live: SystemTimeRotation) -> Bool {
        guard let start = declared.starts?.filter(\.isASCIIDigit), let other = live.starts?.filter(\.isASCIIDigit)
        else {
            return false
        }
        let length = max(start.count, other.count)
        func padded(_ text: String) -> String { text + String(repeating: "0", count: length - text.count) }
        return padded(start) == padded(other)
    }

    private func expression(_ text: String, of table: Table, live: String?) throws -> String {
        let canonical = SQLWords(text, columns: table.columns.map(\.name))
        if let live, SQLWords(live, columns: table.columns.map(\.name)) == canonical { return live }
        if let column = canonical.column { return profile.dialect.quotedIdentifier(column) }
        do {
            return try printed(text, of: table)
        } catch let error as ServerError where !error.isConnectionLost {
            // MySQL does not allow UNIX_TIMESTAMP in generated columns (3763), and the account may lack the privilege.
            return canonical.text(profile.dialect)
        }
    }

    private func printed(_ text: String, of table: Table) throws -> String {
        let probe = "swiftmig_partition"
        var copy = Table(name: "swiftmig_partition_probe", options: table.options)
        copy.options.others = []
        copy.options.rowFormat = nil
        copy.columns = table.columns.map { column in
            Column(
                name: column.name,
                type: column.type,
                isNullable: true,
                charset: column.charset,
                collation: column.collation
            )
        }
        copy.columns.append(
            Column(
                name: probe,
                type: .integer(.bigint, displayWidth: nil, .init()),
                isNullable: true,
                generated: Generated(expression: text, isStored: false)
            )
        )
        var profile = profile
        profile.dialect = ReadingMode.dialect
        let create = CreateTableRenderer(profile: profile).createTable(copy)
        let name = profile.dialect.quotedIdentifier(copy.name)
        let results = try executor.executeReading([
            "CREATE TEMPORARY" + create.dropFirst("CREATE".count), "SHOW CREATE TABLE \(name)",
            "DROP TEMPORARY TABLE \(name)",
        ])
        guard let shown = results[1].rows.first?.bytes(1) else { return text }
        let stored = try ShowCreateTableParser(profile: profile).parse(shown).table
        return stored.column(named: probe)?.generated?.expression ?? text
    }

    // MARK: - Bounds

    /// Returns the partitions with their bounds computed.
    private func computed(_ partitioning: Partitioning, of table: Table) throws -> [Partition] {
        var columns: [Column?] = []
        let isInteger: Bool
        switch partitioning.scheme {
        case .rangeColumns(let names), .listColumns(let names):
            columns = names.map { table.column(named: $0) }
            isInteger = false
        case .range, .list: isInteger = true
        default: isInteger = false
        }
        var known: [[String]: String] = [:]
        func values(_ texts: [String]) throws -> [String] {
            try texts.enumerated().map { place, text in
                let column = columns.indices.contains(place) ? columns[place] : nil
                let isBinary = column?.type.isBinaryString == true
                let key = [text, isBinary ? "binary" : column?.charset ?? ""]
                if let value = known[key] { return value }
                let value = isBinary ? try computedBytes(text) : try computed(text, of: column, isInteger: isInteger)
                known[key] = value
                return value
            }
        }
        return try partitioning.partitions.map { partition in
            var partition = partition
            switch partition.bound {
            case .lessThan(let texts): partition.bound = .lessThan(try values(texts))
            case .values(let rows): partition.bound = .values(try rows.map(values))
            default: break
            }
            return partition
        }
    }

    private static let words = ["MAXVALUE", "NULL", "DEFAULT"]

    private func computed(_ text: String, of column: Column?, isInteger: Bool) throws -> String {
        if Self.words.contains(text) || Int(text) != nil { return text }
        if let charset = column?.charset, text.hasCharactersBeyondDictionary {
            return try computedBytes(text, in: charset)
        }
        if text.hasPrefix("'"), ExpressionText.isSelfContained(text) { return text }
        do {
            let rows = try executor.execute("SELECT \(text)").rows
            guard let value = rows.first?[0] else { return rows.isEmpty ? text : "NULL" }
            return isInteger || Int(value) != nil ? value : profile.dialect.quotedLiteral(value)
        } catch let error as ServerError where !error.isConnectionLost {
            return text
        }
    }

    /// Computes a bound of a binary column. MySQL 9.7 always prints `_binary 0xFF`. MariaDB 10.11 and 11.8 print text
    /// if the bytes are text, otherwise `_binary 0xff`.
    private func computedBytes(_ text: String) throws -> String {
        if Self.words.contains(text) { return text }
        do {
            guard let bytes = try executor.execute("SELECT CAST(\(text) AS BINARY)").rows.first?.bytes(0) else {
                return "NULL"
            }
            if profile.flavor == .mariadb, let value = String(valid: bytes, as: UTF8.self) {
                return profile.dialect.quotedLiteral(value)
            }
            return "_binary 0x" + digits(of: bytes)
        } catch let error as ServerError where !error.isConnectionLost {
            return text
        }
    }

    /// Computes a bound with characters beyond U+FFFF, which both servers print as bytes in the column's encoding.
    private func computedBytes(_ text: String, in charset: String) throws -> String {
        do {
            let value = "CAST(CONVERT(\(text) USING \(charset)) AS BINARY)"
            guard let bytes = try executor.execute("SELECT \(value)").rows.first?.bytes(0) else { return "NULL" }
            return "_\(charset) 0x" + digits(of: bytes)
        } catch let error as ServerError where !error.isConnectionLost {
            return text
        }
    }

    private func digits(of bytes: [UInt8]) -> String {
        let digits = bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        return profile.flavor == .mysql ? digits.uppercased() : digits
    }
}

extension ColumnType {
    fileprivate var isBinaryString: Bool {
        switch self {
        case .binary, .varbinary: true
        default: false
        }
    }
}
