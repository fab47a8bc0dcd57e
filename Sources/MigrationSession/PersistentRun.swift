internal import BackgroundWork
package import MariaDBClient
package import MigrationRunner
internal import SchemaSQL
package import SwiftMigConfiguration

/// A connection that revisions are run over, whatever else somebody keeps with it.
package protocol RunSession: AnyObject {
    var connection: Connection { get }
}

/// Runs a plan, and goes on at another node where a cluster's first one is lost.
package struct PersistentRun<Session: RunSession> {
    /// Connects anew.
    private let open: (ConnectionSettings) throws -> Session
    /// Told when a connection was lost and another is looked for.
    private let lost: () -> Void
    private let isCancelled: () -> Bool

    /// How often a lost connection is made good, before somebody should look.
    private static var reconnections: Int { 5 }

    package init(
        open: @escaping (ConnectionSettings) throws -> Session,
        lost: @escaping () -> Void = {},
        isCancelled: @escaping () -> Bool = { false }
    ) {
        self.open = open
        self.lost = lost
        self.isCancelled = isCancelled
    }

    /// - Parameter body: Runs the plan on a session, and hands over each step as soon as it is done.
    package func run(
        _ plan: MigrationPlan,
        on session: Session,
        _ body: (Session, _ finished: @escaping (RunReport.Step) -> Void) throws -> RunReport
    ) throws -> RunReport {
        var session = session
        var steps: [RunReport.Step] = []
        var losses = 0
        while true {
            do {
                var report = try body(session) { steps.append($0) }
                report.from = plan.from
                report.steps = steps
                return report
            } catch let error
                where session.connection.hasOtherNodes && error.isLostConnection && losses < Self.reconnections
                && !isCancelled()
            {
                losses += 1
                lost()
                // What of the plan is done shows when it is run again: a target such as -1 would mean another one by now.
                session = try reconnect(session.connection.settings)
            }
        }
    }

    /// A node that was killed is missed by the others for some seconds, in which none of them is ready.
    private func reconnect(_ settings: ConnectionSettings) throws -> Session {
        let deadline = ContinuousClock().now + .seconds(60)
        while true {
            do {
                let session = try open(settings)
                // A group takes a moment to choose another primary.
                let waits = session.connection.isReadOnly && ContinuousClock().now < deadline && !isCancelled()
                if !waits { return session }
                Self.rest()
            } catch let error as ConnectionError {
                guard error.mayPass, ContinuousClock().now < deadline, !isCancelled() else { throw error }
                Self.rest()
            }
        }
    }

    private static func rest() {
        _ = Monitor(false).wait(upTo: .milliseconds(500), until: { $0 })
    }
}

extension Connection {
    /// Whether there is somewhere else to look when this connection is lost.
    fileprivate var hasOtherNodes: Bool { isClusterNode || !settings.alternatives.isEmpty }
}

extension Error {
    /// The answer never came, so that what was sent may have been done; or the server is not the primary any more.
    fileprivate var isLostConnection: Bool {
        switch self {
        case let failure as MigrationFailure: failure.fate == .unknown || failure.serverError.isLost
        case let error as ServerError: error.isLost
        default: false
        }
    }
}

extension ConnectionError {
    /// Whether it may be otherwise in a moment.
    fileprivate var mayPass: Bool {
        switch reason {
        case .cannotReach, .nodeNotReady, .tooManyConnections: true
        default: false
        }
    }
}

extension ServerError {
    /// The connection, or what was the primary when the session began.
    fileprivate var isLost: Bool { isConnectionLost || errno == 1836 || isRefusedAsReadOnly }

    /// ER_OPTION_PREVENTS_STATEMENT, whose message has the option in every language: `--read-only`, `--super-read-only`; also
    /// `--secure-file-priv`, which is no reason to look elsewhere.
    private var isRefusedAsReadOnly: Bool {
        errno == 1290 && (message.contains("read-only") || message.contains("read_only"))
    }
}
