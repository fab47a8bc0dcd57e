/// One statement of a revision, with comments for the reader.
package struct ScriptStatement: Hashable, Sendable {
    /// Something that the reader should know.
    enum Note: Hashable, Sendable {
        case remark(String)
        case hazard(Hazard)
        case cost(AlterationCost)
    }

    /// The statement without the closing semicolon.
    package var sql: String
    /// The changes that the statement makes or begins.
    let changes: [ChangeSummary]
    /// The reason for the statement, then its hazards.
    var notes: [Note]
    /// The statement's parts, if it is an ALTER TABLE on a table.
    let alter: AlterTable?

    init(_ alter: AlterTable, making changes: [ChangeSummary] = [], notes: [Note]) {
        self.init(sql: alter.sql(), changes: changes, notes: notes, alter: alter)
    }

    init(sql: String, making changes: [ChangeSummary], notes: [Note] = []) {
        self.init(sql: sql, changes: changes, notes: notes, alter: nil)
    }

    /// - Parameter comments: One line each.
    package init(sql: String, comments: [String] = []) {
        self.init(sql: sql, changes: [], notes: comments.map(Note.remark), alter: nil)
    }

    private init(sql: String, changes: [ChangeSummary], notes: [Note], alter: AlterTable?) {
        self.sql = sql
        self.changes = changes
        self.notes = notes
        self.alter = alter
    }

    /// The notes as comment lines above the statement.
    package var comments: [String] {
        // A name may contain a line break, which would end the comment and turn the rest of the name into SQL.
        notes.map { note in String(note.text.map { $0.isNewline || $0 == "\0" ? " " : $0 }) }
    }
}

extension ScriptStatement.Note {
    fileprivate var text: String {
        switch self {
        case .remark(let text): text
        case .hazard(let hazard): hazard.comment
        case .cost(let cost): cost.comment
        }
    }
}

extension ChangeSummary {
    /// The summary and its hazards.
    var notes: [ScriptStatement.Note] { [.remark(summary)] + hazards.map(ScriptStatement.Note.hazard) }
}

extension [ScriptStatement] {
    /// Returns the changes in the order in which the script makes them.
    func sorting(_ changes: [ChangeSummary]) -> [ChangeSummary] {
        let places = Dictionary(zip(flatMap(\.changes), 0...)) { first, _ in first }
        return changes.enumerated().sorted { one, other in
            (places[one.element] ?? .max, one.offset) < (places[other.element] ?? .max, other.offset)
        }
        .map(\.element)
    }
}

extension ScriptStatement {
    /// Returns the statement with another setting for this statement alone, which only MariaDB supports.
    func setting(_ assignment: String, notes added: [Note]) -> ScriptStatement {
        let notes = added + notes
        guard var alter else {
            return ScriptStatement(sql: Self.prefix([assignment]) + sql, making: changes, notes: notes)
        }
        alter.settings.append(assignment)
        return ScriptStatement(alter, making: changes, notes: notes)
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
