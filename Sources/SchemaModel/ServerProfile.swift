/// The properties of a server and session that change what SQL means there.
package struct ServerProfile: Hashable, Sendable {
    package enum Flavor: String, Hashable, Sendable {
        case mariadb, mysql
    }

    /// A server version such as 10.11.19. Versions compare numerically, part by part.
    package struct Version: Hashable, Sendable, Comparable, CustomStringConvertible {
        package var major: Int
        package var minor: Int
        package var patch: Int

        package init(_ major: Int, _ minor: Int = 0, _ patch: Int = 0) {
            self.major = major
            self.minor = minor
            self.patch = patch
        }

        package static func < (left: Version, right: Version) -> Bool {
            (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
        }

        package var description: String { "\(major).\(minor).\(patch)" }
    }

    package var flavor: Flavor
    package var version: Version
    package var dialect: SQLDialect
    /// The database that the connection uses.
    package var database: String
    /// The database's defaults.
    package var defaultCharset: String
    package var defaultCollation: String
    package var defaultEngine: String
    /// Maps each character set to its default collation, as this session resolves it (including MariaDB 11's
    /// `character_set_collations`).
    package var defaultCollations: [String: String]
    /// Maps every collation of the server to its character set.
    package var charsetOfCollation: [String: String]
    /// `lower_case_table_names`: table names are 0 case sensitive, 1 stored in lower case, 2 compared in lower case.
    package var lowerCaseTableNames: Int
    /// `explicit_defaults_for_timestamp`; if off, a plain TIMESTAMP gets implicit defaults.
    package var explicitDefaultsForTimestamp: Bool
    /// The session's `sql_mode`.
    package var sqlModes: Set<String>

    package init(
        flavor: Flavor,
        version: Version,
        dialect: SQLDialect = SQLDialect(),
        database: String = "",
        defaultCharset: String = "utf8mb4",
        defaultCollation: String = "utf8mb4_general_ci",
        defaultEngine: String = "InnoDB",
        defaultCollations: [String: String] = [:],
        charsetOfCollation: [String: String] = [:],
        lowerCaseTableNames: Int = 0,
        explicitDefaultsForTimestamp: Bool = true,
        sqlModes: Set<String> = []
    ) {
        self.flavor = flavor
        self.version = version
        self.dialect = dialect
        self.database = database
        self.defaultCharset = defaultCharset
        self.defaultCollation = defaultCollation
        self.defaultEngine = defaultEngine
        self.defaultCollations = defaultCollations
        self.charsetOfCollation = charsetOfCollation
        self.lowerCaseTableNames = lowerCaseTableNames
        self.explicitDefaultsForTimestamp = explicitDefaultsForTimestamp
        self.sqlModes = sqlModes
    }

    /// Returns the same key for two names of tables, views, sequences or databases that the server treats as equal.
    package func relationKey(_ name: String) -> String {
        lowerCaseTableNames == 0 ? name : name.lowercased()
    }

    /// The server's name for users: "MariaDB 10.11.19".
    package var displayName: String {
        (flavor == .mariadb ? "MariaDB " : "MySQL ") + version.description
    }
}

/// The parts of `sql_mode` that change how SQL text is read.
package struct SQLDialect: Hashable, Sendable {
    /// `"x"` is an identifier, not a string.
    package var ansiQuotes: Bool
    /// A backslash in a string is an ordinary character.
    package var noBackslashEscapes: Bool

    package init(ansiQuotes: Bool = false, noBackslashEscapes: Bool = false) {
        self.ansiQuotes = ansiQuotes
        self.noBackslashEscapes = noBackslashEscapes
    }
}
