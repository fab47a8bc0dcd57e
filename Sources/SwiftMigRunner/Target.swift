extension Migrator {
    /// A point in the chain of revisions.
    ///
    /// All that the command line understands can be written as a string, such as `"ae10+2"` or `"billing@head"`.
    public struct Target: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
        /// As the command line takes it.
        public let description: String

        /// A target as it is written on the command line.
        public init(_ text: String) {
            description = text
        }

        /// A target as it is written on the command line.
        public init(stringLiteral text: String) {
            description = text
        }

        /// The newest revision; an error where the chain has several ends.
        public static let head = Target("head")
        /// The newest revision of every branch.
        public static let heads = Target("heads")
        /// Before the first revision.
        public static let base = Target("base")

        /// A revision by its id, the beginning of its id, or a branch label.
        public static func revision(_ id: String) -> Target { Target(id) }

        /// So many revisions up, or, below zero, down from where the database is.
        public static func relative(_ count: Int) -> Target { Target(count < 0 ? "\(count)" : "+\(count)") }

        /// The newest revision of the branch with a label.
        public static func head(of branch: String) -> Target { Target("\(branch)@head") }
    }
}
