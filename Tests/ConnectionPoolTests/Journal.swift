import SwiftMigPlatform

/// What tasks write down, in their order.
final class Journal: Sendable {
    private let state = Monitor([String]())

    var notes: [String] { state.access { $0 } }

    func note(_ text: String) { state.access { $0.append(text) } }
}
