/// What a query is written for: a server and its version.
///
/// The servers differ in locks, upserts, `RETURNING` and JSON. So a query becomes text when it is sent, for the server
/// of the connection:
///
/// ```swift
/// User.where { $0.id == 1 }.forShare().sql(for: .mySQL).text      // … FOR SHARE
/// User.where { $0.id == 1 }.forShare().sql(for: .mariaDB).text    // … LOCK IN SHARE MODE
/// ```
public struct Dialect: Hashable, Sendable {
    /// The kind of a server.
    public enum Server: Hashable, Sendable { case mariaDB, mySQL }

    /// A version, such as 10.11.6.
    public struct Version: Hashable, Comparable, Sendable {
        /// The first number.
        public var major: Int
        /// The second number.
        public var minor: Int
        /// The third number.
        public var patch: Int

        /// Creates a version.
        public init(_ major: Int, _ minor: Int, _ patch: Int = 0) {
            self.major = major
            self.minor = minor
            self.patch = patch
        }

        /// Compares the numbers in their order.
        public static func < (left: Version, right: Version) -> Bool {
            (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
        }
    }

    /// The kind of the server.
    public var server: Server
    /// The version of the server.
    public var version: Version

    /// Creates a dialect.
    public init(_ server: Server, _ version: Version) {
        self.server = server
        self.version = version
    }

    /// MariaDB 10.11, the oldest version that is tested.
    public static let mariaDB = Dialect(.mariaDB, Version(10, 11))
    /// MySQL 8.4.
    public static let mySQL = Dialect(.mySQL, Version(8, 4))
}

extension Dialect {
    /// Reads what a server says of itself, such as `10.11.6-MariaDB-log` or `8.4.0`.
    ///
    /// MariaDB from before 11.0 may call itself `5.5.5-10.11.6-MariaDB`, for the sake of old replicas.
    public init(serverVersion text: String) {
        let isMariaDB = text.contains("MariaDB")
        let own = isMariaDB && text.hasPrefix("5.5.5-") ? text.dropFirst("5.5.5-".count) : text[...]
        let numbers = own.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }.split(separator: ".").map { Int($0) ?? 0 }
        func number(_ place: Int) -> Int { place < numbers.count ? numbers[place] : 0 }
        self.init(isMariaDB ? .mariaDB : .mySQL, Version(number(0), number(1), number(2)))
    }
}
