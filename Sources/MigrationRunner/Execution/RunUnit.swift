internal import Revisions
internal import SQLStatements
internal import SchemaModel

/// Statements that are done together or not at all, as far as the server allows.
struct RunUnit: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// Runs in one transaction with the journal's update.
        case transaction
        /// Like `transaction`, but some of the tables it writes to have no transactions, so nothing tells whether that
        /// part was done.
        case unprotected
        /// Commits implicitly. The journal gets the intent and the fingerprint before it, and a mark after it.
        case ddl(StatementFacts)
        /// Several `CREATE TABLE` of tables that do not exist yet, which commit one after the other. The journal gets
        /// one intent before them; afterwards the tables that exist tell how far it got.
        case creations([SQLObject])
        /// Changes only the session, so it runs again when a run is continued.
        case session
        /// Nothing tells whether it ran.
        case other
        /// Needs nothing from the server, because the runner does it anyway: a COMMIT outside a transaction.
        case nothing
    }

    var kind: Kind

    /// Whether the journal gets an entry before the unit runs.
    var hasIntent: Bool {
        switch kind {
        case .ddl, .creations, .other, .unprotected: true
        case .transaction, .session, .nothing: false
        }
    }

    /// The object that a DDL unit names, if it names only one.
    var onlyObject: SQLObject? {
        guard case .ddl(let facts) = kind, facts.objects.count == 1 else { return nil }
        return facts.objects[0]
    }

    /// The indices of the revision's statements.
    var range: Range<Int>
    /// The part of `range` that the server gets. The runner sends a transaction's START and COMMIT itself.
    var sent: Range<Int>
    /// The tables that a transaction's statements may write to.
    var writes: [SQLName] = []
    /// Set for a transaction of one statement that runs in ranges.
    var batch: BatchSettings?
    /// The START and COMMIT statements among `sent`, which would end the unit's own transaction.
    var omitted: Set<Int> = []
    /// Statements that have to run before the transaction starts: `SET TRANSACTION`.
    var opening: [Int] = []
    /// Whether the statements may change the session for later ones.
    var changesSession = false
    /// Statements whose results the next statement reads, so that nothing may come in between.
    var quiet: Set<Int> = []

    /// The text that the server gets for one of the statements.
    func text(of origin: StatementOrigin) -> String {
        // `ROW_COUNT()` is 0 after a COMMIT.
        omitted.contains(origin.index) ? "DO 0" : origin.statement.textWithClauses
    }

    /// The rest of the unit if the statements before `index` are done; nil if nothing is left.
    func rest(from index: Int) -> RunUnit? {
        if range.upperBound <= index { return nil }
        var unit = self
        unit.range = max(index, range.lowerBound)..<range.upperBound
        unit.sent = sent.clamped(to: unit.range)
        return unit
    }

    /// Groups the statements of a revision into units.
    ///
    /// - Throws: `MigrationError.unsuitable`.
    static func units(
        of statements: [SQLStatement],
        from revision: RevisionOrigin,
        dialect: SQLDialect
    ) throws(MigrationError) -> [RunUnit] {
        let allFacts = statements.map { StatementClassifier.facts(of: $0.text, dialect: dialect) }
        var units: [RunUnit] = []
        var index = 0
        func unsuitable(_ what: MigrationError.UnsuitableStatement) -> MigrationError {
            .unsuitable(what, StatementOrigin(revision: revision, index: index, statement: statements[index]))
        }
        while index < statements.count {
            let facts = allFacts[index]
            let single = index..<index + 1
            var unit = RunUnit(kind: .transaction, range: single, sent: single)
            switch facts.kind {
            case .dml, .query:
                unit.writes = facts.writes
                unit.batch = StatementSettings(of: statements[index]).batch
                let memory = SessionMemory(dialect: dialect)
                if unit.batch != nil, memory.isMovedOn(by: statements[single]) {
                    throw unsuitable(.batchCountsOn)
                }
            case .ddl: unit.kind = .ddl(facts)
            case .session:
                unit.kind = .session
                unit.changesSession = true
            case .other:
                unit.kind = .other
                unit.changesSession = true
            case .transactionStart: unit = try transaction(from: index, statements, allFacts, revision, dialect)
            case .transactionEnd where isCommit(statements[index], dialect):
                unit.kind = .nothing
                unit.sent = index..<index
            case .transactionEnd: throw unsuitable(.rollback)
            case .savepoint: throw unsuitable(.savepointOutsideOfTransaction)
            case .sessionLock:
                let verb = statements[index].text.prefix { !$0.isWhitespace }.uppercased()
                throw unsuitable(.takesOverSession(verb))
            }
            units.append(unit)
            index = unit.range.upperBound
        }
        return SessionGroups(statements: statements, facts: allFacts, dialect: dialect).join(units)
    }

    /// Reads a unit from `START TRANSACTION` to `COMMIT`.
    private static func transaction(
        from start: Int,
        _ statements: [SQLStatement],
        _ allFacts: [StatementFacts],
        _ revision: RevisionOrigin,
        _ dialect: SQLDialect
    ) throws(MigrationError) -> RunUnit {
        func unsuitable(_ what: MigrationError.UnsuitableStatement, _ index: Int) -> MigrationError {
            .unsuitable(what, StatementOrigin(revision: revision, index: index, statement: statements[index]))
        }
        var unit = RunUnit(kind: .transaction, range: start..<start, sent: start..<start)
        for index in (start + 1)..<max(start + 1, statements.count) {
            let statement = statements[index]
            let facts = allFacts[index]
            switch facts.kind {
            case .dml, .query:
                if StatementSettings(of: statement).batch != nil {
                    throw unsuitable(.batchInTransaction, index)
                }
                unit.writes += facts.writes.filter { !unit.writes.contains($0) }
            case .session where facts.mayCommit: throw unsuitable(.ddlInTransaction, index)
            case .session: unit.changesSession = true
            case .savepoint: continue
            case .transactionEnd where isCommit(statement, dialect):
                (unit.range, unit.sent) = (start..<index + 1, start + 1..<index)
                return unit
            case .transactionEnd: throw unsuitable(.rollback, index)
            case .ddl, .other, .transactionStart: throw unsuitable(.ddlInTransaction, index)
            case .sessionLock: throw unsuitable(.takesOverSession("LOCK TABLES"), index)
            }
        }
        throw unsuitable(.transactionLeftOpen, start)
    }

    private static func isCommit(_ statement: SQLStatement, _ dialect: SQLDialect) -> Bool {
        var lexer = SQLLexer(statement.text, dialect: dialect)
        guard let first = lexer.nextReadable() else { return false }
        return lexer.isWord(first, "COMMIT")
    }
}
