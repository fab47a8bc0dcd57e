extension Migrator {
    /// A target in the chain of revisions.
    ///
    /// Everything that the command line accepts can be written as a string, such as `"ae10+2"` or `"billing@head"`.
    public struct Target: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
        /// The target as written on the command line.
        public let description: String

        /// Creates a target from its command-line form.
        public init(_ text: String) {
            description = text
        }

        /// Creates a target from its command-line form.
        public init(stringLiteral text: String) {
            description = text
        }

        /// The newest revision. An error if the chain has several heads.
        public static let head = Target("head")
        /// The newest revision of every branch.
        public static let heads = Target("heads")
        /// The state before the first revision.
        public static let base = Target("base")

        /// A revision, given by its id, the beginning of its id, or a branch label.
        public static func revision(_ id: String) -> Target { Target(id) }

        /// A number of revisions up from the database's current one or, if negative, down.
        public static func relative(_ count: Int) -> Target { Target(count < 0 ? "\(count)" : "+\(count)") }

        /// The newest revision of the branch with this label.
        public static func head(of branch: String) -> Target { Target("\(branch)@head") }
    }
}
