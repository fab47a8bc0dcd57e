import DatabaseSettings
import DiagnosticModel
import MigrationSession
import Sandbox
import SchemaInspector
import ServerPort
import SwiftMigConfiguration
import SwiftMigDiagnostics
import SwiftMigPlatform
import Testing
import YAMLDocument

@testable import SchemaSQL

/// Tests of the words of errors in settings, documents, files and servers.
struct SettingsErrorTests {
    static let place = SourceLocation(file: "migrate.yaml", line: 3, column: 1)
    static let file = FileError(.read, "/srv/migrate.yaml", .system(.noAccess))

    private static let wrongSettings: [(ConfigurationError, String)] = [
        (.noFile(path: "migrate.yaml"), "no_configuration"), (.yaml(.severalDocuments(place)), "several_documents"),
        (.unknownKey("lok", parent: "", place, known: ["lock"]), "unknown_key"),
        (.wrongType(key: "lock", expected: "a mapping", found: "text", place), "wrong_type"),
        (.badValue(key: "lock.timeout", value: "x", expected: "a duration", .file(place)), "bad_value"),
        (.unsetVariable("PASSWORD", key: "database.url", place), "unset_variable"),
        (.badVariable(key: "database.url", place), "bad_variable"),
        (.unknownEnvironment("prod", known: [], .flag("--env")), "unknown_environment"),
        (.exclusiveKeys("models.file", "models.command", place), "exclusive_keys"),
        (.url(.badPort, key: "database.url", .environment("DATABASE_URL")), "bad_url"),
    ]
    private static let unreadable: ConfigurationError = .cannotRead(file, .file(place))

    static let settings: [ExpectedWords] =
        [.init(unreadable, "cannot_read", .configuration, hasHints: false)]
        + wrongSettings.map { ExpectedWords($0, $1, .configuration) }

    private static let wrongURLs: [DatabaseURLError] = [
        .empty, .noScheme, .unknownScheme("postgres"), .badPort, .badHost, .ambiguousAt, .badEncoding(part: "password"),
        .unknownParameter(nil, known: ["tls"]), .unknownParameter("tsl", known: ["tls"]),
        .contradiction("a socket", "a port"),
    ]
    private static let badParameter: DatabaseURLError = .badParameter("tls", expected: "a mode")

    static let urls: [ExpectedWords] =
        [.init(badParameter, "bad_url", .configuration, hasHints: false)]
        + wrongURLs.map { ExpectedWords($0, "bad_url", .configuration) }

    private static let wrongDocuments: [(YAMLError, String)] = [
        (.syntax("mapping values are not allowed", place, .colon), "broken_yaml"),
        (.duplicateKey("lock", place, first: place), "duplicate_key"), (.keyIsNotText(place), "key_is_not_text"),
        (.unsupported("anchors", place), "unsupported_yaml"), (.severalDocuments(place), "several_documents"),
    ]

    static let documents = wrongDocuments.map { ExpectedWords($0, $1, .configuration) }

    private static let wrongTypes: [ColumnTypeError] = [
        .empty, .notAType("?"), .missingLength(type: "varchar"), .badArguments(type: "datetime", arguments: "9"),
        .badValues(type: "enum"), .unexpected("x", after: "int"),
    ]

    static let types = wrongTypes.map { ExpectedWords($0, "bad_column_type", .configuration) }

    static let servers: [ExpectedWords] = [
        .init(SandboxError.serverNotInstalled, "sandbox_server_missing", .unavailable),
        .init(SandboxError.notExecutable(path: "/bin/x"), "sandbox_server_missing", .configuration),
        .init(SandboxError.initializerMissing(program: "mariadb-install-db"), "sandbox_server_missing", .unavailable),
        .init(
            SandboxError.initializationFailed(program: "mariadb-install-db", folder: "/srv", log: ""),
            "sandbox_init_failed",
            .unavailable
        ),
        .init(
            SandboxError.startFailed(program: "mariadbd", folder: "/srv", log: "[ERROR] x"),
            "sandbox_start_failed",
            .unavailable
        ),
        .init(SandboxError.timedOut(folder: "/srv", seconds: 30), "sandbox_timeout", .unavailable),
        .init(SandboxError.notPrivate(path: "/tmp/x"), "sandbox_not_private", .unavailable),
        .init(SandboxError.file(file), "sandbox_folder", .unavailable),
        .init(SandboxError.cannotStart(program: "mariadbd", reason: "no memory"), "sandbox_folder", .unavailable),
        .init(InspectionError.unsupportedServer(name: "MySQL", version: "5.7"), "unsupported_server", .unavailable),
        .init(InspectionError.noDatabase, "no_database", .configuration),
        .init(InspectionError.unknownDatabase("shop"), "unknown_database", .unavailable),
        .init(SessionError.noDatabaseName(place), "no_database", .configuration),
        .init(ShowCreateTableError(line: "KEY ?", place: "a key"), "unknown_table_clause", hasHints: false),
    ]

    static let fileErrors: [ExpectedWords] = [
        .init(file, "cannot_read", .configuration),
        .init(FileError(.listFolder, "/srv", .folder), "cannot_read", .configuration),
        .init(FileError(.read, "/srv/a.sql", .notUTF8), "cannot_read", .configuration),
        .init(FileError(.write, "/srv/a.sql", .exists), "cannot_write"),
        .init(FileError(.write, "/srv/a.sql", .system(.readOnlyFileSystem)), "cannot_write", .writeFailed),
        .init(FileError(.makeFolder, "/srv/a", .danglingLink), "cannot_write"),
        .init(FileError(.remove, "/srv/a", .noRegularFile), "cannot_write"),
        .init(FileError(.write, "/srv/a", .tooLarge(bytes: 1 << 24)), "cannot_write"),
    ]

    static let secretStatement = "ALTER USER u IDENTIFIED BY '\(ExpectedWords.secret)'"

    static let replies: [ExpectedWords] = [
        .init(
            ServerError(code: .serverLost, sqlState: "HY000", message: "lost", statement: secretStatement),
            "connection_lost",
            .unavailable
        ),
        .init(
            ServerError(
                errno: 1227,
                sqlState: "42000",
                message: "you need the SUPER privilege",
                statement: secretStatement
            ),
            "insufficient_privileges"
        ),
        .init(
            ServerError(
                code: .invalidDefault,
                sqlState: "42000",
                message: "Invalid default",
                statement: secretStatement
            ),
            "server_error"
        ),
        .init(
            ServerError(code: .syntaxError, sqlState: "42000", message: "syntax", statement: secretStatement),
            "server_error",
            hasHints: false
        ),
    ]

    @Test(arguments: settings + urls + documents + types + servers + fileErrors + replies)
    func everyErrorHasWords(_ expected: ExpectedWords) { expected.check() }

    static let tables: [(String, [ExpectedWords])] = [
        ("ConfigurationError", settings), ("DatabaseURLError", urls), ("YAMLError", documents),
        ("ColumnTypeError", types), ("SandboxError", servers), ("InspectionError", servers),
    ]

    @Test(arguments: tables)
    func everyCaseIsInTheTable(name: String, table: [ExpectedWords]) throws {
        try ExpectedWords.expectAll(of: name, in: table)
    }

    private struct Unknown: Error {}

    @Test func anErrorWithoutWordsIsShownByItsDescription() {
        let diagnostic = Diagnostic(of: Unknown())
        #expect(diagnostic.code == "unexpected" && diagnostic.message == "Unknown()")
    }
}
