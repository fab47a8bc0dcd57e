internal import SchemaModel
internal import SchemaSQL

/// Looks for dates with zeros in the rows of tables: under NO_ZERO_DATE or NO_ZERO_IN_DATE a server does not copy them (MySQL
/// 9.7, MariaDB 10.11 and 11.8, error 1292), or, where no mode is strict, makes `2010-00-00` a `0000-00-00`.
struct ZeroDates {
    let profile: ServerProfile
    let executor: any QueryExecutor
    /// From the database to the models: the rows still have the old names.
    let renames: RenameMap
    /// Whether every row is looked at.
    let readsAllRows: Bool

    /// How many rows of each table are read otherwise. Rows with such dates are old, and in most tables old rows come first.
    private static let firstRows = 10_000

    /// - Parameter tables: those of the database, by the names that they get.
    /// - Returns: table → the first column that holds such a date.
    func columns(in tables: [Table]) throws -> [String: String] {
        if profile.modesAgainstZeroDates.isEmpty { return [:] }
        var found: [String: String] = [:]
        for table in tables { found[table.name] = try column(in: table) }
        return found
    }

    private func column(in table: Table) throws -> String? {
        let dates = table.columns.filter { $0.type.isDate && $0.generated?.isStored != false && $0.rowTime == nil }
        if dates.isEmpty { return nil }
        let names = dates.map { column in
            profile.dialect.quotedIdentifier(renames.columns[table.name]?[column.name] ?? column.name)
        }
        let history = table.systemVersioning == nil ? "" : " FOR SYSTEM_TIME ALL"
        let limit = readsAllRows ? "" : " LIMIT \(Self.firstRows)"
        let query = """
            SELECT \(names.map { "MAX(\(Self.condition($0)))" }.joined(separator: ", ")) \
            FROM (SELECT \(names.joined(separator: ", ")) \
            FROM \(profile.dialect.quotedIdentifier(renames.tables[table.name] ?? table.name))\(history)\(limit)) r
            """
        do {
            guard let row = try executor.execute(query).rows.first else { return nil }
            return dates.indices.first { row[$0] == "1" }.map { dates[$0].name }
        } catch let error as ServerError where !error.isConnectionLost {
            // Without the right to read the rows nobody can tell.
            return nil
        }
    }

    /// - Parameter column: quoted.
    static func condition(_ column: String) -> String { "MONTH(\(column)) = 0 OR DAYOFMONTH(\(column)) = 0" }
}

extension ServerProfile {
    /// The modes that refuse dates with zeros, as far as sessions have them.
    var modesAgainstZeroDates: [String] {
        ["TRADITIONAL", "NO_ZERO_IN_DATE", "NO_ZERO_DATE"].filter(sqlModes.contains)
    }

    /// Takes every table that was made under any mode, as a literal: the session's, as far as text means something else
    /// without.
    var modeForAnyTable: String {
        "'" + ["ANSI_QUOTES", "NO_BACKSLASH_ESCAPES"].filter(sqlModes.contains).joined(separator: ",") + "'"
    }
}

extension ColumnType {
    /// Whether its values have a month and a day.
    var isDate: Bool {
        switch self {
        case .date, .datetime, .timestamp: true
        default: false
        }
    }
}
