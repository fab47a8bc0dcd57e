internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL
internal import ServerPort

/// Finds out what the question marks stand for in the members of ENUM and SET, and in MariaDB's literal defaults. The
/// server reads these texts from its dictionary, which has no characters beyond U+FFFF, but stored values keep them.
///
/// It creates an empty temporary copy of the columns and inserts one row for the defaults and one for each member. It
/// does so only for tables with a question mark in such a text.
struct TextProbe {
    let session: ReadingSession
    let profile: ServerProfile
    let database: String

    private static let probe = ReadingSession.dialect.quotedIdentifier("swiftmig_text_probe")
    private static let place = ReadingSession.dialect.quotedIdentifier("swiftmig_place")

    /// Restores members and defaults that the dictionary may hide. If that fails, the table is not understood.
    func run(_ catalog: inout Catalog) throws {
        for position in catalog.drafts.indices where catalog.drafts[position].reason == nil {
            let hidden = catalog.drafts[position].table.columns.indices.filter {
                isHidden(catalog.drafts[position].table.columns[$0])
            }
            if hidden.isEmpty { continue }
            do {
                try reveal(hidden, in: &catalog.drafts[position].table)
            } catch let error as NotUnderstood {
                catalog.drafts[position].reason = error.reason
            }
        }
    }

    private func isHidden(_ column: Column) -> Bool { column.mayHideMembers || hidesDefault(column) }

    /// MySQL shows these defaults as bytes.
    private func hidesDefault(_ column: Column) -> Bool { profile.flavor == .mariadb && column.mayHideDefault }

    private func reveal(_ places: [Int], in table: inout Table) throws {
        let columns = places.map { table.columns[$0] }
        let rows: RowSet
        do {
            let results = try session.execute(statements(columns, of: table.name))
            rows = results[results.count - 2].rows
        } catch let error as ServerError where !error.isConnectionLost {
            throw NotUnderstood(table: table.name, reason: .hiddenCharacters(column: columns[0].name, error))
        }
        for (cell, place) in places.enumerated() {
            let shown = table.columns[place]
            let texts = rows.map { $0[cell] ?? "" }
            if let members = shown.members {
                table.columns[place].setMembers(Array(texts.dropFirst().prefix(members.count)))
            }
            if hidesDefault(shown), let text = texts.first { table.columns[place].defaultValue = .literal(text) }
            guard table.columns[place].inDictionary == shown.inDictionary else {
                throw NotUnderstood(table: table.name, reason: .hiddenCharacters(column: shown.name, nil))
            }
        }
    }

    private func statements(_ columns: [Column], of table: String) -> [String] {
        let dialect = ReadingSession.dialect
        let names = columns.map { dialect.quotedIdentifier($0.name) }
        let source = dialect.quotedIdentifier(database) + "." + dialect.quotedIdentifier(table)
        let listed = columns.indices.filter { columns[$0].members != nil }
        let count = listed.compactMap { columns[$0].members?.count }.max() ?? 0
        let rows = (0..<count).map { row in
            let values = listed.map { value(ofMember: row, of: columns[$0]) }
            return "(" + ([String(row + 1)] + values).joined(separator: ", ") + ")"
        }
        let probe = "\(dialect.quotedIdentifier(database)).\(Self.probe)"
        var statements = [
            "DROP TEMPORARY TABLE IF EXISTS \(probe)",
            """
            CREATE TEMPORARY TABLE \(probe) (\(Self.place) INT PRIMARY KEY) AS SELECT \(names.joined(separator: ", ")) \
            FROM \(source) LIMIT 0
            """,
            "INSERT INTO \(probe) (\(Self.place)) VALUES (0)",
        ]
        if !rows.isEmpty {
            let targets = ([Self.place] + listed.map { names[$0] }).joined(separator: ", ")
            statements.append("INSERT INTO \(probe) (\(targets)) VALUES \(rows.joined(separator: ", "))")
        }
        let texts = names.map { "CONVERT(\($0) USING utf8mb4)" }
        statements.append("SELECT \(texts.joined(separator: ", ")) FROM \(probe) ORDER BY \(Self.place)")
        statements.append("DROP TEMPORARY TABLE \(probe)")
        return statements
    }

    /// Returns the number that stands for a member. For rows beyond the column's own list, that is the first member's.
    private func value(ofMember index: Int, of column: Column) -> String {
        let index = index < column.members?.count ?? 0 ? index : 0
        if case .set = column.type { return String(UInt64(1) << UInt64(index)) }
        return String(index + 1)
    }
}

extension Column {
    /// The column with its members and default as the dictionary stores them.
    fileprivate var inDictionary: Column {
        var column = self
        if let members { column.setMembers(members.map(\.inDictionary)) }
        if case .literal(let text) = defaultValue { column.defaultValue = .literal(text.inDictionary) }
        return column
    }
}
