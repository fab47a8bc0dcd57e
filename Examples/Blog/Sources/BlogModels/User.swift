import Foundation
import SwiftMigMacros

/// The rights of a user.
package enum Role: String, ColumnEnum, Codable {
    case reader, author, admin
}

@Table("users", comment: "People who can log in")
package struct User {
    @Column(primaryKey: true, autoIncrement: true)
    package let id: UInt64
    @Column(.varchar(254), unique: true)
    package var email: String
    @Column(.varchar(80), comment: "Shown beside articles", renamedFrom: "name")
    package var displayName: String
    @Column(default: .value(Role.reader))
    package var role: Role
    @Column(default: .currentTimestamp)
    package let createdAt: Date

    package static let profile = hasOne(Profile.self, via: \.userID, onDelete: .cascade)
    package static let articles = hasMany(Article.self, via: \.authorID)

    package static func elements(_ t: Columns) -> [TableElement] {
        [.check("email LIKE '%@%'", name: "ck_users_email")]
    }
}
