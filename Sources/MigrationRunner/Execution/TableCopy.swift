internal import SQLStatements
internal import SchemaModel
internal import ServerPort

/// An empty copy of a table, which shows what a statement would change.
///
/// If the account may create a database, the copy is made in a new one. Otherwise it is made next to the table under
/// another name, without the constraints whose names are unique in a database. The copy is dropped afterwards.
struct TableCopy {
    /// A separate session with the run's database selected.
    let executor: any QueryExecutor
    /// Statements that give the session the settings that the statement ran under.
    let settings: [String]

    struct Definitions: Hashable {
        /// nil if there was no table.
        var before: String?
        var after: String
        var now: String
    }

    /// - Parameter before: The output of SHOW CREATE TABLE before the statement; nil if there was no table.
    /// - Returns: All three definitions as this server prints them; nil if no copy can be made, or the statement fails
    ///   on it.
    /// - Throws: `ServerError` when the connection is lost.
    func definitions(of object: SQLObject, before: String?, _ statement: String) throws -> Definitions? {
        let name = "swiftmig_scratch_\(UInt64.random(in: .min ... .max))"
        do {
            try executor.execute(all: settings)
            var object = object
            if object.name.database == nil {
                object.name.database = try executor.execute("SELECT DATABASE()").rows.first?[0]
            }
            if try makeDatabase(name, like: object.name.database) {
                return try dropping("DROP DATABASE \(Self.quoted(name))") {
                    try executor.execute("USE \(Self.quoted(name))")
                    try copyTables(mentionedIn: statement, of: object, to: name)
                    let place = SQLName(database: name, object.name.name)
                    return try definitions(of: object, at: place, before, statement)
                }
            }
            let place = SQLName(database: object.name.database, name)
            // In this database, a SELECT would read rows and call functions.
            guard SQLNames.mentioned(in: statement, dialect: executor.dialect).isDisjoint(with: ["select"]) else {
                return nil
            }
            return try dropping("DROP \(object.kind.rawValue.uppercased()) IF EXISTS \(Self.quoted(place))") {
                let found = try definitions(of: object, at: place, before.map(Self.withoutConstraints), statement)
                let names = SQLNames.mentioned(in: statement, dialect: executor.dialect)
                return found.map { Self.withConstraints(of: before, $0, named: names) }
            }
        } catch let error as ServerError where !error.isConnectionLost {
            return nil
        }
    }

    /// `CREATE TABLE … LIKE` and `… SELECT` read other tables.
    private func copyTables(mentionedIn statement: String, of object: SQLObject, to database: String) throws {
        let names = SQLNames.mentioned(in: statement, dialect: executor.dialect)
        guard !names.isDisjoint(with: ["like", "select"]), let home = object.name.database else { return }
        let tables = try executor.execute(
            """
            SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = \(RunnerTables.literal(home)) \
            AND TABLE_TYPE = 'BASE TABLE'
            """
        ).rows.compactMap { $0[0] }
        for table in tables where names.contains(table.lowercased()) && table != object.name.name {
            let (copy, original) = (SQLName(database: database, table), SQLName(database: home, table))
            try executor.execute("CREATE TABLE \(Self.quoted(copy)) LIKE \(Self.quoted(original))")
        }
    }

    /// - Returns: false if the account may not create it.
    private func makeDatabase(_ name: String, like database: String?) throws -> Bool {
        let row = try executor.execute(
            """
            SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA \
            WHERE SCHEMA_NAME = \(RunnerTables.literal(database))
            """
        ).rows.first
        guard let row, let charset = row[0], let collation = row[1] else { return false }
        do {
            try executor.execute("CREATE DATABASE \(Self.quoted(name)) CHARACTER SET \(charset) COLLATE \(collation)")
            return true
        } catch let error as ServerError where !error.isConnectionLost {
            return false
        }
    }

    private func dropping<Result>(_ statement: String, _ body: () throws -> Result) throws -> Result {
        do {
            let result = try body()
            try executor.execute(statement)
            return result
        } catch let error as ServerError where !error.isConnectionLost {
            try executor.execute(statement)
            throw error
        }
    }

    private func definitions(
        of object: SQLObject,
        at place: SQLName,
        _ before: String?,
        _ statement: String
    ) throws -> Definitions? {
        try executor.execute("SET SESSION foreign_key_checks = 0")
        guard let changing = Self.text(statement, about: place, executor.dialect) else { return nil }
        let now = try definition(of: object)
        var printed: String?
        if let before {
            guard let making = Self.text(before, about: place, executor.dialect) else { return nil }
            // The session must accept the definition as the server printed it, zero dates and all.
            let mode = ["ANSI_QUOTES", "NO_BACKSLASH_ESCAPES"].map { "IF(@@sql_mode LIKE '%\($0)%', '\($0)', NULL)" }
            try executor.execute(all: [
                "SET @swiftmig_mode = @@SESSION.sql_mode",
                "SET SESSION sql_mode = CONCAT_WS(',', \(mode.joined(separator: ", ")))",
                making,
                "SET SESSION sql_mode = @swiftmig_mode",
            ])
            printed = try definition(of: SQLObject(object.kind, place))
        }
        try executor.execute(changing)
        let after = try definition(of: SQLObject(object.kind, place))
        guard let now, let after else { return nil }
        // A foreign key's table is printed with its database if it is in another database than the copy.
        func cleaned(_ text: String) -> String {
            object.name.database.map { SQLNames.withoutQualifier($0, in: text) } ?? text
        }
        return Definitions(before: printed.map(cleaned), after: cleaned(after), now: cleaned(now))
    }

    private func definition(of object: SQLObject) throws -> String? {
        let query = Fingerprint.query(for: object)
        let row = try executor.executeReading([query])[0].rows.first
        let definition = row?[Fingerprint.definitionColumn(of: object.kind)]
        return definition.map { Fingerprint.content(of: $0, name: object.name.name) }
    }

    // MARK: Text

    private static func quoted(_ name: String) -> String { SQLDialect().quotedIdentifier(name) }

    private static func quoted(_ name: SQLName) -> String {
        (name.database.map { quoted($0) + "." } ?? "") + quoted(name.name)
    }

    /// A statement about one table, rewritten for another.
    ///
    /// - Returns: nil if it is not about a table, or if it may touch other objects.
    static func text(_ statement: String, about place: SQLName, _ dialect: SQLDialect) -> String? {
        var lexer = SQLLexer(statement, dialect: dialect)
        var tokens: [SQLToken] = []
        while let token = lexer.nextReadable() { tokens.append(token) }
        func sees(_ words: StaticString..., at index: Int) -> Bool {
            tokens.indices.contains(index) && words.contains { lexer.isWord(tokens[index], $0) }
        }
        let isAboutIndex = tokens.indices.first { sees("TABLE", "SEQUENCE", "INDEX", at: $0) }
            .map { sees("INDEX", at: $0) }
        let keyword = tokens.indices.first { index in
            isAboutIndex ?? false ? sees("ON", at: index) : sees("TABLE", "SEQUENCE", at: index)
        }
        guard var name = keyword.map({ $0 + 1 }) else { return nil }
        while sees("IF", "NOT", "EXISTS", at: name) { name += 1 }
        guard tokens.indices.contains(name) else { return nil }
        let last = sees(".", at: name + 1) ? name + 2 : name
        let selects = tokens.indices.contains { sees("SELECT", at: $0) }
        for index in tokens.indices.dropFirst(last + 1) {
            // A function of another database may do anything. A foreign key to one changes nothing.
            if sees(".", at: index), sees("(", at: index + 2), !sees("REFERENCES", at: index - 2) { return nil }
            if !selects, sees("UNION", at: index) { return nil }
            if sees("CONVERT", at: index), sees("TABLE", "PARTITION", at: index + 1) { return nil }
        }
        guard tokens.indices.contains(last) else { return nil }
        let (start, end) = (tokens[name].range.lowerBound, tokens[last].range.upperBound)
        let text = lexer.bytes[..<start] + Array(quoted(place).utf8) + lexer.bytes[end...]
        return String(decoding: text, as: UTF8.self)
    }

    // MARK: Constraints

    /// Restores the constraints that the copy had to leave out.
    private static func withConstraints(
        of before: String?,
        _ found: Definitions,
        named names: Set<String>
    ) -> Definitions {
        let kept = (before ?? "").split(separator: "\n").filter(isConstraint).joined(separator: "\n")
        return Definitions(
            before: found.before.map { withoutNames($0 + "\n" + kept, but: names) },
            after: withoutNames(found.after + "\n" + kept, but: names),
            now: withoutNames(found.now, but: names)
        )
    }

    /// A definition without the names of constraints that the statement does not name, because the server names the
    /// copy's constraints differently.
    private static func withoutNames(_ definition: String, but names: Set<String>) -> String {
        definition.split(separator: "\n").map { line in
            var lexer = SQLLexer(String(line))
            guard isConstraint(line), lexer.nextReadable() != nil, let token = lexer.nextReadable(),
                let name = lexer.name(of: token), !names.contains(name.lowercased())
            else { return String(line) }
            return String(decoding: lexer.bytes[token.range.upperBound...], as: UTF8.self)
        }.joined(separator: "\n")
    }

    private static func isConstraint(_ line: Substring) -> Bool { line.drop { $0 == " " }.hasPrefix("CONSTRAINT ") }

    /// A definition without named foreign keys and checks, whose names are unique in a database.
    private static func withoutConstraints(_ definition: String) -> String {
        let lines = definition.split(separator: "\n", omittingEmptySubsequences: false)
        var kept = lines.filter { !isConstraint($0) }.map(String.init)
        // The line before the options ends without a comma.
        if let end = kept.firstIndex(where: { $0.hasPrefix(")") }), end > 0, kept[end - 1].hasSuffix(",") {
            kept[end - 1].removeLast()
        }
        return kept.joined(separator: "\n")
    }
}
