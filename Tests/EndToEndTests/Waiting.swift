import Foundation
import TestSupport

/// Asks again and again until it is so. A test that waits in vain fails, and does not hold up the others for ever.
///
/// - Parameter described: what there is to see when it waited in vain.
func waitUntil(_ isSo: () throws -> Bool, described: () throws -> String = { "" }) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try !isSo() {
        guard ContinuousClock.now < deadline else {
            throw TestSupportError("waited in vain for 60 seconds; \(try described())")
        }
        usleep(2_000)
    }
}
