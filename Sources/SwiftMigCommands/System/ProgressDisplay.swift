internal import DatabaseSettings
internal import DiagnosticModel
internal import MariaDBClient
internal import MigrationRunner
internal import ServerPort
internal import SwiftMigPlatform

/// Shows the progress of a slow statement: on a terminal in a line that is redrawn every second, elsewhere in a new
/// line every ten seconds.
final class ProgressDisplay {
    private struct State: Sendable {
        var statement: StatementOrigin?
        var since = ContinuousClock().now
        /// How long the statement had taken when its last line was written.
        var shown = Duration.zero
        var progress: ServerProgress?
        /// Whether the terminal shows a line that must be erased before any other output.
        var isDrawn = false
        /// Whether something else has the terminal, such as a question.
        var isPaused = false
        var isOver = false
    }

    private let state = Monitor(State())
    private let stream: TextStream
    private var thread: Background<Void>?

    /// - Parameter poll: Asks the server for its progress, if it does not report that itself. Called on another thread.
    init(isQuiet: Bool, stream: TextStream = .standardError, poll: (@Sendable () -> ServerProgress?)? = nil) {
        self.stream = stream
        guard !isQuiet else { return }
        let isTerminal = stream.isTerminal
        let state = state
        thread = Background { Self.work(state, stream, isTerminal: isTerminal, poll) }
    }

    private static func work(
        _ state: Monitor<State>,
        _ stream: TextStream,
        isTerminal: Bool,
        _ poll: (@Sendable () -> ServerProgress?)?
    ) {
        let interval = Duration.seconds(isTerminal ? 1 : 10)
        while !state.wait(upTo: .seconds(1), until: \.isOver) {
            // A statement that has just begun may end soon.
            let isDue = state.access { $0.statement != nil && ContinuousClock().now - $0.since - $0.shown >= interval }
            guard isDue else { continue }
            let polled = poll?()
            state.access { state in
                guard let statement = state.statement, !state.isPaused, !state.isOver else { return }
                state.shown = ContinuousClock().now - state.since
                let line = ProgressLine(
                    number: statement.number,
                    count: statement.count,
                    elapsed: state.shown,
                    progress: polled ?? state.progress
                )
                let text = line.text(isTerminal: isTerminal).onOneLine
                stream.tryToWrite((isTerminal ? erasing : "") + text + (isTerminal ? "" : "\n"))
                state.isDrawn = isTerminal
            }
        }
    }

    /// Moves to the start of the line, and erases it.
    private static let erasing = "\r\u{1B}[2K"

    /// Starts the display of a statement; nil between statements.
    func show(_ statement: StatementOrigin?) {
        state.access { state in
            if state.isDrawn { stream.tryToWrite(Self.erasing) }
            state = State(statement: statement, isPaused: state.isPaused)
        }
    }

    /// The receiver of the server's reports.
    var receiver: @Sendable (ServerProgress) -> Void {
        { [state] progress in state.access { $0.progress = progress } }
    }

    /// Erases the line, and draws none until it is called with false.
    var pause: @Sendable (Bool) -> Void {
        { [state, stream] isPaused in
            state.access { state in
                if state.isDrawn { stream.tryToWrite(Self.erasing) }
                state.isDrawn = false
                state.isPaused = isPaused
            }
        }
    }

    func end() {
        state.access { state in
            if state.isDrawn { stream.tryToWrite(Self.erasing) }
            state.isDrawn = false
            state.isOver = true
        }
        thread?.waitForEnd()
        thread = nil
    }
}

/// Asks MySQL for the progress of a statement, if it records that and this account may read it.
final class StageQuery: @unchecked Sendable {
    // Only the asking thread uses these two.
    private var connection: Connection?
    private var isOver = false
    private let settings: ConnectionSettings
    private let query: String

    init(of connection: Connection) {
        settings = connection.settings
        query = """
            SELECT s.EVENT_NAME, s.WORK_COMPLETED, s.WORK_ESTIMATED FROM performance_schema.events_stages_current s \
            JOIN performance_schema.threads t ON t.THREAD_ID = s.THREAD_ID \
            WHERE t.PROCESSLIST_ID = \(connection.connectionID) AND s.WORK_ESTIMATED > 0
            """
    }

    func progress() -> ServerProgress? {
        guard !isOver else { return nil }
        do {
            let connection = try connection ?? Connection(settings)
            self.connection = connection
            guard let row = try connection.execute(query).rows.first, let done = row[1].flatMap({ Double($0) }),
                let all = row[2].flatMap({ Double($0) }), all > 0
            else { return nil }
            // stage/innodb/alter table (read PK and internal sort)
            let activity = (row[0] ?? "").split(separator: "/").last.map(String.init) ?? ""
            return ServerProgress(stage: 1, stages: 1, percent: done / all * 100, activity: activity)
        } catch {
            // Progress is a convenience, which this server does not offer or this account may not read.
            isOver = true
            return nil
        }
    }
}
