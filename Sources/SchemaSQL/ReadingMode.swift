package import SchemaModel

/// A session while swiftmig reads from it: SQL text must mean, and SHOW CREATE print, the same whatever `sql_mode`
/// people work in. ANSI_QUOTES changes the quotes, NO_BACKSLASH_ESCAPES the literals, ORACLE and ANSI leave clauses out,
/// `sql_quote_show_create` drops the quotes.
package enum ReadingMode {
    /// How text is quoted while it lasts.
    package static let dialect = SQLDialect()

    /// Remembers the session's own settings and puts others in their place.
    package static func enter(sqlMode: String = "") -> String {
        """
        SET @swiftmig_sql_mode = @@SESSION.sql_mode, @swiftmig_quote = @@SESSION.sql_quote_show_create, \
        SESSION sql_mode = '\(sqlMode)', SESSION sql_quote_show_create = 1
        """
    }

    /// Lets SHOW CREATE TABLE come as the server has it. Converted to the client's character set, each byte of a character
    /// beyond U+FFFF in an expression becomes a question mark (MySQL 9.7). Not for routines and the like, which the server
    /// keeps in the character set of the client that made them.
    package static let enterRaw = "SET SESSION character_set_results = NULL"

    /// Text comes in utf8mb4 again, as every connection asks for.
    package static let leaveRaw = "SET SESSION character_set_results = utf8mb4"

    /// Gives the session its own settings back.
    package static let leave = """
        SET SESSION sql_mode = @swiftmig_sql_mode, SESSION sql_quote_show_create = @swiftmig_quote, \
        @swiftmig_sql_mode = NULL, @swiftmig_quote = NULL
        """
}

extension QueryExecutor {
    /// Runs statements in the reading mode, in one round trip.
    ///
    /// - Throws: `ServerError` whose `batchIndex` counts these statements.
    package func executeReading(_ statements: [String]) throws -> [StatementResult] {
        do {
            let results = try execute(batch: [ReadingMode.enter()] + statements + [ReadingMode.leave])
            return Array(results.dropFirst().dropLast())
        } catch var error as ServerError where !error.isConnectionLost {
            try execute(ReadingMode.leave)
            error.batchIndex = error.batchIndex.map { $0 - 1 }
            throw error
        }
    }
}
