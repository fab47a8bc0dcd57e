import SwiftMigMacros

/// All tables of the blog.
package let metadata = Metadata(
    User.self,
    Profile.self,
    Article.self,
    Tag.self,
    ArticleTag.self,
    defaults: TableOptions(collation: "utf8mb4_unicode_ci")
)
