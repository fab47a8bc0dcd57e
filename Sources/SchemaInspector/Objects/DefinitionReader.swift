package import SchemaModel
internal import SchemaSQL

/// Reads what SHOW CREATE printed, now or some time ago, as values.
package struct DefinitionReader {
    private let profile: ServerProfile
    private let database: String
    private let sessionMode: String

    /// The parts of sql_mode that change what a text means.
    private static let meaningfulModes: Set<String> = [
        "ANSI_QUOTES", "PIPES_AS_CONCAT", "NO_BACKSLASH_ESCAPES", "HIGH_NOT_PRECEDENCE", "ORACLE",
        "MAXDB", "EMPTY_STRING_IS_NULL",
    ]

    /// - Parameters:
    ///   - database: whose name a view's text has before those of its tables.
    ///   - sessionMode: the `sql_mode` of the session that would make these objects.
    package init(profile: ServerProfile, database: String, sessionMode: String) {
        self.profile = profile
        self.database = database
        self.sessionMode = sessionMode
    }

    /// A view, trigger, routine, event or sequence.
    ///
    /// - Parameter sqlMode: the mode that it was made under, where the server tells one.
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

    /// A table, proved: rendered again it must be the same text.
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
        // MySQL (9.7) has a question mark there for each byte of such a character in an expression, and nowhere else.
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
    /// The SQL text in it that is an expression, or a value that a partition is for.
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
