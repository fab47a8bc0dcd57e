public import SwiftMig

/// A query of the rows of a model.
///
/// A query is a value. Each call returns another one, and nothing is sent until a session or an engine runs it:
///
/// ```swift
/// let adults = User.where { $0.age >= 18 }.order { $0.username.ascending }
/// let firstTen = try await session.fetch(adults.limit(10))
/// ```
///
/// Conditions of several calls of ``where(_:)`` must all hold.
public struct Query<Model: RowModel, Output>: SelectStatement {
    /// The clauses.
    public var _select: _Select
    let alias: Alias<Model>
    /// Whether ``load`` runs other statements.
    let hasIncludes: Bool
    /// Makes the output of the rows.
    let load: Include<Model, Output>.Load

    init(_ alias: Alias<Model>, hasIncludes: Bool, _ load: @escaping Include<Model, Output>.Load) {
        self.alias = alias
        self.hasIncludes = hasIncludes
        self.load = load
        _select = _Select(alias)
    }

    /// Appends the columns.
    public func _appendColumns(to sql: inout SQL) { alias._appendColumns(to: &sql) }

    /// Returns the rows that a condition holds for.
    public func `where`(_ condition: (Alias<Model>) -> Condition) -> Self {
        with { $0.add(condition: condition(alias)) }
    }

    /// Sorts the rows: `order { [$0.age.descending, $0.id.ascending] }`. A second call sorts rows that are equal for
    /// the first.
    public func order(_ keys: (Alias<Model>) -> Ordering) -> Self {
        with { $0.add(orders: keys(alias)) }
    }

    /// Adds a hint about an index after the table's name.
    public func indexHint(_ hint: IndexHint) -> Self { with { $0.from += hint.sql } }
}

/// A hint about the indexes that a query may use, such as `.use("PRIMARY")`.
public struct IndexHint: Sendable {
    let sql: SQL

    private init(_ word: String, _ indexes: [String]) {
        var sql = SQL(raw: " \(word) INDEX (")
        for (place, index) in indexes.enumerated() {
            if place > 0 { sql.append(", ") }
            sql.append(name: index)
        }
        sql.append(")")
        self.sql = sql
    }

    /// Considers no other indexes.
    public static func use(_ indexes: String...) -> IndexHint { IndexHint("USE", indexes) }

    /// Uses one of the indexes, unless that is impossible.
    public static func force(_ indexes: String...) -> IndexHint { IndexHint("FORCE", indexes) }

    /// Does not use the indexes.
    public static func ignore(_ indexes: String...) -> IndexHint { IndexHint("IGNORE", indexes) }
}

extension Query: FetchRequest where Output == Model {
    /// Reads a row.
    public func read(_ row: inout RowReader) throws(ValueError) -> Model { try Model(row: &row) }

    /// Shows a visitor the rows of models.
    public func _visit(_ output: Model, _ visitor: inout any RowVisitor) { visitor.visit(output) }
}

extension Query where Output == Model {
    init(_ alias: Alias<Model>) {
        self.init(alias, hasIncludes: false) { rows, _ in rows }
    }

    /// The row with a primary key, whose values are in the order of the key's columns.
    package init(key: [SQLValue]) {
        self.init(Alias())
        let layout = Model.rowLayout
        var sql = SQL()
        for (place, value) in zip(layout.primaryKey, key) {
            if !sql.isEmpty { sql.append(" AND ") }
            sql.append(column: layout.columns[place].name, of: alias._alias)
            sql.append(" = ")
            sql.bind(value)
        }
        _select.condition = Expr(sql, .and)
    }

    /// The query as one of tables, from which columns are selected and to which other tables are joined.
    var tables: FromTables1<Alias<Model>> { FromTables1(alias, _select) }
}

extension Query where Output == Model {
    /// Selects columns or other expressions.
    public func select<each Part: Selectable>(
        _ parts: (Alias<Model>) -> (repeat each Part)
    ) -> Selection<(repeat (each Part).Output)> {
        tables.select(parts)
    }

    /// Makes one row of all rows with equal keys.
    public func group<each Key: SQLExpression>(
        _ keys: (Alias<Model>) -> (repeat each Key)
    ) -> FromTables1<Alias<Model>> {
        tables.group(keys)
    }

    /// Joins the rows of another model for which a condition holds.
    public func join<Joined: RowModel>(
        _ model: Joined.Type,
        as name: String = Joined.tableName,
        on condition: (Alias<Model>, Alias<Joined>) -> Condition
    ) -> FromTables2<Alias<Model>, Alias<Joined>> {
        tables.join(model, as: name, on: condition)
    }

    /// Joins the rows of another model for which a condition holds, or none, if there is none: all of its columns are
    /// optional.
    public func leftJoin<Joined: RowModel>(
        _ model: Joined.Type,
        as name: String = Joined.tableName,
        on condition: (Alias<Model>, OuterAlias<Joined>) -> Condition
    ) -> FromTables2<Alias<Model>, OuterAlias<Joined>> {
        tables.leftJoin(model, as: name, on: condition)
    }
}

extension RowModel {
    /// All rows.
    public static var all: Query<Self, Self> { Query(Alias()) }

    /// The rows that a condition holds for.
    public static func `where`(_ condition: (Alias<Self>) -> Condition) -> Query<Self, Self> { all.where(condition) }

    /// All rows in an order.
    public static func order(_ keys: (Alias<Self>) -> Ordering) -> Query<Self, Self> {
        all.order(keys)
    }

    /// The table, to select columns from and to join others to.
    public static func from() -> FromTables1<Alias<Self>> { FromTables1(Alias()) }

    /// The table under another name, so that a query can use it twice.
    public static func from(as name: String) -> FromTables1<Alias<Self>> { FromTables1(Alias(as: name)) }
}
