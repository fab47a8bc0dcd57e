#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Starts a thread that does the work and then ends.
///
/// - Returns: Whether the thread could be created. If not, the work is not done.
package func startOwnThread(_ body: @escaping @Sendable () -> Void) -> Bool {
    guard let thread = startThread(DetachedWork(body)) else { return false }
    detach(thread)
    return true
}

/// Does blocking work on its own thread. The caller is suspended meanwhile and occupies no thread of the pool.
package func onOwnThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    let handOver = HandOver()
    let value = await withCheckedContinuation { continuation in
        let work = DetachedWork {
            let value = body()
            handOver.give { continuation.resume(returning: value) }
        }
        if let thread = startThread(work) { detach(thread) } else { work.run() }
    }
    handOver.take()
    return value
}

/// Work whose thread is not joined.
private final class DetachedWork: AnyWork, @unchecked Sendable {
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }

    override func run() { body() }
}

/// The identity of a thread.
package struct ThreadIdentity: @unchecked Sendable {
    private let thread: pthread_t

    package static var current: ThreadIdentity { ThreadIdentity(thread: pthread_self()) }

    package var isCurrent: Bool { pthread_equal(thread, pthread_self()) != 0 }
}
