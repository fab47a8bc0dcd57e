/// The connections of a pool and the tasks that wait for them, at one moment.
public struct PoolStatus: Hashable, Sendable, CustomStringConvertible {
    /// The number of connections that the pool keeps: ``PoolOptions/size``.
    public let size: Int
    /// The connections that are open and not in use.
    public let idle: Int
    /// The connections that are in use.
    public let inUse: Int
    /// How many connections there are beyond ``size``.
    public let overflow: Int
    /// The tasks that wait for a connection.
    public let waiting: Int
    /// The connections that are being opened.
    public let opening: Int

    /// Creates a status.
    package init(size: Int, idle: Int, inUse: Int, waiting: Int, opening: Int) {
        self.size = size
        self.idle = idle
        self.inUse = inUse
        overflow = max(0, idle + inUse - size)
        self.waiting = waiting
        self.opening = opening
    }

    /// All numbers, for a log.
    public var description: String {
        "size \(size), idle \(idle), in use \(inUse), overflow \(overflow), waiting \(waiting), opening \(opening)"
    }
}
