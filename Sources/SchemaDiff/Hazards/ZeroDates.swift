internal import SQLStatements
internal import SchemaModel
internal import ServerPort

/// Finds dates with zeros in table rows. With NO_ZERO_DATE or NO_ZERO_IN_DATE, a server does not copy such rows (MySQL
/// 9.7, MariaDB 10.11 and 11.8, error 1292); without a strict mode, it turns `2010-00-00` into `0000-00-00`.
struct ZeroDates {
    let profile: ServerProfile
    let executor: any QueryExecutor
    /// The renames from the database to the models. The rows still have the old names.
    let renames: RenameMap
    /// Whether to read every row.
    let readsAllRows: Bool

    /// The number of rows to read from each table otherwise. Such rows are old, and most tables store old rows first.
    private static let firstRows = 10_000

    /// - Parameter tables: The tables of the database, with their new names.
    /// - Returns: For each table, the first column with such a date.
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
            // The account may not read the rows, so the answer is unknown.
            return nil
        }
    }

    /// - Parameter column: The quoted name.
    static func condition(_ column: String) -> String { "MONTH(\(column)) = 0 OR DAYOFMONTH(\(column)) = 0" }
}

extension ServerProfile {
    /// The session's modes that refuse dates with zeros.
    var modesAgainstZeroDates: [String] {
        ["TRADITIONAL", "NO_ZERO_IN_DATE", "NO_ZERO_DATE"].filter(sqlModes.contains)
    }

    /// A literal `sql_mode` that accepts every table, whatever mode it was created in. It keeps only those session
    /// modes that change how SQL text is read.
    var modeForAnyTable: String {
        "'" + ["ANSI_QUOTES", "NO_BACKSLASH_ESCAPES"].filter(sqlModes.contains).joined(separator: ",") + "'"
    }
}

extension ColumnType {
    /// Whether values of the type have a month and a day.
    var isDate: Bool {
        switch self {
        case .date, .datetime, .timestamp: true
        default: false
        }
    }
}
