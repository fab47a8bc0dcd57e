import MariaDBClient
import SQLStatements
import SchemaDiff
import SchemaDocument
import SchemaInspector
import SchemaModel
import ServerPort
import TestSupport

/// A fresh database on the test server, with the whole pipeline.
final class LiveDatabase {
    private let database: TestDatabase
    private let server: PrivateServer
    let connection: Connection
    let profile: ServerProfile

    /// - Parameter server: The server; nil means the one that tests share.
    init(on server: PrivateServer? = nil) throws {
        let server = try server ?? PrivateServer.shared
        self.server = server
        database = try server.database()
        connection = try database.connect()
        try connection.execute(Self.fixedMoment)
        profile = try Inspector(executor: connection).profile()
    }

    /// Simulates the server setting. Everything else relies on the profile.
    init(lowerCaseTableNames: Int) throws {
        server = try PrivateServer.shared
        database = try server.database()
        connection = try database.connect()
        var profile = try Inspector(executor: connection).profile()
        profile.lowerCaseTableNames = lowerCaseTableNames
        self.profile = profile
    }

    /// The server shows when an event is due as a fixed time, even if its text says `CURRENT_DATE + …` or nothing. A
    /// session with a fixed time makes that the same on every day and in every time zone. MariaDB has no times after
    /// January 2038; this is 2030-06-15 12:00:00.
    private static let fixedMoment = "SET time_zone = '+00:00', timestamp = 1907755200"

    /// Opens another session on the same database.
    init(sharing other: LiveDatabase) throws {
        server = other.server
        database = other.database
        connection = try database.connect()
        try connection.execute(Self.fixedMoment)
        profile = try Inspector(executor: connection).profile()
    }

    /// Uses the same database and session, but reads the profile again.
    init(connection other: LiveDatabase) throws {
        server = other.server
        database = other.database
        connection = other.connection
        profile = try Inspector(executor: connection).profile()
    }

    private static let sharedProfileResult = Result { try LiveDatabase().profile }

    /// The profile of the server that tests share. It decides before a test runs whether the test is for that server.
    static var sharedProfile: ServerProfile {
        get throws { try sharedProfileResult.get() }
    }

    func run(_ statements: String...) throws {
        for statement in statements { try connection.execute(statement) }
    }

    func apply(_ script: [ScriptStatement]) throws {
        for statement in script { try connection.execute(statement.sql) }
    }

    func inspect() throws -> Inspection {
        try Inspector(executor: connection).inspect()
    }

    /// Compares the document with the database, like `revision --autogenerate` on a chain that has made all tables.
    func autogenerate(
        _ document: String,
        renames: [Rename] = [],
        asksCosts: Bool = false,
        countsRows: Bool = false
    ) throws -> AutogenerateResult {
        let options = AutogenerateOptions(renames: renames, asksCosts: asksCosts, countsRows: countsRows)
        return try autogenerate(SchemaDocument.read(texts: [(document, "models.yaml")]), options)
    }

    /// - Parameter strangers: Tables, and objects as `view x`, that no revision has made.
    func autogenerate(
        _ declared: Schema,
        _ options: AutogenerateOptions = AutogenerateOptions(),
        strangers: Set<String> = []
    ) throws -> AutogenerateResult {
        let inspection = try inspect()
        return try Autogenerate.run(
            declared: DeclaredSchema(declared, for: profile),
            live: inspection.schema,
            notUnderstood: Dictionary(
                uniqueKeysWithValues: inspection.notUnderstood.map { ($0.table, "\($0.reason)") }
            ),
            profile: profile,
            executor: connection,
            options: options,
            objects: ObjectSources(
                notUnderstood: Dictionary(
                    uniqueKeysWithValues: inspection.objectsNotUnderstood.map { ($0.id, "\($0.reason)") }
                ),
                own: { Set(inspection.schema.objects.map(\.id).filter { !strangers.contains($0.description) }) },
                makeScratch: { [server] in try TestScratch(on: server) }
            ),
            ownTables: { Set(inspection.schema.tables.map(\.name)).subtracting(strangers) }
        )
    }

    /// Returns SHOW CREATE TABLE for every table by name, without the AUTO_INCREMENT counter.
    func definitions() throws -> [String: String] {
        var definitions: [String: String] = [:]
        for row in try connection.execute("SHOW FULL TABLES WHERE Table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')")
            .rows
        {
            guard let name = row[0] else { continue }
            definitions[name] = try definition(of: name)
        }
        return definitions
    }

    /// On MySQL, the text also shows how a character set was once written, which is not part of the schema, so the
    /// inspected value is used instead.
    func definition(of table: String) throws -> String {
        if profile.flavor == .mysql, var inspected = try inspect().schema.table(named: table) {
            inspected.indexes.sort { $0.name < $1.name }
            inspected.foreignKeys.sort { $0.name < $1.name }
            return "\(inspected)"
        }
        let text = (try connection.execute("SHOW CREATE TABLE `\(table)`").rows.first?[1] ?? "")
            .replacing("`\(profile.database)`.", with: "")
        return Self.withKeysSorted(text.replacing(#/ AUTO_INCREMENT=\d+/#, with: ""))
    }

    /// Returns SHOW CREATE for all objects except tables, by kind and name: without definers, with trigger positions.
    func objectDefinitions(keepsDefiners: Bool = false) throws -> [String: String] {
        var definitions: [String: String] = [:]
        let database = SQLDialect().quotedLiteral(profile.database)
        let names = try rows(
            """
            SELECT LOWER(IF(TABLE_TYPE = 'VIEW', 'VIEW', 'SEQUENCE')), TABLE_NAME, 0 FROM information_schema.TABLES
            WHERE TABLE_SCHEMA = \(database) AND TABLE_TYPE IN ('VIEW', 'SEQUENCE') UNION ALL
            SELECT 'trigger', TRIGGER_NAME, ACTION_ORDER FROM information_schema.TRIGGERS
            WHERE EVENT_OBJECT_SCHEMA = \(database) UNION ALL
            SELECT LOWER(ROUTINE_TYPE), ROUTINE_NAME, 0 FROM information_schema.ROUTINES
            WHERE ROUTINE_SCHEMA = \(database) UNION ALL
            SELECT 'event', EVENT_NAME, 0 FROM information_schema.EVENTS WHERE EVENT_SCHEMA = \(database)
            """
        )
        for name in names {
            guard let kind = name[0], let object = name[1], let place = name[2] else { continue }
            let row = try connection.execute("SHOW CREATE \(kind) `\(object)`").rows.first
            let column = ["view": 1, "sequence": 1, "event": 3][kind] ?? 2
            var text = (row?[column] ?? "").replacing("`\(profile.database)`.", with: "")
            if !keepsDefiners { text.replace(#/ DEFINER=`[^`]*`@`[^`]*`/#, with: "") }
            definitions["\(kind) \(object)"] = "\(place) \(text)"
        }
        return definitions
    }

    func rows(_ query: String) throws -> [[String?]] {
        let rows = try connection.execute(query).rows
        return rows.map { row in rows.columnNames.indices.map { row[$0] } }
    }

    /// Keys and constraints are printed in the order in which they were created, which has no meaning.
    private static func withKeysSorted(_ text: String) -> String {
        let lines = text.split(separator: "\n").map { $0.hasSuffix(",") ? $0.dropLast() : $0 }
        let isKey = { (line: Substring) in
            !line.hasPrefix("  `") && line.hasPrefix("  ")
        }
        let keys = lines.filter(isKey).sorted()
        return (lines.filter { !isKey($0) } + keys).joined(separator: "\n")
    }
}

/// A scratch database on the test server.
final class TestScratch: ScratchSpace {
    private let holder: TestDatabase
    private let connection: Connection

    var executor: any QueryExecutor { connection }
    let database: String

    /// - Parameter server: The server; nil means the one that tests share.
    init(on server: PrivateServer? = nil) throws {
        holder = try (server ?? PrivateServer.shared).database()
        connection = try holder.connect()
        database = try Inspector(executor: connection).profile().database
    }

    func drop() {}
}
