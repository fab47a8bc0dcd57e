/// One statement of a revision, with what a reader should know about it.
package struct ScriptStatement: Hashable, Sendable {
    /// Without the closing semicolon.
    package var sql: String
    /// One line each: why it is there, then its hazards.
    package var comments: [String]

    package init(sql: String, comments: [String] = []) {
        self.sql = sql
        // A name may hold a line break, which would end the comment and leave the rest of the name as SQL.
        self.comments = comments.map { comment in
            String(comment.map { $0.isNewline || $0 == "\0" ? " " : $0 })
        }
    }
}
