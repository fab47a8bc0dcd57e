public import Foundation
public import SwiftMigMacros

// The models of the tests, in typical forms: public and internal, nested, with keys of several columns.

enum Role: String, ColumnEnum { case member, admin, owner }

struct Settings: JSONColumn { var theme = "light" }

@Table("teams", comment: "Who works together")
struct Team {
    @Column(primaryKey: true, autoIncrement: true)
    let id: UInt64
    @Column(.varchar(80), unique: true)
    var name: String

    static let members = hasMany(User.self, via: \.teamID)
}

/// A registered user.
@Table(
    "users",
    comment: "Registered people",
    renamedFrom: "accounts",
    options: TableOptions(collation: "utf8mb4_unicode_ci")
)
public struct User {
    /// The number.
    @Column(primaryKey: true, autoIncrement: true)
    public let id: UInt64
    /// Where receipts go.
    @Column(.varchar(254), unique: true)
    public var email: String
    /// What others see.
    @Column("display_name", .varchar(80), comment: "Shown \"publicly\"", renamedFrom: "name")
    public var nick: String
    var role: Role
    /// The remaining balance.
    @Column(.unsigned(.decimal(12, 2)), default: .literal("0.00"))
    public var balance: Decimal
    @Column(default: .value(Role.member))
    var oldRole: Role?
    private var settings: Settings?
    /// The team.
    @Column(references: \Team.id, onDelete: .setNull)
    public var teamID: UInt64?
    /// The sign-up.
    @Column(.timestamp(6), default: .currentTimestamp)
    public var createdAt: Date
    /// The last change.
    @Column(.datetime(6), default: .currentTimestamp, onUpdate: .currentTimestamp)
    public var updatedAt: Date { didSet { isDirty = true } }
    /// The key for finding the user.
    @Column(.varchar(254), generated: .stored("LOWER(`email`)"))
    public let emailKey: String

    @Transient private var isDirty = false
    lazy var initials = String(nick.prefix(1))
    var hasTeam: Bool { teamID != nil }
    static let batchSize = 100

    static let team = belongsTo(Team.self, via: \.teamID)
    static let profile = hasOne(Profile.self, via: \.userID, onDelete: .cascade)
    static let tags = manyToMany(Tag.self, through: UserTag.self, from: \.userID, to: \.tagID)
    static let friends = manyToMany(User.self, through: "friends", from: "user_id", to: "friend_id")

    /// Indexes and a check.
    public static func elements(_ t: Columns) -> [TableElement] {
        [
            .index(t.teamID, t.createdAt.descending),
            .unique(t.emailKey.prefix(64), name: "ux_users_email_key"),
            .check("balance >= 0", name: "ck_users_balance"),
            .index(t.settings, t.role),
        ]
    }
}

@Table("profiles")
package struct Profile {
    @Column(primaryKey: true)
    package let userID: UInt64
    @Column(.text)
    package var biography: String?
}

@Table("tags")
struct Tag {
    @Column(primaryKey: true, autoIncrement: true)
    let id: UInt32
    @Column(.varchar(40), charset: "ascii", collation: "ascii_bin", check: "label <> ''")
    var label: String
}

/// The order of the key differs from that of the columns.
@Table("user_tags")
struct UserTag {
    @Column(primaryKey: 2)
    let tagID: UInt32
    @Column(primaryKey: 1)
    let userID: UInt64
    @Column(index: true)
    var since = 0
    var `default` = false
}

/// The key has the order of the columns, and another table refers to it.
enum Shop {
    @Table("order_lines")
    struct Line {
        @Column(primaryKey: 1)
        let order: UInt64
        @Column(primaryKey: 2)
        let number: UInt16
        @Column(.point, srid: 4326)
        var place: Data
        @Column(.blob, invisible: true, compressed: true, versioned: false, format: "dynamic", storage: "disk")
        var image: Data?
        var width, height: Double
    }

    @Table("returns")
    fileprivate struct Return {
        let lineOrder: UInt64
        let lineNumber: UInt16
        private var reason: Reason?

        private struct Reason: JSONColumn { var text = "" }

        static let line = belongsTo(Line.self, via: \.lineOrder, \.lineNumber, onDelete: .cascade)
    }

    /// A column that refers to its own table.
    @Table("categories")
    struct Category {
        @Column(primaryKey: true)
        let id: Int
        @Column(references: \Category.id, onDelete: .cascade, onKeyUpdate: .restrict)
        var parentID: Int?
    }

    static var returns: any TableModel.Type { Return.self }
}
