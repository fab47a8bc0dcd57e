package import SQLStatements
internal import SchemaModel

/// How to run a statement, according to the directives above it: `-- swiftmig: lock_wait=5s algorithm=inplace`.
///
/// Directives are comments and do not count for checksums: they tell how a statement runs, not what it does.
package struct StatementSettings: Hashable, Sendable {
    /// How long the statement waits for a lock, in whole seconds.
    package var lockWait: Int?
    /// How often the statement is retried after that.
    package var retries: Int?
    /// The value of ALGORITHM, such as `INPLACE`.
    package var algorithm: String?
    /// The value of LOCK, such as `NONE`.
    package var lock: String?
    package var batch: BatchSettings?

    package init() {}

    /// Creates the settings of a statement that was read from a revision file, which checks its directives, or that has
    /// none.
    package init(of statement: SQLStatement) {
        self = (try? StatementSettingsReader.settings(of: statement, path: "")) ?? StatementSettings()
    }

    /// Returns `ALGORITHM=INPLACE, LOCK=NONE`; empty if neither is set.
    func clauses(separator: String) -> String {
        [algorithm.map { "ALGORITHM=" + $0 }, lock.map { "LOCK=" + $0 }].compactMap { $0 }.joined(separator: separator)
    }
}

extension SQLStatement {
    /// The text that the server gets, with the clauses from directives.
    package var textWithClauses: String {
        let settings = StatementSettings(of: self)
        guard settings.algorithm != nil || settings.lock != nil else { return text }
        return AlterClauses(text)?.text(with: settings) ?? text
    }
}

/// Reads and checks the settings of a statement.
enum StatementSettingsReader {
    private static let keys = ["lock_wait", "retries", "algorithm", "lock"]
    private static let values = [
        // Only MariaDB has NOCOPY. The server reports a value that the change does not support.
        "algorithm": ["default", "copy", "inplace", "nocopy", "instant"],
        "lock": ["default", "none", "shared", "exclusive"],
    ]

    static func settings(
        of statement: SQLStatement,
        path: String
    ) throws(RevisionFileError) -> StatementSettings {
        var settings = StatementSettings()
        for comment in statement.comments {
            guard let directive = try Directive.read(comment, path: path) else { continue }
            if directive.name == "batch" {
                if settings.batch != nil { throw .repeatedDirective("batch", directive.location) }
                settings.batch = try BatchSettingsReader.settings(directive, of: statement)
            } else if directive.name.isEmpty {
                for word in directive.words { try read(word, of: statement, into: &settings) }
            }
        }
        return settings
    }

    private static func read(
        _ word: Directive.Word,
        of statement: SQLStatement,
        into settings: inout StatementSettings
    ) throws(RevisionFileError) {
        let parts = word.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let key = parts[0]
        guard keys.contains(key) else {
            throw .unknownDirective(key, nearest: Spelling.nearest(to: key, among: keys), word.location)
        }
        let value = parts.count > 1 ? parts[1] : ""
        func bad(_ expected: String) -> RevisionFileError {
            .badDirectiveValue(key: key, expected: expected, found: value, word.location)
        }
        func once<Value>(_ old: Value?, _ new: Value) throws(RevisionFileError) -> Value {
            if old != nil { throw .repeatedDirective(key, word.location) }
            return new
        }
        switch key {
        case "lock_wait":
            guard let wait = Duration(text: value)?.lockWaitSeconds else {
                throw bad("whole seconds from 1s to 1h")
            }
            settings.lockWait = try once(settings.lockWait, wait)
        case "retries":
            guard let retries = Int(value), (0...1000).contains(retries) else { throw bad("a number from 0 to 1000") }
            settings.retries = try once(settings.retries, retries)
        default:
            let known = values[key] ?? []
            guard known.contains(value.lowercased()) else { throw bad("one of \(known.joined(separator: ", "))") }
            guard let clauses = AlterClauses(statement.text) else {
                throw .directiveNotApplicable(key, .noAlteration, word.location)
            }
            if clauses.says(key) { throw .directiveNotApplicable(key, .saidAlready, word.location) }
            if key == "lock" {
                settings.lock = try once(settings.lock, value.uppercased())
            } else {
                settings.algorithm = try once(settings.algorithm, value.uppercased())
            }
        }
    }
}
