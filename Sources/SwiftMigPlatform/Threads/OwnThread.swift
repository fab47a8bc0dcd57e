/// Does blocking work on its own thread. The caller is suspended meanwhile and occupies no thread of the pool.
package func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        let work = DetachedWork { continuation.resume(returning: body()) }
        if let thread = startThread(work) { detach(thread) } else { work.run() }
    }
}

/// Work whose thread is not joined.
private final class DetachedWork: AnyWork, @unchecked Sendable {
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }

    override func run() { body() }
}
