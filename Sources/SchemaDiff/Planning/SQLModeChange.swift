internal import SQLStatements
internal import SchemaModel

/// The modes to add or remove for the statements on a table, so that they preserve what exists.
struct SQLModeChange: Hashable {
    private(set) var added: [String] = []
    private(set) var removed: [String] = []
    /// Why the statements would fail in the server's mode.
    private(set) var hazard: Hazard?

    /// Whether the statements cannot be parsed in the session's mode.
    private(set) var changesReading = false

    var isEmpty: Bool { added.isEmpty && removed.isEmpty }

    init() {}

    /// - Parameters:
    ///   - profile: The server, with the mode of its sessions.
    ///   - zeroDate: A column with dates that contain zeros.
    init(_ alteration: TableAlteration, of profile: ServerProfile, zeroDate: String?) {
        if !alteration.becomingAutoIncrement.isEmpty, !profile.sqlModes.contains("NO_AUTO_VALUE_ON_ZERO") {
            added = ["NO_AUTO_VALUE_ON_ZERO"]
        }
        // This mode pads CHAR values when they are read, and so also the values that another type gets from them.
        let padding = "PAD_CHAR_TO_FULL_LENGTH"
        if profile.sqlModes.contains(padding), alteration.takesValuesOutOfChar { removed.append(padding) }
        // MariaDB (10.11, 11.8) cannot parse NOT IGNORED in this mode (error 1064).
        let precedence = "HIGH_NOT_PRECEDENCE"
        if profile.flavor == .mariadb, profile.sqlModes.contains(precedence), alteration.showsIndexes {
            removed.append(precedence)
            changesReading = true
        }
        let tables = [alteration.after, alteration.before]
        allowZeroDates(of: tables, rows: zeroDate, on: profile)
        allowEscapes(in: tables, on: profile)
    }

    /// For a table that is created, or whose foreign keys are added or dropped.
    init(on table: Table, of profile: ServerProfile, zeroDate: String? = nil) {
        allowZeroDates(of: [table], rows: zeroDate, on: profile)
        allowEscapes(in: [table], on: profile)
    }

    /// With NO_ZERO_DATE or NO_ZERO_IN_DATE, a server refuses every ALTER of a table with such a default (MySQL 9.7,
    /// MariaDB 10.11 and 11.8, error 1067), and refuses to copy rows with such dates (1292).
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

    /// With NO_BACKSLASH_ESCAPES, MySQL (9.7) prints expressions for its own use with backslashes, which it then cannot
    /// parse (error 1064).
    private mutating func allowEscapes(in tables: [Table], on profile: ServerProfile) {
        guard profile.flavor == .mysql, profile.dialect.noBackslashEscapes,
            tables.contains(where: \.isPrintedWithEscapes)
        else { return }
        removed.append("NO_BACKSLASH_ESCAPES")
    }

    /// Returns the server as the statements see it.
    func changing(_ profile: ServerProfile) -> ServerProfile {
        var profile = profile
        if removed.contains("NO_BACKSLASH_ESCAPES") { profile.dialect.noBackslashEscapes = false }
        return profile
    }

    // MARK: - SQL

    /// Notes for the reader of the script.
    var notes: [ScriptStatement.Note] { hazard.map { [.hazard($0)] } ?? [] }

    /// The assignment for MariaDB's SET STATEMENT.
    var assignment: String { "sql_mode = \(changed("@@sql_mode"))" }

    /// The statement before the others that sets the session's mode. `leave` restores the session's own mode, which may
    /// differ from this server's current one. The server evaluates both values here before it assigns either.
    var enter: ScriptStatement {
        let mode = changed("@@SESSION.sql_mode")
        let sql = "SET \(Self.saved) = @@SESSION.sql_mode, SESSION sql_mode = \(mode)"
        return ScriptStatement(sql: sql, making: [], notes: notes)
    }

    var leave: ScriptStatement { ScriptStatement(sql: "SET SESSION sql_mode = \(Self.saved)") }

    /// The variable that holds the session's mode.
    static let saved = "@swiftmig_sql_mode"

    /// The servers ignore leftover commas.
    private func changed(_ mode: String) -> String {
        let without = removed.reduce(mode) { "REPLACE(\($0), '\($1)', '')" }
        return added.isEmpty ? without : "CONCAT(\(without), ',\(added.joined(separator: ","))')"
    }
}

extension TableAlteration {
    /// The existing columns that become AUTO_INCREMENT, which would replace each 0 with a new number.
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
    /// Whether an expression contains a literal that is printed with backslashes.
    fileprivate var isPrintedWithEscapes: Bool {
        let texts =
            checks.map(\.expression) + columns.compactMap(\.generated?.expression)
            + columns.compactMap(\.defaultValue?.expression) + indexes.flatMap(\.parts).compactMap(\.expression)
        return texts.contains { $0.contains("''") || $0.contains("\\") }
    }
}

extension Column {
    /// Whether the default is a date with a zero month or day. No mode refuses only a zero year.
    var hasZeroDefault: Bool {
        guard type.isDate, case .literal(let text) = defaultValue else { return false }
        if text.allSatisfy({ $0 == "0" || !$0.isASCIIDigit }) { return true }
        let parts = text.split(separator: "-", maxSplits: 2)
        return parts.count == 3 && parts.dropFirst().contains { $0.hasPrefix("00") }
    }
}
