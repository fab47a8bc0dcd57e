internal import ServerPort

extension QueryExecutor {
    /// Rolls back what is open. If that fails, the connection is gone, and the server does it.
    func rollBack() {
        _ = try? execute("ROLLBACK")
    }
}
