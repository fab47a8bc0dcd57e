/// The direction in which a revision is run.
package enum Direction: String, Hashable, Sendable {
    case upgrade, downgrade
}
