#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A set of signals for which a dedicated thread waits, so that ordinary code can handle them. A signal handler may
/// call almost nothing.
package struct Signals: Sendable {
    package static let interrupt = SIGINT
    package static let terminate = SIGTERM

    package let numbers: [Int32]

    /// Leaves out the signals that the process ignores.
    package init(_ numbers: [Int32]) {
        self.numbers = numbers.filter { !Self.isIgnored($0) }
    }

    private var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for number in numbers { sigaddset(&set, number) }
        return set
    }

    /// The signal mask of a thread.
    package struct Mask {
        fileprivate var set = sigset_t()

        /// Restores the mask on this thread.
        package func restore() {
            var set = set
            pthread_sigmask(SIG_SETMASK, &set, nil)
        }
    }

    /// Blocks the signals on this thread and on threads that it starts later.
    ///
    /// - Returns: The mask before.
    package func block() -> Mask {
        var (set, before) = (set, Mask())
        pthread_sigmask(SIG_BLOCK, &set, &before.set)
        return before
    }

    /// Waits for one of the signals, which must be blocked.
    package func next() -> Int32 {
        var set = set
        var number: Int32 = 0
        while sigwait(&set, &number) != 0 {}
        return number
    }

    /// Whether one of the signals is pending.
    package var isPending: Bool {
        var pending = sigset_t()
        sigpending(&pending)
        return numbers.contains { sigismember(&pending, $0) == 1 }
    }

    /// Ends the process by a signal, so that its parent sees that the signal ended it.
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
