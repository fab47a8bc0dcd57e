public import SwiftMig

/// The columns of a query that is used as a table, by their places: `$0.0`, `$0.1` …
///
/// `Row` is the tuple that a row of the query is. If the query has only one column, it is ``value``.
@dynamicMemberLookup
public struct ColumnTable<Row>: TableInQuery {
    /// What is read from a row.
    public typealias Output = Row

    /// The name that columns are qualified with.
    public let _alias: String
    let layout: TupleLayout
    let reading: @Sendable (inout RowReader) throws(ValueError) -> Row

    /// The column of a place.
    public subscript<Value>(dynamicMember path: KeyPath<Row, Value>) -> Expr<Value> {
        Expr(column: layout.columnName(path), of: _alias)
    }

    /// What the closures of a query get.
    public var _scope: ColumnTable { self }
    /// The table as the outer side of a join.
    public var _outer: OuterColumnTable<Row> { OuterColumnTable(base: self) }
    /// The table as `FROM` names it.
    public var _source: SQL { SQL(table: _alias, as: _alias) }

    /// Appends the columns.
    public func _appendColumns(to sql: inout SQL) {
        for place in layout.elements.indices {
            if place > 0 { sql.append(", ") }
            sql.append(column: TupleLayout.columnName(place), of: _alias)
        }
    }

    /// Reads the columns.
    public func _read(_ row: inout RowReader) throws(ValueError) -> Row { try reading(&row) }
}

extension ColumnTable {
    /// The only column of a query that has no more.
    public var value: Expr<Row> { Expr(column: TupleLayout.columnName(0), of: _alias) }
}

/// The columns of a query on the outer side of a join. All of them may be NULL.
@dynamicMemberLookup
public struct OuterColumnTable<Row>: TableInQuery {
    /// What is read from a row.
    public typealias Output = Row?

    let base: ColumnTable<Row>

    /// The column of a place, which is NULL if there is no row.
    public subscript<Value>(dynamicMember path: KeyPath<Row, Value>) -> Expr<Value?> {
        Expr(column: base.layout.columnName(path), of: _alias)
    }

    /// The column of a place that is an optional already.
    public subscript<Value>(dynamicMember path: KeyPath<Row, Value?>) -> Expr<Value?> {
        Expr(column: base.layout.columnName(path), of: _alias)
    }

    /// The name that columns are qualified with.
    public var _alias: String { base._alias }
    /// What the closures of a query get.
    public var _scope: OuterColumnTable { self }
    /// The table as the outer side of a join.
    public var _outer: OuterColumnTable { self }
    /// The table as `FROM` names it.
    public var _source: SQL { base._source }

    /// Appends the columns.
    public func _appendColumns(to sql: inout SQL) { base._appendColumns(to: &sql) }

    /// Reads the columns; nil if all of them are NULL.
    public func _read(_ row: inout RowReader) throws(ValueError) -> Row? {
        let places = base.layout.elements.indices
        if places.allSatisfy({ row.isNull(ahead: $0) }) {
            row.skip(places.count)
            return nil
        }
        return try base._read(&row)
    }
}

extension OuterColumnTable where Row: ColumnValue {
    /// The only column.
    public var value: Expr<Row?> { Expr(column: TupleLayout.columnName(0), of: _alias) }
}

/// Where the elements of a tuple are in memory. That tells which element a key path leads to.
struct TupleLayout: Sendable {
    private(set) var elements: [(offset: Int, type: ObjectIdentifier)] = []
    private var end = 0

    mutating func add<Element>(_: Element.Type) {
        let alignment = MemoryLayout<Element>.alignment
        let offset = (end + alignment - 1) / alignment * alignment
        elements.append((offset, ObjectIdentifier(Element.self)))
        end = offset + MemoryLayout<Element>.size
    }

    /// The name of the column of a place: `c1`, `c2` …
    static func columnName(_ place: Int) -> String { "c\(place + 1)" }

    /// The name of the column that a key path leads to.
    func columnName<Row, Value>(_ path: KeyPath<Row, Value>) -> String {
        let offset = MemoryLayout<Row>.offset(of: path)
        // An element without a size, such as an enumeration of one case, is at the place of the next one.
        let place = elements.firstIndex { $0.offset == offset && $0.type == ObjectIdentifier(Value.self) }
        // A part of an element, such as `$0.0.count`, is not a column. The server says so.
        return place.map(Self.columnName) ?? "\(path)"
    }
}

extension Selection {
    func columnTable(_ name: String) -> ColumnTable<Output> {
        ColumnTable(_alias: name, layout: layout, reading: reading)
    }
}
