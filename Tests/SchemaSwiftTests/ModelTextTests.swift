import SchemaDocument
import SchemaModel
import SchemaSwift
import Testing

@Suite("Models in Swift as text")
struct ModelTextTests {
    /// Returns the structs and the provider for a document, without imports.
    private func text(_ tables: String, defaults: String = "") throws -> String {
        let document = "swiftmig: 1\n\(defaults)tables:\n" + tables
        return SwiftModels.text(try SchemaDocument.read(texts: [(document, "models.yaml")]))
    }

    @Test("Every kind of relation")
    func relations() throws {
        let text = try text(
            """
              articles:
                comment: What people write
                columns:
                  id:        {type: bigint unsigned, auto_increment: true}
                  author_id: {type: bigint unsigned}
                  editor_id: {type: bigint unsigned, nullable: true}
                  title:     {type: varchar(200), comment: Shown in lists}
                  state:     {type: "enum('draft','in-review','public')", default: draft}
                primary_key: [id]
                indexes: {ix_articles_title: {columns: [title]}, ft: {columns: [title], kind: fulltext}}
                foreign_keys:
                  fk_articles_author_id: {columns: [author_id], references: users(id), on_delete: cascade}
                  fk_articles_editor_id: {columns: [editor_id], references: users(id), on_delete: set null}
              article_tags:
                columns: {article_id: {type: bigint unsigned}, tag_id: {type: int}}
                primary_key: [article_id, tag_id]
                foreign_keys:
                  fk_article_tags_article_id: {columns: [article_id], references: articles(id), on_delete: cascade}
                  fk_article_tags_tag_id: {columns: [tag_id], references: tags(id), on_delete: cascade}
              profiles:
                columns: {user_id: {type: bigint unsigned}, nick: {type: varchar(40)}}
                primary_key: [user_id]
                foreign_keys: {belongs: {columns: [user_id], references: users(id), on_delete: cascade}}
              tags:
                columns: {id: {type: int}, parent_id: {type: int, nullable: true}}
                primary_key: [id]
                foreign_keys: {fk_tags_parent_id: {columns: [parent_id], references: tags(id)}}
              users:
                columns: {id: {type: bigint unsigned}, email: {type: varchar(254)}}
                primary_key: [id]
                indexes: {uq_users_email: {columns: [email], unique: true}}

            """
        )
        #expect(text == Self.relationsText)
    }

    private static let relationsText = #"""
        import SwiftMigMacros

        /// What people write
        @Table("articles", comment: "What people write")
        struct Article {
            @Column(primaryKey: true, autoIncrement: true)
            let id: UInt64
            var authorID: UInt64
            var editorID: UInt64?
            /// Shown in lists
            @Column(.varchar(200), index: true, comment: "Shown in lists")
            var title: String
            @Column(default: "draft")
            var state: State

            enum State: String, ColumnEnum {
                case draft
                case inReview = "in-review"
                case `public`
            }

            static let author = belongsTo(User.self, via: \.authorID, onDelete: .cascade)
            static let editor = belongsTo(User.self, via: \.editorID, onDelete: .setNull)
            static let tags = manyToMany(Tag.self, through: ArticleTag.self, from: \.articleID, to: \.tagID)

            static func elements(_ t: Columns) -> [TableElement] {
                [.fulltext(t.title, name: "ft")]
            }
        }

        @Table("article_tags")
        struct ArticleTag {
            @Column(primaryKey: 1)
            let articleID: UInt64
            @Column(primaryKey: 2)
            let tagID: Int32

            static let article = belongsTo(Article.self, via: \.articleID, onDelete: .cascade)
            static let tag = belongsTo(Tag.self, via: \.tagID, onDelete: .cascade)
        }

        @Table("profiles")
        struct Profile {
            @Column(primaryKey: true)
            let userID: UInt64
            @Column(.varchar(40))
            var nick: String

            static let user = belongsTo(User.self, via: \.userID, onDelete: .cascade, name: "belongs")
        }

        @Table("tags")
        struct Tag {
            @Column(primaryKey: true)
            let id: Int32
            var parentID: Int32?

            static let parent = belongsTo(Tag.self, via: \.parentID)
            static let tagsAsParent = hasMany(Tag.self, via: \.parentID)
            static let articles = manyToMany(Article.self, through: ArticleTag.self, from: \.tagID, to: \.articleID)
        }

        @Table("users")
        struct User {
            @Column(primaryKey: true)
            let id: UInt64
            @Column(.varchar(254), unique: true)
            var email: String

            static let articlesAsAuthor = hasMany(Article.self, via: \.authorID)
            static let articlesAsEditor = hasMany(Article.self, via: \.editorID)
            static let profile = hasOne(Profile.self, via: \.userID)
        }

        @main
        struct Schema: SchemaProvider {
            static var metadata: Metadata {
                Metadata {
                    Article.self
                    ArticleTag.self
                    Profile.self
                    Tag.self
                    User.self
                }
            }
        }

        """#

    @Test("What the columns cannot say stands among the elements")
    func elements() throws {
        let text = try text(
            """
              odd things:
                columns:
                  a: {type: varchar(99)}
                  b: {type: int}
                  c: {type: int, generated: {sql: b + 1, stored: true}, nullable: true}
                  other: {type: int, nullable: true}
                  "1st": {type: datetime, default: {sql: current_timestamp()}}
                primary_key: {columns: [a(10), b], comment: short}
                indexes: {x: {columns: [b desc, a], comment: "why", invisible: true}}
                foreign_keys: {there: {columns: [other], references: shop.things(id), on_update: cascade}}
                checks: {ck: "a <> '\\"'"}
                options: {row_format: compressed, key_block_size: 8}
              parts: {columns: {id: {type: int}}, primary_key: [id], partition_by: hash (id) partitions 4, partitions: ignore}

            """
        )
        #expect(text == Self.elementsText)
    }

    private static let elementsText = #"""
        import Foundation
        import SwiftMigMacros

        @Table("odd things", options: TableOptions(rowFormat: "compressed", others: ["key_block_size": "8"]))
        struct OddThing {
            @Column(.varchar(99))
            var a: String
            var b: Int32
            @Column(generated: .stored("b + 1"))
            let c: Int32?
            var other: Int32?
            @Column("1st", .datetime(), default: .currentTimestamp)
            var _1st: Date

            static func elements(_ t: Columns) -> [TableElement] {
                [
                    .primaryKey(t.a.prefix(10), t.b, comment: "short"),
                    .index(Index(t.b.descending, t.a, name: "x").invisible().comment("why")),
                    .foreignKey(ForeignKey(["other"], references: "shop.things", ["id"], onUpdate: .cascade, name: "there")),
                    .check(#"a <> '"'"#, name: "ck"),
                ]
            }
        }

        @Table("parts")
        struct Part {
            @Column(primaryKey: true)
            let id: Int32

            static func elements(_ t: Columns) -> [TableElement] {
                [.partitioned(by: "HASH (id) PARTITIONS 4", partitions: .ignore)]
            }
        }

        @main
        struct Schema: SchemaProvider {
            static var metadata: Metadata {
                Metadata {
                    OddThing.self
                    Part.self
                }
            }
        }

        """#

    @Test("A convention that most names follow is said once")
    func naming() throws {
        let text = try text(
            """
              a:
                columns: {id: {type: int}, b_id: {type: int, nullable: true}, c: {type: int}}
                primary_key: [id]
                indexes: {idx_a_c: {columns: [c]}, strange: {columns: [c, id]}}
                foreign_keys: {a_b_id_foreign: {columns: [b_id], references: b(id)}}
              b: {columns: {id: {type: int}}, primary_key: [id]}

            """
        )
        #expect(
            text.contains(
                #"naming: NamingConvention(index: "idx_{table}_{columns}", foreignKey: "{table}_{columns}_foreign")"#
            )
        )
        #expect(text.contains(#"[.index(t.c, t.id, name: "strange")]"#))
        #expect(text.contains("    @Column(index: true)\n    var c: Int32\n"))
        #expect(text.contains("belongsTo(B.self, via: \\.bID)\n"))
    }

    @Test(
        "A column's type as a Swift type",
        arguments: [
            ("bigint unsigned", "var c: UInt64"), ("tinyint(1)", "var c: Bool"),
            ("mediumint", "@Column(.mediumInt) var c: Int32"),
            ("int(5) unsigned zerofill", #"@Column(.sql("int(5) unsigned zerofill")) var c: UInt32"#),
            ("decimal(12,2) unsigned", "@Column(.decimal(12, 2).unsigned) var c: Decimal"),
            ("decimal(9,0)", "@Column(.decimal(9)) var c: Decimal"),
            ("double", "var c: Double"), ("float unsigned", "@Column(.float.unsigned) var c: Float"),
            ("bit(1)", "@Column(.bit()) var c: UInt64"),
            ("varchar(254)", "@Column(.varchar(254)) var c: String"),
            ("mediumtext", "@Column(.mediumText) var c: String"),
            ("longblob", "@Column(.longBlob) var c: Data"), ("binary(16)", "@Column(.binary(16)) var c: Data"),
            ("json", "@Column(.json) var c: String"), ("datetime(6)", "var c: Date"),
            ("datetime", "@Column(.datetime()) var c: Date"),
            ("timestamp(3)", "@Column(.timestamp(3)) var c: Date"), ("time", "@Column(.time()) var c: String"),
            ("year", "@Column(.year) var c: Int"),
            ("uuid", "@Column(.uuid) var c: UUID"), ("vector(3)", "@Column(.vector(3)) var c: [Float]"),
            ("linestring", "@Column(.lineString) var c: Data"),
            ("set('a','b')", #"@Column(.set(["a", "b"])) var c: String"#), ("enum('a','b')", "var c: C"),
        ]
    )
    func types(_ type: String, _ declaration: String) throws {
        let text = try text("  t: {columns: {c: {type: \"\(type)\"}}}\n")
        let flat = text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: " ")
        #expect(flat.contains("struct T { \(declaration) "))
    }

    @Test("A UUID is known by its name", arguments: ["id", "user_id", "uuid", "GUID"])
    func identifiers(_ name: String) throws {
        #expect(try text("  t: {columns: {\(name): {type: binary(16)}}}\n").contains(": UUID\n"))
    }

    @Test("Tables of names that mean the same are told apart")
    func collisions() throws {
        let column = "{columns: {id: {type: int}}}"
        let text = try text(
            "  user: \(column)\n  users: \(column)\n  Users: \(column)\n  event: \(column)\n  events: \(column)\n"
        )
        let structs = text.split(separator: "\n").filter { $0.hasPrefix("struct ") }
        #expect(
            structs == [
                "struct User {", "struct Users {", "struct UsersTable {", "struct EventTable {", "struct Events {",
                "struct Schema: SchemaProvider {",
            ]
        )
    }
}
