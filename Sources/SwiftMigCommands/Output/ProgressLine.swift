internal import MariaDBClient

/// A line about a slow statement.
struct ProgressLine: Hashable {
    /// The number of the statement; the first is 1.
    var number: Int
    var count: Int
    var elapsed: Duration
    /// The progress that the server reports, if it does.
    var progress: ServerProgress?

    private static let width = 20

    /// - Parameter isTerminal: Whether a bar can be drawn.
    func text(isTerminal: Bool) -> String {
        var parts = ["statement \(number) of \(count)"]
        if let progress {
            let percent = min(100, max(0, progress.percent))
            if isTerminal {
                let filled = Int(percent / 100 * Double(Self.width))
                let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
                parts[0] += " [\(bar)]"
            }
            parts[0] += " \(Int(percent)) %"
            let stage = progress.stages > 1 ? " (stage \(progress.stage) of \(progress.stages))" : ""
            if !progress.activity.isEmpty || !stage.isEmpty { parts.append(progress.activity + stage) }
        }
        return (parts + ["\(Self.words(elapsed)) so far"]).joined(separator: ", ")
    }

    /// Returns `1 h 02 m`, `3 m 07 s` or `12 s`.
    private static func words(_ duration: Duration) -> String {
        func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let seconds = duration.components.seconds
        if seconds >= 3600 { return "\(seconds / 3600) h \(padded(seconds / 60 % 60)) m" }
        return seconds >= 60 ? "\(seconds / 60) m \(padded(seconds % 60)) s" : "\(seconds) s"
    }
}
