internal import SwiftMigConfiguration
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
            ("mysql+asyncmy://u:p@h/d", "h", 3306, "u", "p", "d"),
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
        "mysql://u@%2Frun%2Fm.sock/d",
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
        ("charset=utf8mb4", .preferred),
    ])
    func readsTLS(query: String, mode: TLSSettings.Mode) throws {
        #expect(try server("mysql://h/d?\(query)").tls.mode == mode)
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

    @Test func anUnknownParameterListsTheKnown() {
        let error = #expect(throws: DatabaseURLError.self) { try DatabaseTarget.parse(url: "mysql://h/d?sockte=/x") }
        guard case .unknownParameter("sockte", let known) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(known.contains("socket"))
    }
}
