/// What a query does if a row that it is to lock is locked by another transaction.
public enum LockWait: Sendable {
    /// Waits, as long as `innodb_lock_wait_timeout` allows.
    case wait
    /// Fails at once.
    case noWait
    /// Leaves the row out. That is how several workers take tasks from one table.
    case skipLocked

    var words: String {
        switch self {
        case .wait: ""
        case .noWait: " NOWAIT"
        case .skipLocked: " SKIP LOCKED"
        }
    }
}

extension SelectStatement {
    /// Locks the rows until the end of the transaction, so that no other transaction changes or locks them.
    public func forUpdate(_ wait: LockWait = .wait) -> Self {
        with { $0.lock = SQL(raw: " FOR UPDATE" + wait.words) }
    }

    /// Locks the rows until the end of the transaction, so that no other transaction changes them.
    public func forShare(_ wait: LockWait = .wait) -> Self {
        with { select in
            select.lock = SQL(
                mariaDB: SQL(raw: " LOCK IN SHARE MODE" + wait.words),
                mySQL: SQL(raw: " FOR SHARE" + wait.words)
            )
        }
    }

    func locking(_ table: some TableInQuery, _ wait: LockWait) -> Self {
        var named = SQL(raw: " FOR UPDATE OF ")
        named.append(name: table._alias)
        named.append(wait.words)
        // MariaDB cannot lock some of the tables only, so it locks all.
        return with { $0.lock = SQL(mariaDB: SQL(raw: " FOR UPDATE" + wait.words), mySQL: named) }
    }
}
