/// How long a session waits for a lock of another session.
///
/// By default, a server waits a day (MariaDB) or a year (MySQL) for a metadata lock, and every later query on the table
/// waits for that statement. A statement that gives up after seconds and tries again lets them pass in between.
enum LockWaitLimit {
    /// Limits both kinds of locks: `lock_wait_timeout` applies to metadata locks, the other to row locks.
    ///
    /// Only MariaDB reads the last part, which makes it report its progress every second.
    static func set(_ seconds: Int) -> String {
        """
        SET SESSION lock_wait_timeout = \(seconds), SESSION innodb_lock_wait_timeout = \(seconds) \
        /*M!100000 , SESSION progress_report_time = 1 */
        """
    }

    /// Sets the limit for one statement; `end` restores the previous values.
    static func begin(_ seconds: Int) -> String {
        """
        SET @swiftmig_lock_wait = @@SESSION.lock_wait_timeout, \
        @swiftmig_row_lock_wait = @@SESSION.innodb_lock_wait_timeout, \
        SESSION lock_wait_timeout = \(seconds), SESSION innodb_lock_wait_timeout = \(seconds)
        """
    }

    static let end = """
        SET SESSION lock_wait_timeout = @swiftmig_lock_wait, \
        SESSION innodb_lock_wait_timeout = @swiftmig_row_lock_wait
        """
}
