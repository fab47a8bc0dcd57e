import DatabaseSettings
import DiagnosticModel
import MariaDBClient
import SchemaModel
import ServerPort
import SwiftMigDiagnostics
import Testing

/// Tests of the messages when the server cannot be used.
struct ClientDiagnosticsTests {
    static let settings = ConnectionSettings(
        address: .tcp(host: "db.example", port: 3307),
        user: "o'neil",
        password: Secret("open sesame"),
        database: "sh`op"
    )

    static func failure(_ reason: ConnectionError.Reason) -> Diagnostic {
        let reply = ServerError(errno: 4711, sqlState: "HY000", message: "the server's words")
        return ConnectionError(reason, settings: settings, server: reply).diagnostic
    }

    static let reasons: [ConnectionError.Reason] = [
        .cannotReach, .accessDenied, .hostNotAllowed, .unknownDatabase, .databaseDenied, .tlsRequired,
        .serverRequiresTLS, .tlsFailed, .pluginUnavailable(name: "parsec"), .pluginMissingOnServer(name: "old"),
        .pluginRefused(name: nil), .accountUnusable, .tooManyConnections, .other,
    ]

    @Test(arguments: reasons)
    func everyFailedLoginExitsWith69AndKeepsThePassword(reason: ConnectionError.Reason) {
        let diagnostic = Self.failure(reason)
        #expect(diagnostic.exitCode == .unavailable)
        #expect(diagnostic.server?.errno == 4711)
        #expect(reason == .other || !diagnostic.hints.isEmpty)
        #expect(!String(reflecting: diagnostic).contains("sesame"))
    }

    @Test(arguments: [
        (1067, "Invalid default value for 'd'", true),
        (1292, "Incorrect date value: '0000-00-00' for column 'd' at row 1", true),
        (1292, "Incorrect date value: 'x' for column 'd' at row 1", false),
    ])
    func datesWithZerosLeadToTheMode(errno: Int, message: String, isNamed: Bool) {
        let hints = ServerError(errno: errno, sqlState: "22007", message: message).diagnostic.hints
        #expect(hints.contains { $0.contains("sql_mode") } == isNamed)
    }

    @Test(arguments: [
        (TLSSettings.Mode.verifyCA, "TLS/SSL error: Connection timed out (110)", "connect_timeout"),
        (.preferred, "TLS/SSL error: Resource temporarily unavailable", "connect_timeout"),
        (.verifyIdentity, "TLS/SSL error: unable to get local issuer certificate", "tls.ca"),
        (.verifyCA, "TLS/SSL error: certificate has expired", "renewed"),
        (.required, "TLS/SSL error: tlsv1 alert protocol version", "openssl s_client"),
    ])
    func hintsFitWhatFailedInTLS(mode: TLSSettings.Mode, message: String, hint: String) {
        var settings = Self.settings
        settings.tls.mode = mode
        let reply = ServerError(errno: 2026, sqlState: "HY000", message: message)
        let hints = ConnectionError(.tlsFailed, settings: settings, server: reply).diagnostic.hints.joined(
            separator: "; "
        )
        #expect(hints.contains(hint))
        #expect(hints.contains("tls.ca") == (hint == "tls.ca"))
    }

    @Test func anUnknownDatabaseOffersTheCommandThatCreatesIt() {
        let hints = Self.failure(.unknownDatabase).hints
        #expect(
            hints == [
                "create it: mariadb -h db.example -P 3307 -u 'o'\\''neil' -p "
                    + "-e 'CREATE DATABASE `sh``op` CHARACTER SET utf8mb4'"
            ]
        )
    }

    @Test(
        arguments: [
            (
                1142, "DROP command denied to user 'u'@'localhost' for table `d`.`t`",
                "GRANT DROP ON `d`.* TO 'u'@'localhost'"
            ),
            (
                1142, "SELECT, INSERT command denied to user 'u'@'%' for table 't'",
                "GRANT SELECT, INSERT ON *.* TO 'u'@'%'"
            ),
            (1044, "Access denied for user 'u'@'%' to database 'd'", "GRANT ALL ON `d`.* TO 'u'@'%'"),
            (
                1227, "Access denied; you need (at least one of) the SUPER, SET USER privilege(s) for this operation",
                "GRANT SUPER ON *.* TO …"
            ),
            (
                1370, "alter routine command denied to user 'u'@'%' for routine 'd.p'",
                "GRANT ALTER ROUTINE ON `d`.* TO 'u'@'%'"
            ),
        ]
    )
    func aMissingPrivilegeIsNamed(errno: Int, message: String, grant: String) {
        let error = ServerError(errno: errno, sqlState: "42000", message: message, statement: "DROP TABLE t")
        #expect(error.diagnostic.code == "insufficient_privileges")
        #expect(error.diagnostic.exitCode == .failed)
        #expect(error.diagnostic.hints == ["as an administrator: \(grant)"])
        #expect(error.diagnostic.server?.statement == "DROP TABLE t")
    }

    @Test func theAccountIsTheServersOwn() {
        var error = ServerError(
            errno: 1142,
            sqlState: "42000",
            message: "DROP command denied to user 'u'@'127.0.0.1' for table 't'"
        )
        error.account = "'u'@'%'"
        error.database = "d"
        #expect(error.diagnostic.hints == ["as an administrator: GRANT DROP ON `d`.* TO 'u'@'%'"])
    }

    @Test func aDeniedDatabaseNamesTheAccount() {
        let reply = ServerError(
            errno: 1044,
            sqlState: "42000",
            message: "Access denied for user 'rvu'@'%' to database 'sh`op'"
        )
        let error = ConnectionError(.databaseDenied, settings: Self.settings, server: reply)
        #expect(error.diagnostic.hints == ["as an administrator: GRANT ALL ON `sh``op`.* TO 'rvu'@'%'"])
    }

    @Test func aLostConnectionIsUnavailability() {
        let error = ServerError(errno: 2013, sqlState: "HY000", message: "Lost connection", statement: "ALTER …")
        #expect(error.diagnostic.code == "connection_lost")
        #expect(error.diagnostic.exitCode == .unavailable)
    }

    @Test func anyOtherErrorShowsWhatTheServerSaid() {
        let error = ServerError(
            errno: 1050,
            sqlState: "42S01",
            message: "Table 't' already exists",
            statement: "CREATE …"
        )
        #expect(error.diagnostic.code == "server_error")
        #expect(error.diagnostic.message.contains("Table 't' already exists"))
        #expect(error.diagnostic.exitCode == .failed)
    }
}
