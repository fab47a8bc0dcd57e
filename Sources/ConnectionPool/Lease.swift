extension Pool {
    /// A connection that is in use. It ends with `give(back:)` or `discard(_:because:)`. Each takes it away from its
    /// owner, so that nobody uses a connection that is another task's.
    ///
    /// If it ends otherwise, the connection is closed, because nobody knows its state.
    package struct Lease: ~Copyable, Sendable {
        package let connection: Connection
        private let pool: Pool
        /// nil after the end.
        private var member: PoolMember<Connection>?

        init(_ member: PoolMember<Connection>, of pool: Pool) {
            connection = member.connection
            self.member = member
            self.pool = pool
        }

        /// Ends the lease. The caller decides what becomes of the connection.
        mutating func end() -> PoolMember<Connection>? {
            defer { member = nil }
            return member
        }

        deinit {
            if let member { pool.forget(member) }
        }
    }
}
