import SwiftMigMacros
import Testing

@Suite("Models with macros")
struct ModelTests {
    @Test("A model is the table that values make")
    func users() {
        #expect(
            User.table
                == Table(
                    "users",
                    comment: "Registered people",
                    renamedFrom: "accounts",
                    options: TableOptions(collation: "utf8mb4_unicode_ci")
                ) {
                    Column("id", .bigInt.unsigned).primaryKey().autoIncrement()
                    Column("email", .varchar(254)).unique()
                    Column("display_name", .varchar(80)).comment("Shown \"publicly\"").renamed(from: "name")
                    Column("role", .enum(["member", "admin", "owner"]))
                    Column("balance", .decimal(12, 2).unsigned).defaulting(to: "0.00")
                    Column("old_role", .enum(["member", "admin", "owner"])).nullable().defaulting(to: "member")
                    Column("settings", .json).nullable()
                    Column("team_id", .bigInt.unsigned).nullable().references("teams", "id", onDelete: .setNull)
                    Column("created_at", .timestamp(6)).defaulting(to: .currentTimestamp)
                    Column("updated_at", .datetime(6)).defaulting(to: .currentTimestamp).updating(to: .currentTimestamp)
                    Column("email_key", .varchar(254)).generated(.stored("LOWER(`email`)"))
                }
        )
    }

    @Test("A key of several columns stands in the order of its numbers")
    func keys() {
        #expect(
            UserTag.table
                == Table("user_tags") {
                    Column("tag_id", .int.unsigned)
                    Column("user_id", .bigInt.unsigned)
                    Column("since", .bigInt).indexed()
                    Column("default", .boolean)
                    PrimaryKey("user_id", "tag_id")
                }
        )
        #expect(UserTag.PrimaryKey.self == (UInt64, UInt32).self)
        #expect(Shop.Line.PrimaryKey.self == (UInt64, UInt16).self)
        #expect(User.PrimaryKey.self == UInt64.self)
    }

    @Test("A column says whatever a value can say")
    func columns() {
        #expect(
            Shop.Line.table
                == Table("order_lines") {
                    Column("order", .bigInt.unsigned).primaryKey()
                    Column("number", .smallInt.unsigned).primaryKey()
                    Column("place", .point).srid(4326)
                    Column("image", .blob).nullable().invisible().compressed().unversioned()
                        .stored(format: "dynamic", on: "disk")
                    Column("width", .double)
                    Column("height", .double)
                }
        )
        #expect(
            Tag.table.columns[1]
                == Column("label", .varchar(40)).charset("ascii").collation("ascii_bin").check("label <> ''")
        )
        #expect(Profile.table.columns[1] == Column("biography", .text).nullable())
        let parent = Reference("categories", "id", onDelete: .cascade, onUpdate: .restrict)
        #expect(Shop.Category.table.columns[1] == Column("parent_id", .bigInt).nullable().references(parent))
    }

    @Test("A key path leads to its column, and to none where there is none")
    func keyPaths() {
        #expect(User.columnName(for: \User.emailKey) == "email_key")
        #expect(User.columnName(for: \User.nick) == "display_name")
        #expect(User.columnName(for: \User.hasTeam) == nil)
        #expect(User.columns.teamID.name == "team_id")
        #expect(UserTag.columnName(for: \UserTag.default) == "default")
    }

    @Test("Tables and columns know the lines that declare them")
    func sources() throws {
        #expect(User.table.source.file.hasSuffix("SwiftMigMacrosTests/Models.swift"))
        let lines = User.table.columns.prefix(3).map { $0.source.line - User.table.source.line }
        #expect(lines == [3, 6, 9])
    }

    @Test("Metadata of models is the document that values make")
    func document() throws {
        let models = Metadata(
            User.self,
            Team.self,
            Profile.self,
            Tag.self,
            UserTag.self,
            Shop.Line.self,
            Shop.returns,
            Shop.Category.self
        )
        let userTable = User.table
        let values = Metadata {
            for table in [Shop.Line.table, Shop.Category.table, Team.table, Tag.table] { table }
            Table("users", comment: userTable.comment, renamedFrom: userTable.renamedFrom, options: userTable.options) {
                userTable.columns
                Index("team_id", IndexPart("created_at").descending)
                Index(IndexPart("email_key").prefix(64), name: "ux_users_email_key", kind: .unique)
                Index("settings", "role")
                Check("balance >= 0", name: "ck_users_balance")
            }
            Table("profiles") {
                Profile.table.columns
                ForeignKey(["user_id"], references: "users", onDelete: .cascade)
            }
            Table("user_tags") {
                UserTag.table.columns
                PrimaryKey("user_id", "tag_id")
                ForeignKey(["user_id"], references: "users", onDelete: .cascade)
                ForeignKey(["tag_id"], references: "tags", onDelete: .cascade)
            }
            Table("friends") {
                Column("user_id", .bigInt.unsigned).primaryKey()
                Column("friend_id", .bigInt.unsigned).primaryKey()
                ForeignKey(["user_id"], references: "users", onDelete: .cascade)
                ForeignKey(["friend_id"], references: "users", onDelete: .cascade)
            }
            Table("returns") {
                Column("line_order", .bigInt.unsigned)
                Column("line_number", .smallInt.unsigned)
                Column("reason", .json).nullable()
                ForeignKey(["line_order", "line_number"], references: "order_lines", onDelete: .cascade)
            }
        }
        #expect(try withoutSources(models.document()) == withoutSources(values.document()))
    }

    private func withoutSources(_ document: String) -> String {
        document.replacing(#/,?\s*"source": *\{[^}]*\}/#, with: "")
    }
}
