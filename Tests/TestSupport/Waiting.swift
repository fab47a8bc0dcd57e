internal import Foundation

/// How long tests wait for what must happen. Only a test that fails waits that long, so the limits leave room for a
/// machine with many times more work than it has cores.
package enum Patience {
    /// For one event, in seconds.
    package static let seconds = 900
    package static let limit = Duration.seconds(seconds)
    /// For `.timeLimit` of a whole test.
    package static let minutes = 60
}

/// Checks a condition repeatedly until it is true. A test that waits in vain fails instead of blocking the others
/// forever.
///
/// - Parameter described: A description of the state after waiting in vain.
package func waitUntil(_ isSo: () throws -> Bool, described: () throws -> String = { "" }) throws {
    let deadline = ContinuousClock.now + Patience.limit
    while try !isSo() {
        try checkPatience(deadline, described)
        usleep(2_000)
    }
}

/// The same without blocking a thread of the pool.
package func waitUntil(_ isSo: () throws -> Bool, described: () throws -> String = { "" }) async throws {
    let deadline = ContinuousClock.now + Patience.limit
    while try !isSo() {
        try checkPatience(deadline, described)
        try await Task.sleep(for: .milliseconds(2))
    }
}

private func checkPatience(_ deadline: ContinuousClock.Instant, _ described: () throws -> String) throws {
    guard ContinuousClock.now < deadline else {
        throw TestSupportError("waited in vain for \(Patience.seconds) seconds; \(try described())")
    }
}
