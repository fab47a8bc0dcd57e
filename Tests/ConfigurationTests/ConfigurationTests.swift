internal import DatabaseSettings
import DiagnosticModel
internal import Foundation
import SchemaModel
internal import SwiftMigConfiguration
import SwiftMigPlatform
internal import Testing
internal import YAMLDocument

/// A temporary folder for one test.
private final class Folder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "swiftmig-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String = "migrate.yaml") throws {
        let url = URL(fileURLWithPath: path).appending(path: name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func load(
        flags: ConfigurationFlags = ConfigurationFlags(),
        environment: [String: String] = [:],
        requiresFile: Bool = true
    ) throws -> Configuration {
        try Configuration.load(
            flags: flags,
            environment: environment,
            currentDirectory: path,
            requiresFile: requiresFile
        )
    }
}

private func load(
    _ text: String,
    flags: ConfigurationFlags = ConfigurationFlags(),
    environment: [String: String] = [:]
) throws -> Configuration {
    let folder = try Folder()
    try folder.write(text)
    return try folder.load(flags: flags, environment: environment)
}

private func at(_ line: Int, _ column: Int) -> DiagnosticModel.SourceLocation {
    DiagnosticModel.SourceLocation(file: "migrate.yaml", line: line, column: column)
}

extension DatabaseTarget {
    fileprivate var settings: ConnectionSettings? {
        if case .server(let settings) = self { settings } else { nil }
    }
}

struct ConfigurationTests {
    @Test func readsTheWholeFile() throws {
        let folder = try Folder()
        try folder.write(
            """
            database:
              url: ${DB_URL:-mysql://u:p@h/d}
              tls: {mode: verify-identity, ca: certs/ca.pem, certificate: /abs/c.pem, key: null}
              connect_timeout: 500ms
              local_infile: true
            migrations: [migrations, ./more/]
            models:
              file: models/*.yaml
            scratch: sandbox:scratch
            file_template: "{revision}"
            version_table: alembic_version
            journal_table: j
            lock: {timeout: 2m}
            batches: {replicas: ["mysql://m:s@r1:3307", "mysql://m@r2/?socket=/run/r2.sock"], max_lag: 2s}
            ignore: {tables: ["tmp_*"], kinds: [view]}
            hooks: {after_write: [[fmt, "{path}"], "git add {path}"]}
            environments:
              production: {database: {url: "${NOT_SET_HERE}"}}
            """
        )
        let configuration = try folder.load()
        let settings = try #require(try configuration.database.settings)
        #expect(settings.address == .tcp(host: "h", port: 3306))
        #expect(settings.connectTimeout == .milliseconds(500))
        #expect(settings.sendsLocalFiles)
        #expect(
            settings.tls
                == TLSSettings(
                    mode: .verifyIdentity,
                    ca: folder.path + "/certs/ca.pem",
                    certificate: "/abs/c.pem",
                    key: nil
                )
        )
        #expect(configuration.migrations == [folder.path + "/migrations", folder.path + "/more"])
        #expect(configuration.models == .file([folder.path + "/models/*.yaml"]))
        #expect(try configuration.scratch == .sandbox(database: "scratch"))
        #expect(configuration.fileTemplate == "{revision}")
        #expect(configuration.versionTable == "alembic_version")
        #expect(configuration.journalTable == "j")
        #expect(configuration.lockTimeout == .seconds(120))
        #expect(try configuration.replicas.map(\.address) == [.tcp(host: "r1", port: 3307), .socket("/run/r2.sock")])
        #expect(try configuration.replicas.map(\.tls.mode) == [.verifyIdentity, .verifyIdentity])
        #expect(configuration.maxReplicaLag == .seconds(2))
        #expect(configuration.ignoreTables == ["tmp_*"])
        #expect(configuration.ignoreKinds == [.view])
        #expect(configuration.afterWriteHooks == [["fmt", "{path}"], ["git", "add", "{path}"]])
        #expect(configuration.source(of: "database.url") == .file(at(2, 8)))
        #expect(configuration.file == "migrate.yaml")
        #expect(configuration.projectFolder == folder.path)
    }

    @Test(arguments: [
        "database:\n  url: sandbox:\nscratch: sandbox:\n",
        "database:\n  url:   sandbox: \t# here\nscratch: sandbox: # there",
        "database:\r\n  url: sandbox:\r\nscratch: sandbox:\r\n",
        "scratch: \"sandbox:\"\ndatabase:\n  url: sandbox:\n  connect_timeout: 10s\n",
    ])
    func sandboxNeedsNoQuotesAtTheEndOfALine(text: String) throws {
        let configuration = try load(text)
        #expect(try configuration.database == .sandbox(database: nil))
        #expect(try configuration.scratch == .sandbox(database: nil))
    }

    @Test func placesBehindAnUnquotedSandboxStayWhatTheyAre() {
        let text = "scratch: sandbox:   # é\nlock: {timeout: soon}\n"
        let error = #expect(throws: ConfigurationError.self) { try load(text) }
        guard case .badValue("lock.timeout", _, _, .file(let place)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(place == at(2, 17))
    }

    @Test(arguments: ["scratch: a: sandbox: b\n", "scratch: other:\n", "lock: x sandbox:\nscratch: y:\n"])
    func otherValuesThatEndWithAColonAreRefused(text: String) {
        let error = #expect(throws: ConfigurationError.self) { try load(text) }
        guard case .yaml(.syntax) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [
        ("version_table: other.t", "version_table", "other.t"),
        ("journal_table: \"a`b\"", "journal_table", "a`b"),
        ("version_table: x\njournal_table: X", "journal_table", "x"),
        ("version_table: swiftmig_journal", "version_table", "swiftmig_journal"),
    ])
    func refusesNamesThatCannotBe(text: String, key: String, value: String) {
        let error = #expect(throws: ConfigurationError.self) { try load(text) }
        guard case .badValue(key, value, _, .file) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: ["", "# nothing\n", "database:\n", "models: null\nlock: {timeout: ~}\n"])
    func whatIsNotSaidHasItsDefault(text: String) throws {
        let configuration = try load(text)
        #expect(try configuration.database == .sandbox(database: nil))
        #expect(configuration.models == nil)
        #expect(configuration.fileTemplate == "{created}_{revision}_{slug}")
        #expect(configuration.versionTable == "swiftmig_version")
        #expect(configuration.journalTable == "swiftmig_journal")
        #expect(configuration.lockTimeout == .seconds(60))
        #expect(configuration.connectTimeout == .seconds(10))
        #expect(configuration.source(of: "lock.timeout") == .default)
    }

    @Test(
        arguments: [
            (
                ["--url": "mysql://flag/d"], ["SWIFTMIG_URL": "mysql://env/d", "DATABASE_URL": "mysql://plain/d"],
                "flag"
            ),
            ([:], ["SWIFTMIG_URL": "mysql://env/d", "DATABASE_URL": "mysql://plain/d"], "env"),
            ([:], ["SWIFTMIG_URL": "", "DATABASE_URL": "mysql://plain/d"], "plain"),
            ([:], ["DATABASE_URL": ""], "file"),
        ] as [([String: String], [String: String], String)]
    )
    func theStrongestSourceWins(flags: [String: String], environment: [String: String], host: String) throws {
        let configuration = try load(
            "database: {url: 'mysql://file/d'}",
            flags: ConfigurationFlags(url: flags["--url"]),
            environment: environment
        )
        #expect(try configuration.database.settings?.address == .tcp(host: host, port: 3306))
    }

    @Test func variablesOverrideTheFile() throws {
        let configuration = try load(
            "lock: {timeout: 1s}\nversion_table: a\n",
            environment: ["SWIFTMIG_LOCK_TIMEOUT": "7s", "SWIFTMIG_DATABASE_TLS_MODE": "REQUIRED"]
        )
        #expect(configuration.lockTimeout == .seconds(7))
        #expect(configuration.source(of: "lock.timeout") == .environment("SWIFTMIG_LOCK_TIMEOUT"))
        #expect(configuration.versionTable == "a")
        #expect(configuration.tls.mode == .required)
    }

    @Test(arguments: [
        ("''", ""), ("'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'", "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION"),
    ])
    func theModeIsThatOfEverySession(_ text: String, _ mode: String) throws {
        let configuration = try load(
            "database: {url: \"mysql://dev/d\", sql_mode: \(text)}\nscratch: mysql://scratch/\n"
        )
        #expect(try configuration.database.settings?.sqlMode == mode)
        #expect(try configuration.scratch.settings?.sqlMode == mode)
        #expect(configuration.sqlMode == mode)
    }

    @Test func aModeIsNoOtherSQL() {
        #expect(throws: ConfigurationError.self) { try load("database: {sql_mode: \"x', autocommit = '0\"}\n") }
    }

    @Test func anEnvironmentIsLaidOverTheFile() throws {
        let text = """
            database: {url: "mysql://dev/d", tls: {mode: disabled, ca: a.pem}}
            models: {file: a.yaml}
            environments:
              production:
                database: {url: "${PRODUCTION_URL}", tls: {mode: required}}
                models: {sql: b.sql}
              empty:
            """
        let production = try load(
            text,
            flags: ConfigurationFlags(environmentName: "production"),
            environment: ["PRODUCTION_URL": "mysql://live/d"]
        )
        #expect(try production.database.settings?.address == .tcp(host: "live", port: 3306))
        #expect(production.tls.mode == .required)
        #expect(production.tls.ca?.hasSuffix("/a.pem") == true)
        guard case .sql(let patterns) = production.models else {
            Issue.record("models were not replaced")
            return
        }
        #expect(patterns.count == 1)
        let empty = try load(text, environment: ["SWIFTMIG_ENV": "empty"])
        #expect(try empty.database.settings?.address == .tcp(host: "dev", port: 3306))
        #expect(empty.tls.mode == .disabled)
    }

    @Test func relativePathsStartAtTheFile() throws {
        let folder = try Folder()
        try folder.write("migrations: m\n", to: "sub/settings.yaml")
        let configuration = try folder.load(environment: ["SWIFTMIG_CONFIG": "sub/settings.yaml"])
        #expect(configuration.migrations == [folder.path + "/sub/m"])
        #expect(configuration.projectFolder == folder.path + "/sub")
        #expect(configuration.file == "sub/settings.yaml")
    }

    @Test func anEmptyFolderNeedsAURL() throws {
        let folder = try Folder()
        #expect(throws: ConfigurationError.noFile(path: "migrate.yaml")) { try folder.load() }
        #expect(try folder.load(requiresFile: false).file == nil)
        let configuration = try folder.load(flags: ConfigurationFlags(url: "mysql://h/d"))
        #expect(configuration.source(of: "database.url") == .flag("--url"))
        #expect(try folder.load(environment: ["DATABASE_URL": "sandbox:x"]).database == .sandbox(database: "x"))
    }

    @Test func aNamedFileMustExist() throws {
        let folder = try Folder()
        let error = #expect(throws: ConfigurationError.self) {
            try folder.load(flags: ConfigurationFlags(configPath: "gone.yaml"), requiresFile: false)
        }
        guard case .cannotRead(_, .flag("--config")) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func anUnsetURLWaitsUntilTheDatabaseIsNeeded() throws {
        let configuration = try load("database:\n  url: mysql://${DB_HOST}/d\n")
        #expect(throws: ConfigurationError.unsetVariable("DB_HOST", key: "database.url", at(2, 8))) {
            try configuration.database
        }
        #expect(try configuration.scratch == .sandbox(database: nil))
    }

    @Test(arguments: [
        ("a $HOME ${A}-${B:-x}${C:-y} $${A}", "a $HOME 1-xy ${A}"), ("${B:-}", ""), ("${B:-a:-b}", "a:-b"), ("$", "$"),
    ])
    func variablesAreExpanded(template: String, expected: String) throws {
        let configuration = try load(
            "models: {command: [run, '\(template)'], timeout: 2m}",
            environment: ["A": "1", "C": ""]
        )
        #expect(configuration.models == .command(["run", expected], timeout: .seconds(120)))
    }
}

struct ConfigurationErrorTests {
    /// Unknown keys are compared without the list of known ones.
    private static let broken: [(String, ConfigurationError)] = [
        ("databse: {}", .unknownKey("databse", parent: "", at(1, 1), known: [])),
        ("database:\n  tls:\n    mod: x", .unknownKey("mod", parent: "database.tls", at(3, 5), known: [])),
        ("environments:\n  live: {lokc: {}}", .unknownKey("lokc", parent: "environments.live", at(2, 10), known: [])),
        ("database: x", .wrongType(key: "database", expected: "a mapping", found: "text", at(1, 11))),
        ("- a", .wrongType(key: "", expected: "a mapping", found: "a list", at(1, 1))),
        (
            "migrations: {a: b}",
            .wrongType(key: "migrations", expected: "text or a list", found: "a mapping", at(1, 13))
        ),
        ("models: {command: x}", .wrongType(key: "models.command", expected: "a list", found: "text", at(1, 19))),
        ("migrations: [a, [b]]", .wrongType(key: "migrations", expected: "text", found: "a list", at(1, 17))),
        ("lock: {timeout: 60}", badValue("lock.timeout", "60", "a duration such as 500ms, 10s or 2m", at(1, 17))),
        ("database: {tls: {mode: requird}}", badValue("database.tls.mode", "requird", tlsModes, at(1, 24))),
        ("version_table: ''", badValue("version_table", "", "a table name", at(1, 16))),
        ("migrations: ${NOPE}/x", .unsetVariable("NOPE", key: "migrations", at(1, 13))),
        ("migrations: '${NOPE'", .badVariable(key: "migrations", at(1, 13))),
        ("migrations: '${1:-x}'", .badVariable(key: "migrations", at(1, 13))),
        ("models: {file: a, sql: b}", .exclusiveKeys("file", "sql", at(1, 19))),
        ("scratch: 'oracle://u:p@h'", .url(.unknownScheme("oracle"), key: "scratch", .file(at(1, 10)))),
        ("lock: {}\nlock: {}", .yaml(.duplicateKey("lock", at(2, 1), first: at(1, 1)))),
    ]

    private static let tlsModes = "disabled, preferred, required, verify-ca or verify-identity"

    private static func badValue(
        _ key: String,
        _ value: String,
        _ expected: String,
        _ place: DiagnosticModel.SourceLocation
    ) -> ConfigurationError {
        .badValue(key: key, value: value, expected: expected, .file(place))
    }

    @Test(arguments: broken)
    func namesThePlace(text: String, expected: ConfigurationError) {
        let error = #expect(throws: ConfigurationError.self) { try load(text) }
        if case .unknownKey(let key, let parent, let location, let known) = error {
            #expect(.unknownKey(key, parent: parent, location, known: []) == expected)
            #expect(known.contains("database") || known.contains("mode"))
        } else {
            #expect(error == expected)
        }
    }

    @Test func brokenYAMLNamesTheLine() {
        let error = #expect(throws: ConfigurationError.self) { try load("database:\n  url: [a\nlock: {}\n") }
        guard case .yaml(.syntax(_, let location, _)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(location.line == 3)
    }

    @Test func anUnknownEnvironmentListsTheKnown() {
        let text = "environments: {staging: {}, production: {}}"
        #expect(
            throws: ConfigurationError.unknownEnvironment(
                "prodution",
                known: ["staging", "production"],
                .flag("--env")
            )
        ) { try load(text, flags: ConfigurationFlags(environmentName: "prodution")) }
    }

    @Test func aFileThatIsNotTextIsRefused() throws {
        let folder = try Folder()
        try Data([0x61, 0xFF, 0x0A]).write(to: URL(fileURLWithPath: folder.path + "/migrate.yaml"))
        let error = #expect(throws: ConfigurationError.self) { try folder.load() }
        guard case .cannotRead(let file, .default) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(file.reason == .notUTF8)
    }
}

struct NearestNameTests {
    @Test(
        arguments: [
            ("databse", "database"), ("migration", "migrations"), ("tabels", "tables"), ("zzz", nil), ("", nil),
        ] as [(String, String?)]
    )
    func findsWhatWasMeant(name: String, expected: String?) {
        #expect(nearestName(to: name, in: ["database", "migrations", "tables", "url"]) == expected)
    }
}
