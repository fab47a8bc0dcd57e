internal import DatabaseSettings
internal import Testing

struct DatabaseURLTests {
    private struct Server {
        var address = ConnectionSettings.Address.tcp(host: "localhost", port: 3306)
        var user: String?
        var password: String?
        var database: String?
    }

    private func server(_ url: String) throws -> ConnectionSettings {
        guard case .server(let settings) = try DatabaseTarget.parse(url: url) else {
            throw DatabaseURLError.noScheme
        }
        return settings
    }

    @Test(
        arguments: [
            ("mysql://u:p@h/d", "h", 3306, "u", "p", "d"),
            ("mariadb://u:p@h:3307/d", "h", 3307, "u", "p", "d"),
            ("mysql+asyncmy://user:password@host:3307/db?charset=utf8mb4", "host", 3307, "user", "password", "db"),
            ("MySQL+PyMySQL://u:p@h/d?charset=utf8mb4", "h", 3306, "u", "p", "d"),
            ("mariadb+mariadbconnector://u:p@127.0.0.1:3310/d", "127.0.0.1", 3310, "u", "p", "d"),
            ("mysql://u:p%40ss%2Fw%3Ard%25@h/d", "h", 3306, "u", "p@ss/w:rd%", "d"),
            ("mysql://u:100%@h/d", "h", 3306, "u", "100%", "d"),
            ("mysql://u:a@b@h/d", "h", 3306, "u", "a@b", "d"),
            ("mysql://u:a/b#c@h/d", "h", 3306, "u", "a/b#c", "d"),
            ("mysql://u:@h/d", "h", 3306, "u", "", "d"),
            ("mysql://us%C3%A9r@h/d%20b", "h", 3306, "usér", nil, "d b"),
            ("mysql://[::1]:3308/d", "::1", 3308, nil, nil, "d"),
            ("mysql://u@[fe80::1]/", "fe80::1", 3306, "u", nil, nil),
            ("mysql://h", "h", 3306, nil, nil, nil),
            ("mysql:///d", "localhost", 3306, nil, nil, "d"),
            ("mysql://h/d?ssl_ca=a@b", "h", 3306, nil, nil, "d"),
            (" \tmysql://u:p@h/d\r\n", "h", 3306, "u", "p", "d"),
            ("mysql2://u:p@h/d", "h", 3306, "u", "p", "d"),
            ("mysqli://u:p@h/d", "h", 3306, "u", "p", "d"),
            ("trilogy://u:p@h/d", "h", 3306, "u", "p", "d"),
            ("jdbc:mysql://h:3307/d?user=u&password=p%26q", "h", 3307, "u", "p&q", "d"),
            ("jdbc:mariadb://u:p@h/d", "h", 3306, "u", "p", "d"),
            ("mysql://u:p@tcp(h:3307)/d?parseTime=true", "h", 3307, "u", "p", "d"),
        ] as [(String, String, UInt16, String?, String?, String?)]
    )
    func readsEveryForm(
        url: String,
        host: String,
        port: UInt16,
        user: String?,
        password: String?,
        database: String?
    ) throws {
        let settings = try server(url)
        #expect(settings.address == .tcp(host: host, port: port))
        #expect(settings.user == user)
        #expect(settings.password?.revealed == password)
        #expect(settings.database == database)
    }

    @Test func readsSeveralHosts() throws {
        let settings = try server("mysql://u:a,b@h1,h2:3307,[::1]:3308,%2Frun%2Fm.sock,h2:3307/d?ssl=true")
        #expect(settings.address == .tcp(host: "h1", port: 3306))
        #expect(settings.password?.revealed == "a,b")
        #expect(settings.database == "d")
        let others = [
            ConnectionSettings.Address.tcp(host: "h2", port: 3307), .tcp(host: "::1", port: 3308),
            .socket("/run/m.sock"),
        ]
        #expect(settings.alternatives == others)
        #expect(try server("mysql://h/d").alternatives.isEmpty)
        #expect(throws: DatabaseURLError.badPort) { try server("mysql://h1,h2:x/d") }
    }

    @Test(arguments: [
        "mysql://u@localhost/d?socket=/run/m.sock", "mysql+pymysql://u@/d?unix_socket=%2Frun%2Fm.sock",
        "mysql://u@%2Frun%2Fm.sock/d", "mysql://u:p@unix(/run/m.sock)/d",
    ])
    func readsSockets(url: String) throws {
        #expect(try server(url).address == .socket("/run/m.sock"))
    }

    @Test(
        arguments: [
            ("sandbox:", nil), ("sandbox", nil), ("sandbox:shop", "shop"), ("sandbox://shop", "shop"),
            ("sandbox:my%20shop", "my shop"),
        ] as [(String, String?)]
    )
    func readsTheSandbox(url: String, database: String?) throws {
        #expect(try DatabaseTarget.parse(url: url) == .sandbox(database: database))
    }

    @Test(arguments: [
        ("ssl-mode=REQUIRED", TLSSettings.Mode.required), ("ssl_mode=verify_identity", .verifyIdentity),
        ("sslMode=DISABLED", .disabled), ("ssl=true", .required), ("ssl_disabled=true", .disabled),
        ("ssl_ca=/c.pem", .verifyCA), ("ssl_ca=/c.pem&ssl-mode=required", .required),
        ("ssl_ca=/c.pem&ssl_verify_identity=true&ssl_verify_cert=true", .verifyIdentity),
        ("charset=utf8mb4", .preferred), ("sslmode=disable", .disabled), ("sslmode=require", .required),
        ("sslmode=verify-full", .verifyIdentity), ("sslMode=trust", .required), ("tls=skip-verify", .required),
        ("tls=true", .verifyIdentity), ("tls=false", .disabled), ("useSSL=false", .disabled),
        ("useSSL=true&requireSSL=true&verifyServerCertificate=false", .required),
        ("useSSL=true&verifyServerCertificate=true", .verifyCA), ("ssl=true&ssl_ca=/c.pem", .verifyCA),
        ("sslaccept=strict", .verifyIdentity), ("sslaccept=accept_invalid_certs", .preferred),
        (#"ssl={"rejectUnauthorized":true}"#, .verifyIdentity),
        (#"ssl=%7B%22rejectUnauthorized%22:%20false%7D"#, .required), ("ssl_disabled=false", .preferred),
        ("ssl=true&ssl-mode=VERIFY_CA&ssl_disabled=false", .verifyCA),
    ])
    func readsTLS(query: String, mode: TLSSettings.Mode) throws {
        #expect(try server("mysql://h/d?\(query)").tls.mode == mode)
    }

    @Test func aURLOnlyAddsToTheProtectionOfTheSettings() throws {
        var defaults = ConnectionSettings(address: .tcp(host: "h", port: 3306))
        defaults.tls.mode = .verifyIdentity
        for (query, mode) in [("ssl=true", TLSSettings.Mode.verifyIdentity), ("ssl-mode=required", .required)] {
            let target = try DatabaseTarget.parse(url: "mysql://h/d?\(query)", defaults: defaults)
            guard case .server(let settings) = target else { throw DatabaseURLError.noScheme }
            #expect(settings.tls.mode == mode)
        }
    }

    @Test(arguments: [
        ("ssl-mode=required&ssl=false", "ssl-mode=required", "ssl=false"),
        ("ssl=false&ssl-mode=required", "ssl=false", "ssl-mode=required"),
        ("sslmode=disable&useSSL=true", "ssl-mode=disable", "ssl=true"),
        ("ssl-mode=required&ssl-mode=disabled", "ssl-mode=required", "ssl-mode=disabled"),
        ("ssl_disabled=true&ssl_verify_cert=1", "ssl_disabled=true", "ssl_verify_cert=1"),
        ("ssl=1&ssl_disabled=1", "ssl=1", "ssl_disabled=1"),
        ("ssl-mode=preferred&tls=skip-verify", "ssl-mode=preferred", "ssl-mode=skip-verify"),
        ("ssl-mode=verify-identity&ssl_verify_cert=false", "ssl-mode=verify-identity", "ssl_verify_cert=false"),
        ("ssl_ca=/c.pem&ssl=false", "ssl_ca=/c.pem", "ssl=false"),
        ("connect_timeout=1&connect_timeout=2", "connect_timeout=1", "connect_timeout=2"),
    ])
    func refusesWhatContradicts(query: String, first: String, second: String) {
        #expect(throws: DatabaseURLError.contradiction(first, second)) { try server("mysql://h/d?\(query)") }
    }

    @Test func aContradictionShowsNoPassword() {
        for url in ["mysql://h/d?password=secret1&password=secret2", "mysql://u:secret1@h/d?password=secret2"] {
            let error = #expect(throws: DatabaseURLError.self) { try server(url) }
            #expect(!String(describing: error).contains("secret"))
        }
    }

    @Test func parametersForTheDriversOfApplicationsAreNoted() throws {
        let foreign = [
            "parseTime=true", "multiStatements=true", "loc=Local", "serverTimezone=UTC", "allowPublicKeyRetrieval=true",
            "connection_limit=5", "pool_timeout=20", "pool=5", "pool_size=3", "reconnect=true", "encoding=utf8mb4",
            "serverVersion=8.0.32", "binary_prefix=true", "x-migrations-table=m",
            "zeroDateTimeBehavior=CONVERT_TO_NULL",
            "timezone=Z", "timeout=5s",
        ]
        let settings = try server("mysql://h/d?\(foreign.joined(separator: "&"))&charset=utf8mb4")
        #expect(settings.ignoredParameters == foreign.map { String($0.prefix { $0 != "=" }) })
        #expect(settings.tls.mode == .preferred)
    }

    @Test func readsTimeoutsAndFiles() throws {
        let settings = try server("mysql://h/d?connect_timeout=3&read_timeout=500ms&ssl_cert=c&ssl_key=k")
        #expect(settings.connectTimeout == .seconds(3))
        #expect(settings.readTimeout == .milliseconds(500))
        #expect(settings.tls.certificate == "c" && settings.tls.key == "k")
    }

    @Test(arguments: [
        ("", DatabaseURLError.empty),
        ("localhost/d", .noScheme),
        ("u:secret@h/d", .noScheme),
        ("postgres://u:secret@h/d", .unknownScheme("postgres")),
        ("mysql://u:secret@h:99999/d", .badPort),
        ("mysql://u:sec@ret/x@h/d", .ambiguousAt),
        ("mysql://u:sec@ret:x/y@h:1/d?ssl=true", .ambiguousAt),
        ("mysql://u:secret@h/d@x", .ambiguousAt),
        ("mysql://root:secret", .badPort),
        ("mysql://h:0/d", .badPort),
        ("mysql://::1/d", .badHost),
        ("mysql://[::1/d", .badHost),
        ("mysql://u:%FFsecret@h/d", .badEncoding(part: "password")),
        ("mysql://u:secret@h/d?ssl=maybe", .badParameter("ssl", expected: "true or false")),
        ("mysql://h/d?socket=", .badParameter("socket", expected: "the path of a socket")),
    ])
    func refuses(url: String, expected: DatabaseURLError) {
        #expect(throws: expected) { try DatabaseTarget.parse(url: url) }
        #expect(!String(describing: expected).contains("secret"))
    }

    @Test(arguments: ["sql_mode=ANSI", "init_command=SET%20x", "sessionVariables=sql_mode=ANSI", "sslidentity=x"])
    func whatMayMatterIsNotIgnored(query: String) {
        #expect(throws: DatabaseURLError.self) { try server("mysql://h/d?\(query)") }
    }

    @Test func theRestOfAPasswordIsNotTakenForAParameter() {
        let error = #expect(throws: DatabaseURLError.self) { try server("mysql://u:a@b?secret=1@h/d") }
        guard case .unknownParameter(nil, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func anUnknownParameterListsTheKnown() {
        let error = #expect(throws: DatabaseURLError.self) { try DatabaseTarget.parse(url: "mysql://h/d?sockte=/x") }
        guard case .unknownParameter("sockte", let known) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(known.contains("socket"))
    }
}
