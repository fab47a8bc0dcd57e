internal import SQLStatements
package import SchemaModel
internal import SchemaSQL

/// Parses SHOW CREATE output, whether recent or stored.
package struct DefinitionReader {
    private let profile: ServerProfile
    private let database: String
    private let sessionMode: String

    /// The SQL modes that change what a text means.
    private static let meaningfulModes: Set<String> = [
        "ANSI_QUOTES", "PIPES_AS_CONCAT", "NO_BACKSLASH_ESCAPES", "HIGH_NOT_PRECEDENCE", "ORACLE",
        "MAXDB", "EMPTY_STRING_IS_NULL",
    ]

    /// - Parameters:
    ///   - database: The database whose name qualifies the tables in a view's text.
    ///   - sessionMode: The `sql_mode` of the session that would create these objects.
    package init(profile: ServerProfile, database: String, sessionMode: String) {
        self.profile = profile
        self.database = database
        self.sessionMode = sessionMode
    }

    /// Parses a view, trigger, routine, event or sequence.
    ///
    /// - Parameter sqlMode: The mode that the object was created with, if the server reports it.
    package func object(
        _ id: StoredObject.ID,
        _ text: String,
        sqlMode: String?
    ) -> Result<StoredObject, ObjectNotUnderstood> {
        var dialect = ReadingSession.dialect
        if let sqlMode {
            let modes = Self.meaningful(sqlMode)
            if modes != Self.meaningful(sessionMode) {
                return .failure(ObjectNotUnderstood(id: id, reason: .mode(sqlMode)))
            }
            dialect = SQLDialect(
                ansiQuotes: modes.contains("ANSI_QUOTES"),
                noBackslashEscapes: modes.contains("NO_BACKSLASH_ESCAPES")
            )
        }
        var parser = StoredObjectParser(text, dialect: dialect)
        guard var object = parser.parse(id.kind) else {
            return .failure(ObjectNotUnderstood(id: id, reason: .unknownForm(text)))
        }
        if case .view(var view) = object {
            view.query = SQLNames.withoutQualifier(database, in: view.query)
            object = .view(view)
        }
        return .success(object)
    }

    /// Parses a table and verifies that rendering it gives the same text.
    ///
    /// - Throws: `NotUnderstood`.
    package func table(_ name: String, _ text: String) throws(NotUnderstood) -> Table {
        var profile = profile
        profile.dialect = ReadingSession.dialect
        let parsed: ParsedCreateTable
        do {
            parsed = try ShowCreateTableParser(profile: profile).parse(text)
        } catch {
            throw NotUnderstood(table: name, reason: .unknownClause(line: error.line, place: error.place))
        }
        let renderer = CreateTableRenderer(profile: profile, style: .asServerPrints(parsed.spellings))
        let expected = renderer.createTable(parsed.table)
        var text = text
        let difference = text.withUTF8 { actual in
            CreateTableText.matches(expected, actual)
                ? nil : CreateTableText.firstDifference(expected, String(decoding: actual, as: UTF8.self))
        }
        if let difference { throw NotUnderstood(table: name, reason: difference) }
        let hidden = parsed.table.columns.first { column in
            column.mayHideMembers || (profile.flavor == .mariadb && column.mayHideDefault)
        }
        if let hidden { throw NotUnderstood(table: name, reason: .hiddenCharacters(column: hidden.name, nil)) }
        // In an expression, MySQL (9.7) prints one question mark for each byte of such a character.
        if profile.flavor == .mysql, let hidden = parsed.table.expressions.first(where: { $0.contains("????") }) {
            throw NotUnderstood(
                table: name,
                reason: .unknownClause(line: hidden, place: "characters beyond U+FFFF")
            )
        }
        return parsed.table
    }

    private static func meaningful(_ mode: String) -> Set<String> {
        Set(mode.split(separator: ",").map(String.init)).intersection(meaningfulModes)
    }
}

extension Table {
    /// The SQL texts in the table that are expressions or partition values.
    fileprivate var expressions: [String] {
        var expressions = checks.map(\.expression)
        for column in columns {
            if case .expression(let text) = column.defaultValue { expressions.append(text) }
            if let generated = column.generated { expressions.append(generated.expression) }
        }
        for case .expression(let text) in indexes.flatMap(\.parts).map(\.value) { expressions.append(text) }
        guard let partitioning else { return expressions }
        for scheme in [partitioning.scheme, partitioning.subscheme] {
            switch scheme {
            case .range(let text), .list(let text), .hash(let text, isLinear: _): expressions.append(text)
            case .rangeColumns, .listColumns, .key, .systemTime, nil: break
            }
        }
        return expressions + partitioning.partitions.flatMap(\.values)
    }
}

extension Partition {
    fileprivate var values: [String] {
        switch bound {
        case .lessThan(let values): values
        case .values(let rows): rows.flatMap { $0 }
        case .remainder, .history, .current, nil: []
        }
    }
}
