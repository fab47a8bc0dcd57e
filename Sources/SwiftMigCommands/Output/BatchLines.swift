internal import MigrationRunner

/// Tells how far a batch has come, in lines that come seldom.
struct BatchLines {
    private var lastShown: Duration?

    private static let interval = Duration.seconds(5)

    mutating func show(_ progress: BatchProgress, _ messages: Messages) {
        // A new batch starts its time anew.
        if let shown = lastShown, progress.elapsed < shown { lastShown = nil }
        guard progress.elapsed - (lastShown ?? .zero) >= Self.interval else { return }
        lastShown = progress.elapsed
        messages.note(Self.words(progress))
    }

    static func words(_ progress: BatchProgress) -> String {
        var words = "  batch: "
        if let share = progress.share { words += "\(Int(share * 100)) %, " }
        words += "\(progress.ranges) ranges, \(progress.rows) rows changed"
        if let remaining = progress.remaining {
            words += ", about \(remaining.components.seconds + 1) s to go"
        }
        return words
    }
}
