/// How long a session waits for what another one has locked.
///
/// A server waits a day (MariaDB) or a year (MySQL) for a table's definition, and every query that comes later waits behind it. A
/// statement that gives way after seconds and comes again lets them pass between.
enum LockWaitLimit {
    /// Both kinds of locks: `lock_wait_timeout` is about definitions, the other about rows.
    ///
    /// Only MariaDB reads the last part, which makes it report its progress every second.
    static func set(_ seconds: Int) -> String {
        """
        SET SESSION lock_wait_timeout = \(seconds), SESSION innodb_lock_wait_timeout = \(seconds) \
        /*M!100000 , SESSION progress_report_time = 1 */
        """
    }

    /// For one statement; `end` brings back what was there before.
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
