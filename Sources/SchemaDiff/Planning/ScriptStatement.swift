/// One statement of a revision, with comments for the reader.
package struct ScriptStatement: Hashable, Sendable {
    /// The statement without the closing semicolon.
    package var sql: String
    /// One comment per line: first the reason, then the hazards.
    package var comments: [String]
    /// The statement's parts, if it is an ALTER TABLE on a table.
    let alter: AlterTable?

    init(_ alter: AlterTable, comments: [String]) {
        self.init(sql: alter.sql(), comments: comments, alter: alter)
    }

    package init(sql: String, comments: [String] = []) {
        self.init(sql: sql, comments: comments, alter: nil)
    }

    private init(sql: String, comments: [String], alter: AlterTable?) {
        self.sql = sql
        self.alter = alter
        // A name may contain a line break, which would end the comment and turn the rest of the name into SQL.
        self.comments = comments.map { comment in
            String(comment.map { $0.isNewline || $0 == "\0" ? " " : $0 })
        }
    }
}

extension ScriptStatement {
    /// Returns the statement with another setting for this statement alone, which only MariaDB supports.
    func setting(_ assignment: String, remarks: [String]) -> ScriptStatement {
        let comments = remarks + comments
        guard var alter else { return ScriptStatement(sql: Self.prefix([assignment]) + sql, comments: comments) }
        alter.settings.append(assignment)
        return ScriptStatement(alter, comments: comments)
    }

    fileprivate static func prefix(_ settings: [String]) -> String {
        settings.isEmpty ? "" : "SET STATEMENT \(settings.joined(separator: ", ")) FOR "
    }
}

/// The parts of an ALTER TABLE.
struct AlterTable: Hashable, Sendable {
    var table: String
    /// On MariaDB, the assignments for SET STATEMENT.
    var settings: [String]
    /// `ALTER TABLE` and the quoted name.
    var start: String
    var clauses: [String]
    /// `PARTITION BY …` or `REMOVE PARTITIONING`, which follow without a comma.
    var partitioning: String?
    /// For ADD PARTITION and similar, whether rows move between partitions.
    var movesRows: Bool?

    /// - Parameter demands: Clauses such as `ALGORITHM=INPLACE`, which go before the others.
    func sql(demanding demands: [String] = []) -> String {
        let clauses = demands + clauses
        var text = ScriptStatement.prefix(settings) + start
        if clauses.count == 1 { text += " " + clauses[0] }
        if clauses.count > 1 { text += "\n  " + clauses.joined(separator: ",\n  ") }
        if let partitioning { text += (clauses.isEmpty ? " " : "\n") + partitioning }
        return text
    }
}
