public import SwiftMig
internal import SwiftMigPlatform

/// The table of a model in a query. Its columns are expressions: `$0.age` is the column of the property `age`.
///
/// The closures of a query get an alias for each table. Make one yourself to use it in SQL that you write by hand:
///
/// ```swift
/// let m = Alias(User.self, as: "m")
/// let statement: SQL = "SELECT \(m.username) FROM \(m) WHERE \(m.age) > \(18)"
/// ```
///
/// It has no other public members, because these would hide columns of the same name.
@dynamicMemberLookup
public struct Alias<Model: RowModel>: Sendable {
    /// The name that columns are qualified with.
    public let _alias: String

    /// Creates an alias. Without a name, it is the table's own.
    public init(_: Model.Type = Model.self, as name: String = Model.tableName) { _alias = name }

    /// The column of a property.
    public subscript<Value>(dynamicMember path: KeyPath<Model.Columns, ColumnReference<Model, Value>>) -> Expr<Value> {
        Expr(column: Model.columns[keyPath: path].name, of: _alias)
    }
}

extension Alias: TableInQuery {
    /// What is read from a row.
    public typealias Output = Model

    /// What the closures of a query get.
    public var _scope: Alias { self }

    /// The table as the outer side of a join.
    public var _outer: OuterAlias<Model> { OuterAlias(base: self) }

    /// The table as `FROM` names it.
    public var _source: SQL { SQL(table: Model.tableName, as: _alias) }

    /// Appends the columns.
    public func _appendColumns(to sql: inout SQL) {
        if _alias == Model.tableName { return sql.append(ColumnLists.shared.text(of: Model.self)) }
        sql.append(columns: Model.rowLayout, of: _alias)
    }

    /// Reads the columns.
    public func _read(_ row: inout RowReader) throws(ValueError) -> Model { try Model(row: &row) }

    /// Shows a visitor the rows of models.
    public func _visit(_ output: Model, _ visitor: inout any RowVisitor) { visitor.visit(output) }
}

/// The columns of models' tables as SQL, which most queries begin with.
private final class ColumnLists: @unchecked Sendable {
    static let shared = ColumnLists()

    private let lock = Lock()
    private var texts: [ObjectIdentifier: String] = [:]

    func text<Model: RowModel>(of _: Model.Type) -> String {
        lock.withLock {
            if let text = texts[ObjectIdentifier(Model.self)] { return text }
            var sql = SQL()
            sql.append(columns: Model.rowLayout, of: Model.tableName)
            texts[ObjectIdentifier(Model.self)] = sql.text
            return sql.text
        }
    }
}

extension SQL {
    fileprivate mutating func append(columns layout: RowLayout, of table: String) {
        for (place, column) in layout.columns.enumerated() {
            if place > 0 { append(", ") }
            append(column: column.name, of: table)
        }
    }

    /// A table as `FROM` names it.
    init(table: String, as alias: String) {
        self.init()
        append(name: table)
        if alias != table {
            append(" AS ")
            append(name: alias)
        }
    }
}
