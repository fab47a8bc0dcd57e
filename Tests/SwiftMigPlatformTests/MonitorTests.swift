import SwiftMigPlatform
import Testing

struct MonitorTests {
    @Test func aWaitEndsWithTheChange() throws {
        let monitor = Monitor(0)
        let work = Background { monitor.access { $0 = 1 } }
        #expect(monitor.wait(upTo: .seconds(60)) { $0 == 1 })
        try work.value()
    }

    @Test func aWaitEndsWithItsTime() {
        let monitor = Monitor(0)
        let start = ContinuousClock.now
        #expect(!monitor.wait(upTo: .milliseconds(30)) { $0 == 1 })
        #expect(ContinuousClock.now - start >= .milliseconds(30))
    }
}
