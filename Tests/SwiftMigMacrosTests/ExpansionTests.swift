import SwiftMigMacrosPlugin
import Testing

@Suite("What the macros write")
struct ExpansionTests {
    @Test("The conformance, as a person would write it")
    func table() {
        expectExpansion(
            of: #"""
                @Table("users", comment: "People")
                public struct User {
                    @Column(primaryKey: true, autoIncrement: true)
                    public let id: UInt64
                    @Column("mail", .varchar(254), unique: true, index: false, default: nil)
                    public var email: String!
                    private var role: Role?
                    @Column(
                        references: \Team.id,  // who pays
                        onDelete: .setNull
                    )
                    var teamID: UInt64?
                    @Transient var cache: [String] = []
                    static let team = belongsTo(Team.self, via: \.teamID)
                    static let limit = 12
                }
                """#,
            #"""
            public struct User {
                public let id: UInt64
                public var email: String!
                private var role: Role?
                var teamID: UInt64?
                var cache: [String] = []
                static let team = belongsTo(Team.self, via: \.teamID)
                static let limit = 12

                public typealias PrimaryKey = UInt64

                public struct Columns: Swift.Sendable {
                    public let id = SwiftMig.ColumnReference<User, UInt64>("id")
                    public let email = SwiftMig.ColumnReference<User, String?>("mail")
                    fileprivate let role = SwiftMig.ColumnReference<User, Role?>("role")
                    let teamID = SwiftMig.ColumnReference<User, UInt64?>("team_id")
                }

                public static var tableName: Swift.String { "users" }

                public static var columns: Columns { Columns() }

                public static var table: SwiftMig.Table {
                    SwiftMig.Table(tableName, comment: "People", file: "test.swift", line: 2) {
                        SwiftMig.Column("id", holding: UInt64.self, file: "test.swift", line: 4).primaryKey().autoIncrement()
                        SwiftMig.Column("mail", .varchar(254), holding: String?.self, file: "test.swift", line: 6).unique()
                        SwiftMig.Column("role", holding: Role?.self, file: "test.swift", line: 7)
                        SwiftMig.Column("team_id", holding: UInt64?.self, file: "test.swift", line: 12).references(SwiftMig.Reference(from: \Self.teamID, to: \Team.id, onDelete: .setNull))
                    }
                }

                public static func columnName(for keyPath: Swift.PartialKeyPath<Self>) -> Swift.String? {
                    switch keyPath {
                    case \Self.id: return "id"
                    case \Self.email: return "mail"
                    case \Self.role: return "role"
                    case \Self.teamID: return "team_id"
                    default: return nil
                    }
                }

                public static var relations: [any SwiftMig.Relation] { [team] }

                public static let rowLayout = SwiftMig.RowLayout(["id", "mail", "role", "team_id"], primaryKey: [0], autoIncrement: 0)

                public var rowValues: [SwiftMig.SQLValue] {
                    [
                        SwiftMig.SQLValue.column(self.id),
                        SwiftMig.SQLValue.column(self.email),
                        SwiftMig.SQLValue.column(self.role),
                        SwiftMig.SQLValue.column(self.teamID)
                    ]
                }

                public struct New: SwiftMig.NewRow {
                    public typealias Model = User
                    public var id: UInt64?
                    public var email: String?
                    fileprivate var role: Role?
                    var teamID: UInt64?
                    public init(id: UInt64? = nil, email: String? = nil) {
                        self.id = id
                        self.email = email
                        self.role = nil
                        self.teamID = nil
                    }
                    init(id: UInt64? = nil, email: String? = nil, teamID: UInt64? = nil) {
                        self.id = id
                        self.email = email
                        self.teamID = teamID
                        self.role = nil
                    }
                    fileprivate init(
                        id: UInt64? = nil,
                        email: String? = nil,
                        role: Role? = nil,
                        teamID: UInt64? = nil
                    ) {
                        self.id = id
                        self.email = email
                        self.role = role
                        self.teamID = teamID
                    }
                    public var newValues: [SwiftMig.SQLValue?] {
                        [
                            SwiftMig.SQLValue.column(unlessNil: self.id),
                            SwiftMig.SQLValue.column(self.email),
                            SwiftMig.SQLValue.column(self.role),
                            SwiftMig.SQLValue.column(self.teamID)
                        ]
                    }
                }
            }

            extension User: SwiftMig.TableModel, SwiftMig.RowModel, SwiftMig.RowDecodable, Swift.Sendable {
                public init(row: inout SwiftMig.RowReader) throws(SwiftMig.ValueError) {
                    self.id = try row.next()
                    self.email = try row.next()
                    self.role = try row.next()
                    self.teamID = try row.next()
                }
            }
            """#
        )
    }

    @Test("No key, relations of one's own, names that are reserved words")
    func exceptions() {
        expectExpansion(
            of: #"""
                @Table("logs")
                struct Log {
                    var `default` = 1.5
                    static let user = belongsTo(User.self, via: \.default)
                    static var relations: [any Relation] { [user] }
                }
                """#,
            #"""
            struct Log {
                var `default` = 1.5
                static let user = belongsTo(User.self, via: \.default)
                static var relations: [any Relation] { [user] }

                typealias PrimaryKey = Swift.Never

                struct Columns: Swift.Sendable {
                    let `default` = SwiftMig.ColumnReference<Log, Swift.Double>("default")
                }

                static var tableName: Swift.String { "logs" }

                static var columns: Columns { Columns() }

                static var table: SwiftMig.Table {
                    SwiftMig.Table(tableName, file: "test.swift", line: 2) {
                        SwiftMig.Column("default", holding: Swift.Double.self, file: "test.swift", line: 3)
                    }
                }

                static func columnName(for keyPath: Swift.PartialKeyPath<Self>) -> Swift.String? {
                    switch keyPath {
                    case \Self.`default`: return "default"
                    default: return nil
                    }
                }

                static let rowLayout = SwiftMig.RowLayout(["default"], primaryKey: [])

                var rowValues: [SwiftMig.SQLValue] {
                    [SwiftMig.SQLValue.column(self.`default`)]
                }

                struct New: SwiftMig.NewRow {
                    typealias Model = Log
                    var `default`: Swift.Double
                    init(`default`: Swift.Double = 1.5) {
                        self.`default` = `default`
                    }
                    var newValues: [SwiftMig.SQLValue?] {
                        [SwiftMig.SQLValue.column(self.`default`)]
                    }
                }
            }

            extension Log: SwiftMig.TableModel, SwiftMig.RowModel, SwiftMig.RowDecodable, Swift.Sendable {
                init(row: inout SwiftMig.RowReader) throws(SwiftMig.ValueError) {
                    self.`default` = try row.next()
                }
            }
            """#
        )
    }

    @Test(
        "Columns are named in snake case",
        arguments: [
            ("id", "id"), ("teamID", "team_id"), ("emailKey", "email_key"), ("htmlURL2", "html_url2"),
            ("URLPath", "url_path"), ("userIDs", "user_ids"), ("userIDsOfTeam", "user_ids_of_team"),
            ("already_there", "already_there"), ("already_There", "already_there"), ("_hidden", "_hidden"),
            ("address2Line", "address2_line"), ("isHTTPSafe", "is_http_safe"), ("größeÄndern", "größe_ändern"),
        ]
    )
    func names(property: String, column: String) {
        #expect(ColumnName.snakeCase(property) == column)
    }
}
