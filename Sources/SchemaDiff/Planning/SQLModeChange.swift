internal import SchemaModel
internal import SchemaSQL

/// The modes that the statements on a table have to run with or without, so that they keep what is there.
struct SQLModeChange: Hashable {
    private(set) var added: [String] = []
    private(set) var removed: [String] = []
    /// What would refuse the statements.
    private(set) var hazard: Hazard?

    /// Whether the statements cannot be read under the session's own mode.
    private(set) var changesReading = false

    var isEmpty: Bool { added.isEmpty && removed.isEmpty }

    init() {}

    /// - Parameters:
    ///   - profile: the server, with the mode that sessions have there.
    ///   - zeroDate: a column whose rows have dates with zeros.
    init(_ alteration: TableAlteration, of profile: ServerProfile, zeroDate: String?) {
        if !alteration.becomingAutoIncrement.isEmpty, !profile.sqlModes.contains("NO_AUTO_VALUE_ON_ZERO") {
            added = ["NO_AUTO_VALUE_ON_ZERO"]
        }
        // What fills up the values of a CHAR that are read fills up those that another type gets.
        let padding = "PAD_CHAR_TO_FULL_LENGTH"
        if profile.sqlModes.contains(padding), alteration.takesValuesOutOfChar { removed.append(padding) }
        // MariaDB (10.11, 11.8) does not read NOT IGNORED under it (error 1064).
        let precedence = "HIGH_NOT_PRECEDENCE"
        if profile.flavor == .mariadb, profile.sqlModes.contains(precedence), alteration.showsIndexes {
            removed.append(precedence)
            changesReading = true
        }
        let tables = [alteration.after, alteration.before]
        allowZeroDates(of: tables, rows: zeroDate, on: profile)
        allowEscapes(in: tables, on: profile)
    }

    /// For a table that is made, or whose foreign keys come and go.
    init(on table: Table, of profile: ServerProfile, zeroDate: String? = nil) {
        allowZeroDates(of: [table], rows: zeroDate, on: profile)
        allowEscapes(in: [table], on: profile)
    }

    /// A server under NO_ZERO_DATE or NO_ZERO_IN_DATE refuses every ALTER of a table that has such a default, whatever it is
    /// about (MySQL 9.7, MariaDB 10.11 and 11.8, error 1067), and a copy of rows with such dates (1292).
    private mutating func allowZeroDates(of tables: [Table], rows: String?, on profile: ServerProfile) {
        let modes = profile.modesAgainstZeroDates
        let table = tables[0].name
        let what: String
        if let column = tables.flatMap(\.columns).first(where: \.hasZeroDefault) {
            what = "the default of \(table).\(column.name) is a date with zeros"
        } else if let rows {
            what = "rows of \(table) have dates with zeros in \(rows)"
        } else {
            return
        }
        if modes.isEmpty { return }
        removed += modes
        hazard = Hazard(
            .mayFail,
            .warning,
            "\(what), which the server's sql_mode refuses: this runs without \(modes.joined(separator: ", "))",
            rows: rows.map { RowQuery(.zeroDates($0), in: table) }
        )
    }

    /// Under NO_BACKSLASH_ESCAPES MySQL (9.7) prints expressions for itself with backslashes, and does not read them as such
    /// (error 1064).
    private mutating func allowEscapes(in tables: [Table], on profile: ServerProfile) {
        guard profile.flavor == .mysql, profile.dialect.noBackslashEscapes,
            tables.contains(where: \.isPrintedWithEscapes)
        else { return }
        removed.append("NO_BACKSLASH_ESCAPES")
    }

    /// The server as the statements find it.
    func changing(_ profile: ServerProfile) -> ServerProfile {
        var profile = profile
        if removed.contains("NO_BACKSLASH_ESCAPES") { profile.dialect.noBackslashEscapes = false }
        return profile
    }

    // MARK: - SQL

    /// For a reader of the script.
    var remarks: [String] { hazard.map { [$0.comment] } ?? [] }

    /// For MariaDB: the assignment of SET STATEMENT.
    var assignment: String { "sql_mode = \(changed("@@sql_mode"))" }

    /// For a session: a statement before the others, and one after them that gives the session back what it had, which need not be
    /// what this server has now. The server takes both values of the first before it assigns any.
    var enter: ScriptStatement {
        let mode = changed("@@SESSION.sql_mode")
        let sql = "SET \(Self.saved) = @@SESSION.sql_mode, SESSION sql_mode = \(mode)"
        return ScriptStatement(sql: sql, comments: remarks)
    }

    var leave: ScriptStatement { ScriptStatement(sql: "SET SESSION sql_mode = \(Self.saved)") }

    /// The variable that keeps it.
    static let saved = "@swiftmig_sql_mode"

    /// The servers ignore the commas that remain.
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

extension TableAlteration {
    fileprivate var showsIndexes: Bool {
        changes.contains { change in
            if case .changeIndex(let before, let after) = change {
                before.isInvisible && !after.isInvisible
            } else {
                false
            }
        }
    }

    fileprivate var takesValuesOutOfChar: Bool {
        changes.contains { change in
            guard case .changeColumn(let before, let after) = change, case .char = before.type else { return false }
            if case .char = after.type { return false }
            return true
        }
    }
}

extension Table {
    /// Whether an expression has a literal that is printed with backslashes.
    fileprivate var isPrintedWithEscapes: Bool {
        let texts =
            checks.map(\.expression) + columns.compactMap(\.generated?.expression)
            + columns.compactMap(\.defaultExpression) + indexes.flatMap(\.parts).compactMap(\.expression)
        return texts.contains { $0.contains("''") || $0.contains("\\") }
    }
}

extension IndexPart {
    fileprivate var expression: String? { if case .expression(let text) = value { text } else { nil } }
}

extension Column {
    fileprivate var defaultExpression: String? { if case .expression(let text) = defaultValue { text } else { nil } }

    /// Whether the default is a date whose year, month or day is zero; of a year 0 alone no mode speaks.
    var hasZeroDefault: Bool {
        guard type.isDate, case .literal(let text) = defaultValue else { return false }
        if text.allSatisfy({ $0 == "0" || !$0.isASCIIDigit }) { return true }
        let parts = text.split(separator: "-", maxSplits: 2)
        return parts.count == 3 && parts.dropFirst().contains { $0.hasPrefix("00") }
    }
}
