internal import SchemaModel
internal import SwiftMigDiagnostics

/// Why a migration did not come to its end, in the words of the command line.
public struct MigratorError: Error, Sendable, Hashable {
    /// What kind of error it is: the stable code that `swiftmig --json` gives too.
    public struct Code: RawRepresentable, Sendable, Hashable, Codable, ExpressibleByStringLiteral {
        /// The code's name, in snake case.
        public let rawValue: String

        /// The code with a name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The code with a name.
        public init(stringLiteral name: String) {
            rawValue = name
        }

        /// The task was cancelled. What was done is in the journal, and the next upgrade goes on there.
        public static let cancelled: Code = "cancelled"
        /// A statement failed.
        public static let statementFailed: Code = "statement_failed"
        /// The answer to a statement never came; the next upgrade finds out whether it ran.
        public static let connectionLost: Code = "connection_lost"
        /// Another run held the lock for longer than this one may wait.
        public static let locked: Code = "locked"
        /// The lock went away while the run was at work.
        public static let lockLost: Code = "lock_lost"
        /// A revision is half done in the other direction.
        public static let interrupted: Code = "interrupted"
        /// The statements of a half-done revision that ran have changed since.
        public static let changedStatements: Code = "changed_statements"
        /// Whether a statement of a half-done revision ran cannot be told.
        public static let undecidable: Code = "undecidable"
        /// A target, or the revision that the database is at, is unknown.
        public static let noSuchRevision: Code = "no_such_revision"
        /// The chain has several ends, and the target was ``Migrator/Target/head``.
        public static let multipleHeads: Code = "multiple_heads"
        /// The downgrade would lose data, which was not allowed.
        public static let dataLoss: Code = "data_loss"
        /// A revision has no way back.
        public static let irreversible: Code = "irreversible"
        /// A revision says nothing about its way back.
        public static let noDowngrade: Code = "no_downgrade"
        /// Nobody answers at the server's address.
        public static let cannotReach: Code = "cannot_reach_server"
        /// The server takes no changes, as a replica does not.
        public static let readOnlyServer: Code = "read_only_server"
        /// The server turned the login away.
        public static let accessDenied: Code = "access_denied"
        /// The URL cannot be read.
        public static let badURL: Code = "bad_url"
    }

    /// A place in a revision file or in the settings.
    public struct Location: Sendable, Hashable, Codable, CustomStringConvertible {
        /// The file's path, or the name of an embedded revision.
        public var file: String
        /// The line, from 1; nil where only the file is known.
        public var line: Int?
        /// The column, from 1; nil where it is not known.
        public var column: Int?

        /// `file:line:column`
        public var description: String {
            [file, line.map(String.init), column.map(String.init)].compactMap { $0 }.joined(separator: ":")
        }
    }

    /// What the server itself said.
    public struct ServerReply: Sendable, Hashable, Codable {
        /// The server's error number, or from 2000 the client library's.
        public var errno: Int
        /// The five characters of the SQL standard.
        public var sqlState: String
        /// The server's own words.
        public var message: String
        /// The statement that it answered, where there was one. It may hold what no log should.
        public var statement: String?
    }

    /// What kind of error it is.
    public var code: Code
    /// What happened, and what was done before.
    public var message: String
    /// What to do about it, most useful first; commands as they are typed.
    public var hints: [String]
    /// Where it is in a revision or in the settings.
    public var location: Location?
    /// What the server said.
    public var server: ServerReply?

    /// Whether the task was cancelled.
    public var isCancelled: Bool { code == .cancelled }
}

extension MigratorError: CustomStringConvertible {
    /// All of it, without the statement.
    public var description: String {
        var text = "\(code.rawValue): \(message)"
        if let location { text += " (at \(location))" }
        if let server { text += "; the server: \(server.errno) (\(server.sqlState)) \(server.message)" }
        if let hint = hints.first { text += "; next: \(hint)" }
        return text
    }
}

extension MigratorError {
    init(_ diagnostic: Diagnostic) {
        code = Code(rawValue: diagnostic.code)
        message = diagnostic.message
        hints = diagnostic.hints
        location = diagnostic.location.map { place in
            Location(
                file: place.file,
                line: place.line > 0 ? place.line : nil,
                column: place.column > 0 ? place.column : nil
            )
        }
        server = diagnostic.server.map { reply in
            ServerReply(
                errno: reply.errno,
                sqlState: reply.sqlState,
                message: reply.message,
                statement: reply.statement
            )
        }
    }

    /// - Parameter isCancelled: whether the task that waits for it was cancelled before.
    init(_ error: any Error, isCancelled: Bool = false) {
        if let error = error as? MigratorError {
            self = error
        } else if isCancelled {
            self.init(StoppedRun(cause: error).diagnostic)
            code = .cancelled
        } else if let error = error as? any DiagnosticConvertible {
            self.init(error.diagnostic)
        } else {
            self.init(Diagnostic("failed", "\(error)"))
        }
    }
}
