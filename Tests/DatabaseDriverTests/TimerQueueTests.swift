import SwiftMigPlatform
import Testing

@testable import DatabaseDriver

@Suite struct TimerQueueTests {
    @Test func removedTimersDoNotPileUpBehindALiveOne() {
        var queue = TimerQueue()
        let start = ContinuousClock.now
        _ = queue.add(at: start) {}
        for number in 1...1000 { queue.remove(queue.add(at: start + .seconds(number)) {}) }
        #expect(queue.count < 100)
        #expect(queue.popDue(start) != nil && queue.popDue(start + .seconds(1000)) == nil)
    }

    @Test func timersComeInTheirOrder() {
        var queue = TimerQueue()
        let start = ContinuousClock.now
        var due: [Int] = []
        var generator = SystemRandomNumberGenerator()
        let timers = (0..<500).shuffled(using: &generator).map { number in
            (number, queue.add(at: start + .seconds(number)) { due.append(number) })
        }
        for (number, timer) in timers where number % 5 != 0 { queue.remove(timer) }
        while let body = queue.popDue(start + .seconds(1000)) { body() }
        #expect(due == Array(stride(from: 0, to: 500, by: 5)))
    }

    @Test(.timeLimit(.minutes(1)))
    func theLongestTimeLimitIsNoLimit() async throws {
        #expect(Duration.seconds(Int64.max).wholeMilliseconds == .max)
        #expect(Duration.seconds(Int64.min).wholeMilliseconds == .min)
        #expect(Duration.milliseconds(1500).wholeMilliseconds == 1500)
        #expect(Duration.nanoseconds(1).wholeMilliseconds == 1)
        let fixture = try await DriverFixture()
        let result = try await fixture.connection.execute("SELECT 1", timeout: .seconds(Int64.max))
        #expect(result.affectedRows == 1)
        await fixture.end()
    }
}
