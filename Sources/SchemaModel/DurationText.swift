extension Duration {
    /// Parses `500ms`, `10s`, `2m` or `1h`. Returns nil for anything else.
    package init?(text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let amount = Int64(digits), amount <= 1_000_000_000 else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": self = .milliseconds(amount)
        case "s": self = .seconds(amount)
        case "m": self = .seconds(amount * 60)
        case "h": self = .seconds(amount * 3600)
        default: return nil
        }
    }

    /// The duration in seconds, with a precision of microseconds.
    package var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds / 1_000_000_000_000) / 1_000_000
    }

    /// The duration in milliseconds with one decimal, such as `12.3`.
    package var milliseconds: String {
        let tenths = (components.seconds * 10_000) + components.attoseconds / 100_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// The duration in whole seconds for `lock_wait_timeout`, if `lockWaitRange` has it.
    package var lockWaitSeconds: Int? {
        let (seconds, rest) = components
        return rest == 0 && Self.lockWaitRange.contains(Int(seconds)) ? Int(seconds) : nil
    }

    /// How many seconds a statement may wait for a lock, from MySQL's minimum.
    package static let lockWaitRange = 1...3600
}
