package import Revisions
internal import SchemaModel
package import SchemaSQL

/// What a run will do, in order.
package struct MigrationPlan: Sendable {
    /// A step before its turn. Its statements have been read and checked; those of a long chain are read again when it runs, so that it
    /// needs no more memory than a short one.
    package struct PlannedStep: Sendable {
        package var revision: Revision
        package var direction: Direction
        /// The index of the first statement to run: above 0 where an interrupted run is continued.
        package var firstStatement: Int
        /// The rows of the version table before and after.
        package var rowsBefore: [String]
        package var rowsAfter: [String]
        /// The journal's entry of the interrupted run.
        var interrupted: JournalEntry?
        var statementCount: Int
        /// How many of its statements make a table.
        var creations: Int
        var hasBatches: Bool
        var asksForEngines: Bool
        var longestStatement: StatementLength?
        /// What it runs; nil where that is to be read again.
        var kept: Statements?
    }

    struct StatementLength: Hashable, Sendable {
        var bytes: Int
        var location: SourceLocation
    }

    /// Statements, and what is known of each.
    struct Statements: Sendable {
        var statements: [SQLStatement]
        var units: [RunUnit]
    }

    /// A step with its statements.
    package struct Step: Sendable {
        package var revision: Revision
        package var direction: Direction
        package var statements: [SQLStatement]
        /// The index of the first statement to run: above 0 where an interrupted run is continued.
        package var firstStatement: Int
        /// The rows of the version table before and after.
        package var rowsBefore: [String]
        package var rowsAfter: [String]
        /// The journal's entry of the interrupted run.
        var interrupted: JournalEntry?
        var units: [RunUnit]

        package var isContinuation: Bool { interrupted != nil }

        /// Whether something that it runs may leave something in the session: all but what defines. `CREATE TABLE … SELECT` may.
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
    /// The rows of the version table before and after all.
    package var from: [String]
    package var to: [String]
    package var steps: [PlannedStep]
    /// The chain as it was for the database when the plan was made.
    var graph: RevisionGraph

    /// What the plan comes to when nothing of it is run.
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

/// What a run did.
package struct RunReport: Hashable, Sendable {
    package enum Status: String, Hashable, Sendable {
        case planned, done
        /// An interrupted run was continued.
        case resumed
        /// An interrupted run was taken back.
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
}

/// What a run tells while it is at work.
package enum RunEvent: Sendable {
    case started(MigrationPlan.Step)
    /// A statement (of `count` in its revision) is about to be sent.
    case statement(SQLStatement, index: Int, count: Int)
    /// Somebody else's run has the lock, and this one waits, as many seconds as this at most.
    case waiting(LockHolder, seconds: Int)
    /// The statement met a lock, did nothing, and will be sent again after a pause.
    case blocked(LockWait)
    /// The server ran a statement and remarked on it.
    case warning(ServerWarning)
    /// A range of a batch is done, or the next one waits for a replica.
    case batch(BatchProgress)
    case finished(RunReport.Step)
}

/// How far a statement has come that runs in ranges of a key.
package struct BatchProgress: Hashable, Sendable {
    /// How many ranges are done, those of an interrupted run included, and how many rows they changed.
    package var ranges: Int
    package var rows: UInt64
    /// How much is done, from 0 to 1; nil where the keys do not tell.
    package var share: Double?
    /// How long this run has been at it.
    package var elapsed: Duration
    /// How long it will take from here, if it goes on like that.
    package var remaining: Duration?
    /// The replica that it waits for.
    package var waitsFor: ReplicaLag?
}
