import Foundation
import SwiftMigMacros

@Table("articles")
package struct Article {
    @Column(primaryKey: true, autoIncrement: true)
    package let id: UInt64
    package var authorID: UInt64
    @Column(.varchar(160), unique: true, comment: "In the address of the page")
    package var slug: String
    @Column(.varchar(200))
    package var title: String
    @Column(.varchar(300), comment: "Shown in lists")
    package var summary: String
    @Column(.mediumText)
    package var body: String
    @Column(generated: .stored("CEILING(CHAR_LENGTH(body) / 1000)"), comment: "At a thousand characters a minute")
    package let readingMinutes: UInt16
    @Column(comment: "Empty while it is a draft")
    package var publishedAt: Date?

    package static let author = belongsTo(User.self, via: \.authorID, onDelete: .cascade)
    package static let tags = manyToMany(Tag.self, through: ArticleTag.self, from: \.articleID, to: \.tagID)

    package static func elements(_ t: Columns) -> [TableElement] {
        [
            .index(t.authorID, t.publishedAt.descending),
            .check("title <> ''", name: "ck_articles_title"),
        ]
    }
}
