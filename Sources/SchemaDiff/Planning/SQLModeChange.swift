internal import SchemaModel
internal import SchemaSQL

/// The modes that the statements on a table have to run with or without, so that they keep what is there.
struct SQLModeChange: Hashable {
    private(set) var added: [String] = []
    private(set) var removed: [String] = []
    /// What would refuse the statements.
    private(set) var hazard: Hazard?

    var isEmpty: Bool { added.isEmpty && removed.isEmpty }

    init() {}

    /// - Parameter profile: the server, with the mode that sessions have there.
    init(_ alteration: TableAlteration, of profile: ServerProfile) {
        if !alteration.becomingAutoIncrement.isEmpty, !profile.sqlModes.contains("NO_AUTO_VALUE_ON_ZERO") {
            added = ["NO_AUTO_VALUE_ON_ZERO"]
        }
        allowZeroDates(of: [alteration.after, alteration.before], on: profile)
    }

    /// For a table that is made, or whose foreign keys come and go.
    init(on table: Table, of profile: ServerProfile) {
        allowZeroDates(of: [table], on: profile)
    }

    /// A server under NO_ZERO_DATE or NO_ZERO_IN_DATE refuses every ALTER of a table that has such a default, whatever it is
    /// about (MySQL 9.7, MariaDB 10.11 and 11.8, error 1067), and a copy of rows with such dates (1292).
    private mutating func allowZeroDates(of tables: [Table], on profile: ServerProfile) {
        let columns = tables.flatMap(\.columns).filter(\.hasZeroDefault)
        guard let column = columns.first else { return }
        removed = ["TRADITIONAL", "NO_ZERO_IN_DATE", "NO_ZERO_DATE"].filter(profile.sqlModes.contains)
        if removed.isEmpty { return }
        hazard = Hazard(
            .mayFail,
            .warning,
            "the default of \(tables[0].name).\(column.name) is a date with zeros, which the server's sql_mode refuses: this runs "
                + "without \(removed.joined(separator: ", "))"
        )
    }

    // MARK: - SQL

    /// For a reader of the script.
    var remarks: [String] { hazard.map { [$0.comment] } ?? [] }

    /// For MariaDB: the assignment of SET STATEMENT.
    var assignment: String { "sql_mode = \(changed("@@sql_mode"))" }

    /// For MySQL: a statement before the others and one after them.
    var enter: ScriptStatement {
        ScriptStatement(sql: "SET SESSION sql_mode = \(changed("@@SESSION.sql_mode"))", comments: remarks)
    }

    var leave: ScriptStatement {
        var back = self
        (back.added, back.removed) = (removed, added)
        return ScriptStatement(sql: "SET SESSION sql_mode = \(back.changed("@@SESSION.sql_mode"))")
    }

    /// The servers read over the commas that remain.
    private func changed(_ mode: String) -> String {
        let without = removed.reduce(mode) { "REPLACE(\($0), '\($1)', '')" }
        return added.isEmpty ? without : "CONCAT(\(without), ',\(added.joined(separator: ","))')"
    }
}

extension TableAlteration {
    /// The columns with values that AUTO_INCREMENT would replace where they are 0: the new values of another column.
    var becomingAutoIncrement: [Column] {
        changes.compactMap { change in
            guard case .changeColumn(let before, let after) = change, after.isAutoIncrement, !before.isAutoIncrement
            else {
                return nil
            }
            return after
        }
    }
}

extension Column {
    /// Whether the default is a date whose year, month or day is zero; of a year 0 alone no mode speaks.
    var hasZeroDefault: Bool {
        switch type {
        case .date, .datetime, .timestamp: break
        default: return false
        }
        guard case .literal(let text) = defaultValue else { return false }
        if text.allSatisfy({ $0 == "0" || !$0.isASCIIDigit }) { return true }
        let parts = text.split(separator: "-", maxSplits: 2)
        return parts.count == 3 && parts.dropFirst().contains { $0.hasPrefix("00") }
    }
}
