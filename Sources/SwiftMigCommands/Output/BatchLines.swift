internal import MigrationRunner

/// Prints the progress of a batch from time to time.
struct BatchLines {
    private var lastShown: Duration?

    private static let interval = Duration.seconds(5)

    mutating func show(_ progress: BatchProgress, _ messages: Messages) {
        // The time of a new batch starts at zero.
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
        if let lag = progress.waitsFor {
            words += "; waiting for the replica at \(lag.replica), which \(lag.state.words)"
        }
        return words
    }
}

extension ReplicaLag.State {
    fileprivate var words: String {
        switch self {
        case .behind(let seconds): "is \(seconds) s behind"
        case .stopped: "does not replicate at the moment"
        case .silent: "does not answer"
        }
    }
}
