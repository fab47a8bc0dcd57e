import SwiftMig
import Testing

/// Models with a handwritten conformance, as `@Table` would write it.
private struct Team: TableModel {
    typealias PrimaryKey = UInt64
    struct Columns {}
    let id: UInt64

    static let members = hasMany(Member.self, via: \.teamID)
    static let budget = hasOne(Budget.self, via: \.teamID, onDelete: .cascade)
    static let tags = manyToMany(Tag.self, through: "team_tags", from: "team_id", to: "tag_code")

    static var tableName: String { "teams" }
    static var columns: Columns { Columns() }
    static var relations: [any Relation] { [members, budget, tags] }
    static var table: Table {
        Table(tableName) { Column("id", UInt64.columnType).primaryKey().autoIncrement() }
    }
    static func columnName(for keyPath: PartialKeyPath<Team>) -> String? { keyPath == \Team.id ? "id" : nil }
}

private struct Member: TableModel {
    typealias PrimaryKey = UInt64
    struct Columns { let teamID = ColumnReference<Member, UInt64?>("team_id") }
    let id: UInt64
    var teamID: UInt64?

    static let team = belongsTo(Team.self, via: \.teamID, onDelete: .setNull, name: "fk_team")

    static var tableName: String { "members" }
    static var columns: Columns { Columns() }
    static var relations: [any Relation] { [team] }
    static var table: Table {
        Table(tableName) {
            Column("id", UInt64.columnType).primaryKey()
            Column("team_id", UInt64.columnType).nullable()
        }
    }
    static func elements(_ t: Columns) -> [TableElement] { [.index(t.teamID.descending, name: "ix_team")] }
    static func columnName(for keyPath: PartialKeyPath<Member>) -> String? {
        switch keyPath {
        case \Member.id: "id"
        case \Member.teamID: "team_id"
        default: nil
        }
    }
}

private struct Budget: TableModel {
    typealias PrimaryKey = UInt64
    struct Columns {}
    var teamID: UInt64

    static var tableName: String { "budgets" }
    static var columns: Columns { Columns() }
    static var table: Table {
        Table(tableName) {
            Column("id", UInt64.columnType).primaryKey()
            Column("team_id", UInt64.columnType)
        }
    }
    static func columnName(for keyPath: PartialKeyPath<Budget>) -> String? {
        keyPath == \Budget.teamID ? "team_id" : nil
    }
}

private struct Tag: TableModel {
    typealias PrimaryKey = String
    struct Columns {}
    let code: String

    static var tableName: String { "tags" }
    static var columns: Columns { Columns() }
    static var table: Table {
        Table(tableName) { Column("code", .varchar(12)).primaryKey().collation("utf8mb4_bin") }
    }
    static func columnName(for keyPath: PartialKeyPath<Tag>) -> String? { keyPath == \Tag.code ? "code" : nil }
}

@Suite("Relations")
struct RelationTests {
    private let metadata = Metadata(Team.self, Member.self, Budget.self, Tag.self)

    private func table(_ name: String) throws -> Table {
        try #require(metadata.tables.first { $0.name == name })
    }

    @Test("Both sides of a relation are one key")
    func bothSides() throws {
        let members = try table("members")
        #expect(
            members.foreignKeys
                == [ForeignKey(["team_id"], references: "teams", onDelete: .setNull, name: "fk_team")]
        )
        #expect(members.indexes == [Index(IndexPart("team_id").descending, name: "ix_team")])
    }

    @Test("A one-to-one relation has a unique index")
    func oneToOne() throws {
        let budgets = try table("budgets")
        #expect(budgets.foreignKeys == [ForeignKey(["team_id"], references: "teams", onDelete: .cascade)])
        #expect(budgets.indexes == [Index("team_id", kind: .unique)])
    }

    @Test("A join table that no model declares has the columns of both keys")
    func joinTable() throws {
        let join = try table("team_tags")
        #expect(
            join
                == Table("team_tags") {
                    Column("team_id", .bigInt.unsigned).primaryKey()
                    Column("tag_code", .varchar(12)).primaryKey().collation("utf8mb4_bin")
                    ForeignKey(["team_id"], references: "teams", onDelete: .cascade)
                    ForeignKey(["tag_code"], references: "tags", onDelete: .cascade)
                }
        )
    }

    @Test("A relation to a model that is not listed is an error")
    func unlistedModel() {
        let error = #expect(throws: MetadataError.self) { try Metadata(Team.self, Member.self, Tag.self).document() }
        #expect(error?.description.contains("“budgets”, which is not in the metadata") == true)
        #expect(error?.problems.first?.source?.file.hasSuffix("RelationTests.swift") == true)
    }
}
