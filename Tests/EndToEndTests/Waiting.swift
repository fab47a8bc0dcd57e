import Foundation
import TestSupport

/// Checks a condition repeatedly until it is true. A test that waits in vain fails instead of blocking the others
/// forever.
///
/// - Parameter described: A description of the state after waiting in vain.
func waitUntil(_ isSo: () throws -> Bool, described: () throws -> String = { "" }) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try !isSo() {
        guard ContinuousClock.now < deadline else {
            throw TestSupportError("waited in vain for 60 seconds; \(try described())")
        }
        usleep(2_000)
    }
}
