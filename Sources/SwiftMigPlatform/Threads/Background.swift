#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Work on its own thread. It may be passed to another thread, but only one thread at a time may wait for it.
package final class Background<Value: Sendable>: @unchecked Sendable {
    private let work: Work
    private var thread: pthread_t?

    /// Starts the work. If no thread can be created, the first call of `value` does the work.
    package convenience init(_ body: @escaping @Sendable () throws -> Value) {
        self.init(body, start: startThread)
    }

    /// - Parameter start: Starts a thread. Returns nil if none can be created.
    init(_ body: @escaping @Sendable () throws -> Value, start: (AnyWork) -> pthread_t?) {
        work = Work(body)
        thread = start(work)
    }

    /// Whether the work has a thread.
    package var isRunning: Bool { thread != nil }

    /// Sends a signal to the thread.
    package func send(_ signal: Int32) {
        if let thread { pthread_kill(thread, signal) }
    }

    deinit { wait() }

    /// Waits for the work to end.
    package func value() throws -> Value {
        wait()
        return try work.outcome().get()
    }

    /// Waits for work whose result nobody needs.
    package func waitForEnd() {
        wait()
        _ = work.outcome()
    }

    private func wait() {
        if let thread { pthread_join(thread, nil) }
        thread = nil
    }

    /// Only the thread, if there is one, accesses `result` until it has ended.
    private final class Work: AnyWork, @unchecked Sendable {
        private let body: @Sendable () throws -> Value
        private var result: Result<Value, any Error>?

        init(_ body: @escaping @Sendable () throws -> Value) {
            self.body = body
        }

        override func run() {
            result = Result(catching: body)
        }

        func outcome() -> Result<Value, any Error> {
            let outcome = result ?? Result(catching: body)
            result = outcome
            return outcome
        }
    }
}

/// A class without a type parameter, which can be passed through a C function.
class AnyWork {
    func run() {}
}

/// Starts a thread that does the work. Returns nil if none can be created.
func startThread(_ work: AnyWork) -> pthread_t? {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    // The same as the main thread has, because parsers of nested text recurse.
    pthread_attr_setstacksize(&attributes, 8 << 20)
    #if canImport(Darwin)
    var started: pthread_t?
    #else
    var started = pthread_t()
    #endif
    let status = pthread_create(
        &started,
        &attributes,
        { argument in
            #if canImport(Darwin)
            let work = Unmanaged<AnyWork>.fromOpaque(argument).takeRetainedValue()
            work.run()
            #else
            if let argument { Unmanaged<AnyWork>.fromOpaque(argument).takeRetainedValue().run() }
            #endif
            return nil
        },
        Unmanaged<AnyWork>.passRetained(work).toOpaque()
    )
    if status == 0 { return started }
    Unmanaged<AnyWork>.passUnretained(work).release()
    return nil
}

/// Lets the thread end by itself, without `pthread_join`.
func detach(_ thread: pthread_t) {
    pthread_detach(thread)
}
