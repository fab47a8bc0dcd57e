internal import SQLStatements
package import SchemaModel
internal import SchemaSQL
package import ServerPort

/// Makes the target server rewrite declared tables, so that expressions, defaults and prefixes are compared exactly as
/// it stores them.
///
/// The normaliser creates each table as a temporary one, reads it back with SHOW CREATE TABLE and drops it. That leaves
/// nothing behind, commits nothing, and needs only the privilege CREATE TEMPORARY TABLES. What a temporary table cannot
/// hold (foreign keys, InnoDB fulltext indexes, partitions, compressed rows) is taken from the declaration.
///
/// The text of models means the same on every server, whatever the session's `sql_mode`: ANSI_QUOTES,
/// NO_BACKSLASH_ESCAPES and similar modes are off. Only modes that change what the rewritten text creates stay on.
package struct ServerNormalizer {
    /// The profile with the dialect of the reading mode.
    private let profile: ServerProfile
    private let executor: any QueryExecutor
    /// The lower-case names of sequences that do not exist yet. A default that uses one is taken as declared.
    private let newSequences: Set<String>

    /// Strict, so that the server refuses a type or default instead of adjusting it.
    private static let sqlMode = "STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION"
    /// MariaDB modes in which even the output of SHOW CREATE TABLE creates a different table: DATE becomes DATETIME and
    /// `concat` another function, TIMESTAMP becomes DATETIME, `''` becomes NULL (10.11, 11.8).
    private static let lastingModes = ["ORACLE", "MAXDB", "EMPTY_STRING_IS_NULL"]
    /// The number of tables in one round trip.
    private static let chunkSize = 50

    package init(profile: ServerProfile, executor: any QueryExecutor, newSequences: Set<String> = []) {
        var profile = profile
        profile.dialect = ReadingMode.dialect
        self.profile = profile
        self.executor = executor
        self.newSequences = newSequences
    }

    /// Returns the tables as the server would store them, or nil if the account may not create temporary tables.
    ///
    /// - Throws: `DeclaredTableRejected` if the server refuses a table, `ServerError` if the connection fails.
    package func normalize(_ tables: [Table]) throws -> [Table]? {
        try executor.execute(all: [ReadingMode.enter(sqlMode: Self.sqlMode), ReadingMode.enterRaw])
        let result = Result { try normalizeInChunks(tables) }
        switch result {
        case .failure(let error as ServerError) where error.isConnectionLost: throw error
        case .success, .failure: try executor.execute(all: [ReadingMode.leaveRaw, ReadingMode.leave])
        }
        return try result.get()
    }

    private func normalizeInChunks(_ tables: [Table]) throws -> [Table]? {
        var normalized: [Table] = []
        var rest = tables[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(Self.chunkSize)
            rest = rest.dropFirst(chunk.count)
            let scripts = chunk.map(statements)
            let length = scripts.first?.count ?? 1
            do {
                let results = try executor.execute(all: scripts.flatMap(\.self))
                for (offset, table) in chunk.enumerated() {
                    // The text is in the second-to-last result.
                    guard let text = results[(offset + 1) * length - 2].rows.first?.bytes(1) else { continue }
                    let stored = try ShowCreateTableParser(profile: profile).parse(text).table
                    normalized.append(merge(ImpliedKey.removing(from: stored, declared: table), into: table))
                }
            } catch let error as ServerError where Set.privilegeDenied.contains(error.code) {
                return nil
            } catch let error as ServerError where !error.isConnectionLost {
                let offset = (error.failedIndex ?? 0) / length
                throw DeclaredTableRejected(table: chunk[chunk.startIndex + offset], error: error)
            }
        }
        return normalized
    }

    private func statements(for table: Table) -> [String] {
        let name = profile.dialect.quotedIdentifier(table.name)
        let create = CreateTableRenderer(profile: profile).createTable(temporary(table))
        return inLastingModes("CREATE TEMPORARY" + create.dropFirst("CREATE".count))
            + ["SHOW CREATE TABLE \(name)", "DROP TEMPORARY TABLE \(name)"]
    }

    private func inLastingModes(_ statement: String) -> [String] {
        let modes = Self.lastingModes.filter(profile.sqlModes.contains)
        if modes.isEmpty { return [statement] }
        func set(_ modes: [String]) -> String { "SET SESSION sql_mode = '\(modes.joined(separator: ","))'" }
        return [set([Self.sqlMode] + modes), statement, set([Self.sqlMode])]
    }

    /// Returns the table without what temporary tables do not accept.
    private func temporary(_ table: Table) -> Table {
        var table = table
        table.foreignKeys = []
        table.removePeriods()
        table.indexes.removeAll { $0.kind == .fulltext || $0.kind == .vector }
        table.partitioning = nil
        table.options.rowFormat = nil
        table.options.others = []
        table.options.autoIncrement = nil
        table.comment = ""
        for index in table.columns.indices where usesNewSequence(table.columns[index]) {
            table.columns[index].defaultValue = nil
        }
        return table
    }

    private func usesNewSequence(_ column: Column) -> Bool {
        guard !newSequences.isEmpty, case .expression(let text) = column.defaultValue else { return false }
        return !SQLNames.mentioned(in: text, dialect: profile.dialect).isDisjoint(with: newSequences)
    }

    private func merge(_ stored: Table, into declared: Table) -> Table {
        var table = declared
        table.columns = stored.columns.map { column in
            var column = column
            if let own = declared.column(named: column.name) {
                if own.rowTime != nil { return own }
                column.origin = own.origin
                column.isUnversioned = own.isUnversioned
                column.takeDeclaredText(of: own)
                // CREATE TABLE cannot express it, and on MariaDB (10.11, 11.8) ALTER TABLE cannot either.
                if profile.flavor == .mysql, column.defaultValue == nil, column.isNullable,
                    own.defaultValue == .absent
                {
                    column.defaultValue = .absent
                }
                if usesNewSequence(own) { column.defaultValue = own.defaultValue }
            }
            return column
        }
        if declared.primaryKey?.parts.contains(where: \.isPeriod) != true {
            table.primaryKey = stored.primaryKey
            table.primaryKey?.origin = declared.primaryKey?.origin ?? Origin()
            table.primaryKey?.comment = declared.primaryKey?.comment ?? ""
        }
        table.indexes = declared.indexes.map { index in
            guard var own = stored.indexes.first(where: { $0.name.lowercased() == index.name.lowercased() }) else {
                return index
            }
            own.origin = index.origin
            own.comment = index.comment
            return own
        }
        table.checks = stored.checks.map { check in
            var check = check
            check.origin = declared.checks.first { $0.name == check.name }?.origin ?? Origin()
            return check
        }
        // The server added this: compression because of innodb_compression_default (MariaDB).
        let added = stored.options.others.filter { $0.name.uppercased() == "PAGE_COMPRESSED" }
        if !declared.options.others.contains(where: { $0.name.uppercased() == "PAGE_COMPRESSED" }) {
            table.options.others += added
        }
        table.options.engine = stored.options.engine
        table.options.charset = stored.options.charset
        table.options.collation = stored.options.collation
        return table
    }
}

extension Column {
    /// Takes the declared text if the server's version only replaces characters beyond U+FFFF with `?`.
    fileprivate mutating func takeDeclaredText(of declared: Column) {
        comment = declared.comment
        if let members, let own = declared.members, members.count == own.count {
            setMembers(zip(members, own).map { $0 == $1.inDictionary ? $1 : $0 })
        }
        if case .literal(let text) = defaultValue, case .literal(let own) = declared.defaultValue,
            text == own.inDictionary
        {
            defaultValue = .literal(own)
        }
    }
}
