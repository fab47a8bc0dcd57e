#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A lock for a few instructions. Unlike a `Monitor`, nobody can wait for a change. Taking a free lock makes
/// no system call.
package final class Lock: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    package init() {
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    @inlinable
    package func withLock<Result>(_ body: () throws -> Result) rethrows -> Result {
        acquire()
        defer { release() }
        return try body()
    }

    @usableFromInline
    func acquire() { pthread_mutex_lock(mutex) }

    @usableFromInline
    func release() { pthread_mutex_unlock(mutex) }
}
