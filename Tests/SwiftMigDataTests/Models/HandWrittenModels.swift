import SwiftMig
import SwiftMigData

/// A row of `CaseTables`' tags.
struct Tag: RowModel, Equatable {
    let id: Int
    var name: String

    typealias PrimaryKey = Int
    struct Columns: Sendable {}
    static let columns = Columns()
    static let tableName = "tags"
    static var table: Table { Table(tableName) {} }
    static func columnName(for _: PartialKeyPath<Tag>) -> String? { nil }
    static let rowLayout = RowLayout(["id", "name"], primaryKey: [0], autoIncrement: 0)

    init(row: inout RowReader) throws(ValueError) {
        id = try row.next()
        name = try row.next()
    }

    var rowValues: [SQLValue] { [id.sqlValue, name.sqlValue] }

    struct New: NewRow {
        typealias Model = Tag
        var id: Int?
        var name: String?
        var newValues: [SQLValue?] { [id?.sqlValue, name?.sqlValue] }
    }
}

/// A row whose versions are counted, with a default and a computed column.
struct Doc: RowModel, Equatable {
    let id: Int
    var body: String
    var status: String?
    var version: Int
    let length: Int

    static let sql = """
        CREATE TABLE docs (
          id INT AUTO_INCREMENT PRIMARY KEY, body VARCHAR(50) NOT NULL, status VARCHAR(20) DEFAULT 'new',
          version INT UNSIGNED NOT NULL, length INT GENERATED ALWAYS AS (CHAR_LENGTH(body)) STORED
        )
        """

    typealias PrimaryKey = Int
    struct Columns: Sendable {}
    static let columns = Columns()
    static let tableName = "docs"
    static var table: Table { Table(tableName) {} }
    static func columnName(for _: PartialKeyPath<Doc>) -> String? { nil }
    static let rowLayout = RowLayout(
        ["id", "body", "status", "version", RowLayout.Column("length", isGenerated: true)],
        primaryKey: [0],
        version: 3,
        autoIncrement: 0
    )

    init(row: inout RowReader) throws(ValueError) {
        id = try row.next()
        body = try row.next()
        status = try row.next()
        version = try row.next()
        length = try row.next()
    }

    var rowValues: [SQLValue] {
        [id.sqlValue, body.sqlValue, status.sqlValue, version.sqlValue, length.sqlValue]
    }

    mutating func countChange() { version += 1 }

    struct New: NewRow {
        typealias Model = Doc
        var body: String
        var status: String??
        var newValues: [SQLValue?] { [nil, body.sqlValue, status?.sqlValue, nil, nil] }
    }
}

/// A row with a key of two columns, which the program gives.
struct Seat: RowModel, Equatable {
    let line: String
    let number: UInt16
    var guest: String?

    static let sql = """
        CREATE TABLE seats (line CHAR(1), number SMALLINT UNSIGNED, guest VARCHAR(20), PRIMARY KEY (number, line))
        """

    typealias PrimaryKey = (UInt16, String)
    struct Columns: Sendable {}
    static let columns = Columns()
    static let tableName = "seats"
    static var table: Table { Table(tableName) {} }
    static func columnName(for _: PartialKeyPath<Seat>) -> String? { nil }
    static let rowLayout = RowLayout(["line", "number", "guest"], primaryKey: [1, 0])

    init(row: inout RowReader) throws(ValueError) {
        line = try row.next()
        number = try row.next()
        guest = try row.next()
    }

    var rowValues: [SQLValue] { [line.sqlValue, number.sqlValue, guest.sqlValue] }

    struct New: NewRow {
        typealias Model = Seat
        var line: String
        var number: UInt16
        var guest: String?
        var newValues: [SQLValue?] { [line.sqlValue, number.sqlValue, guest.sqlValue] }
    }
}
