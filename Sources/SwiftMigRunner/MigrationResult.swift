internal import MigrationRunner

/// Which way a revision is run.
public enum MigrationDirection: String, Sendable, Hashable, Codable {
    /// It is applied.
    case upgrade
    /// It is taken back.
    case downgrade
}

/// What ``Migrator/upgrade(to:)`` or ``Migrator/downgrade(to:allowDataLoss:)`` did.
public struct MigrationResult: Sendable, Hashable, Codable {
    /// One revision that was run.
    public struct Step: Sendable, Hashable, Codable {
        /// How a revision came to its end.
        public enum Status: String, Sendable, Hashable, Codable {
            /// It was run from its first statement.
            case done
            /// An interrupted run of it was continued.
            case resumed
        }

        /// The revision's id.
        public var revision: String
        /// Whether it was applied or taken back.
        public var direction: MigrationDirection
        /// How many statements were sent.
        public var statements: Int
        /// How long it took.
        public var duration: Duration
        /// Whether it was run from its first statement.
        public var status: Status
    }

    /// The revisions that the database was at when the call began; none at the base.
    public var from: [String]
    /// The revisions that the database is at now.
    public var to: [String]
    /// What was run, in order; none where there was nothing to do, or where another instance has just done it.
    public var steps: [Step]
}

extension MigrationDirection {
    init(_ direction: Direction) {
        self = direction == .upgrade ? .upgrade : .downgrade
    }
}

extension MigrationResult {
    init(_ report: RunReport) {
        from = report.from
        to = report.to
        steps = report.steps.map { step in
            Step(
                revision: step.revision,
                direction: MigrationDirection(step.direction),
                statements: step.statements,
                duration: .seconds(step.seconds),
                status: step.status == .resumed ? .resumed : .done
            )
        }
    }
}
