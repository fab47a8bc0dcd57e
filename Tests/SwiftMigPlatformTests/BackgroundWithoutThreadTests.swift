import Testing

@testable import SwiftMigPlatform

struct BackgroundWithoutThreadTests {
    @Test func doesTheWorkOnce() throws {
        let runs = Monitor(0)
        let work = Background({ runs.access { $0 += 1 } }, start: { _ in nil })
        #expect(!work.isRunning)
        for _ in 0..<2 { try work.value() }
        #expect(runs.access { $0 } == 1)
    }
}
