internal import SwiftMig
internal import SwiftMigQueries

/// The table of a model, as the statements on its rows need it.
struct ModelTable {
    /// Two models may have the same table, and other columns of it.
    let model: ObjectIdentifier
    let name: String
    let layout: RowLayout

    init<Model: RowModel>(_: Model.Type) {
        model = ObjectIdentifier(Model.self)
        name = Model.tableName
        layout = Model.rowLayout
    }

    /// The values of the primary key, in its order.
    func key(of values: [SQLValue]) -> RowKey { RowKey(values: layout.primaryKey.map { values[$0] }) }

    /// The places of the columns that an UPDATE of a row writes.
    var writablePlaces: [Int] {
        layout.columns.indices.filter { place in
            !layout.columns[place].isGenerated && place != layout.version && !layout.primaryKey.contains(place)
        }
    }

    /// The columns in the order in which rows are read.
    var columnList: String { layout.columns.map { quoted($0.name) }.joined(separator: ", ") }

    /// Why a row of a table without a primary key cannot be found again.
    func hasNoKey(_ origin: Origin) -> String {
        "'\(name)' has no primary key, so one of its rows cannot be found (\(origin)). Use a statement: execute, fetch"
    }

    /// The condition that selects one row by its key.
    func condition(_ key: RowKey) -> SQL {
        let conditions = layout.primaryKey.map { quoted(layout.columns[$0].name) + " = ?" }
        return SQL(raw: conditions.joined(separator: " AND "), key.values)
    }

    /// The query for a row by its key.
    func selection(_ key: RowKey, isLocking: Bool = false) -> SQL {
        SQL(raw: "SELECT \(columnList) FROM \(quoted(name)) WHERE ") + condition(key)
            + (isLocking ? " FOR UPDATE" : "")
    }
}

/// The values of a row's primary key.
struct RowKey: Hashable {
    let values: [SQLValue]
}

/// A name as SQL.
func quoted(_ name: String) -> String { "`" + name.replacing("`", with: "``") + "`" }
