import DatabaseSettings
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// Tests a server with TLS and one user under each TLS mode.
struct TLSTests {
    static let certificates = Result { try TestCertificates() }

    static func server(_ leaf: TestCertificates.Leaf, _ options: String...) -> Result<PrivateServer, any Error> {
        Result {
            let server = try PrivateServer.start(
                options: try certificates.get().serverOptions(leaf) + options,
                listensOnTCP: true
            )
            let admin = try server.connect()
            try admin.execute("CREATE USER visitor IDENTIFIED BY 'open sesame'")
            try admin.execute("CREATE USER strict IDENTIFIED BY 'open sesame' REQUIRE X509")
            admin.close()
            return server
        }
    }

    static let good = server(.good, "--require-secure-transport=ON")
    static let wrongName = server(.wrongName)

    private func settings(_ server: Result<PrivateServer, any Error>, _ tls: TLSSettings, user: String = "visitor")
        throws
        -> ConnectionSettings
    {
        let port = try #require(try server.get().port)
        return ConnectionSettings(
            address: .tcp(host: "127.0.0.1", port: port),
            user: user,
            password: Secret("open sesame"),
            tls: tls
        )
    }

    @Test(arguments: [TLSSettings.Mode.preferred, .required])
    func unverifiedModesEncrypt(mode: TLSSettings.Mode) throws {
        let connection = try Connection(settings(Self.good, TLSSettings(mode: mode)))
        #expect(connection.tlsCipher != nil)
        #expect(connection.isSecure)
        #expect(try connection.execute("SELECT CURRENT_USER()").rows[0][0] == "visitor@%")
    }

    @Test func aConnectionThatIsKilledIsLost() throws {
        let connection = try Connection(settings(Self.good, TLSSettings(mode: .required)))
        try Self.good.get().connect().execute("KILL \(connection.connectionID)")
        let error = #expect(throws: ServerError.self) { for _ in 0..<10_000 { try connection.execute("DO 1") } }
        #expect(error?.isConnectionLost == true)
        // The error at MySQL's end of a TLS connection.
        #expect(ServerError(errno: 2026, sqlState: "HY000", message: "unexpected eof while reading").isConnectionLost)
    }

    @Test(arguments: [TLSSettings.Mode.verifyCA, .verifyIdentity])
    func verifyingModesAcceptTheirAuthority(mode: TLSSettings.Mode) throws {
        let tls = TLSSettings(mode: mode, ca: try Self.certificates.get().ca)
        #expect(try Connection(settings(Self.good, tls)).tlsCipher != nil)
    }

    @Test(arguments: [TLSSettings.Mode.verifyCA, .verifyIdentity])
    func verifyingModesRefuseAnotherAuthority(mode: TLSSettings.Mode) throws {
        for ca in [try Self.certificates.get().otherCA, nil] {
            let settings = try settings(Self.good, TLSSettings(mode: mode, ca: ca))
            let error = #expect(throws: ConnectionError.self) { try Connection(settings) }
            #expect(error?.reason == .tlsFailed || (ca == nil && error?.reason == .tlsMisconfigured(path: nil)))
        }
    }

    @Test func onlyVerifyIdentityLooksAtTheName() throws {
        let ca = try Self.certificates.get().ca
        #expect(try Connection(settings(Self.wrongName, TLSSettings(mode: .verifyCA, ca: ca))).tlsCipher != nil)
        let settings = try settings(Self.wrongName, TLSSettings(mode: .verifyIdentity, ca: ca))
        let error = #expect(throws: ConnectionError.self) { try Connection(settings) }
        #expect(error?.reason == .tlsFailed)
    }

    @Test func aClientCertificateOpensWhatNeedsOne() throws {
        let certificates = try Self.certificates.get()
        var tls = TLSSettings(mode: .verifyIdentity, ca: certificates.ca)
        let without = try settings(Self.good, tls, user: "strict")
        #expect(throws: ConnectionError.self) { try Connection(without) }
        tls.certificate = certificates.certificate(.client)
        tls.key = certificates.key(.client)
        #expect(try Connection(settings(Self.good, tls, user: "strict")).tlsCipher != nil)
    }

    @Test func aServerMayRefuseToGoWithout() throws {
        let settings = try settings(Self.good, TLSSettings(mode: .disabled))
        let error = #expect(throws: ConnectionError.self) { try Connection(settings) }
        #expect([.serverRequiresTLS, .accessDenied].contains(error?.reason))
    }

    @Test func aFileThatIsNotThereIsNamed() throws {
        let settings = try settings(Self.good, TLSSettings(mode: .verifyCA, ca: "/nowhere/ca.pem"))
        let error = #expect(throws: ConnectionError.self) { try Connection(settings) }
        #expect(error?.reason == .tlsMisconfigured(path: "/nowhere/ca.pem"))
    }

    @Test func aUnixSocketIsSecureEnough() throws {
        var settings = try Self.good.get().settings
        for mode in [TLSSettings.Mode.preferred, .required] {
            settings.tls = TLSSettings(mode: mode)
            #expect(try Connection(settings).isSecure)
        }
    }
}

/// Tests of servers that ask for the password in clear text.
struct HostileServerTests {
    static let password = "open sesame"

    private func connect(
        to server: FakeServer,
        _ mode: TLSSettings.Mode,
        allowsCleartext: Bool = false
    ) -> ConnectionError? {
        let settings = ConnectionSettings(
            address: .tcp(host: "127.0.0.1", port: server.port),
            user: "visitor",
            password: Secret(Self.password),
            tls: TLSSettings(mode: mode, ca: mode == .required ? nil : "/dev/null"),
            connectTimeout: server.answers ? Patience.limit : .seconds(2),
            allowsCleartextPassword: allowsCleartext
        )
        return #expect(throws: ConnectionError.self) { try Connection(settings) }
    }

    @Test(
        arguments: [TLSSettings.Mode.required, .verifyCA, .verifyIdentity],
        [FakeServer.Behavior.nativePassword, .asksForCleartext, .cachingSHA2, .sha256]
    )
    func withoutTLSNothingIsSent(mode: TLSSettings.Mode, behavior: FakeServer.Behavior) throws {
        for allowsCleartext in [false, true] {
            let server = try FakeServer(behavior)
            let error = connect(to: server, mode, allowsCleartext: allowsCleartext)
            #expect(error?.reason == .tlsRequired)
            #expect(server.received().isEmpty)
        }
    }

    @Test func aServerWithoutPluginsIsSentNothingEither() throws {
        let server = try FakeServer(.withoutPlugins)
        #expect(connect(to: server, .required) != nil)
        #expect(server.received().isEmpty)
    }

    @Test(arguments: [TLSSettings.Mode.preferred, .required])
    func aHandshakeThatStallsSendsNoLogin(mode: TLSSettings.Mode) throws {
        let server = try FakeServer(.stallsTLS)
        let error = connect(to: server, mode)
        #expect(error?.reason == .tlsFailed)
        #expect(error?.server.message.contains("timed out") == true)
        #expect(!server.receivedText("visitor"))
    }

    @Test func aBrokenHandshakeSendsNoLogin() throws {
        let server = try FakeServer(.breaksTLS)
        let error = connect(to: server, .required)
        #expect(error?.reason == .tlsFailed)
        #expect(!server.receivedText("visitor"))
    }

    @Test(arguments: [TLSSettings.Mode.disabled, .preferred])
    func thePasswordIsNotGivenInClearUnlessAllowed(mode: TLSSettings.Mode) throws {
        let server = try FakeServer(.asksForCleartext)
        let error = connect(to: server, mode)
        #expect([.pluginRefused(name: nil), .pluginRefused(name: "mysql_clear_password")].contains(error?.reason))
        #expect(!server.receivedText(Self.password))

        let trusted = try FakeServer(.asksForCleartext)
        _ = connect(to: trusted, mode, allowsCleartext: true)
        #expect(trusted.receivedText(Self.password))
    }

    @Test(arguments: [TLSSettings.Mode.disabled, .preferred], [FakeServer.Behavior.cachingSHA2, .sha256])
    func withoutTLSThePasswordIsEncryptedWithTheServersKey(mode: TLSSettings.Mode, behavior: FakeServer.Behavior) throws
    {
        for allowsCleartext in [false, true] {
            let server = try FakeServer(behavior)
            let error = connect(to: server, mode, allowsCleartext: allowsCleartext)
            #expect(error?.reason == .accessDenied)
            #expect(!server.receivedText(Self.password))
            // Anything encrypted with a 2048-bit key has this length.
            #expect(server.received().count > 256)
        }
    }

    @Test(arguments: [TLSSettings.Mode.disabled, .preferred])
    func nativePasswordsAreNeverSent(mode: TLSSettings.Mode) throws {
        for behavior in [FakeServer.Behavior.nativePassword, .withoutPlugins] {
            let server = try FakeServer(behavior)
            #expect(connect(to: server, mode)?.reason == .accessDenied)
            #expect(server.receivedText("visitor") && !server.receivedText(Self.password))
        }
    }

    @Test func aPluginThatCannotBeLoadedIsNamed() throws {
        let error = connect(to: try FakeServer(.asksForMissingPlugin), .preferred)
        #expect(error?.reason == .pluginUnavailable(name: FakeServer.missingPlugin))
    }

    @Test(
        .timeLimit(.minutes(Patience.minutes)),
        arguments: [FakeServer.Behavior.hangsUp, .silent],
        TLSSettings.Mode.allCases
    )
    func aServerThatDoesNotGreetCannotBeReached(behavior: FakeServer.Behavior, mode: TLSSettings.Mode) throws {
        let error = connect(to: try FakeServer(behavior), mode)
        #expect(error?.reason == .cannotReach)
    }
}
