import SwiftMigPlatform
import Testing

@Suite struct BackgroundTests {
    private struct Failure: Error, Equatable {}

    @Test func handsOverWhatTheWorkReturns() throws {
        let numbers = (0..<8).map { number in Background { (0...number).map { $0 * $0 } } }
        #expect(try numbers.map { try $0.value().last } == [0, 1, 4, 9, 16, 25, 36, 49])
    }

    @Test func throwsWhatTheWorkThrows() {
        let failing = Background<Int> { throw Failure() }
        #expect(throws: Failure()) { try failing.value() }
        #expect(throws: Failure()) { try failing.value() }
    }

    @Test func doesNotEndBeforeTheWork() {
        let log = Log()
        do { _ = Background { log.add("done") } }
        log.add("after")
        #expect(log.lines == ["done", "after"])
    }

    private final class Log: @unchecked Sendable {
        private(set) var lines: [String] = []
        func add(_ line: String) { lines.append(line) }
    }
}
