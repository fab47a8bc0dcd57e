import SwiftMigMacros

@Table("tags")
package struct Tag {
    @Column(primaryKey: true, autoIncrement: true)
    package let id: UInt32
    @Column(.varchar(40), unique: true)
    package var name: String

    package static let articles = manyToMany(Article.self, through: ArticleTag.self, from: \.tagID, to: \.articleID)
}

/// Which article has which tags.
@Table("article_tags")
package struct ArticleTag {
    @Column(primaryKey: 1)
    package let articleID: UInt64
    @Column(primaryKey: 2)
    package let tagID: UInt32
}
