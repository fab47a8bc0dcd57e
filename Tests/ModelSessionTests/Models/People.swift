import Foundation
import SwiftMigMacros

// The models of the cases: people write articles, which have tags.

enum Role: String, ColumnEnum { case member, admin, owner }

@Table("users")
struct User: Hashable {
    @Column(primaryKey: true, autoIncrement: true)
    let id: UInt64
    @Column(.varchar(50), unique: true)
    var username: String
    @Column(.varchar(120))
    var email: String?
    var age: Int?
    @Column(default: .value(Role.member))
    var role: Role
    @Column(.varchar(20), default: "new")
    var status: String
    @Column(default: .currentTimestamp)
    var createdAt: Date

    static let profile = hasOne(Profile.self, via: \.userID, onDelete: .cascade)
    static let articles = hasMany(Article.self, via: \.authorID)
}

@Table("profiles")
struct Profile: Hashable {
    @Column(primaryKey: true, autoIncrement: true)
    let id: UInt64
    var userID: UInt64
    @Column(.varchar(200))
    var bio: String?

    static let user = belongsTo(User.self, via: \.userID, onDelete: .cascade)
}

@Table("articles")
struct Article: Hashable {
    @Column(primaryKey: true, autoIncrement: true)
    let id: UInt64
    @Column(.varchar(200))
    var title: String
    var authorID: UInt64?

    static let author = belongsTo(User.self, via: \.authorID)
    static let tags = manyToMany(Tag.self, through: ArticleTag.self, from: \.articleID, to: \.tagID)
}

@Table("tags")
struct Tag: Hashable {
    @Column(primaryKey: true, autoIncrement: true)
    let id: UInt32
    @Column(.varchar(50), unique: true)
    var name: String

    static let articles = manyToMany(Article.self, through: ArticleTag.self, from: \.tagID, to: \.articleID)
}

/// Which article has which tags.
@Table("article_tags")
struct ArticleTag: Hashable {
    @Column(primaryKey: 1)
    let articleID: UInt64
    @Column(primaryKey: 2)
    let tagID: UInt32
}
