internal import SchemaModel
internal import SwiftMigPlatform

/// Stops what is under way on the server when Ctrl-C or SIGTERM arrives, and says what it was.
///
/// On a terminal Ctrl-C asks once. While nothing is under way, and when a second signal comes, the process ends by the signal.
///
/// The signals are blocked, and a thread of its own waits for them. So the words are written by ordinary code, where a
/// signal handler could call next to nothing.
final class InterruptNotice {
    private let state: State
    private let signals: Signals
    private var before: Signals.Mask?
    private var waiting: Background<Void>?

    /// Starts to watch; signals that the process ignores stay ignored.
    ///
    /// - Parameters:
    ///   - mayAsk: Whether somebody is there to answer.
    ///   - cancel: Stops what is under way, on the thread that watches, and returns what there is to say about that; nil
    ///     where the process is to end by the signal.
    init(stream: TextStream = .standardError, mayAsk: Bool = false, cancel: (@Sendable () -> String)? = nil) {
        let watched = Signals([Signals.interrupt, Signals.terminate])
        let state = State(stream)
        (self.state, signals) = (state, watched)
        guard !watched.numbers.isEmpty else { return }
        let before = watched.block()
        self.before = before
        let waiting = Background {
            Watch(signals: watched, state: state, mayAsk: mayAsk, cancel: cancel).run()
        }
        if waiting.isRunning { self.waiting = waiting } else { before.restore() }
    }

    /// What to say from now on; nil where nothing is under way.
    var words: String? {
        get { state.words }
        set { state.words = newValue }
    }

    /// The signal that what is under way was stopped for.
    var signal: Int32? { state.signal }

    /// Signals end the process as usual again.
    func end() {
        guard let waiting, let first = signals.numbers.first else { return }
        state.isOver = true
        waiting.send(first)
        try? waiting.value()
        self.waiting = nil
        before?.restore()
    }

    deinit { end() }

    /// What the thread that waits for signals does.
    private struct Watch {
        let signals: Signals
        let state: State
        let mayAsk: Bool
        let cancel: (@Sendable () -> String)?

        private enum Answer {
            case yes, no, over
            case signal(Int32)
        }

        func run() {
            while true {
                let signal = signals.next()
                if state.isOver { return }
                guard let cancel, state.words != nil, state.signal == nil else { return end(by: signal) }
                if signal == Signals.interrupt, mayAsk {
                    switch ask() {
                    case .yes: break
                    case .no: continue
                    case .over: return
                    case .signal(let second): return end(by: second)
                    }
                }
                state.signal = signal
                state.write(cancel() + "\n")
            }
        }

        /// Waits for an answer, for another signal, or for what is under way to end by itself.
        private func ask() -> Answer {
            state.write("\nStop this statement? What it has done is taken back. [y/N] ")
            while true {
                if signals.isPending {
                    let signal = signals.next()
                    return state.isOver ? .over : .signal(signal)
                }
                guard StandardInput.isReadable(within: 100) else { continue }
                let answer = (StandardInput.line() ?? "").lowercased().filter { !$0.isWhitespace }
                return ["y", "yes"].contains(String(answer)) ? .yes : .no
            }
        }

        private func end(by signal: Int32) {
            if let words = state.words { state.write(words + "\n") }
            Signals.end(by: signal)
        }
    }

    private struct Facts: Sendable {
        var words: String?
        var isOver = false
        var signal: Int32?
    }

    /// What both threads see.
    private final class State: Sendable {
        private let stream: TextStream
        private let facts = Monitor(Facts())

        init(_ stream: TextStream) {
            self.stream = stream
        }

        var words: String? {
            get { facts.access { $0.words } }
            set { facts.access { $0.words = newValue } }
        }

        var signal: Int32? {
            get { facts.access { $0.signal } }
            set { facts.access { $0.signal = newValue } }
        }

        var isOver: Bool {
            get { facts.access { $0.isOver } }
            set { facts.access { $0.isOver = newValue } }
        }

        func write(_ text: String) { stream.tryToWrite(text.escapingControls) }
    }
}
