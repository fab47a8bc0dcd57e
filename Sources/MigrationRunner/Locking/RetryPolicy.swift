/// When a statement that met a lock is tried again.
package struct RetryPolicy {
    let retries: Int
    /// The pause before the first of them.
    let firstPause: Duration

    /// No pause is longer: who waited that long has let everybody pass.
    private static let longestPause = Duration.seconds(20)

    package init(retries: Int, firstPause: Duration) {
        self.retries = retries
        self.firstPause = firstPause
    }

    /// The pause before the next try: twice as long each time, and never quite that, so that two who met do not meet again.
    ///
    /// - Parameters:
    ///   - tries: How many have failed.
    ///   - chance: 0 up to 1.
    /// - Returns: nil when there is to be no other try.
    package func pause(after tries: Int, chance: Double = .random(in: 0..<1)) -> Duration? {
        guard tries <= retries else { return nil }
        let doubled = firstPause * (1 << min(tries - 1, 10))
        return min(doubled, Self.longestPause) * (0.75 + chance / 2)
    }

    /// The server did nothing and says so: ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK, which on a Galera cluster is also what a
    /// transaction gets that somebody's DDL or another node was in the way of, and ER_UNKNOWN_COM_ERROR, with which a node
    /// of a cluster refuses what comes before it is ready; ER_TRANSACTION_ROLLBACK_DURING_COMMIT, with which a MySQL group takes back
    /// a transaction that another member was in the way of.
    static let errors: Set = [1205, 1213, 1047, 3101]
}
