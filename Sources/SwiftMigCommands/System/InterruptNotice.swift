internal import DiagnosticModel
internal import SwiftMigPlatform

/// Stops the server's current work on Ctrl-C or SIGTERM, and prints what it was.
///
/// On a terminal, the first Ctrl-C leads to a question. If no work is in progress, or after a second signal, the signal
/// ends the process.
///
/// The signals are blocked, and a separate thread waits for them. So ordinary code writes the messages, while a signal
/// handler could call almost nothing.
final class InterruptNotice {
    private let state: State
    private let signals: Signals
    private var before: Signals.Mask?
    private var waiting: Background<Void>?

    /// Starts watching. Signals that the process ignores stay ignored.
    ///
    /// - Parameters:
    ///   - mayAsk: Whether a user can answer a question.
    ///   - pause: Called with true before a question, so that nothing else is drawn on the terminal, and with false
    ///     after it.
    ///   - cancel: Stops the work, on the watching thread, and returns a message about the result; nil if the signal
    ///     should end the process.
    init(
        stream: TextStream = .standardError,
        mayAsk: Bool = false,
        pause: @escaping @Sendable (Bool) -> Void = { _ in },
        cancel: (@Sendable () -> String)? = nil
    ) {
        let watched = Signals([Signals.interrupt, Signals.terminate])
        let state = State(stream)
        (self.state, signals) = (state, watched)
        guard !watched.numbers.isEmpty else { return }
        let before = watched.block()
        self.before = before
        let waiting = Background {
            Watch(signals: watched, state: state, mayAsk: mayAsk, pause: pause, cancel: cancel).run()
        }
        if waiting.isRunning { self.waiting = waiting } else { before.restore() }
    }

    /// The message for a signal from now on; nil if no work is in progress.
    var words: String? {
        get { state.words }
        set { state.words = newValue }
    }

    /// The signal that stopped the work.
    var signal: Int32? { state.signal }

    /// Stops watching, so that signals end the process again.
    func end() {
        guard let waiting, let first = signals.numbers.first else { return }
        state.isOver = true
        waiting.send(first)
        waiting.waitForEnd()
        self.waiting = nil
        before?.restore()
    }

    deinit { end() }

    /// The work of the thread that waits for signals.
    private struct Watch {
        let signals: Signals
        let state: State
        let mayAsk: Bool
        let pause: @Sendable (Bool) -> Void
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

        /// Waits for an answer, for another signal, or for the work to end.
        private func ask() -> Answer {
            pause(true)
            defer { pause(false) }
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

    /// The state that both threads share.
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
