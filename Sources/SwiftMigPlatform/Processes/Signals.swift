#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A set of signals that a thread of its own waits for, so that ordinary code answers them; a signal handler can call next to
/// nothing.
package struct Signals: Sendable {
    package static let interrupt = SIGINT
    package static let terminate = SIGTERM

    package let numbers: [Int32]

    /// Leaves out those that the process ignores.
    package init(_ numbers: [Int32]) {
        self.numbers = numbers.filter { !Self.isIgnored($0) }
    }

    private var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for number in numbers { sigaddset(&set, number) }
        return set
    }

    /// The signals that a thread did not get.
    package struct Mask {
        fileprivate var set = sigset_t()

        /// Puts it back.
        package func restore() {
            var set = set
            pthread_sigmask(SIG_SETMASK, &set, nil)
        }
    }

    /// Keeps them from this thread and from those that it starts.
    ///
    /// - Returns: what was kept from it before.
    package func block() -> Mask {
        var (set, before) = (set, Mask())
        pthread_sigmask(SIG_BLOCK, &set, &before.set)
        return before
    }

    /// Waits for one of them, which is blocked.
    package func next() -> Int32 {
        var set = set
        var number: Int32 = 0
        while sigwait(&set, &number) != 0 {}
        return number
    }

    /// Whether one of them has arrived and waits.
    package var isPending: Bool {
        var pending = sigset_t()
        sigpending(&pending)
        return numbers.contains { sigismember(&pending, $0) == 1 }
    }

    /// Ends the process by a signal, as whoever started it expects of one that it sent.
    package static func end(by number: Int32) {
        systemSignal(number, SIG_DFL)
        kill(getpid(), number)
        var set = Signals(numbers: [number]).set
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }

    private init(numbers: [Int32]) { self.numbers = numbers }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        #if canImport(Darwin)
        let handler = action.__sigaction_u.__sa_handler
        #else
        let handler = action.__sigaction_handler.sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}

private func systemSignal(_ number: Int32, _ handler: (@convention(c) (Int32) -> Void)?) {
    _ = signal(number, handler)
}
