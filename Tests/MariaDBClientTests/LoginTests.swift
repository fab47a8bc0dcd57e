import DatabaseSettings
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// Tests of logins that fail for different reasons.
final class LoginTests {
    let database: TestDatabase
    let admin: Connection
    /// An account without rights.
    let user: String
    static let password = "correct horse"

    init() throws {
        database = try PrivateServer.shared.database()
        admin = try database.connect()
        user = "u" + database.name.suffix(12)
        try admin.execute("CREATE USER '\(user)'@'localhost' IDENTIFIED BY '\(Self.password)'")
    }

    deinit {
        _ = try? admin.execute("DROP USER '\(user)'@'localhost'")
    }

    private func settings(password: String = LoginTests.password, database: String? = nil) -> ConnectionSettings {
        var settings = self.database.settings
        settings.user = user
        settings.password = Secret(password)
        settings.database = database
        return settings
    }

    private func failure(_ settings: ConnectionSettings) -> ConnectionError? {
        #expect(throws: ConnectionError.self) { try Connection(settings) }
    }

    @Test func theRightPasswordOpens() throws {
        #expect(try Connection(settings()).execute("SELECT 1").rows[0][0] == "1")
    }

    @Test func aWrongPasswordIsTurnedAwayAndShownNowhere() throws {
        let error = failure(settings(password: "battery staple"))
        #expect(error?.reason == .accessDenied)
        #expect(error?.server.errno == 1045)
        #expect(error?.usedPassword == true)
        #expect(!String(reflecting: error).contains("staple"))
    }

    @Test func anUnknownDatabaseIsSaidToBeOne() throws {
        var settings = database.settings
        settings.database = "no_such_database"
        #expect(failure(settings)?.reason == .unknownDatabase)
    }

    @Test func aDatabaseWithoutRightsIsDenied() throws {
        #expect(failure(settings(database: database.name))?.reason == .databaseDenied)
    }

    @Test func missingRightsAreTheServersError() throws {
        try admin.execute("CREATE TABLE t (a INT)")
        try admin.execute("GRANT INSERT ON \(database.name).t TO '\(user)'@'localhost'")
        let connection = try Connection(settings(database: database.name))
        let error = #expect(throws: ServerError.self) { try connection.execute("DROP TABLE t") }
        #expect(error?.errno == 1142)
        #expect(error?.account == "'\(user)'@'localhost'")
        #expect(error?.database == database.name)
    }

    @Test func nobodyAnswersAtASocketThatIsNotThere() {
        #expect(failure(ConnectionSettings(address: .socket("/nowhere/s.sock")))?.reason == .cannotReach)
    }

    @Test func nobodyAnswersAtAClosedPort() throws {
        let listener = try LocalListener()
        let port = listener.port
        listener.close()
        let settings = ConnectionSettings(address: .tcp(host: "localhost", port: port))
        #expect(failure(settings)?.reason == .cannotReach)
    }
}
