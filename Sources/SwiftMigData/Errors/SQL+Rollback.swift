internal import SwiftMigQueries

extension SQL {
    /// Whether the end of a transaction undoes the statement if it was not committed. Other statements, such as DDL and
    /// CALL, can commit by themselves.
    var isUndoneByRollback: Bool {
        let word = text.drop { $0.isWhitespace || $0 == "(" }.prefix { $0.isLetter }
        return Self.undone.contains(word.uppercased())
    }

    private static let undone: Set = [
        "DELETE", "DO", "INSERT", "REPLACE", "SELECT", "SHOW", "TABLE", "UPDATE", "VALUES", "WITH",
    ]
}
