internal import Revisions
internal import SchemaModel
internal import SchemaSQL

/// Finds `CREATE TABLE` statements that follow one another and can share one entry in the journal and one round trip, which is most
/// of what the first revision of a large schema costs.
///
/// Each makes a table that is not there, and none changes what another made: after a crash, the tables that are there are those of
/// the statements that ran, and they ran in order.
struct CreationGroup {
    let dialect: SQLDialect

    /// So many are shown as one round trip's work, and are with the server when somebody wants to stop the run.
    private static let mostStatements = 32
    private static let mostBytes = 65_536

    /// - Parameter units: what comes next.
    /// - Returns: several of `units`, from the first on, as one unit; nil where the first stands alone.
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

    /// Whether it takes no rows along, which could take hours, and asks for nothing that holds for it alone.
    private func isSmall(_ statement: SQLStatement) -> Bool {
        StatementSettings(of: statement) == StatementSettings() && !Self.takesRows(statement.text, dialect)
    }

    /// `CREATE TABLE … SELECT`, `… VALUES (1)`, `… VALUES ROW(1)`; not the `VALUES LESS THAN` and `VALUES IN` of a partition.
    static func takesRows(_ text: String, _ dialect: SQLDialect) -> Bool {
        var lexer = SQLLexer(text, dialect: dialect)
        var isBehindValues = false
        while let token = try? lexer.nextSignificant() {
            if isBehindValues, lexer.isWord(token, "(") || lexer.isWord(token, "ROW") { return true }
            if lexer.isWord(token, "SELECT") { return true }
            isBehindValues = lexer.isWord(token, "VALUES")
        }
        return false
    }
}
