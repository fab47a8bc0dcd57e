import SwiftMigPlatform
import Testing

struct LockTests {
    private final class Counter: @unchecked Sendable {
        private let lock = Lock()
        private var number = 0

        func add() -> Int {
            lock.withLock {
                number += 1
                return number
            }
        }
    }

    @Test func oneThreadAtATimeHoldsIt() throws {
        let counter = Counter()
        let work = (0..<4).map { _ in Background { for _ in 0..<10_000 { _ = counter.add() } } }
        for work in work { try work.value() }
        #expect(counter.add() == 40_001)
    }

    @Test func anErrorReleasesIt() {
        struct Problem: Error {}
        let lock = Lock()
        #expect(throws: Problem.self) { try lock.withLock { throw Problem() } }
        #expect(lock.withLock { true })
    }
}
