import SwiftMigPlatform
import Testing

struct ParallelMapTests {
    @Test(arguments: [0, 1, 2, 3, 7, 100, 1001])
    func keepsTheOrder(count: Int) throws {
        #expect(try (0..<count).mapInParallel(smallestPart: 1) { $0 * 2 } == (0..<count).map { $0 * 2 })
    }

    /// The last part, which another thread does, is likely to fail first.
    @Test func throwsTheErrorOfTheFirstElementThatFails() {
        #expect(throws: Failure(element: 40)) {
            try (0..<1000).mapInParallel(smallestPart: 1) { element in
                if element == 40 { Pause.rest(.milliseconds(50)) }
                if element >= 40, element % 20 == 0 { throw Failure(element: element) }
            }
        }
    }

    private struct Failure: Error, Equatable {
        var element: Int
    }
}
