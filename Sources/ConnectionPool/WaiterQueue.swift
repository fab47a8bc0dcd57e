/// A task that wants a connection.
struct Checkout: Sendable {
    let mode: Int
    let place: CallSite?
    let start: ContinuousClock.Instant
    let deadline: ContinuousClock.Instant
}

/// A task that waits. All that changes is guarded by the pool's lock.
final class Waiter: @unchecked Sendable {
    typealias Continuation = CheckedContinuation<Offer, any Error>

    let checkout: Checkout
    /// The waiters are served in the order of their tickets.
    let ticket: UInt64
    /// nil before the task waits, and when it has got its answer.
    var continuation: Continuation?
    /// Whether the task was cancelled before it waited.
    var isCancelled = false

    init(_ checkout: Checkout, ticket: UInt64) {
        self.checkout = checkout
        self.ticket = ticket
    }
}

/// A connection for a task.
struct Offer: Sendable {
    let member: PoolMember
    /// Whether the connection must answer a ping before it is used.
    let needsPing: Bool
}

/// The waiting tasks in the order of their tickets. One that has left is skipped, and removed when there are many.
struct WaiterQueue {
    private var entries: [Waiter] = []
    /// The index of the first that may still wait.
    private var head = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    var first: Waiter? {
        mutating get {
            while head < entries.count, entries[head].continuation == nil { head += 1 }
            return head < entries.count ? entries[head] : nil
        }
    }

    /// Those that wait, after the first ones.
    func dropFirst(_ number: Int) -> [Waiter] {
        guard number < count else { return [] }
        return Array(entries[head...].lazy.filter { $0.continuation != nil }.dropFirst(number))
    }

    mutating func insert(_ waiter: Waiter) {
        var index = entries.count
        while index > head, entries[index - 1].ticket > waiter.ticket { index -= 1 }
        entries.insert(waiter, at: index)
        count += 1
    }

    /// Removes a waiter.
    ///
    /// - Returns: Its continuation, which the caller resumes.
    mutating func remove(_ waiter: Waiter) -> Waiter.Continuation? {
        guard let continuation = waiter.continuation else { return nil }
        waiter.continuation = nil
        count -= 1
        if entries.count > 2 * count + 32 {
            entries.removeAll { $0.continuation == nil }
            head = 0
        }
        return continuation
    }
}
