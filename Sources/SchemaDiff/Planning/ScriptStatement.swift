/// One statement of a revision, with what a reader should know about it.
package struct ScriptStatement: Hashable, Sendable {
    /// Without the closing semicolon.
    package var sql: String
    /// One line each: why it is there, then its hazards.
    package var comments: [String]

    package init(sql: String, comments: [String] = []) {
        self.sql = sql
        self.comments = comments
    }
}
