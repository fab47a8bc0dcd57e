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
        // MySQL (9.7) has a question mark there for each byte of such a character in an expression.
        if profile.flavor == .mysql, let line = text.split(separator: "\n").first(where: { $0.contains("????") }) {
            throw NotUnderstood(
                table: name,
                reason: .unknownClause(line: String(line), place: "characters beyond U+FFFF")
            )
        }
        return parsed.table
    }

    private static func meaningful(_ mode: String) -> Set<String> {
        Set(mode.split(separator: ",").map(String.init)).intersection(meaningfulModes)
    }
}
