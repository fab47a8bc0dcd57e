public import SwiftMig

/// An INSERT of the rows that a query selects.
public struct InsertFromQuery<Model: RowModel>: Executable {
    private let columns: [String]
    private let query: SQL
    private var ignoresErrors = false

    init(columns: [String], query: SQL) {
        self.columns = columns
        self.query = query
    }

    /// Leaves out rows that break a key, and changes values that do not fit, with a warning instead of an error.
    public func ignoringErrors() -> Self {
        var copy = self
        copy.ignoresErrors = true
        return copy
    }

    /// Returns the statement for a server.
    public func sql(for dialect: Dialect) -> SQL {
        var sql = SQL(raw: ignoresErrors ? "INSERT IGNORE INTO " : "INSERT INTO ")
        sql.append(name: Model.tableName)
        for (place, column) in columns.enumerated() {
            sql.append(place == 0 ? " (" : ", ")
            sql.append(name: column)
        }
        sql.append(") ")
        sql += query
        return sql.resolved(for: dialect)
    }

    /// The names of the tables whose rows it may change.
    public var _tables: [String] { [Model.tableName] }
}

extension RowModel {
    /// An INSERT of the rows that a query selects into some columns.
    ///
    /// ```swift
    /// Tag.insert(User.from().select { $0.username }) { $0.name }
    /// Reading.insert(old.select { ($0.sensor, $0.value) }) { ($0.sensor, $0.value) }
    /// ```
    public static func insert<each Value>(
        _ query: Selection<(repeat each Value)>,
        into columns: (AssignableAlias<Self>) -> (repeat AssignableColumn<each Value>)
    ) -> InsertFromQuery<Self> {
        var names: [String] = []
        for column in repeat each columns(AssignableAlias(alias: tableName)) { names.append(column.name) }
        var sql = SQL()
        query._append(to: &sql)
        return InsertFromQuery(columns: names, query: sql)
    }
}
