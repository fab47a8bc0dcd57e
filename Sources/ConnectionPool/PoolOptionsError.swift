/// An option of a pool that makes no sense.
public struct PoolOptionsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name of the option.
    public let option: String
    /// Its value.
    public let value: String
    /// Why the value is refused, and what to use instead.
    public let reason: String

    /// The whole message.
    public var description: String { "the pool's \(option) is \(value), but \(reason)" }
}

extension PoolOptions {
    /// Checks the options.
    ///
    /// - Throws: ``PoolOptionsError`` for the first option that makes no sense.
    public func validate() throws(PoolOptionsError) {
        func require(_ isSo: Bool, _ option: String, _ value: Any?, _ reason: String) throws(PoolOptionsError) {
            guard !isSo else { return }
            throw PoolOptionsError(option: option, value: value.map { "\($0)" } ?? "nil", reason: reason)
        }
        func require(_ time: Duration?, atLeastZero option: String) throws(PoolOptionsError) {
            try require(time ?? .zero >= .zero, option, time, "a time cannot be negative")
        }
        func require(_ time: Duration?, positive option: String, _ otherwise: String) throws(PoolOptionsError) {
            try require(time ?? .seconds(1) > .zero, option, time, "it must be longer than zero; \(otherwise)")
        }

        if keepsConnections {
            try require(
                size >= 1,
                "size",
                size,
                "a pool keeps at least one connection; use PoolOptions.unpooled to keep none, and maxOverflow: nil for "
                    + "any number"
            )
        } else {
            try require(
                size == 0,
                "size",
                size,
                "an unpooled engine keeps no connection; set maxOverflow to limit their number"
            )
            try require(minimum == 0, "minimum", minimum, "an unpooled engine keeps no connection")
            try require(
                maxOverflow != 0,
                "maxOverflow",
                maxOverflow,
                "an unpooled engine needs room for one connection"
            )
        }
        try require(maxOverflow ?? 0 >= 0, "maxOverflow", maxOverflow, "it cannot be negative; use nil for any number")
        try require(minimum >= 0, "minimum", minimum, "it cannot be negative")
        try require(
            minimum <= size || !keepsConnections,
            "minimum",
            minimum,
            "only \(size) connections are kept; raise size"
        )
        try require(timeout, atLeastZero: "timeout")
        try require(prePing, atLeastZero: "prePing")
        try require(shutdownTimeout, atLeastZero: "shutdownTimeout")
        try require(recycle, positive: "recycle", "use nil to keep connections at any age")
        try require(idleTimeout, positive: "idleTimeout", "use nil to keep idle connections for any time")
        try require(connectTimeout, positive: "connectTimeout", "no server answers at once")
        try require(statementTimeout, positive: "statementTimeout", "use nil for statements without a limit")
    }
}
