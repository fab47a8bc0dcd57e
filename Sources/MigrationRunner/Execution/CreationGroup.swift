internal import Revisions
internal import SQLStatements
internal import SchemaModel

/// Finds consecutive `CREATE TABLE` statements that can share one journal entry and one round trip. They make up most
/// of the cost of a large schema's first revision.
///
/// Each creates a table that does not exist yet, and none changes a table that another created. They run in order, so
/// after a crash the tables that exist tell which statements ran.
struct CreationGroup {
    let dialect: SQLDialect

    /// The statements of a group appear as the work of one round trip, and the server has all of them when a user stops
    /// the run.
    private static let mostStatements = 32
    private static let mostBytes = 65_536

    /// - Parameter units: The units that come next.
    /// - Returns: Several of `units`, from the first on, as one unit; nil if the first cannot be grouped.
    func unit(of units: ArraySlice<RunUnit>, _ statements: [SQLStatement], _ census: TableCensus) -> RunUnit? {
        var census = census
        var objects: [SQLObject] = []
        var bytes = 0
        for unit in units.prefix(Self.mostStatements) {
            guard let object = table(of: unit, census) else { break }
            let statement = statements[unit.range.lowerBound]
            bytes += statement.text.utf8.count
            guard bytes <= Self.mostBytes, isSmall(statement) else { break }
            census.ran(unit)
            objects.append(object)
        }
        guard let first = units.first, objects.count > 1 else { return nil }
        let range = first.range.lowerBound..<first.range.lowerBound + objects.count
        return RunUnit(kind: .creations(objects), range: range, sent: range)
    }

    private func table(of unit: RunUnit, _ census: TableCensus) -> SQLObject? {
        guard case .ddl(let facts) = unit.kind, unit.range.count == 1, unit.sent == unit.range, !facts.isReplacing,
            census.fingerprint(for: unit) != nil
        else { return nil }
        return unit.onlyObject
    }

    /// Whether the statement copies no rows, which could take hours, and has no settings that apply only to it.
    private func isSmall(_ statement: SQLStatement) -> Bool {
        StatementSettings(of: statement) == StatementSettings() && !Self.takesRows(statement.text, dialect)
    }

    /// Whether the text is `CREATE TABLE … SELECT`, `… VALUES (1)` or `… VALUES ROW(1)`, but not the `VALUES LESS THAN`
    /// or `VALUES IN` of a partition.
    static func takesRows(_ text: String, _ dialect: SQLDialect) -> Bool {
        var lexer = SQLLexer(text, dialect: dialect)
        var isBehindValues = false
        while let token = lexer.nextReadable() {
            if isBehindValues, lexer.isWord(token, "(") || lexer.isWord(token, "ROW") { return true }
            if lexer.isWord(token, "SELECT") { return true }
            isBehindValues = lexer.isWord(token, "VALUES")
        }
        return false
    }
}
