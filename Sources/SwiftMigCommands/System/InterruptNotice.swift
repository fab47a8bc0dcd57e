internal import BackgroundWork

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Says what was under way when Ctrl-C or SIGTERM ends the process: the server does not hear of it.
///
/// The signals are blocked, and a thread of its own waits for them. So the words are written by ordinary code, where a
/// signal handler could call next to nothing.
final class InterruptNotice {
    private let state: State
    private let signals: [Int32]
    private var before = sigset_t()
    private var waiting: Background<Void>?

    /// Starts to watch; signals that the process ignores stay ignored.
    init(stream: TextStream = .standardError) {
        let watched = [SIGINT, SIGTERM].filter { !Self.isIgnored($0) }
        let state = State(stream)
        (self.state, signals) = (state, watched)
        guard !watched.isEmpty else { return }
        var set = Self.set(of: watched)
        pthread_sigmask(SIG_BLOCK, &set, &before)
        let waiting = Background { Self.wait(for: watched, state) }
        if waiting.isRunning { self.waiting = waiting } else { pthread_sigmask(SIG_SETMASK, &before, nil) }
    }

    /// What to say from now on; nil where nothing is under way.
    var words: String? {
        get { state.words }
        set { state.words = newValue }
    }

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

    private static func wait(for signals: [Int32], _ state: State) {
        var set = set(of: signals)
        var signal: Int32 = 0
        while sigwait(&set, &signal) != 0 {}
        if state.isOver { return }
        state.speak()
        // The process ends by the signal, as whoever started it expects.
        systemSignal(signal, SIG_DFL)
        kill(getpid(), signal)
        var caught = Self.set(of: [signal])
        pthread_sigmask(SIG_UNBLOCK, &caught, nil)
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

        var isOver: Bool {
            get { locked { ended } }
            set { locked { ended = newValue } }
        }

        func speak() {
            if let words { stream.write(words + "\n") }
        }

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
