internal import MariaDBClient
internal import SchemaModel
internal import SchemaSQL
internal import SwiftMigConfiguration
internal import SwiftMigPlatform

/// Shows how far a long statement is: on a terminal a line that is drawn anew every second, elsewhere a line every ten.
final class ProgressDisplay {
    private struct State: Sendable {
        var place: (index: Int, count: Int)?
        var since = ContinuousClock().now
        var progress: ServerProgress?
        /// A line stands on the terminal that the next word would be written behind.
        var isDrawn = false
        var isOver = false
    }

    private let state = Monitor(State())
    private let stream: TextStream
    private var thread: Background<Void>?

    /// - Parameter poll: asks the server how far it is, where it does not say so by itself; called by a thread of its own.
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
        let tick = Duration.seconds(isTerminal ? 1 : 10)
        while !state.wait(upTo: tick, until: \.isOver) {
            // A statement that has just begun may be over in a moment.
            guard state.access({ $0.place != nil && ContinuousClock().now - $0.since >= tick }) else { continue }
            let polled = poll?()
            state.access { state in
                guard let place = state.place, !state.isOver else { return }
                let line = ProgressLine(
                    index: place.index,
                    count: place.count,
                    elapsed: ContinuousClock().now - state.since,
                    progress: polled ?? state.progress
                )
                let text = line.text(isTerminal: isTerminal).onOneLine
                stream.tryToWrite((isTerminal ? erasing : "") + text + (isTerminal ? "" : "\n"))
                state.isDrawn = isTerminal
            }
        }
    }

    /// To the start of the line, and nothing behind it.
    private static let erasing = "\r\u{1B}[2K"

    /// A statement begins; nil between statements.
    func show(_ place: (index: Int, count: Int)?) {
        state.access { state in
            if state.isDrawn { stream.tryToWrite(Self.erasing) }
            state = State(place: place)
        }
    }

    /// What reports of the server are handed to.
    var receiver: @Sendable (ServerProgress) -> Void {
        { [state] progress in state.access { $0.progress = progress } }
    }

    func end() {
        state.access { state in
            if state.isDrawn { stream.tryToWrite(Self.erasing) }
            state.isDrawn = false
            state.isOver = true
        }
        try? thread?.value()
        thread = nil
    }
}

/// How far MySQL is with a statement, where it keeps account of that and this account may read it.
final class StageQuery: @unchecked Sendable {
    // Only the thread that asks uses these two.
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
            isOver = true
            return nil
        }
    }
}
