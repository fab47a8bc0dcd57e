internal import BackgroundWork
internal import SchemaModel

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Stops what is under way on the server when Ctrl-C or SIGTERM arrives, and says what it was.
///
/// On a terminal Ctrl-C asks once. While nothing is under way, and when a second signal comes, the process ends by the signal.
///
/// The signals are blocked, and a thread of its own waits for them. So the words are written by ordinary code, where a
/// signal handler could call next to nothing.
final class InterruptNotice {
    private let state: State
    private let signals: [Int32]
    private var before = sigset_t()
    private var waiting: Background<Void>?

    /// Starts to watch; signals that the process ignores stay ignored.
    ///
    /// - Parameters:
    ///   - mayAsk: Whether somebody is there to answer.
    ///   - cancel: Stops what is under way, on the thread that watches, and returns what there is to say about that; nil
    ///     where the process is to end by the signal.
    init(stream: TextStream = .standardError, mayAsk: Bool = false, cancel: (@Sendable () -> String)? = nil) {
        let watched = [SIGINT, SIGTERM].filter { !Self.isIgnored($0) }
        let state = State(stream)
        (self.state, signals) = (state, watched)
        guard !watched.isEmpty else { return }
        var set = Self.set(of: watched)
        pthread_sigmask(SIG_BLOCK, &set, &before)
        let waiting = Background {
            Watch(signals: watched, state: state, mayAsk: mayAsk, cancel: cancel).run()
        }
        if waiting.isRunning { self.waiting = waiting } else { pthread_sigmask(SIG_SETMASK, &before, nil) }
    }

    /// What to say from now on; nil where nothing is under way.
    var words: String? {
        get { state.words }
        set { state.words = newValue }
    }

    static let terminate = SIGTERM

    /// The signal that what is under way was stopped for.
    var signal: Int32? { state.signal }

    /// Signals end the process as usual again.
    func end() {
        guard let waiting, let first = signals.first else { return }
        state.isOver = true
        waiting.send(first)
        try? waiting.value()
        self.waiting = nil
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }

    deinit { end() }

    /// What the thread that waits for signals does.
    private struct Watch {
        let signals: [Int32]
        let state: State
        let mayAsk: Bool
        let cancel: (@Sendable () -> String)?

        private enum Answer {
            case yes, no, over
            case signal(Int32)
        }

        func run() {
            while true {
                let signal = next()
                if state.isOver { return }
                guard let cancel, state.words != nil, state.signal == nil else { return end(by: signal) }
                if signal == SIGINT, mayAsk {
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

        private func next() -> Int32 {
            var set = InterruptNotice.set(of: signals)
            var signal: Int32 = 0
            while sigwait(&set, &signal) != 0 {}
            return signal
        }

        /// Waits for an answer, for another signal, or for what is under way to end by itself.
        private func ask() -> Answer {
            state.write("\nStop this statement? What it has done is taken back. [y/N] ")
            while true {
                var pending = sigset_t()
                sigpending(&pending)
                if signals.contains(where: { sigismember(&pending, $0) == 1 }) {
                    let signal = next()
                    return state.isOver ? .over : .signal(signal)
                }
                var input = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
                guard poll(&input, 1, 100) > 0 else { continue }
                let answer = (StandardInput.line() ?? "").lowercased().filter { !$0.isWhitespace }
                return ["y", "yes"].contains(String(answer)) ? .yes : .no
            }
        }

        private func end(by signal: Int32) {
            if let words = state.words { state.write(words + "\n") }
            // The process ends by the signal, as whoever started it expects.
            systemSignal(signal, SIG_DFL)
            kill(getpid(), signal)
            var caught = InterruptNotice.set(of: [signal])
            pthread_sigmask(SIG_UNBLOCK, &caught, nil)
        }
    }

    private static func set(of signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        return set
    }

    private static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(signal, nil, &action) == 0 else { return false }
        #if canImport(Darwin)
        let handler = action.__sigaction_u.__sa_handler
        #else
        let handler = action.__sigaction_handler.sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// What both threads see, each under the lock.
    private final class State: @unchecked Sendable {
        private let stream: TextStream
        private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        private var currentWords: String?
        private var ended = false
        private var cause: Int32?

        init(_ stream: TextStream) {
            self.stream = stream
            pthread_mutex_init(lock, nil)
        }

        deinit {
            pthread_mutex_destroy(lock)
            lock.deallocate()
        }

        var words: String? {
            get { locked { currentWords } }
            set { locked { currentWords = newValue } }
        }

        var signal: Int32? {
            get { locked { cause } }
            set { locked { cause = newValue } }
        }

        var isOver: Bool {
            get { locked { ended } }
            set { locked { ended = newValue } }
        }

        func write(_ text: String) { stream.tryToWrite(text.escapingControls) }

        private func locked<Value>(_ body: () -> Value) -> Value {
            pthread_mutex_lock(lock)
            defer { pthread_mutex_unlock(lock) }
            return body()
        }
    }
}

private func systemSignal(_ number: Int32, _ handler: (@convention(c) (Int32) -> Void)?) {
    _ = signal(number, handler)
}
