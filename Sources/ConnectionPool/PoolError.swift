/// Why a task got no connection from a pool. A connection that cannot be opened is an error of the driver instead.
package enum PoolError: Error, Hashable, Sendable {
    /// All connections were in use for too long.
    case timedOut(PoolTimeout)
    /// The pool was shut down.
    case isShutDown
}

/// A wait for a connection that took too long.
public struct PoolTimeout: Hashable, Sendable, CustomStringConvertible {
    /// The connection that has been in use for the longest time.
    public struct Holder: Hashable, Sendable {
        /// How long it has been in use.
        public let duration: Duration
        /// The file and line that took it, if these are recorded.
        public let place: String?
    }

    /// The pool when the wait ended.
    public let status: PoolStatus
    /// The number of connections that it may open.
    public let limit: Int
    /// How long the task waited.
    public let waited: Duration
    /// The connection that has been in use for the longest time.
    public let longestHolder: Holder?

    /// What happened, and what to do about it.
    public var description: String {
        var text =
            "no connection became free within \(waited.inSeconds): \(status.inUse) of at most \(limit) are in use"
        text += " (\(status))"
        if let longestHolder {
            text += "; one has been in use for \(longestHolder.duration.inSeconds)"
            text += longestHolder.place.map { ", since \($0)" } ?? ""
        }
        return text + ". Use connections for a shorter time, or raise the pool's size, maxOverflow or timeout"
    }
}

extension Duration {
    /// Seconds with two digits after the point.
    fileprivate var inSeconds: String {
        let hundredths = components.attoseconds / 10_000_000_000_000_000
        return "\(components.seconds).\(hundredths < 10 ? "0" : "")\(hundredths) s"
    }
}
