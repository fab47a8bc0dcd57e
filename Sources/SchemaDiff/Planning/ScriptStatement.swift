/// One statement of a revision, with what a reader should know about it.
package struct ScriptStatement: Hashable, Sendable {
    /// Without the closing semicolon.
    package var sql: String
    /// One line each: why it is there, then its hazards.
    package var comments: [String]
    /// Its parts, if it is an ALTER TABLE that changes more than partitions.
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
        // A name may hold a line break, which would end the comment and leave the rest of the name as SQL.
        self.comments = comments.map { comment in
            String(comment.map { $0.isNewline || $0 == "\0" ? " " : $0 })
        }
    }
}

extension ScriptStatement {
    /// The statement with one more setting that holds for it alone, as only MariaDB has them.
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
    /// MariaDB: what SET STATEMENT sets for it.
    var settings: [String]
    /// `ALTER TABLE` and the quoted name.
    var start: String
    var clauses: [String]
    /// `PARTITION BY …` or `REMOVE PARTITIONING`, which follow without a comma.
    var partitioning: String?
    /// For ADD PARTITION and its like: whether rows go from one partition to another.
    var movesRows: Bool?

    /// - Parameter demands: clauses such as `ALGORITHM=INPLACE`, put before the others.
    func sql(demanding demands: [String] = []) -> String {
        let clauses = demands + clauses
        var text = ScriptStatement.prefix(settings) + start
        if clauses.count == 1 { text += " " + clauses[0] }
        if clauses.count > 1 { text += "\n  " + clauses.joined(separator: ",\n  ") }
        if let partitioning { text += (clauses.isEmpty ? " " : "\n") + partitioning }
        return text
    }
}
