internal import Revisions
internal import SchemaModel
internal import SchemaSQL

/// Statements that are done together or not at all, as far as the server allows.
struct RunUnit: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// In one transaction with the journal's own update.
        case transaction
        /// The same, but some of what it writes to has no transactions, so that nothing tells whether that was done.
        case unprotected
        /// Commits by itself: intent and fingerprint before, mark after.
        case ddl(StatementFacts)
        /// Several `CREATE TABLE` of tables that are not there, which commit one after the other: one intent before, and afterwards
        /// the tables that are there tell how far it came.
        case creations([SQLObject])
        /// Changes the session alone, so it is run again when a run is continued.
        case session
        /// Nothing tells whether it ran.
        case other
        /// The runner does this by itself: a COMMIT on its own.
        case nothing
    }

    var kind: Kind

    /// Whether the journal gets an entry before it.
    var hasIntent: Bool {
        switch kind {
        case .ddl, .creations, .other, .unprotected: true
        case .transaction, .session, .nothing: false
        }
    }

    /// What a DDL unit names, if it is one object.
    var onlyObject: SQLObject? {
        guard case .ddl(let facts) = kind, facts.objects.count == 1 else { return nil }
        return facts.objects[0]
    }

    /// Indices of the revision's statements.
    var range: Range<Int>
    /// Those of them that the server gets: a transaction's own START and COMMIT are the runner's.
    var sent: Range<Int>
    /// The tables that a transaction's statements may write to.
    var writes: [SQLName] = []
    /// A transaction of one statement that is run in ranges.
    var batch: BatchSettings?

    /// Groups the statements of a revision.
    ///
    /// - Throws: `MigrationError.unsuitable`.
    static func units(
        of statements: [SQLStatement],
        path: String,
        dialect: SQLDialect
    ) throws(MigrationError) -> [RunUnit] {
        var units: [RunUnit] = []
        var index = 0
        while index < statements.count {
            let facts = StatementClassifier.facts(of: statements[index].text, dialect: dialect)
            let single = index..<index + 1
            var unit = RunUnit(kind: .transaction, range: single, sent: single)
            switch facts.kind {
            case .dml, .query:
                unit.writes = facts.writes
                unit.batch = StatementSettings(of: statements[index]).batch
            case .ddl: unit.kind = .ddl(facts)
            case .session: unit.kind = .session
            case .other: unit.kind = .other
            case .transactionStart: unit = try transaction(from: index, statements, path, dialect)
            case .transactionEnd where isCommit(statements[index], dialect):
                unit.kind = .nothing
                unit.sent = index..<index
            case .transactionEnd: throw unsuitable(.rollback, statements[index], path)
            case .savepoint: throw unsuitable(.savepointOutsideOfTransaction, statements[index], path)
            case .sessionLock:
                let verb = statements[index].text.prefix { !$0.isWhitespace }.uppercased()
                throw unsuitable(.takesOverSession(verb), statements[index], path)
            }
            units.append(unit)
            index = unit.range.upperBound
        }
        return units
    }

    /// `START TRANSACTION` up to `COMMIT`.
    private static func transaction(
        from start: Int,
        _ statements: [SQLStatement],
        _ path: String,
        _ dialect: SQLDialect
    ) throws(MigrationError) -> RunUnit {
        var writes: [SQLName] = []
        for index in (start + 1)..<max(start + 1, statements.count) {
            let statement = statements[index]
            let facts = StatementClassifier.facts(of: statement.text, dialect: dialect)
            switch facts.kind {
            case .dml, .query:
                if StatementSettings(of: statement).batch != nil {
                    throw unsuitable(.batchInTransaction, statement, path)
                }
                writes += facts.writes.filter { !writes.contains($0) }
            case .session, .savepoint: continue
            case .transactionEnd where isCommit(statement, dialect):
                return RunUnit(kind: .transaction, range: start..<index + 1, sent: start + 1..<index, writes: writes)
            case .transactionEnd: throw unsuitable(.rollback, statement, path)
            case .ddl, .other, .transactionStart: throw unsuitable(.ddlInTransaction, statement, path)
            case .sessionLock: throw unsuitable(.takesOverSession("LOCK TABLES"), statement, path)
            }
        }
        throw unsuitable(.transactionLeftOpen, statements[start], path)
    }

    private static func isCommit(_ statement: SQLStatement, _ dialect: SQLDialect) -> Bool {
        var lexer = SQLLexer(statement.text, dialect: dialect)
        guard let first = try? lexer.nextSignificant() else { return false }
        return lexer.isWord(first, "COMMIT")
    }

    private static func unsuitable(
        _ what: MigrationError.UnsuitableStatement,
        _ statement: SQLStatement,
        _ path: String
    ) -> MigrationError {
        .unsuitable(what, SourceLocation(file: path, line: statement.line, column: statement.column))
    }
}
