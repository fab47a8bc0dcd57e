package import SchemaModel

/// The session settings for reading. SQL text must mean the same, and SHOW CREATE must print the same, in every
/// `sql_mode`: ANSI_QUOTES changes the quotes, NO_BACKSLASH_ESCAPES changes the literals, ORACLE and ANSI omit clauses,
/// and `sql_quote_show_create` drops the quotes.
package enum ReadingMode {
    /// The dialect in this mode.
    package static let dialect = SQLDialect()

    /// Saves the session's settings and replaces them.
    package static func enter(sqlMode: String = "") -> String {
        """
        SET @swiftmig_sql_mode = @@SESSION.sql_mode, @swiftmig_quote = @@SESSION.sql_quote_show_create, \
        SESSION sql_mode = '\(sqlMode)', SESSION sql_quote_show_create = 1
        """
    }

    /// Turns off conversion of SHOW CREATE TABLE to the client's character set, in which each byte of a character
    /// beyond U+FFFF in an expression becomes a question mark (MySQL 9.7). Do not use it for routines and similar
    /// objects, which the server stores in their creator's client character set.
    package static let enterRaw = "SET SESSION character_set_results = NULL"

    /// Returns to utf8mb4, which every connection uses.
    package static let leaveRaw = "SET SESSION character_set_results = utf8mb4"

    /// Restores the session's settings.
    package static let leave = """
        SET SESSION sql_mode = @swiftmig_sql_mode, SESSION sql_quote_show_create = @swiftmig_quote, \
        @swiftmig_sql_mode = NULL, @swiftmig_quote = NULL
        """
}

extension QueryExecutor {
    /// Runs statements in reading mode, in one round trip.
    ///
    /// - Throws: `ServerError`, whose `failedIndex` counts only these statements.
    package func executeReading(_ statements: [String]) throws -> [StatementResult] {
        do {
            let results = try execute(all: [ReadingMode.enter()] + statements + [ReadingMode.leave])
            return Array(results.dropFirst().dropLast())
        } catch var error as ServerError where !error.isConnectionLost {
            try execute(ReadingMode.leave)
            error.failedIndex = error.failedIndex.map { $0 - 1 }
            throw error
        }
    }
}
