/// Functions to call at a time, for one thread.
struct TimerQueue {
    struct ID: Hashable {
        fileprivate let number: UInt64
    }

    private struct Timer {
        var time: ContinuousClock.Instant
        var id: ID
        var body: () -> Void
    }

    /// A binary heap by time. A removed timer stays until its time comes, or most of the heap is removed timers.
    private var heap: [Timer] = []
    private var live: Set<ID> = []
    private var lastNumber: UInt64 = 0

    mutating func add(at time: ContinuousClock.Instant, _ body: @escaping () -> Void) -> ID {
        lastNumber += 1
        let id = ID(number: lastNumber)
        live.insert(id)
        push(Timer(time: time, id: id, body: body))
        return id
    }

    private mutating func push(_ timer: Timer) {
        heap.append(timer)
        var child = heap.count - 1
        while child > 0, heap[child].time < heap[(child - 1) / 2].time {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func remove(_ id: ID) {
        live.remove(id)
        while let first = heap.first, !live.contains(first.id) { popFirst() }
        if heap.count > 2 * live.count + 32 {
            let timers = heap.filter { live.contains($0.id) }
            heap.removeAll(keepingCapacity: true)
            for timer in timers { push(timer) }
        }
    }

    /// The number of timers in memory, with those that were removed.
    var count: Int { heap.count }

    /// The time of the first timer.
    var next: ContinuousClock.Instant? { heap.first?.time }

    /// Removes and returns the function of a timer that is due.
    mutating func popDue(_ now: ContinuousClock.Instant) -> (() -> Void)? {
        while let first = heap.first, first.time <= now {
            popFirst()
            if live.remove(first.id) != nil { return first.body }
        }
        return nil
    }

    @discardableResult
    private mutating func popFirst() -> Timer {
        heap.swapAt(0, heap.count - 1)
        let timer = heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].time < heap[least].time { least = child }
            }
            if least == parent { return timer }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
