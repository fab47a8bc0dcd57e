extension DatabaseTarget {
    /// Parses `mysql://user:password@host:port/database?…` and `mariadb://…`, both with an optional `+driver` that is
    /// ignored; the same with a driver's name as the scheme; `sandbox:`; and `sandbox:database`.
    ///
    /// - Parameter defaults: The settings for what the URL leaves out. Its address, user, password and database are not
    ///   used.
    /// - Throws: `DatabaseURLError`.
    package static func parse(
        url: String,
        defaults: ConnectionSettings = ConnectionSettings(address: .tcp(host: "localhost", port: 3306))
    ) throws(DatabaseURLError) -> DatabaseTarget {
        // A secret from a file may end with a line break.
        let url = url.trimmingWhitespace
        guard !url.isEmpty else { throw .empty }
        if url == "sandbox" { return .sandbox(database: nil) }
        if url.hasPrefix("sandbox:") {
            let name = url.dropFirst("sandbox:".count).drop { $0 == "/" }
            return .sandbox(database: name.isEmpty ? nil : try decoded(name, part: "database"))
        }
        return .server(try ServerURL(url).settings(defaults: defaults))
    }
}

extension String {
    fileprivate var trimmingWhitespace: String {
        let start = drop { $0.isWhitespace }
        return String(
            start[..<(start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex)]
        )
    }
}

/// The parts of a server URL, still percent-encoded. Accepts what SQLAlchemy accepts: a password may contain unencoded
/// `/` and `#`.
private struct ServerURL {
    private var user: Substring?
    private var password: Substring?
    /// The hosts, which are separated by commas.
    private var hosts: [(name: Substring, port: Substring?)] = []
    private var database: Substring?
    private var query: Substring = ""

    /// Besides our own, the names of Ruby's mysql2 and trilogy, and of PHP's mysqli and PDO.
    private static let schemes = ["mysql", "mariadb", "mysql2", "mysqli", "trilogy", "pdo_mysql", "pdo-mysql"]

    init(_ url: String) throws(DatabaseURLError) {
        guard let mark = url.firstRange(of: "://") else { throw .noScheme }
        var scheme = Substring(url[..<mark.lowerBound].lowercased())
        if scheme.hasPrefix("jdbc:") { scheme = scheme.dropFirst("jdbc:".count) }
        let isName = scheme.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-._".contains($0)) }
        guard isName, !scheme.isEmpty else { throw .noScheme }
        guard Self.schemes.contains(String(scheme.prefix { $0 != "+" })) else { throw .unknownScheme(String(scheme)) }

        var rest = url[mark.upperBound...]
        if let at = Self.endOfUser(in: rest) {
            let login = rest[..<at]
            let colon = login.firstIndex(of: ":")
            user = login[..<(colon ?? login.endIndex)]
            password = colon.map { login[login.index(after: $0)...] }
            rest = rest[rest.index(after: at)...]
        }
        if let end = Self.endOfNetwork(in: rest) {
            try readNetwork(rest[..<end])
            rest = rest[rest.index(after: end)...]
        }
        if let question = rest.firstIndex(of: "?") {
            query = rest[rest.index(after: question)...]
            rest = rest[..<question]
        }
        if let slash = rest.firstIndex(of: "/") {
            database = rest[rest.index(after: slash)...]
            rest = rest[..<slash]
        }
        // After `user:p@ss/word@`, the part between @ and / would count as the host, and errors would show it.
        if password != nil, database?.contains("@") ?? false { throw .ambiguousAt }
        guard hosts.isEmpty else { return }
        for part in rest.split(separator: ",", omittingEmptySubsequences: false) { try readAddress(part) }
    }

    /// The closing parenthesis of `tcp(host:port)` and `unix(/path)`, the syntax of Go's driver.
    private static func endOfNetwork(in text: Substring) -> Substring.Index? {
        ["tcp(", "tcp6(", "unix("].contains { text.hasPrefix($0) } ? text.firstIndex(of: ")") : nil
    }

    private mutating func readNetwork(_ text: Substring) throws(DatabaseURLError) {
        let address = text.drop { $0 != "(" }.dropFirst()
        if text.hasPrefix("unix") { hosts.append((address, nil)) } else { try readAddress(address) }
    }

    /// The last `@` before the path or, for a password that contains a `/`, the last one before the query.
    private static func endOfUser(in text: Substring) -> Substring.Index? {
        let authority = text.prefix { $0 != "/" && $0 != "?" }
        if let at = authority.lastIndex(of: "@") { return at }
        guard authority.contains(":") else { return nil }
        return text.prefix { $0 != "?" }.lastIndex(of: "@")
    }

    private mutating func readAddress(_ text: Substring) throws(DatabaseURLError) {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { throw .badHost }
            let host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":"), host.contains(":") else { throw .badHost }
            hosts.append((host, rest.isEmpty ? nil : rest.dropFirst()))
        } else if let colon = text.firstIndex(of: ":") {
            let port = text[text.index(after: colon)...]
            if port.contains(":") { throw .badHost }
            hosts.append((text[..<colon], port))
        } else {
            hosts.append((text, nil))
        }
    }

    func settings(defaults: ConnectionSettings) throws(DatabaseURLError) -> ConnectionSettings {
        var settings = defaults
        settings.user = try user.flatMap { text throws(DatabaseURLError) in
            text.isEmpty ? nil : try decoded(text, part: "user")
        }
        settings.password = try password.map { text throws(DatabaseURLError) in
            Secret(try decoded(text, part: "password"))
        }
        settings.database = try database.flatMap { text throws(DatabaseURLError) in
            text.isEmpty ? nil : try decoded(text, part: "database")
        }
        let addresses = try hosts.map { host throws(DatabaseURLError) in try address(host.name, host.port) }
        // Duplicate addresses count once.
        settings.address = addresses[0]
        settings.alternatives = addresses.indices.dropFirst()
            .filter { !addresses[..<$0].contains(addresses[$0]) }.map { addresses[$0] }
        try URLParameters(query).apply(to: &settings)
        return settings
    }

    private func address(
        _ host: Substring,
        _ port: Substring?
    ) throws(DatabaseURLError) -> ConnectionSettings.Address {
        var number: UInt16 = 3306
        if let port, !port.isEmpty {
            guard let value = UInt16(port), value > 0 else { throw .badPort }
            number = value
        }
        let name = try decoded(host, part: "host")
        // Other tools write a socket as a percent-encoded path in place of the host.
        if name.hasPrefix("/") { return .socket(name) }
        return .tcp(host: name.isEmpty ? "localhost" : name, port: number)
    }
}

/// Decodes percent-encoding. As in SQLAlchemy, a `%` without two hex digits is an ordinary character.
func decoded(_ text: Substring, part: String) throws(DatabaseURLError) -> String {
    let source = Array(text.utf8)
    var bytes: [UInt8] = []
    var index = 0
    while index < source.count {
        if source[index] == UInt8(ascii: "%"), index + 2 < source.count,
            let high = hexValue(source[index + 1]), let low = hexValue(source[index + 2])
        {
            bytes.append(high << 4 | low)
            index += 3
        } else {
            bytes.append(source[index])
            index += 1
        }
    }
    let result = String(decoding: bytes, as: UTF8.self)
    guard result.utf8.elementsEqual(bytes) else { throw .badEncoding(part: part) }
    return result
}

private func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}
