internal import MigrationRunner
internal import Revisions

/// The direction in which a revision is run.
public enum MigrationDirection: String, Sendable, Hashable, Codable {
    /// The revision is applied.
    case upgrade
    /// The revision is taken back.
    case downgrade
}

/// The result of ``Migrator/upgrade(to:)``, ``Migrator/downgrade(to:allowDataLoss:)``,
/// ``Migrator/resume(allowDataLoss:)`` or ``Migrator/undo(allowDataLoss:)``.
public struct MigrationResult: Sendable, Hashable, Codable {
    /// A revision that was run.
    public struct Step: Sendable, Hashable, Codable {
        /// How a revision was finished.
        public enum Status: String, Sendable, Hashable, Codable {
            /// It ran from its first statement.
            case done
            /// Its interrupted run was continued.
            case resumed
            /// What an interrupted run had done was taken back.
            case undone
        }

        /// The revision's id.
        public var revision: String
        /// Whether it was applied or taken back. If it was undone: which of the two the interrupted run did.
        public var direction: MigrationDirection
        /// How many statements were sent.
        public var statements: Int
        /// How long it took.
        public var duration: Duration
        /// Whether it ran from its first statement, was continued, or was undone.
        public var status: Status
    }

    /// The database's revisions before the call; empty at the base.
    public var from: [String]
    /// The database's revisions after the call.
    public var to: [String]
    /// The revisions that were run, in order. Empty if there was nothing to do, or another instance had just done it.
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
                status: Step.Status(step.status)
            )
        }
    }
}

extension MigrationResult.Step.Status {
    fileprivate init(_ status: RunReport.Status) {
        switch status {
        case .planned, .done: self = .done
        case .resumed: self = .resumed
        case .undone: self = .undone
        }
    }
}
