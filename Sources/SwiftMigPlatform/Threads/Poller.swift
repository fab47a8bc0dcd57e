internal import CSwiftMigPlatform

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Waits for sockets on one thread: epoll on Linux, kqueue elsewhere. Other threads may only call `wake`.
package final class Poller: @unchecked Sendable {
    /// What a socket is watched for, or ready for.
    package struct Interest: OptionSet, Sendable {
        package let rawValue: Int32
        package init(rawValue: Int32) { self.rawValue = rawValue }
        package static let reading = Interest(rawValue: 1)
        package static let writing = Interest(rawValue: 2)
    }

    package struct Event {
        /// The token that the socket is watched with.
        package var token: UInt64
        package var ready: Interest
        /// Whether the other end is closed, or the socket has an error.
        package var isClosed: Bool
    }

    /// Not the token of any socket. kqueue keeps a token in a pointer, which may have 32 bits.
    private static let wakeToken: UInt64 = 0
    private static let capacity = 64
    private let poller: Int32
    private let wakerEnds: (reading: Int32, writing: Int32)
    private let events = UnsafeMutablePointer<swiftmig_ready>.allocate(capacity: Poller.capacity)

    /// - Throws: `SystemError` if the process may open no more descriptors.
    package init() throws(SystemError) {
        poller = swiftmig_poller_make()
        guard poller >= 0 else { throw .last }
        var ends: [Int32] = [-1, -1]
        guard swiftmig_waker_make(&ends) == 0 else {
            let error = SystemError.last
            _ = close(poller)
            throw error
        }
        wakerEnds = (ends[0], ends[1])
        swiftmig_poller_watch(poller, ends[0], Self.wakeToken, 1, 0, 1)
    }

    deinit {
        _ = close(poller)
        _ = close(wakerEnds.reading)
        if wakerEnds.writing != wakerEnds.reading { _ = close(wakerEnds.writing) }
        events.deallocate()
    }

    /// Watches a socket. Its token is not 0.
    ///
    /// - Parameter isNew: Whether it is not watched yet.
    package func watch(_ socket: Int32, for interest: Interest, token: UInt64, isNew: Bool) throws(SystemError) {
        let status = swiftmig_poller_watch(
            poller,
            socket,
            token,
            interest.contains(.reading) ? 1 : 0,
            interest.contains(.writing) ? 1 : 0,
            isNew ? 1 : 0
        )
        if status != 0 { throw .last }
    }

    /// Stops watching a socket. Do this before it is closed.
    package func forget(_ socket: Int32) {
        swiftmig_poller_forget(poller, socket)
    }

    /// Waits until a socket is ready, `wake` is called, or the time is over.
    ///
    /// - Parameter limit: nil to wait as long as it takes.
    package func wait(upTo limit: Duration?, _ body: (Event) -> Void) {
        let milliseconds = limit.map { limit in
            // Rounded up, so that what is due at the end of the limit is due when this returns.
            Int32(clamping: max(0, limit.wholeMilliseconds))
        }
        let count = swiftmig_poller_wait(poller, events, Int32(Self.capacity), milliseconds ?? -1)
        guard count > 0 else { return }
        for index in 0..<Int(count) {
            let event = events[index]
            if event.token == Self.wakeToken {
                swiftmig_waker_clear(wakerEnds.reading)
                continue
            }
            var ready: Interest = []
            if event.can_read != 0 { ready.insert(.reading) }
            if event.can_write != 0 { ready.insert(.writing) }
            body(Event(token: event.token, ready: ready, isClosed: event.is_closed != 0))
        }
    }

    /// Ends the current call of `wait`, or else the next one. Any thread may call it.
    package func wake() {
        swiftmig_waker_wake(wakerEnds.writing)
    }
}

/// What can be done to a socket that belongs to a library.
package enum SocketControl {
    package static func makeNonblocking(_ socket: Int32) throws(SystemError) {
        if swiftmig_set_nonblocking(socket) != 0 { throw .last }
    }

    /// Returns another descriptor of the socket, for the caller to close.
    package static func duplicate(_ socket: Int32) throws(SystemError) -> Int32 {
        let duplicate = swiftmig_duplicate(socket)
        if duplicate < 0 { throw .last }
        return duplicate
    }

    package static func release(_ duplicate: Int32) {
        _ = close(duplicate)
    }

    /// Ends the connection, which wakes everybody who waits for the socket. The descriptor remains open.
    package static func shutDown(_ socket: Int32) {
        _ = shutdown(socket, Int32(SHUT_RDWR))
    }

    package enum Silence { case silent, hasBytes, ended }

    /// What has arrived at a socket that nothing is expected from.
    package static func silence(of socket: Int32) -> Silence {
        switch swiftmig_peek(socket) {
        case 0: .silent
        case 1: .hasBytes
        default: .ended
        }
    }
}

extension Duration {
    /// The duration in milliseconds, rounded up. One that does not fit is the longest or the shortest that does.
    package var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1000)
        let part = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        let (sum, exceeds) = whole.addingReportingOverflow(part)
        return overflows || exceeds ? (seconds < 0 ? .min : .max) : sum
    }
}
