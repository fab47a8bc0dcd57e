package import Revisions
package import SQLStatements
internal import SchemaModel

/// The steps of a run, in order.
package struct MigrationPlan: Sendable {
    /// A step that has not run yet. Its statements have been read and checked. In a long chain they are read again when
    /// the step runs, so that it needs no more memory than a short one.
    package struct PlannedStep: Sendable {
        package var revision: Revision
        package var direction: Direction
        /// The index of the first statement to run; above 0 if an interrupted run is continued.
        package var firstStatement: Int
        /// The rows of the version table before and after.
        package var rowsBefore: [String]
        package var rowsAfter: [String]
        /// The journal's entry of the interrupted run.
        var interrupted: JournalEntry?
        var statementCount: Int
        /// Whether it is a downgrade without statements, while the upgrade has some.
        package var undoesNothing: Bool
        /// How many of its statements create a table.
        var creations: Int
        var hasBatches: Bool
        var asksForEngines: Bool
        var longestStatement: StatementLength?
        /// The step's statements; nil if they are to be read again.
        var kept: Statements?
    }

    struct StatementLength: Hashable, Sendable {
        var bytes: Int
        var origin: StatementOrigin
    }

    /// Statements and the units that they form.
    struct Statements: Sendable {
        var origin: RevisionOrigin
        var statements: [SQLStatement]
        var units: [RunUnit]

        var longest: StatementLength? {
            let longest = statements.enumerated().max { $0.element.text.utf8.count < $1.element.text.utf8.count }
            return longest.map { index, statement in
                StatementLength(
                    bytes: statement.textWithClauses.utf8.count,
                    origin: StatementOrigin(revision: origin, index: index, statement: statement)
                )
            }
        }
    }

    /// A step with its statements.
    package struct Step: Sendable {
        package var revision: Revision
        package var direction: Direction
        package var statements: [SQLStatement]
        /// The index of the first statement to run; above 0 if an interrupted run is continued.
        package var firstStatement: Int
        /// The rows of the version table before and after.
        package var rowsBefore: [String]
        package var rowsAfter: [String]
        /// The journal's entry of the interrupted run.
        var interrupted: JournalEntry?
        var units: [RunUnit]

        package var isContinuation: Bool { interrupted != nil }

        var origin: RevisionOrigin {
            RevisionOrigin(
                revision: revision.id,
                direction: direction,
                path: revision.path,
                statementCount: statements.count
            )
        }

        /// Returns the statement with its place; nil if there is none at the index.
        func origin(at index: Int) -> StatementOrigin? {
            guard statements.indices.contains(index) else { return nil }
            return StatementOrigin(revision: origin, index: index, statement: statements[index])
        }

        var origins: [StatementOrigin] { statements.indices.compactMap { origin(at: $0) } }

        /// The texts that the server gets for a unit, and the statements that they come from.
        func sent(by unit: RunUnit) -> [(text: String, origin: StatementOrigin)] {
            unit.sent.compactMap { index in origin(at: index).map { (unit.text(of: $0), $0) } }
        }

        /// Whether its statements may leave something in the session. Only DDL leaves nothing, except for `CREATE TABLE
        /// … SELECT`.
        func touchesSession(_ dialect: SQLDialect) -> Bool {
            units.contains { unit in
                switch unit.kind {
                case .nothing, .creations: return false
                case .session, .transaction, .unprotected, .other: return true
                case .ddl(let facts):
                    return facts.createsTable
                        && statements[unit.range].contains { CreationGroup.takesRows($0.text, dialect) }
                }
            }
        }
    }

    package var direction: Direction
    /// The rows of the version table before and after the whole plan.
    package var from: [String]
    package var to: [String]
    package var steps: [PlannedStep]
    /// The chain, as it applied to the database when the plan was made.
    var graph: RevisionGraph

    /// A report of the plan without running it.
    package var report: RunReport {
        RunReport(
            from: from,
            to: to,
            steps: steps.map {
                RunReport.Step(
                    revision: $0.revision.id,
                    direction: direction,
                    statements: $0.statementCount - $0.firstStatement,
                    seconds: 0,
                    status: .planned
                )
            }
        )
    }
}

/// A report of what a run did.
package struct RunReport: Hashable, Sendable {
    package enum Status: String, Hashable, Sendable, Encodable {
        case planned, done
        /// An interrupted run was continued.
        case resumed
        /// An interrupted run was undone.
        case undone
    }

    package struct Step: Hashable, Sendable {
        package var revision: String
        package var direction: Direction
        /// How many statements this run sent.
        package var statements: Int
        package var seconds: Double
        package var status: Status
    }

    package var from: [String]
    package var to: [String]
    package var steps: [Step]

    package init(from: [String], to: [String], steps: [Step]) {
        self.from = from
        self.to = to
        self.steps = steps
    }
}

/// An event during a run.
package enum RunEvent: Sendable {
    case started(MigrationPlan.Step)
    /// A statement is about to be sent.
    case statement(StatementOrigin)
    /// Another run has the lock, and this one waits for at most `seconds`.
    case waiting(LockHolder, seconds: Int)
    /// The statement met a lock, did nothing, and will be sent again after a pause.
    case blocked(LockWait)
    /// The server ran a statement and warned about it.
    case warning(ServerWarning)
    /// A range of a batch is done, or the next one waits for a replica.
    case batch(BatchProgress)
    case finished(RunReport.Step)
}

/// The progress of a statement that runs in ranges of a key.
package struct BatchProgress: Hashable, Sendable {
    /// The number of finished ranges, including those of an interrupted run, and of the rows that they changed.
    package var ranges: Int
    package var rows: UInt64
    /// The finished share, from 0 to 1; nil if the keys do not tell.
    package var share: Double?
    /// How long this run has worked on it.
    package var elapsed: Duration
    /// The estimated remaining time.
    package var remaining: Duration?
    /// The replica that it waits for.
    package var waitsFor: ReplicaLag?
}
