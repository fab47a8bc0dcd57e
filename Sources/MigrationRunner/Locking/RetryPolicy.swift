/// When to retry a statement that met a lock.
package struct RetryPolicy {
    let retries: Int
    /// The pause before the first retry.
    let firstPause: Duration

    /// No pause is longer: that gives every other session enough time.
    private static let longestPause = Duration.seconds(20)

    package init(retries: Int, firstPause: Duration) {
        self.retries = retries
        self.firstPause = firstPause
    }

    /// The pause before the next try. It doubles each time, with a random variation so that two runs do not collide
    /// again.
    ///
    /// - Parameters:
    ///   - tries: How many tries have failed.
    ///   - chance: A random number from 0 up to 1.
    /// - Returns: nil if there is no further try.
    package func pause(after tries: Int, chance: Double = .random(in: 0..<1)) -> Duration? {
        guard tries <= retries else { return nil }
        let doubled = firstPause * (1 << min(tries - 1, 10))
        return min(doubled, Self.longestPause) * (0.75 + chance / 2)
    }
}
