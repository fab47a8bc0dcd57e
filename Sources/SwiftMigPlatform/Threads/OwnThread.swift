/// Does work that blocks on a thread of its own; the caller suspends meanwhile and holds no thread of the pool.
package func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        let work = DetachedWork { continuation.resume(returning: body()) }
        if let thread = startThread(work) { detach(thread) } else { work.run() }
    }
}

/// Work that nobody waits for with `pthread_join`.
private final class DetachedWork: AnyWork, @unchecked Sendable {
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }

    override func run() { body() }
}
