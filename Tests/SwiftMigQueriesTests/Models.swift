import Foundation
import SwiftMig

// Models with handwritten conformances, as `@Table` writes them.

enum Role: String, ColumnEnum { case member, admin }

struct User: Hashable, RowModel {
    let id: UInt64
    var username: String
    var email: String?
    var age: Int?
    var role: Role
    var isActive: Bool
    var createdAt: Date

    static let profile = hasOne(Profile.self, via: \.userID)
    static let articles = hasMany(Article.self, via: \.authorID)
}

struct Profile: Hashable, RowModel {
    let userID: UInt64
    var bio: String
    static let user = belongsTo(User.self, via: \.userID)
}

struct Article: Hashable, RowModel {
    let id: UInt64
    var title: String
    var authorID: UInt64?
    static let author = belongsTo(User.self, via: \.authorID)
    static let tags = manyToMany(Tag.self, through: ArticleTag.self, from: \.articleID, to: \.tagID)
}

struct Tag: Hashable, RowModel {
    let id: UInt32
    var name: String
}

struct ArticleTag: Hashable, RowModel {
    let articleID: UInt64
    let tagID: UInt32
}

struct Node: Hashable, RowModel {
    let id: Int
    var name: String
    var parentID: Int?

    static let parent = belongsTo(Node.self, via: \.parentID)
    static let children = hasMany(Node.self, via: \.parentID)
}

extension User {
    typealias PrimaryKey = UInt64
    struct Columns: Sendable {
        let id = ColumnReference<User, UInt64>("id")
        let username = ColumnReference<User, String>("username")
        let email = ColumnReference<User, String?>("email")
        let age = ColumnReference<User, Int?>("age")
        let role = ColumnReference<User, Role>("role")
        let isActive = ColumnReference<User, Bool>("is_active")
        let createdAt = ColumnReference<User, Date>("created_at")
    }
    static var tableName: String { "users" }
    static let columns = Columns()
    static var table: Table { Table(tableName) { Column("id", UInt64.columnType).primaryKey().autoIncrement() } }
    static func columnName(for keyPath: PartialKeyPath<User>) -> String? {
        switch keyPath {
        case \User.id: "id"
        case \User.username: "username"
        default: nil
        }
    }
    static let rowLayout = RowLayout(
        ["id", "username", "email", "age", "role", "is_active", "created_at"],
        primaryKey: [0],
        autoIncrement: 0
    )
    init(row: inout RowReader) throws(ValueError) {
        id = try row.next()
        username = try row.next()
        email = try row.next()
        age = try row.next()
        role = try row.next()
        isActive = try row.next()
        createdAt = try row.next()
    }
    var rowValues: [SQLValue] {
        [
            id.sqlValue, username.sqlValue, email.sqlValue, age.sqlValue, role.sqlValue, isActive.sqlValue,
            createdAt.sqlValue,
        ]
    }
    struct New: NewRow {
        typealias Model = User
        var username: String
        var newValues: [SQLValue?] { [nil, username.sqlValue, nil, nil, nil, nil, nil] }
    }
}

extension Profile {
    typealias PrimaryKey = UInt64
    struct Columns: Sendable {
        let userID = ColumnReference<Profile, UInt64>("user_id")
        let bio = ColumnReference<Profile, String>("bio")
    }
    static var tableName: String { "profiles" }
    static let columns = Columns()
    static var table: Table { Table(tableName) { Column("user_id", UInt64.columnType).primaryKey() } }
    static func columnName(for keyPath: PartialKeyPath<Profile>) -> String? {
        keyPath == \Profile.userID ? "user_id" : nil
    }
    static let rowLayout = RowLayout(["user_id", "bio"], primaryKey: [0])
    init(row: inout RowReader) throws(ValueError) {
        userID = try row.next()
        bio = try row.next()
    }
    var rowValues: [SQLValue] { [userID.sqlValue, bio.sqlValue] }
    struct New: NewRow {
        typealias Model = Profile
        var userID: UInt64
        var bio: String
        var newValues: [SQLValue?] { [userID.sqlValue, bio.sqlValue] }
    }
}

extension Article {
    typealias PrimaryKey = UInt64
    struct Columns: Sendable {
        let id = ColumnReference<Article, UInt64>("id")
        let title = ColumnReference<Article, String>("title")
        let authorID = ColumnReference<Article, UInt64?>("author_id")
    }
    static var tableName: String { "articles" }
    static let columns = Columns()
    static var table: Table { Table(tableName) { Column("id", UInt64.columnType).primaryKey().autoIncrement() } }
    static func columnName(for keyPath: PartialKeyPath<Article>) -> String? {
        switch keyPath {
        case \Article.id: "id"
        case \Article.authorID: "author_id"
        default: nil
        }
    }
    static let rowLayout = RowLayout(["id", "title", "author_id"], primaryKey: [0], autoIncrement: 0)
    init(row: inout RowReader) throws(ValueError) {
        id = try row.next()
        title = try row.next()
        authorID = try row.next()
    }
    var rowValues: [SQLValue] { [id.sqlValue, title.sqlValue, authorID.sqlValue] }
    struct New: NewRow {
        typealias Model = Article
        var title: String
        var authorID: UInt64?
        var newValues: [SQLValue?] { [nil, title.sqlValue, authorID.sqlValue] }
    }
}

extension Tag {
    typealias PrimaryKey = UInt32
    struct Columns: Sendable {
        let id = ColumnReference<Tag, UInt32>("id")
        let name = ColumnReference<Tag, String>("name")
    }
    static var tableName: String { "tags" }
    static let columns = Columns()
    static var table: Table { Table(tableName) { Column("id", UInt32.columnType).primaryKey().autoIncrement() } }
    static func columnName(for keyPath: PartialKeyPath<Tag>) -> String? { keyPath == \Tag.id ? "id" : nil }
    static let rowLayout = RowLayout(["id", "name"], primaryKey: [0], autoIncrement: 0)
    init(row: inout RowReader) throws(ValueError) {
        id = try row.next()
        name = try row.next()
    }
    var rowValues: [SQLValue] { [id.sqlValue, name.sqlValue] }
    struct New: NewRow {
        typealias Model = Tag
        var name: String
        var newValues: [SQLValue?] { [nil, name.sqlValue] }
    }
}

extension ArticleTag {
    typealias PrimaryKey = (UInt64, UInt32)
    struct Columns: Sendable {
        let articleID = ColumnReference<ArticleTag, UInt64>("article_id")
        let tagID = ColumnReference<ArticleTag, UInt32>("tag_id")
    }
    static var tableName: String { "article_tags" }
    static let columns = Columns()
    static var table: Table {
        Table(tableName) {
            Column("article_id", UInt64.columnType).primaryKey()
            Column("tag_id", UInt32.columnType).primaryKey()
        }
    }
    static func columnName(for keyPath: PartialKeyPath<ArticleTag>) -> String? {
        switch keyPath {
        case \ArticleTag.articleID: "article_id"
        case \ArticleTag.tagID: "tag_id"
        default: nil
        }
    }
    static let rowLayout = RowLayout(["article_id", "tag_id"], primaryKey: [0, 1])
    init(row: inout RowReader) throws(ValueError) {
        articleID = try row.next()
        tagID = try row.next()
    }
    var rowValues: [SQLValue] { [articleID.sqlValue, tagID.sqlValue] }
    struct New: NewRow {
        typealias Model = ArticleTag
        var articleID: UInt64
        var tagID: UInt32
        var newValues: [SQLValue?] { [articleID.sqlValue, tagID.sqlValue] }
    }
}

extension Node {
    typealias PrimaryKey = Int
    struct Columns: Sendable {
        let id = ColumnReference<Node, Int>("id")
        let name = ColumnReference<Node, String>("name")
        let parentID = ColumnReference<Node, Int?>("parent_id")
    }
    static var tableName: String { "nodes" }
    static let columns = Columns()
    static var table: Table { Table(tableName) { Column("id", Int.columnType).primaryKey() } }
    static func columnName(for keyPath: PartialKeyPath<Node>) -> String? {
        keyPath == \Node.parentID ? "parent_id" : nil
    }
    static let rowLayout = RowLayout(["id", "name", "parent_id"], primaryKey: [0])
    init(row: inout RowReader) throws(ValueError) {
        id = try row.next()
        name = try row.next()
        parentID = try row.next()
    }
    var rowValues: [SQLValue] { [id.sqlValue, name.sqlValue, parentID.sqlValue] }
    struct New: NewRow {
        typealias Model = Node
        var name: String
        var newValues: [SQLValue?] { [nil, name.sqlValue, nil] }
    }
}
