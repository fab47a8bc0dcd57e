import Testing

@Suite("What the macros write for rows")
struct RowExpansionTests {
    @Test("Columns that a new row may leave out, documents, and columns that the server computes")
    func omissions() {
        expectExpansion(
            of: #"""
                @Table("things")
                package struct Thing {
                    @Column(default: 1)
                    package var stars: Int?
                    @Column(default: .absent)
                    package var note: Int?
                    @Column(version: true)
                    package var changes: UInt32
                    package var since: Date = Self.start
                    package var limit: Int = -1
                    @Column(.json)
                    package var sizes: [Int]
                    @Column(.json, default: "{}")
                    package var options: Options
                    @Column(generated: .stored("stars * 2"))
                    package let double: Int?
                    @Column(.timestamp(6))
                    package let from: Date
                    @Column(.timestamp(6))
                    package let until: Date

                    static func elements(_ t: Columns) -> [TableElement] {
                        [.systemVersioning(SystemVersioning(start: t.from.name, end: "until"))]
                    }
                }
                """#,
            #"""
            package struct Thing {
                package var stars: Int?
                package var note: Int?
                package var changes: UInt32
                package var since: Date = Self.start
                package var limit: Int = -1
                package var sizes: [Int]
                package var options: Options
                package let double: Int?
                package let from: Date
                package let until: Date

                static func elements(_ t: Columns) -> [TableElement] {
                    [.systemVersioning(SystemVersioning(start: t.from.name, end: "until"))]
                }

                package typealias PrimaryKey = Swift.Never

                package struct Columns: Swift.Sendable {
                    package let stars = SwiftMig.ColumnReference<Thing, Int?>("stars")
                    package let note = SwiftMig.ColumnReference<Thing, Int?>("note")
                    package let changes = SwiftMig.ColumnReference<Thing, UInt32>("changes")
                    package let since = SwiftMig.ColumnReference<Thing, Date>("since")
                    package let limit = SwiftMig.ColumnReference<Thing, Int>("limit")
                    package let sizes = SwiftMig.ColumnReference<Thing, [Int]>("sizes")
                    package let options = SwiftMig.ColumnReference<Thing, Options>("options")
                    package let double = SwiftMig.ColumnReference<Thing, Int?>("double")
                    package let from = SwiftMig.ColumnReference<Thing, Date>("from")
                    package let until = SwiftMig.ColumnReference<Thing, Date>("until")
                }

                package static var tableName: Swift.String { "things" }

                package static var columns: Columns { Columns() }

                package static var table: SwiftMig.Table {
                    SwiftMig.Table(tableName, file: "test.swift", line: 2) {
                        SwiftMig.Column("stars", holding: Int?.self, file: "test.swift", line: 4).defaulting(to: 1)
                        SwiftMig.Column("note", holding: Int?.self, file: "test.swift", line: 6).defaulting(to: .absent)
                        SwiftMig.Column("changes", holding: UInt32.self, file: "test.swift", line: 8)
                        SwiftMig.Column("since", holding: Date.self, file: "test.swift", line: 9)
                        SwiftMig.Column("limit", holding: Int.self, file: "test.swift", line: 10)
                        SwiftMig.Column("sizes", .json, holding: [Int].self, file: "test.swift", line: 12)
                        SwiftMig.Column("options", .json, holding: Options.self, file: "test.swift", line: 14).defaulting(to: "{}")
                        SwiftMig.Column("double", holding: Int?.self, file: "test.swift", line: 16).generated(.stored("stars * 2"))
                        SwiftMig.Column("from", .timestamp(6), holding: Date.self, file: "test.swift", line: 18)
                        SwiftMig.Column("until", .timestamp(6), holding: Date.self, file: "test.swift", line: 20)
                    }
                }

                package static func columnName(for keyPath: Swift.PartialKeyPath<Self>) -> Swift.String? {
                    switch keyPath {
                    case \Self.stars: return "stars"
                    case \Self.note: return "note"
                    case \Self.changes: return "changes"
                    case \Self.since: return "since"
                    case \Self.limit: return "limit"
                    case \Self.sizes: return "sizes"
                    case \Self.options: return "options"
                    case \Self.double: return "double"
                    case \Self.from: return "from"
                    case \Self.until: return "until"
                    default: return nil
                    }
                }

                package static let rowLayout = SwiftMig.RowLayout(["stars", "note", "changes", "since", "limit", "sizes", "options", SwiftMig.RowLayout.Column("double", isGenerated: true), SwiftMig.RowLayout.Column("from", isGenerated: true), SwiftMig.RowLayout.Column("until", isGenerated: true)], primaryKey: [], version: 2)

                package var rowValues: [SwiftMig.SQLValue] {
                    [
                        SwiftMig.SQLValue.column(self.stars),
                        SwiftMig.SQLValue.column(self.note),
                        SwiftMig.SQLValue.column(self.changes),
                        SwiftMig.SQLValue.column(self.since),
                        SwiftMig.SQLValue.column(self.limit),
                        SwiftMig.SQLValue.json(self.sizes),
                        SwiftMig.SQLValue.document(self.options),
                        SwiftMig.SQLValue.column(self.double),
                        SwiftMig.SQLValue.column(self.from),
                        SwiftMig.SQLValue.column(self.until)
                    ]
                }

                package mutating func countChange() {
                    self.changes += 1
                }

                package struct New: SwiftMig.NewRow {
                    package typealias Model = Thing
                    package var stars: SwiftMig.NewValue<Int>
                    package var note: Int?
                    package var changes: UInt32
                    package var since: Date
                    package var limit: Int
                    package var sizes: [Int]
                    package var options: Options?
                    package init(
                        stars: SwiftMig.NewValue<Int> = .default,
                        note: Int? = nil,
                        changes: UInt32 = 1,
                        since: Date? = nil,
                        limit: Int = -1,
                        sizes: [Int],
                        options: Options? = nil
                    ) {
                        self.stars = stars
                        self.note = note
                        self.changes = changes
                        self.since = since ?? Thing.start
                        self.limit = limit
                        self.sizes = sizes
                        self.options = options
                    }
                    package var newValues: [SwiftMig.SQLValue?] {
                        [
                            SwiftMig.SQLValue.column(unlessDefault: self.stars),
                            SwiftMig.SQLValue.column(self.note),
                            SwiftMig.SQLValue.column(self.changes),
                            SwiftMig.SQLValue.column(self.since),
                            SwiftMig.SQLValue.column(self.limit),
                            SwiftMig.SQLValue.json(self.sizes),
                            SwiftMig.SQLValue.document(unlessNil: self.options),
                            nil,
                            nil,
                            nil
                        ]
                    }
                }
            }

            extension Thing: SwiftMig.TableModel, SwiftMig.RowModel, SwiftMig.RowDecodable, Swift.Sendable {
                package init(row: inout SwiftMig.RowReader) throws(SwiftMig.ValueError) {
                    self.stars = try row.next()
                    self.note = try row.next()
                    self.changes = try row.next()
                    self.since = try row.next()
                    self.limit = try row.next()
                    self.sizes = try row.json()
                    self.options = try row.document()
                    self.double = try row.next()
                    self.from = try row.next()
                    self.until = try row.next()
                }
            }
            """#
        )
    }

    @Test("A struct that writes the members itself")
    func ownMembers() {
        expectExpansion(
            of: #"""
                @Table("shapes")
                struct Shape {
                    var outline: Outline
                    static let rowLayout = RowLayout(["outline"], primaryKey: [])
                    var rowValues: [SQLValue] { [outline.value] }
                    init(row: inout RowReader) throws(ValueError) { outline = try Outline(row.next()) }
                    struct New: NewRow {}
                }
                """#,
            #"""
            struct Shape {
                var outline: Outline
                static let rowLayout = RowLayout(["outline"], primaryKey: [])
                var rowValues: [SQLValue] { [outline.value] }
                init(row: inout RowReader) throws(ValueError) { outline = try Outline(row.next()) }
                struct New: NewRow {}

                typealias PrimaryKey = Swift.Never

                struct Columns: Swift.Sendable {
                    let outline = SwiftMig.ColumnReference<Shape, Outline>("outline")
                }

                static var tableName: Swift.String { "shapes" }

                static var columns: Columns { Columns() }

                static var table: SwiftMig.Table {
                    SwiftMig.Table(tableName, file: "test.swift", line: 2) {
                        SwiftMig.Column("outline", holding: Outline.self, file: "test.swift", line: 3)
                    }
                }

                static func columnName(for keyPath: Swift.PartialKeyPath<Self>) -> Swift.String? {
                    switch keyPath {
                    case \Self.outline: return "outline"
                    default: return nil
                    }
                }
            }

            extension Shape: SwiftMig.TableModel, SwiftMig.RowModel, SwiftMig.RowDecodable, Swift.Sendable {}
            """#
        )
    }
}
