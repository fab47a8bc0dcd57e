extension Template {
    static let swift = Template(
        name: "swift",
        summary: "models in Swift, for an existing package or a new one",
        modelsSetting: "command: [swift, run, --quiet, \(SwiftPackage.provider)]",
        files: [
            File(path: "Sources/\(SwiftPackage.models)/\(SwiftPackage.models).swift", text: swiftModels),
            File(
                path: SwiftPackage.providerPath,
                text: swiftProvider,
                purpose: "the program that prints them"
            ),
        ],
        package: .models
    )

    private static let swiftModels = """
        // The tables, as they should be. Edit, then: swiftmig revision --autogenerate -m "what changed"
        import Foundation
        import SwiftMigMacros

        public enum Role: String, ColumnEnum {
            case member, admin
        }

        @Table("users", comment: "People who can log in")
        public struct User {
            @Column(primaryKey: true, autoIncrement: true)
            public let id: UInt64
            @Column(.varchar(254), unique: true)
            public var email: String
            @Column(.varchar(100))
            public var name: String?
            @Column(default: .value(Role.member))
            public var role: Role
            @Column(default: .currentTimestamp)
            public var createdAt: Date

            public static let posts = hasMany(Post.self, via: \\.authorID)
        }

        @Table("posts")
        public struct Post {
            @Column(primaryKey: true, autoIncrement: true)
            public let id: UInt64
            public var authorID: UInt64
            @Column(.varchar(200))
            public var title: String
            @Column(.text)
            public var body: String
            public var publishedAt: Date?

            public static let author = belongsTo(User.self, via: \\.authorID, onDelete: .cascade)

            public static func elements(_ t: Columns) -> [TableElement] {
                [.index(t.authorID, t.publishedAt.descending)]
            }
        }

        """

    private static let swiftProvider = """
        import \(SwiftPackage.models)
        import SwiftMig

        @main
        struct Schema: SchemaProvider {
            static var metadata: Metadata {
                Metadata(User.self, Post.self, defaults: TableOptions(engine: "InnoDB", charset: "utf8mb4"))
            }
        }

        """
}
