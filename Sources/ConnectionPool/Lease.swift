extension Pool {
    /// A connection that is in use. It ends with `give(back:)` or `discard(_:because:)`. Each takes it away from its
    /// owner, so that nobody uses a connection that is another task's.
    ///
    /// If it ends otherwise, the connection is closed, because nobody knows its state.
    package struct Lease: ~Copyable, Sendable {
        @usableFromInline var core: PoolLease

        @inlinable @inline(__always)
        init(_ member: PoolMember, of pool: PoolOwner) {
            core = PoolLease(member, of: pool)
        }

        /// The connection. The members of the pool are connections that its `connect` has returned.
        @inlinable @inline(__always)
        package var connection: Connection { unsafeDowncast(core.member.connection, to: Connection.self) }

        /// Ends the lease. The caller decides what becomes of the connection.
        @inlinable @inline(__always)
        mutating func end() -> PoolMember {
            core.isOver = true
            return core.member
        }
    }
}

/// A lease of a connection, whatever its type is.
@usableFromInline
struct PoolLease: ~Copyable, Sendable {
    @usableFromInline let member: PoolMember
    @usableFromInline let pool: PoolOwner
    @usableFromInline var isOver = false

    @inlinable
    init(_ member: PoolMember, of pool: PoolOwner) {
        self.member = member
        self.pool = pool
    }

    @inlinable
    deinit {
        if !isOver { pool.core.forget(member) }
    }
}
