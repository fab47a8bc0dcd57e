internal import CSwiftMigPlatform

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

/// The object that a thread works for.
package enum ThreadOwner {
    /// Lets the current thread work for the owner. It must keep the owner for as long as it runs.
    package static func set(_ owner: AnyObject) {
        swiftmig_set_thread_owner(Unmanaged.passUnretained(owner).toOpaque())
    }

    /// Whether the current thread works for the owner.
    package static func isCurrent(_ owner: AnyObject) -> Bool {
        swiftmig_thread_owner() == UnsafeRawPointer(Unmanaged.passUnretained(owner).toOpaque())
    }
}
