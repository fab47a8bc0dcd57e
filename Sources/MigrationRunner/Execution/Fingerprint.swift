internal import Revisions
internal import SQLStatements
internal import SchemaModel
internal import ServerPort

/// The state of the objects that a DDL statement names: whether each exists, and a hash of its definition.
///
/// The journal keeps it as text, one line per object: ``table absent `t` `` or ``table 1f2e… `d`.`t` ``.
struct Fingerprint: Hashable, Sendable {
    enum State: Hashable, Sendable {
        case absent
        /// This account may not see the object.
        case unreadable
        case hash(String)
    }

    struct Line: Hashable, Sendable {
        var object: SQLObject
        var state: State
    }

    var lines: [Line]
    /// The definition that the server printed, if there is only one object and it has a definition.
    var definition: String?

    static func == (left: Fingerprint, right: Fingerprint) -> Bool { left.lines == right.lines }

    func hash(into hasher: inout Hasher) { hasher.combine(lines) }

    // MARK: Reading from the server

    /// Asks the server, with one query per object.
    ///
    /// - Throws: `ServerError`.
    init(of objects: [SQLObject], _ executor: any QueryExecutor) throws {
        let single = try objects.map { try Self.single($0, executor) }
        lines = single.flatMap(\.lines)
        definition = single.count == 1 ? single[0].definition : nil
    }

    private static func single(_ object: SQLObject, _ executor: any QueryExecutor) throws -> Fingerprint {
        do {
            return Fingerprint(of: object, rows: try executor.execute(query(for: object)).rows)
        } catch let error as ServerError {
            guard let fingerprint = Fingerprint(of: object, error: error) else { throw error }
            return fingerprint
        }
    }

    /// The statement whose answer `init(of:rows:)` and `init(of:error:)` read.
    static func query(for object: SQLObject) -> String {
        let names = SQLDialect()
        let database = object.name.database.map { names.quotedIdentifier($0) + "." } ?? ""
        return "SHOW CREATE \(object.kind.rawValue.uppercased()) \(database)\(names.quotedIdentifier(object.name.name))"
    }

    init(of object: SQLObject, rows: RowSet) {
        lines = [Line(object: object, state: Self.state(of: object, rows))]
        definition = rows.first?[Self.definitionColumn(of: object.kind)]
    }

    init(absent objects: [SQLObject]) {
        lines = objects.map { Line(object: $0, state: .absent) }
    }

    /// Returns nil for an error that says nothing about the object.
    init?(of object: SQLObject, error: ServerError) {
        guard let state = Self.state(error) else { return nil }
        lines = [Line(object: object, state: state)]
    }

    private static func state(of object: SQLObject, _ rows: RowSet) -> State {
        guard let row = rows.first else { return .absent }
        // An account that may call a routine but not see it gets NULL as the definition.
        guard let definition = row[definitionColumn(of: object.kind)] else { return .unreadable }
        return .hash(String(Checksum.ofText(content(of: definition, name: object.name.name)).prefix(32)))
    }

    private static func state(_ error: ServerError) -> State? {
        if Set.objectAbsent.contains(error.code) { return .absent }
        if Set.privilegeDenied.contains(error.code) { return .unreadable }
        return nil
    }

    static func definitionColumn(of kind: SQLObject.Kind) -> Int {
        switch kind {
        case .table, .view, .sequence, .database: 1
        // The name is followed by sql_mode and, for events, time_zone.
        case .trigger, .procedure, .function: 2
        case .event: 3
        }
    }

    /// A definition without the object's own name and the next AUTO_INCREMENT, which say nothing about the object.
    static func content(of definition: String, name: String) -> String { withoutName(name, withoutCounter(definition)) }

    /// The text without the table's AUTO_INCREMENT, which every insert changes.
    static func withoutCounter(_ definition: String) -> String {
        let bytes = Array(definition.utf8)
        let mark = Array(" AUTO_INCREMENT=".utf8)
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            if bytes[position] == mark[0], bytes[position...].starts(with: mark) {
                position += mark.count
                while position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 { position += 1 }
            } else {
                kept.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    /// The text without the object's own name in its first line, so that two tables of the same shape look the same.
    private static func withoutName(_ name: String, _ definition: String) -> String {
        let bytes = Array(definition.utf8)
        let head = bytes.prefix { $0 != UInt8(ascii: "(") }
        // Under ANSI_QUOTES the server prints names in double quotes.
        for quoted in [SQLDialect().quotedIdentifier(name), "\"\(name)\""].map({ Array($0.utf8) }) {
            for start in head.indices where bytes[start] == quoted[0] && bytes[start...].starts(with: quoted) {
                return String(decoding: bytes[..<start] + bytes[(start + quoted.count)...], as: UTF8.self)
            }
        }
        return definition
    }

    // MARK: Text

    var text: String {
        let names = SQLDialect()
        return lines.map { line in
            let state =
                switch line.state {
                case .absent: "absent"
                case .unreadable: "unreadable"
                case .hash(let hash): "h" + hash
                }
            let database = line.object.name.database.map { names.quotedIdentifier($0) + "." } ?? ""
            let name = database + names.quotedIdentifier(line.object.name.name)
            return "\(line.object.kind.rawValue) \(state) \(name)"
        }.joined(separator: "\n")
    }

    /// Reads the output of `text`, and skips lines in another form.
    init(text: String) {
        var lines: [Line] = []
        var lexer = SQLLexer(text)
        while let kind = lexer.nextReadable(), let state = lexer.nextReadable(),
            let name = lexer.nextReadable()
        {
            var parts = [lexer.unquoted(name)]
            var ahead = lexer
            if let dot = ahead.nextReadable(), ahead.text(dot) == ".", let second = ahead.nextReadable() {
                parts.append(ahead.unquoted(second))
                lexer = ahead
            }
            guard let objectKind = SQLObject.Kind(rawValue: lexer.text(kind)), let last = parts.last else { continue }
            let object = SQLObject(objectKind, SQLName(database: parts.count > 1 ? parts[0] : nil, last))
            lines.append(Line(object: object, state: Self.state(named: lexer.text(state))))
        }
        self.lines = lines
    }

    private static func state(named text: String) -> State {
        switch text {
        case "absent": .absent
        case "unreadable": .unreadable
        default: .hash(String(text.dropFirst()))
        }
    }
}
